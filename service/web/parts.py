"""Long reports in parts, so that a page is light and quick: whole sections where that is possible, whole paragraphs
always. What is in a part depends on the report alone, so that an address leads to the same text for everybody."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

from corpus.types import Block, Passage, Report
from service.http.addresses import Pairs, report_address
from service.web.report import Heading, headings

# What a part may weigh, in characters of its page: compressed about a fourth of that is sent, and with the styles and
# scripts the first view stays under 60 KB.
LARGEST = 110_000
MARKUP = 300  # of a block, around its text
# How far from parts of one size a cut may be moved to come before a heading.
SHORTEST = 0.6
UNHEADED = 7
# The name of a part's beginning in addresses.
TOP = "#text"


@dataclass(frozen=True, slots=True)
class HeadingLink:
    """An entry of the outline."""

    text: str
    depth: int
    url: str


@dataclass(frozen=True, slots=True)
class PartLink:
    """A part, counted from 1: what it reaches over, where it is, and its headings."""

    n: int
    extent: str
    url: str
    headings: tuple[HeadingLink, ...]


@dataclass(frozen=True, slots=True)
class PartsView:
    """What a page shows of a report: its `blocks`, of the part `shown` of `total`, counted from 1, or of all of it
    (None). `first` and `whole` are the addresses of the first part and of the whole report on one page, `leaf` the page
    of the file where a later part begins."""

    total: int
    shown: int | None
    blocks: range
    extent: str
    previous: str | None
    following: str | None
    whole: str
    first: str
    leaf: int | None
    outline: tuple[PartLink, ...]

    @property
    def headings(self) -> bool:
        """Whether there is a heading to list."""
        return any(part.headings for part in self.outline)


def parts(report: Report, passages: Sequence[Passage]) -> tuple[range, ...]:
    """The places of the blocks of `report` in each of its parts, in order; a report that is not long has one part. No
    passage is cut where another cut is possible, and no heading is parted from what follows it."""
    blocks = report.blocks
    weights = [0, *accumulate(_weight(report.text[block.start : block.end]) for block in blocks)]
    found: list[range] = []
    start = 0
    while weights[-1] - weights[start] > LARGEST:
        end = _end(blocks, passages, weights, start)
        found.append(range(start, end))
        start = end
    return (*found, range(start, len(blocks)))


def part_with(cut: Sequence[range], block: int) -> int:
    """Which of the parts, counted from 0, has the block at this place among those of the report."""
    return min(bisect_right(cut, block, key=lambda part: part.stop), len(cut) - 1)


def part_showing(report: Report, cut: Sequence[range], character: int) -> int:
    """Which of the parts, counted from 0, shows this character of the report's text, or what follows it."""
    return part_with(cut, bisect_right(report.blocks, character, key=lambda block: block.end))


def parts_view(report: Report, cut: Sequence[range], shown: int | None, search: Pairs) -> PartsView:
    """The parts of `report`, with the one at `shown` open, or all of it; `search` is the search that led to it."""

    def address(n: int) -> str:
        return report_address(report.id, None, (*search, ("part", str(n + 1))) if n else search)

    def link(n: int, heading: Heading) -> HeadingLink:
        start = "" if n == shown or shown is None else address(n)
        return HeadingLink(heading.text, heading.depth, f"{start}#{heading.anchor}")

    outline = headings(report)
    blocks = cut[shown] if shown is not None else range(len(report.blocks))
    return PartsView(
        total=len(cut),
        shown=shown + 1 if shown is not None else None,
        blocks=blocks,
        extent=extent(report, blocks),
        previous=f"{address(shown - 1)}{TOP}" if shown else None,
        following=f"{address(shown + 1)}{TOP}" if shown is not None and shown + 1 < len(cut) else None,
        whole=report_address(report.id, None, (*search, ("part", "all"))),
        first=address(0),
        leaf=_first_page(report, blocks) if shown else None,
        outline=tuple(
            PartLink(
                n + 1, extent(report, part), f"{address(n)}{TOP}", tuple(link(n, h) for h in outline if h.place in part)
            )
            for n, part in enumerate(cut)
        ),
    )


def extent(report: Report, part: range) -> str:
    """From where to where a part reaches: by printed paragraph numbers where they run on, else by pages; empty where
    the report has neither."""
    blocks = report.blocks[part.start : part.stop]
    printed = [block.number for block in blocks if block.number and block.kind not in {"heading", "footnote"}]
    numbers = [int(number) for number in printed if number.isdecimal()]
    if numbers and numbers == sorted(numbers):
        return _from_to("paragraph", str(numbers[0]), str(numbers[-1]))
    pages = [page for block in blocks for page in block.pages or ()]
    if not pages:
        return ""
    first, last = min(pages), max(pages)
    printed_first, printed_last = _printed_page(report, first), _printed_page(report, last)
    if printed_last and not printed_first:  # the first page of a document seldom bears its number
        return f"up to page {printed_last}"
    if printed_first and printed_last:
        return _from_to("page", printed_first, printed_last)
    return _from_to("PDF page", str(first), str(last))


def _first_page(report: Report, part: range) -> int | None:
    return next((block.pages[0] for block in report.blocks[part.start : part.stop] if block.pages), None)


def _printed_page(report: Report, page: int) -> str | None:
    return report.page_labels[page - 1] if page <= len(report.page_labels) else None


def _from_to(what: str, first: str, last: str) -> str:
    return f"{what} {first}" if first == last else f"{what}s {first} to {last}"


def _weight(text: str) -> int:
    """What is not ASCII takes more bytes and is compressed less well."""
    return MARKUP + len(text) + (0 if text.isascii() else 3 * (len(text.encode()) - len(text)))


def _end(blocks: Sequence[Block], passages: Sequence[Passage], weights: Sequence[int], start: int) -> int:
    """Where the part that begins at `start` ends, exclusive: at the best cut that is not far from parts of one size. A
    single block that is larger than a part is a part."""
    left = weights[-1] - weights[start]
    ideal = left / ceil(left / LARGEST)
    first = bisect_left(weights, weights[start] + ideal * SHORTEST, lo=start + 1)
    after = bisect_right(weights, weights[start] + LARGEST)
    return min(
        range(first, after),
        key=lambda n: (
            _inside(passages, blocks[n].start),
            _closeness(blocks[n - 1], blocks[n]),
            abs(weights[n] - weights[start] - ideal),
        ),
        default=max(start + 1, after - 1),
    )


def _inside(passages: Sequence[Passage], place: int) -> bool:
    """Whether a passage begins before `place` and ends behind it."""
    before = bisect_left(passages, place, key=lambda passage: passage.start)
    return before > 0 and place < passages[before - 1].end


def _closeness(block: Block, following: Block) -> int:
    """How little a block and the next should be parted: least before a heading, the higher the less."""
    if block.kind == "heading":
        return UNHEADED + 2
    if following.kind == "heading":
        return min(following.level or 2, UNHEADED - 1)
    return UNHEADED + (following.kind in {"item", "table", "footnote"})
