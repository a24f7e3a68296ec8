"""The formats that are read, and where the reader of each is found."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath
from typing import cast

from corpus.errors import FileRejectedError
from corpus.types import Draft

Reader = Callable[[bytes, str], Draft]
"""Takes a file's bytes and its path (for messages); raises FileRejectedError with a reason."""

READERS: dict[str, str] = {
    ".md": "corpus.text.markdown:read",
    ".markdown": "corpus.text.markdown:read",
    ".txt": "corpus.text.plaintext:read",
    ".text": "corpus.text.plaintext:read",
    ".pdf": "corpus.pdf.reader:read",
    ".docx": "corpus.docx.reader:read",
    ".docm": "corpus.docx.reader:read",
    ".html": "corpus.html.reader:read",
    ".htm": "corpus.html.reader:read",
    ".xhtml": "corpus.html.reader:read",
}
"""File suffix -> "module:function". Imported when the first such file is read: a parser costs start-up time."""

OCR_READERS: dict[str, str] = {".pdf": "corpus.pdf.ocr:read"}
"""The readers that take the place of others where pictures of pages are to be read by text recognition."""

FORMATS = "PDF (.pdf), Word (.docx), HTML (.html), Markdown (.md) or plain text (.txt)"
"""What a person is told about formats."""


def reader_of(path: str, ocr: bool = False) -> Reader:
    """The reader for this file, by its suffix; with `ocr` one that also reads pictures of pages."""
    suffix = PurePosixPath(path).suffix.lower()
    readers = READERS | OCR_READERS if ocr else READERS
    if suffix not in readers:
        raise FileRejectedError(f"format {suffix} is not read; use {FORMATS}")
    module, _, function = readers[suffix].partition(":")
    return cast("Reader", getattr(import_module(module), function))
