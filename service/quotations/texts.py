"""The texts of one build, folded for verification: all as letters alone, whole only those a quotation was found in."""

from __future__ import annotations

import sys
from collections import OrderedDict
from functools import cached_property
from threading import Lock

from corpus.symbols import normalise_symbol
from corpus.types import ReportKind, ReportSummary
from index.search.searcher import Searcher
from service.quotations.folding import Folded, fold, letters_of

# A letter takes one byte in most texts, two or four in some. Of a larger collection the other texts are folded anew for
# each request, which is slower and no less right.
LETTERS_HELD = 200_000_000
# What is folded whole takes some ten bytes a character.
FOLDED_HELD = 6_000_000
# A quotation that stands in several reports is best cited from the record; a digest's words are its own.
_KINDS: tuple[ReportKind | None, ...] = (
    "official record",
    "transcript",
    "secretariat news",
    "participant account",
    None,
    "digest",
)


class FoldedTexts:
    """Folds the reports of one open build, each when it is first asked for. Its methods may be called from any thread.

    `letters_held` and `folded_held` are the most characters that are kept.
    """

    def __init__(self, searcher: Searcher, letters_held: int = LETTERS_HELD, folded_held: int = FOLDED_HELD) -> None:
        self._searcher = searcher
        self._lock = Lock()
        self._letters: dict[str, str] = {}
        self._letters_left = letters_held
        self._folded: OrderedDict[str, Folded] = OrderedDict()
        self._folded_left = folded_held

    @cached_property
    def reports(self) -> tuple[ReportSummary, ...]:
        """All reports: by how near their kind is to what was said, those that were revised last, then the newest."""
        return tuple(sorted(self._searcher.summaries(sys.maxsize), key=self._standing))

    def named(self, name: str) -> tuple[str, ...]:
        """The ids of the reports that `name` may mean: one by its id, else all with that symbol or title."""
        if any(one.id == name for one in self.reports):
            return (name,)
        symbol, title = normalise_symbol(name), " ".join(name.split()).casefold()
        return tuple(
            one.id
            for one in self.reports
            if symbol in map(normalise_symbol, one.metadata.symbols)
            or title == " ".join(one.metadata.title.split()).casefold()
        )

    def letters(self, report_id: str) -> str:
        """The letters of a report's text. Raises UnknownReportError."""
        known = self._letters.get(report_id)
        if known is not None:
            return known
        letters = letters_of(self._searcher.text(report_id))
        with self._lock:
            # The first to come stay: every request goes through all of them, so that the least recent is the next.
            if report_id not in self._letters and len(letters) <= self._letters_left:
                self._letters[report_id] = letters
                self._letters_left -= len(letters)
        return letters

    def folded(self, report_id: str) -> Folded:
        """A report's text, folded whole; front matter is blank in it, as it is about the report and not of it. Raises
        UnknownReportError."""
        with self._lock:
            if report_id in self._folded:
                self._folded.move_to_end(report_id)
                return self._folded[report_id]
        folded = fold(self._body(report_id))
        with self._lock:
            if report_id not in self._folded:
                self._folded[report_id] = folded
                self._folded_left -= len(folded.raw)
            while self._folded_left < 0:
                self._folded_left += len(self._folded.popitem(last=False)[1].raw)
        return folded

    def _standing(self, report: ReportSummary) -> tuple[int, bool]:
        later = self._searcher.later_versions(report.id)
        return _KINDS.index(report.metadata.kind), not all(version.corrects for version in later)

    def _body(self, report_id: str) -> str:
        text = self._searcher.text(report_id)
        if not text.startswith("---"):
            return text
        blocks = self._searcher.report(report_id).blocks
        start = blocks[0].start if blocks else len(text)
        return " " * start + text[start:]
