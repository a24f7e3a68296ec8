"""The outline of a report, kept to say where in it a span stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from corpus.divisions import Division, path_of
from corpus.places import Place, places
from corpus.types import BODY_KINDS, Block, Report, ReportSummary

Name = str | int
"""What a paragraph is cited by: its printed number, or its place in a preamble."""
Path = tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """Where a block stands, as a citation says it: under which heading; in which annex, resolution or decision; in
    which division of the report, where several paragraphs of those bear one name; in which place of a preamble."""

    title: str | None = None
    document: str | None = None
    division: str | None = None
    preambular: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A report without its text. `places[i]` is where `blocks[i]` stands; `ambiguous` holds the names that several
    paragraphs bear, each with the document or the division that they bear it in."""

    summary: ReportSummary
    blocks: tuple[Block, ...]
    places: tuple[OutlinePlace, ...]
    page_labels: tuple[str | None, ...]
    ambiguous: frozenset[tuple[str | None, Name]]

    @property
    def numbered(self) -> bool:
        """Whether any paragraph has a printed number."""
        return any(block.number for block in self.blocks if block.kind in BODY_KINDS)


def outline(report: Report) -> Outline:
    """The outline of a report."""
    stands = places(report.text, report.blocks)
    called = _called(report.blocks, stands)
    told = tuple(_told(place, called) for place in stands)
    bearers = Counter(
        (within, name)
        for name, place in zip(_names(report.blocks, stands), told, strict=True)
        for within in {place.document, place.division}
    )
    ambiguous = frozenset((within, name) for (within, name), count in bearers.items() if name and count > 1)
    return Outline(report.summary, report.blocks, told, report.page_labels, ambiguous)


def _names(blocks: tuple[Block, ...], stands: tuple[Place, ...]) -> list[Name | None]:
    return [
        place.preambular or (block.number if block.kind in BODY_KINDS else None)
        for block, place in zip(blocks, stands, strict=True)
    ]


def _called(blocks: tuple[Block, ...], stands: tuple[Place, ...]) -> dict[Path, str | None]:
    """What each document of a report is called in a citation: the annexes that it is in; where these hold resolutions
    that count anew, the resolution too; and more where that is the name of several."""
    bearers = Counter((_annexes(place.path), name) for name, place in zip(_names(blocks, stands), stands, strict=True))
    anew = {annexes for (annexes, name), count in bearers.items() if name and count > 1}
    documents = {_document(place.path) for place in stands}
    common = Counter(name for document in documents for name in set(_namings(document)))
    return {
        document: next((name for name in _namings(document) if common[name] == 1), _namings(document)[-1])
        if _annexes(document) in anew
        else _annexes(document)
        for document in documents
    }


def _document(path: Path) -> Path:
    """The path to the innermost annex, resolution or decision."""
    last = max((at for at, one in enumerate(path, start=1) if one.kind != "frame"), default=0)
    return path[:last]


def _annexes(path: Path) -> str | None:
    return path_of(tuple(one for one in path if one.kind == "annex")) or None


def _namings(document: Path) -> list[str | None]:
    """The names that a document may go by, the shortest first."""
    inner = max((at for at, one in enumerate(document) if one.kind == "annex"), default=0)
    short = tuple(one for at, one in enumerate(document) if one.kind == "annex" or (one.kind == "text" and at >= inner))
    unframed = tuple(one for one in document if one.kind != "frame")
    return [path_of(path) or None for path in (short, unframed, document)]


def _told(place: Place, called: dict[Path, str | None]) -> OutlinePlace:
    document = _document(place.path)
    frames = path_of(place.path[len(document) :])
    division = ", ".join(filter(None, (called[document], frames))) or None
    return OutlinePlace(place.title, called[document], division, place.preambular)
