"""From chosen sentences to quotes that can be read by themselves: neighbours become one, and a sentence that points
back ("They also ...") brings the one before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.evidence import PassageEvidence
from service.answers_sentences import Sentence

# The longest quote that is put together, and the longest sentence that is brought along, in words.
LONGEST, BROUGHT = 110, 45
_POINTS_BACK = re.compile(
    r"(?:he|she|it|they|this|these|those|his|her|its|their|such|both|another|others|the (?:same|latter|former|other)s?|"
    r"in (?:this|that|its|his|her|their)|for (?:this|that)|that|here|there (?:too|also)|"
    # "The second was concerned with protection", but "The second meeting was held".
    r"the (?:first|second|third|fourth|last) (?:one|panel|topic|theme|point|part|was|were|had|took|dealt|concerned))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """What is to be quoted of a passage: `start` and `end` are offsets into its text."""

    passage: PassageEvidence
    start: int
    end: int


def spans(chosen: Sequence[Sentence], sentences: Iterable[Sentence]) -> list[Span]:
    """The quotes of the `chosen` among all `sentences`, in the order of the best sentence of each."""
    at = {_place(one): one for one in sentences}
    left = {_place(one) for one in chosen}
    found = []
    for one in chosen:
        passage, nth = _place(one)
        if (passage, nth) not in left:
            continue
        first = last = nth
        while (passage, first - 1) in left and _fits(at, passage, first - 1, last):
            first -= 1
        while (passage, last + 1) in left and _fits(at, passage, first, last + 1):
            last += 1
        before = at.get((passage, first - 1))
        if _POINTS_BACK.match(at[passage, first].text) and before and len(before.text.split()) <= BROUGHT:
            first -= 1
        left -= {(passage, place) for place in range(first, last + 1)}
        found.append(Span(one.passage, at[passage, first].start, at[passage, last].end))
    return found


def _place(sentence: Sentence) -> tuple[str, int]:
    return sentence.passage.hit.passage.id, sentence.nth


def _fits(at: dict[tuple[str, int], Sentence], passage: str, first: int, last: int) -> bool:
    whole = at[passage, first].passage.hit.passage.text[at[passage, first].start : at[passage, last].end]
    return len(whole.split()) <= LONGEST
