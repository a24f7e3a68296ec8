"""A report as its page shows it: blocks in order, cut where passages begin, with anchors, margins and found terms."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.types import Block, Passage, Report
from service.reading_list.entries import Span, quote_key, span_key
from service.reading_list.places import anchor
from service.readings import field_name, how_sure, unsure, value_of, where
from service.web.text import TextPiece, pieces, speaker_span

LONGEST_BULLET = 8
READINGS = "readings"
"""Where its page tells of how the metadata was read, in addresses."""
ANCHOR = r"^b-[1-9]\d{0,6}$"


@dataclass(frozen=True, slots=True)
class Fragment:
    """The part of a block that one passage covers (None: no passage does), from `start` of the report's text on.
    `opens` where the passage begins; `words` is the place among its pieces of the one that the words begin with which
    the reader came for, None where they do not begin here."""

    passage: str | None
    start: int
    opens: bool
    pieces: tuple[TextPiece, ...]
    words: int | None = None


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block, ready for the page.

    `anchor` names it in addresses; `number` is the printed one; `bullet` opens a list item that has no number, as the
    file has it; `page` is set on the first block that begins on a page, `leaf` is that page's place in the file;
    `depth` is the level of a heading (2 to 6, never skipping one) or of an item; `speaker` is set where the text does
    not itself open with the name; `cites` is the passage whose citation follows the block; `key` names the block on a
    reading list.
    """

    kind: str
    anchor: str
    depth: int
    number: str | None
    bullet: str | None
    page: str | None
    leaf: int | None
    speaker: str | None
    fragments: tuple[Fragment, ...]
    cites: str | None
    key: str


@dataclass(frozen=True, slots=True)
class BlockRun:
    """Neighbouring blocks that belong together: the items of one list, or a single block of any other kind."""

    kind: str
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its text, the place of its block among the blocks of the report, and its depth (2 to 6, never skipping
    one)."""

    text: str
    place: int
    depth: int

    @property
    def anchor(self) -> str:
        """Its name in addresses."""
        return anchor(self.place)


def anchored(name: str) -> int:
    """The place of the block that an address names; it may be beyond the last."""
    return int(name.removeprefix("b-")) - 1


def headings(report: Report) -> list[Heading]:
    """The headings of `report` in order; a first one that repeats the title is left out."""
    found: list[Heading] = []
    depth = 1
    for place, block in enumerate(report.blocks):
        if block.kind == "heading" and not (place == 0 and _repeats_title(report, block)):
            depth = max(2, min(block.level or 2, depth + 1, 6))
            found.append(Heading(report.text[block.start : block.end], place, depth))
    return found


def shown_blocks(
    report: Report,
    passages: Sequence[Passage],
    marks: Mapping[str, Sequence[Span]],
    chosen: str | None,
    part: range | None = None,
    words: Span | None = None,
) -> list[ShownBlock]:
    """The blocks of `report` in order, or those of one `part` of it. `marks` are found terms by passage id, as offsets
    into the passage's text; `chosen` is the passage the reader came for, `words` what they came for in it, as offsets
    into the report's. A first heading that repeats the title is left out."""
    last = next((p.end for p in passages if p.id == chosen), None)
    cut = _Cutter(report, passages, marks, words)
    depths = {heading.place: heading.depth for heading in headings(report)}
    shown: list[ShownBlock] = []
    page, open_chosen = 0, last is not None
    for place, block in enumerate(report.blocks):
        if block.kind == "heading" and place not in depths:
            continue
        starts_page = block.pages is not None and block.pages[0] > page
        page = max(page, block.pages[0]) if block.pages is not None else page
        cites = open_chosen and last is not None and block.end >= last
        open_chosen = open_chosen and not cites
        if part is not None and place not in part:
            continue
        shown.append(
            ShownBlock(
                kind=block.kind,
                anchor=anchor(place),
                depth=depths.get(place) or max(1, min(block.level or 1, 6)),
                number=block.number,
                bullet=_bullet(report.text, block) if block.kind == "item" and not block.number else None,
                page=_page_name(report, block.pages[0]) if starts_page and block.pages else None,
                leaf=block.pages[0] if starts_page and block.pages else None,
                speaker=None if cut.names_speaker(block) else block.speaker,
                fragments=tuple(cut.fragments(block)),
                cites=chosen if cites else None,
                key=cut.key(block),
            )
        )
    return shown


def runs(blocks: Sequence[ShownBlock]) -> list[BlockRun]:
    """`blocks` with neighbouring list items put together."""
    found: list[BlockRun] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        members = tuple(group)
        found.extend([BlockRun(kind, members)] if kind == "item" else [BlockRun(kind, (block,)) for block in members])
    return found


@dataclass(frozen=True, slots=True)
class ShownReading:
    """A field of the metadata as the page tells of it: its value, where it was read, and how sure that is."""

    field: str
    value: str
    where: str
    sure: str
    check: bool


def shown_readings(report: Report) -> tuple[ShownReading, ...]:
    """Where each field was read that the report does not give itself in its front matter; none where all there is to
    say is that the text was read."""
    doubtful = unsure(report.readings)
    read = [reading for reading in report.readings if reading.source != "front matter"]
    if not doubtful and all(reading.source == "text" for reading in read):
        return ()
    return tuple(
        ShownReading(
            field=field_name(reading.field).capitalize(),
            value=value_of(report.metadata, reading.field),
            where=where(reading),
            sure=how_sure(reading).capitalize(),
            check=reading.field in doubtful,
        )
        for reading in read
    )


class _Cutter:
    """Cuts the blocks of one report where its passages begin and end."""

    def __init__(
        self, report: Report, passages: Sequence[Passage], marks: Mapping[str, Sequence[Span]], words: Span | None
    ) -> None:
        self._id = report.id
        self._text = report.text
        self._passages = passages
        self._starts = [passage.start for passage in passages]
        self._marks = {p.id: [(p.start + a, p.start + b) for a, b in marks.get(p.id, ())] for p in passages}
        self._words = [words] if words else []
        self._opened: set[str] = set()
        self._at_words = False

    def names_speaker(self, block: Block) -> bool:
        """Whether the text of `block` opens with the name of its speaker."""
        return block.speaker is not None and self._speaker(block) is not None

    def key(self, block: Block) -> str:
        """The key of the block's text on a reading list: by its passage where one covers it, which lasts longer."""
        before = bisect_right(self._starts, block.start)
        if before and block.end <= self._passages[before - 1].end:
            return quote_key(self._passages[before - 1], block.start, block.end)
        return span_key(self._id, self._text, block.start, block.end)

    def fragments(self, block: Block) -> Iterator[Fragment]:
        """The parts of `block`, in order, without a gap."""
        name = self._speaker(block)
        strong = [name] if name else []
        at = block.start
        first = max(0, bisect_right(self._starts, block.start) - 1)
        for passage in map(self._passages.__getitem__, range(first, len(self._passages))):
            if passage.start >= block.end:
                break
            start, end = max(at, passage.start), min(block.end, passage.end)
            if start >= end:
                continue
            if at < start:
                yield Fragment(None, at, False, pieces(self._text, (at, start), (), strong))
            # A passage may begin with markup that no block holds ("- "): it opens with the first part of it shown.
            opens = passage.id not in self._opened
            self._opened.add(passage.id)
            shown = pieces(self._text, (start, end), self._marks[passage.id], strong, self._words)
            yield Fragment(passage.id, start, opens, shown, self._first_words(shown))
            at = end
        if at < block.end:
            yield Fragment(None, at, False, pieces(self._text, (at, block.end), (), strong))

    def _first_words(self, shown: Sequence[TextPiece]) -> int | None:
        """The place of the first piece of the words, where no fragment before this one had it."""
        first = next((n for n, piece in enumerate(shown) if piece.nearest), None)
        if first is None or self._at_words:
            return None
        self._at_words = True
        return first

    def _speaker(self, block: Block) -> Span | None:
        return speaker_span(self._text, (block.start, block.end), (block.speaker,)) if block.speaker else None


def _repeats_title(report: Report, block: Block) -> bool:
    return block.kind == "heading" and report.text[block.start : block.end].strip("# \n") == report.metadata.title


def _bullet(text: str, block: Block) -> str:
    """What stands before an item on its line ("1.", "(a)"); plain list marks become a dash."""
    lead = text[text.rfind("\n", 0, block.start) + 1 : block.start].strip()
    return lead if lead.strip("-*+•") and len(lead) <= LONGEST_BULLET else "–"


def _page_name(report: Report, page: int) -> str:
    """A page as citations name it: by its printed number, else by its place in the file."""
    label = report.page_labels[page - 1] if page <= len(report.page_labels) else None
    return f"p. {label}" if label else f"PDF p. {page}"
