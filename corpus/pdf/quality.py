"""Whether a PDF's text can be read at all, and whether it was read badly off a scan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.errors import FileRejectedError
from corpus.pdf.pdfium import Page

LEAST_LETTERS = 20  # a page with fewer letters has no text layer, only a stamp or a page number
_GARBLED = re.compile(
    r"[a-z][A-Z]|[A-Z]{2,}[a-z]{2,}|[^\W\d_]\d|\d(?!st|nd|rd|th)[^\W\d_]{2,}|[^\W\d_][!|*&^~`{}\\<>=;:.,«»][^\W\d_]|[^\W\d_]''|\w[|^~]"
)
_NOT_WORDS = re.compile(r"\S*(?:https?:|www\.|@|/|-)\S*|\b(?:[A-Za-z]\.){2,}")
_POOR, _POOR_SCAN = 0.03, 0.01  # share of garbled words
_PLACEHOLDER = re.compile(r"(?i)document you are looking for does not exist|document not found|no such document")


def refuse_unreadable(pages: Sequence[Page]) -> tuple[str, ...]:
    """Warnings about pages that are missing from the text. Raises FileRejectedError where no page has text."""
    if all(page.broken for page in pages):
        raise FileRejectedError("the PDF is broken: no page of it can be read.", "Download or export it again.")
    letters = [sum(len(run.text) for run in page.runs) for page in pages]
    if max(letters) < LEAST_LETTERS:
        raise FileRejectedError(
            "scan without text: the PDF holds pictures of pages, and no text.",
            "Install tesseract and rebuild with --ocr, or put a copy with a text layer in its place.",
        )
    if len(pages) <= 2 and sum(letters) < 600:
        text = " ".join(run.text for page in pages for run in page.runs)
        if _PLACEHOLDER.search(text):
            raise FileRejectedError(
                "not the document: a notice that the document does not exist.", "Download the document again."
            )
    pictures = [number for number, page in enumerate(pages, start=1) if page.pictures]
    broken = [number for number, page in enumerate(pages, start=1) if page.broken]
    return (
        *((f"pages without text, pictures only: {_listed(pictures)}",) if pictures else ()),
        *((f"pages that could not be read: {_listed(broken)}",) if broken else ()),
    )


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def is_poor(text: str, scanned: bool) -> bool:
    """Whether a text layer is badly garbled. Of one that was read off a picture, fewer odd words prove it."""
    words = Counter(_NOT_WORDS.sub(" ", text).split())
    garbled = sum(count for word, count in words.items() if _GARBLED.search(word))
    return garbled > (_POOR_SCAN if scanned else _POOR) * words.total()
