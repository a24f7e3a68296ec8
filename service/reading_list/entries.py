"""A reading list: places in reports that somebody collected, found again in the open build when they are shown.

A list is kept by whoever made it, in a browser or an address, and never here. It holds places, not words: what is shown
or exported is cut from the stored text at that moment. A place that is no longer there, or no longer reads as it did,
becomes a Lost entry with the reason; nothing leaves a list in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise

from corpus.types import Passage, ReportSummary
from index.errors import UnknownPassageError, UnknownReportError
from index.search.searcher import Searcher
from service.citations.quotes import cut_quote, shown

Span = tuple[int, int]
# A new line is shown where a blank line, a list item, a numbered paragraph, a table row or a speaker begins; any other
# line break is the source's own wrapping and runs on.
_LINE_END = re.compile(r"\n[^\S\n]*(?:\n\s*|(?=(?:[-*+•–>|]|\*\*|#+\s|\(?\w{1,4}[.)]\s)))")

MOST_ITEMS = 200
LONGEST_SPAN = 20_000
LONGEST_NOTE = 5_000
KEY = r"[0-9a-f]{16}(:\d{1,9}-\d{1,9})?|[a-z0-9-]{1,300}:\d{1,9}-\d{1,9}(:[0-9a-f]{8})?"

_KEY = re.compile(r"(?P<place>[a-z0-9-]+)(?::(?P<start>\d+)-(?P<end>\d+))?(?::(?P<check>[0-9a-f]{8}))?")
_PASSAGE = re.compile(r"[0-9a-f]{16}")
_CHANGED = "The report has changed: it does not say at this place what it said when this was collected."


@dataclass(frozen=True, slots=True)
class Item:
    """A place, and what its reader noted on it.

    Either `passage`, whole or from `start` to `end` of its text, which survives every rebuild that leaves the passage
    as it is; or `report` from `start` to `end` of its text, where `check` tells whether it still says the same.
    `known_as` is what the place was called when it was collected, to name it by when it is gone.
    """

    passage: str | None = None
    report: str | None = None
    start: int | None = None
    end: int | None = None
    check: str | None = None
    note: str = ""
    known_as: str = ""

    @property
    def key(self) -> str:
        """The place in one word, as addresses and browsers keep it; `item_of` reads it back."""
        span = "" if self.start is None else f":{self.start}-{self.end}"
        return f"{self.passage or self.report}{span}{f':{self.check}' if self.check else ''}"


@dataclass(frozen=True, slots=True)
class ListedPlace:
    """An item that was found: `text` is exactly the text of `report` from `start` to `end`. `passage` is the one it
    stands in or begins in; None for a text that no passage covers, such as a heading."""

    item: Item
    report: ReportSummary
    start: int
    end: int
    text: str
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Lost:
    """An item that was not found, and why. `report` is given where it is still there."""

    item: Item
    reason: str
    report: ReportSummary | None = None

    @property
    def name(self) -> str:
        """What to call it: as it was known, else by its place."""
        return self.item.known_as or (self.report.metadata.title if self.report else f"Item {self.item.key}")


Entry = ListedPlace | Lost


def item_of(key: str, note: str = "", known_as: str = "") -> Item:
    """The item with this key. Raises ValueError for what is no key."""
    match = _KEY.fullmatch(key) if re.fullmatch(KEY, key) else None
    if match is None:
        raise ValueError(f"{key!r} names no place in a report")
    place, check = match["place"], match["check"]
    start, end = (int(match["start"]), int(match["end"])) if match["start"] else (None, None)
    # A report's id may look like a passage's; then it comes with a check.
    if _PASSAGE.fullmatch(place) and check is None:
        return Item(passage=place, start=start, end=end, note=note, known_as=known_as)
    return Item(report=place, start=start, end=end, check=check, note=note, known_as=known_as)


def quote_key(passage: Passage, start: int, end: int) -> str:
    """The key of the words from `start` to `end` of the report's text, which stand inside `passage`."""
    if (start, end) == (passage.start, passage.end):
        return passage.id
    return Item(passage=passage.id, start=start - passage.start, end=end - passage.start).key


def span_key(report_id: str, report_text: str, start: int, end: int) -> str:
    """The key of the words from `start` to `end` of a report's text, whichever passages they stand in."""
    return Item(report=report_id, start=start, end=end, check=fingerprint(report_text[start:end])).key


def fingerprint(text: str) -> str:
    """Eight hexadecimal digits that tell whether a place still says the same."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def find_entries(searcher: Searcher, items: Iterable[Item]) -> tuple[Entry, ...]:
    """Every item as it stands in the open build, in order, found or lost."""
    return tuple(_find(searcher, item) for item in items)


def text_lines(text: str) -> list[str]:
    """A quoted text as it breaks into lines, with the white space of a page: runs of it are one space."""
    lines = (re.sub(r"[ \t\r\n\f]+", " ", text[a:b]).strip(" ") for a, b in shown_lines(text))
    return [line for line in lines if line]


def _find(searcher: Searcher, item: Item) -> Entry:
    try:
        if item.passage:
            return _in_passage(searcher, item, searcher.passage(item.passage))
        return _in_report(searcher, item, searcher.summary(item.report or ""))
    except UnknownPassageError:
        return Lost(item, "The passage is no longer in the collection: its report was removed, or has changed.")
    except UnknownReportError:
        return Lost(item, f"The report “{item.report}” is no longer in the collection.")


def _in_passage(searcher: Searcher, item: Item, passage: Passage) -> Entry:
    report = searcher.summary(passage.report_id)
    start, end = (0, len(passage.text)) if item.start is None or item.end is None else (item.start, item.end)
    text = passage.text[start:end]
    if len(text) != end - start:
        return Lost(item, "The passage ends before this place in it.", report)
    return _listed(searcher, item, report, passage.start + start, passage, text)


def _in_report(searcher: Searcher, item: Item, report: ReportSummary) -> Entry:
    start, end = item.start or 0, item.end or 0
    try:
        text = cut_quote(searcher.text(report.id), start, end)
    except ValueError:
        return Lost(item, _CHANGED, report)
    if item.check and fingerprint(text) != item.check:
        return Lost(item, _CHANGED, report)
    around = (one for one in searcher.passages(report.id) if one.start < end and start < one.end)
    return _listed(searcher, item, report, start, next(around, None), text)


def _listed(
    searcher: Searcher, item: Item, report: ReportSummary, start: int, passage: Passage | None, text: str
) -> Entry:
    end = start + len(text)
    if not text.strip():
        return Lost(item, "There are no words at this place.", report)
    if not shown(text, searcher.text(report.id), start, end, report.id):
        return Lost(item, _CHANGED, report)
    return ListedPlace(item, report, start, end, text, passage)


def without_repeats(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items, each place once; notes on the same place are put together."""
    same: dict[str, list[Item]] = {}
    for item in items:
        same.setdefault(item.key, []).append(item)
    return tuple(
        replace(first, note="\n".join(dict.fromkeys(one.note for one in (first, *others) if one.note)))
        for first, *others in same.values()
    )


def shown_lines(text: str) -> list[Span]:
    """The spans of `text` that begin on a line of their own; they follow each other without a gap."""
    edges = [0, *(match.end() for match in _LINE_END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(edges) if a < b]
