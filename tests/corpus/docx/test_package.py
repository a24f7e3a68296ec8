"""Word files that are odd are read; those that are broken or hostile are rejected with a reason."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import para, word_file

from corpus.docx.package import MAX_UNPACKED
from corpus.docx.reader import read
from corpus.errors import FileRejectedError

PLAIN = word_file(para("Text of the report."))


def _rewritten(change: Callable[[str, bytes], bytes | None], data: bytes = PLAIN) -> bytes:
    """The package with every part passed through `change`; None drops the part."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
    return copy.getvalue()


def _in_document(change: Callable[[bytes], bytes]) -> bytes:
    return _rewritten(lambda name, part: change(part) if name == "word/document.xml" else part)


def test_a_link_to_a_part_that_is_not_there_does_no_harm() -> None:
    lost = b'<Relationship Id="rId99" Type="http://x/image" Target="../NULL"/></Relationships>'
    odd = _rewritten(
        lambda name, part: part.replace(b"</Relationships>", lost) if "document.xml.rels" in name else part
    )
    assert read(odd, "a.docx").text == "Text of the report."


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "word/settings.xml", "docProps/core.xml"])
def test_a_part_that_is_missing_does_no_harm(part: str) -> None:
    odd = _rewritten(lambda name, data: None if name == part else data)
    assert read(odd, "a.docx").text == "Text of the report."


def test_a_strict_file_is_read() -> None:
    new = (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    old = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    strict = _rewritten(lambda name, part: part.replace(old[0], new[0]).replace(old[1], new[1]))
    assert read(strict, "a.docx").text == "Text of the report."


def test_a_file_with_macros_is_read() -> None:
    ordinary = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    assert read(_rewritten(lambda name, part: part.replace(ordinary, macros)), "a.docx").text == "Text of the report."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "cannot be unpacked"),
        (b"PK\x03\x04 and then nothing", "cannot be unpacked"),
        (PLAIN[: len(PLAIN) // 2], "cannot be unpacked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1WordDocument", "an old Word file"),
        (_rewritten(lambda name, part: None if name == "word/document.xml" else part), "parts are missing"),
        (_in_document(lambda part: part[:-30]), "broken XML"),
        (_in_document(lambda part: part.replace(b"w:body", b"w:other")), "has no body"),
        (word_file(), "without text"),
    ],
)
def test_a_file_that_cannot_be_read_is_rejected_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(FileRejectedError, match=reason):
        read(data, "a.docx")


def test_a_bomb_is_not_unpacked() -> None:
    blanks = b" " * (MAX_UNPACKED + 1)
    with pytest.raises(FileRejectedError, match="unpacks to more than 64 MB"):
        read(_in_document(lambda part: part + blanks), "a.docx")


def test_xml_that_multiplies_itself_is_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(FileRejectedError, match="declares XML entities"):
        read(_in_document(lambda part: part.replace(b"?>", b"?>" + laughs, 1)), "a.docx")


def test_elements_nested_without_end_are_refused() -> None:
    deep = b"<w:smartTag>" * 100_000
    with pytest.raises(FileRejectedError, match="broken XML"):
        read(_in_document(lambda part: part.replace(b"<w:body>", b"<w:body>" + deep)), "a.docx")


@given(st.integers(0, len(PLAIN) - 1), st.integers(1, 255))
def test_a_file_with_one_wrong_byte_is_read_or_rejected(position: int, change: int) -> None:
    broken = bytearray(PLAIN)
    broken[position] ^= change
    with suppress(FileRejectedError):
        assert read(bytes(broken), "a.docx").blocks
