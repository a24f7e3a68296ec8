"""The values that verifying a quotation gives: where it stands, or what comes nearest, and how each was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.types import Passage, ReportSummary
from service.quotations.alignment import Segment
from service.quotations.folding import Change
from service.quotations.joints import Between

Verdict = Literal["exact", "normalised", "missing", "not looked for"]
Named = Literal["found", "not there", "unknown"]
Nearness = Literal["found", "nothing alike", "too few words", "not looked for"]

# What is listed of a quotation that stands in many places.
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Part:
    """Words as they stand in a report: exactly its text from `start` to `end` (code points). `changes` are the
    differences from the words that were asked for."""

    text: str
    start: int
    end: int
    changes: frozenset[Change] = frozenset()

    @property
    def verdict(self) -> Verdict:
        """Whether the words stand here to the letter."""
        return "normalised" if self.changes else "exact"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands. One that leaves words out has several `parts`, in order, and `between` them is what the
    report has there. `passages` are those that it touches; none where it stands in a heading. `joints` are the
    differences that the quotation shows itself, `warnings` what a reader must be told of them."""

    report: ReportSummary
    parts: tuple[Part, ...]
    between: tuple[Between, ...]
    passages: tuple[Passage, ...]
    joints: frozenset[Change] = frozenset()
    warnings: tuple[str, ...] = ()

    @property
    def changes(self) -> frozenset[Change]:
        """The differences from the words that were asked for."""
        return self.joints.union(*(part.changes for part in self.parts))

    @property
    def verdict(self) -> Verdict:
        """Whether the words stand here to the letter."""
        return "normalised" if self.changes else "exact"

    @property
    def span(self) -> tuple[int, int]:
        """From the beginning of the first part to the end of the last."""
        return self.parts[0].start, self.parts[-1].end

    @property
    def anchor(self) -> Passage:
        """The passage that it begins in, for its citation."""
        return _anchor(self.report, self.passages, self.parts[0])


@dataclass(frozen=True, slots=True)
class Closest:
    """The text that comes nearest to a quotation which stands nowhere."""

    report: ReportSummary
    part: Part
    similarity: float
    segments: tuple[Segment, ...]
    passages: tuple[Passage, ...]

    @property
    def span(self) -> tuple[int, int]:
        """From its beginning to its end."""
        return self.part.start, self.part.end

    @property
    def anchor(self) -> Passage:
        """The passage that it begins in, for its citation."""
        return _anchor(self.report, self.passages, self.part)


@dataclass(frozen=True, slots=True)
class PieceFound:
    """A piece of a quotation that leaves words out or alters some, and how it was found: in the first place where all
    pieces stand in order, or else by itself in whatever report."""

    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one quotation.

    `places` are the first MOST_LISTED of `total`; `complete` says that no more were left unsought. `pieces` are there
    where the quotation had to be taken apart. `named` says how the report that was named stands to it, None if none
    was. `nearest` says what became of the search for the closest text, None where none was needed. `warnings` are what
    a reader must be told: of the first place or, where there is none, of why it may be missing.
    """

    verdict: Verdict
    places: tuple[Place, ...]
    total: int
    complete: bool
    pieces: tuple[PieceFound, ...]
    named: Named | None
    closest: Closest | None = None
    nearest: Nearness | None = None
    warnings: tuple[str, ...] = ()


NOT_LOOKED_FOR = Finding("not looked for", (), 0, complete=False, pieces=(), named=None)


def _anchor(report: ReportSummary, passages: Sequence[Passage], part: Part) -> Passage:
    """The first of the passages; of words in a heading, which no passage holds, they themselves."""
    return passages[0] if passages else Passage(f"{part.start:08x}", report.id, part.start, part.end, part.text)


_WORDS: dict[Verdict, str] = {
    "exact": "word for word",
    "normalised": "the same words",
    "missing": "not found",
    "not looked for": "not looked for",
}


def said(verdict: Verdict, named: Named | None, *, in_pieces: bool) -> str:
    """The verdict on a quotation, the report that was named considered: "word for word, but in another report"."""
    words = _WORDS[verdict]
    if verdict not in ("exact", "normalised"):
        return words
    return f"{words}{', in pieces' if in_pieces else ''}{', but in another report' if named == 'not there' else ''}"


def summed_up(verdicts: Iterable[str]) -> str:
    """How many of each, the best first: "2 word for word; 1 not found"."""
    counts = Counter(verdicts)
    return "; ".join(f"{counts[words]} {words}" for words in sorted(counts, key=lambda words: (_rank(words), words)))


def _rank(words: str) -> int:
    return next(n for n, known in enumerate(_WORDS.values()) if words.startswith(known))
