"""A verdict in words: the same in the headline, in the summary, on the page and in the command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from service.verification_types import Named, Verdict

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
