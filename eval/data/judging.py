"""From hits to relevance by verbatim quotes.

What counts: a passage contains a judged quote when at least half of the quote's words lie whole inside the passage's
[start, end), wherever in its report the quote occurs. Words are runs of non-space characters. The passage's grade is
that of the best quote it contains. Offsets decide, never a comparison of texts, so re-chunking moves no judgment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.types import Passage
from eval.errors import EvalInputError
from eval.types import Judgment, Question

Span = tuple[int, int]
WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Located:
    """A judgment and the word spans of each place where its quote stands in the report."""

    judgment: Judgment
    places: tuple[tuple[Span, ...], ...]


def locate(question: Question, text_of: Callable[[str], str]) -> tuple[Located, ...]:
    """Find the quotes of `question` in the canonical texts, which `text_of` gives for a report id. Raises
    EvalInputError for a quote that its report does not contain."""
    located = []
    for judgment in question.relevant:
        starts = _occurrences(text_of(judgment.report), judgment.quote)
        if not starts:
            raise EvalInputError(
                f"Question {question.id}: {judgment.report} does not contain the quote {judgment.quote!r}.",
                "Cut the quote from the report again.",
            )
        words = [match.span() for match in WORD.finditer(judgment.quote)]
        places = tuple(tuple((start + a, start + b) for a, b in words) for start in starts)
        located.append(Located(judgment, places))
    return tuple(located)


def contains(passage: Passage, located: Located) -> bool:
    """Whether at least half of the quote's words lie inside the passage."""
    if passage.report_id != located.judgment.report:
        return False
    for words in located.places:
        inside = sum(passage.start <= start and end <= passage.end for start, end in words)
        if 2 * inside >= len(words):
            return True
    return False


def grade(passage: Passage, quotes: Sequence[Located]) -> int:
    """The grade of the best quote that the passage contains, 0 without one."""
    return max((q.judgment.grade for q in quotes if contains(passage, q)), default=0)


def _occurrences(text: str, quote: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(quote), text)]
