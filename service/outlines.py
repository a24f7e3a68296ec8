"""The outline of a report: what is kept of it to say where in it a span stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten

from corpus.types import BODY_KINDS, Block, Report, ReportSummary
from service.annexes import Annexes

LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: the heading above it, and the annex it belongs to ("annex II",
    "annex III, annex I"), if any."""

    title: str | None = None
    annex: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A report without its text. `places[i]` is where `blocks[i]` stands; `ambiguous` holds the printed
    numbers, each with its annex, that several paragraphs bear."""

    summary: ReportSummary
    blocks: tuple[Block, ...]
    places: tuple[Place, ...]
    page_labels: tuple[str | None, ...]
    ambiguous: frozenset[tuple[str | None, str]]

    @property
    def numbered(self) -> bool:
        """Whether any paragraph has a printed number."""
        return any(block.number for block in self.blocks if block.kind in BODY_KINDS)


def outline(report: Report) -> Outline:
    """The outline of a report."""
    places = tuple(_places(report))
    bearers = Counter(
        (place.annex, block.number)
        for block, place in zip(report.blocks, places, strict=True)
        if block.number and block.kind in BODY_KINDS
    )
    ambiguous = frozenset(number for number, count in bearers.items() if count > 1)
    return Outline(report.summary, report.blocks, places, report.page_labels, ambiguous)


def _places(report: Report) -> Iterator[Place]:
    """The place of each block."""
    here, annexes = Place(), Annexes()
    for block in report.blocks:
        if block.kind == "heading":
            title = report.text[block.start : block.end].strip("#* ")
            annexes.heading(title, block.level or 1)
            here = Place(shorten(title, LONGEST_TITLE, placeholder="…") or None, str(annexes) or None)
        yield here
