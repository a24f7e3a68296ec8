"""Every suffix leads to a reader that is there."""

from __future__ import annotations

from importlib import import_module

import pytest

from corpus.errors import FileRejectedError
from corpus.formats import OCR_READERS, READERS, reader_of


@pytest.mark.parametrize("place", sorted({*READERS.values(), *OCR_READERS.values()}))
def test_every_reader_is_where_it_is_said_to_be(place: str) -> None:
    module, _, function = place.partition(":")
    assert callable(getattr(import_module(module), function))


def test_text_recognition_takes_the_place_of_the_plain_reader() -> None:
    assert reader_of("a.pdf") is not reader_of("a.pdf", ocr=True)


def test_another_suffix_is_refused() -> None:
    with pytest.raises(FileRejectedError, match="is not read"):
        reader_of("a.xls")
