"""The values of the corpus stage: what a report is once it has been read, and what is cut from it.

All offsets are in Unicode code points and point into the canonical text of one report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

BlockKind = Literal["heading", "paragraph", "item", "turn", "footnote", "table"]
DocumentType = Literal[
    "resolution",
    "draft",
    "letter",
    "report",
    "record",
    "agenda",
    "circular",
    "board paper",
    "statement",
    "list",
    "corrigendum",
    "other",
]
FieldSource = Literal["print", "symbol", "file name", "title", "text", "web page", "front matter", "sidecar"]
ReportKind = Literal["official record", "secretariat news", "participant account", "transcript", "digest"]
DOCUMENT_TYPES: tuple[DocumentType, ...] = get_args(DocumentType)
BODY_KINDS: frozenset[BlockKind] = frozenset({"paragraph", "item", "turn"})
"""Blocks that are counted as paragraphs. The number of a footnote is that of a note, a table's rows have none."""
REPORT_KINDS: tuple[ReportKind, ...] = (
    "official record",
    "secretariat news",
    "participant account",
    "transcript",
    "digest",
)


@dataclass(frozen=True, slots=True)
class Block:
    """One structural piece of a report: `text[start:end]`, without the markup that introduces it where avoidable.

    `level` is the depth of a heading (1 is the title) or of a list item (1 is the outermost). `number` is the
    paragraph number as printed, without its full stop ("12", "12 (a)"); it is never invented. `pages` are the first
    and last 1-based page index in the file.
    """

    kind: BlockKind
    start: int
    end: int
    level: int | None = None
    number: str | None = None
    pages: tuple[int, int] | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a report as a whole. Dates are ISO 8601.

    `date` keeps the precision of the source ("2021-11" stays so; a range is represented by its first day);
    `start_date` and `end_date` are full days, first and last, and are what date filters compare. An empty `title`
    means that none is known yet; a Report always has one. `author` names people who wrote the text, where it is not
    the body that speaks; two organs or two people are parted by "; ". `labels` are short remarks on the text itself
    that a reader must see with every quote: "draft", "limited distribution", "conference room paper", "machine-read",
    "poor text layer".

    `date`, `start_date` and `end_date` are the days of distribution, unless the report is the record of a meeting: then
    they are the meeting's. `event_start` and `event_end` are the days of the session or meeting that the front page
    names, or a letter's own date. `document_type` says what sort of paper it is where the print shows that, and
    `agenda_item` is as printed.
    """

    title: str = ""
    date: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    distribution_date: str | None = None
    series: str | None = None
    body: str | None = None
    author: str | None = None
    symbols: tuple[str, ...] = ()
    location: str | None = None
    language: str | None = None
    url: str | None = None
    kind: ReportKind | None = None
    sources: tuple[str, ...] = ()
    session: str | None = None
    original_language: str | None = None
    labels: tuple[str, ...] = ()
    event_start: str | None = None
    event_end: str | None = None
    document_type: DocumentType | None = None
    agenda_item: str | None = None

    @property
    def symbol(self) -> str | None:
        """The first document symbol, the one a citation leads with."""
        return self.symbols[0] if self.symbols else None


UNSURE = 0.8
"""The certainty below which a field is shown as one to be looked at."""


@dataclass(frozen=True, slots=True)
class FieldReading:
    """Where a field of the metadata was read, and how sure that is: `certainty` is the estimated probability (0 to 1)
    that the value is right, 1 for what an owner gave. `page` (from 1) and `line` are those of the print, where the
    field was read there; `field` is a name of Metadata."""

    field: str
    source: FieldSource
    certainty: float
    page: int | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a format's reader makes of one file's bytes: canonical text, blocks, and the metadata read off the document
    itself, before front matter, sidecar and file name have their say. `page_labels[i]` is the page number printed on
    page i + 1, or None."""

    text: str
    blocks: tuple[Block, ...]
    found: Metadata = Metadata()
    warnings: tuple[str, ...] = ()
    page_labels: tuple[str | None, ...] = ()
    readings: tuple[FieldReading, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A report without its text. `path` is relative to the corpus folder, with forward slashes; `words` counts
    white-space separated words of its body blocks; `twins` are the ids of reports that are nearly the same text;
    `paragraphs` counts the blocks that are paragraphs to a citation, `numbered` those with a printed number."""

    id: str
    path: str
    sha256: str
    metadata: Metadata
    words: int
    warnings: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    paragraphs: int = 0
    numbered: int = 0
    readings: tuple[FieldReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One source document, read. Blocks are in order of `start` and do not overlap. `twins` are as in the summary; they
    depend on the rest of the collection."""

    id: str
    path: str
    sha256: str
    metadata: Metadata
    text: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    page_labels: tuple[str | None, ...] = ()
    twins: tuple[str, ...] = ()
    readings: tuple[FieldReading, ...] = ()

    @property
    def summary(self) -> ReportSummary:
        """The report without its text and blocks."""
        words = sum(len(self.text[b.start : b.end].split()) for b in self.blocks)
        body = [block for block in self.blocks if block.kind in BODY_KINDS]
        numbered = sum(block.number is not None for block in body)
        known = self.id, self.path, self.sha256, self.metadata
        return ReportSummary(*known, words, self.warnings, self.twins, len(body), numbered, self.readings)


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: `report.text[start:end] == text`, inside one section.

    `id` derives from the report id and the text (plus an ordinal for repeats). `headings` is the path of headings
    above it, outermost first, without the report's title. `paragraphs` is the printed range ("12-14") or None.
    """

    id: str
    report_id: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    paragraphs: str | None = None
    pages: tuple[int, int] | None = None
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmbeddingText:
    """What is embedded of a passage: its contextual form, and the windows of the passage as spans of that form."""

    text: str
    windows: tuple[tuple[int, int], ...]


class Tokenizer(Protocol):
    """Counts tokens as the embedding model will. Counts exclude the model's special tokens."""

    @property
    def max_tokens(self) -> int:
        """The model's window in tokens, special tokens already taken off."""

    def count(self, texts: list[str]) -> list[int]:
        """Token counts, one for each text, in order."""


@dataclass(frozen=True, slots=True)
class ChunkSettings:
    """How passages are cut. Sizes are in tokens of the embedding model.

    `context_tokens` is the most that the contextual form (title, date, headings, speakers) may use of the window.
    """

    passage_tokens: int = 200
    context_tokens: int = 48


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One input file that was found. `path` is relative to the corpus folder, with forward slashes."""

    path: str
    sidecar: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """An input that could not be indexed, and why, in words that its owner understands."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a corpus folder holds, in order of path: readable sources, and inputs rejected on sight; `glossary` is the
    path of the file with the short forms of the field."""

    sources: tuple[SourceFile, ...]
    rejected: tuple[Rejection, ...] = field(default=())
    glossary: str | None = None
