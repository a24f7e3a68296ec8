"""From chosen sentences to quotes that can be read by themselves: neighbours in one paragraph become one, and what
points back ("They also ...") brings the sentence before it, which may bring another. No quote is of two speakers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.search.evidence import PassageEvidence
from service.answers.candidates import Candidate
from service.answers.speakers import turns

# The longest quote that is put together, and the longest sentence that is brought along, in words; how many are.
LONGEST, BROUGHT, MOST_BROUGHT = 110, 45, 2
_POINTS_BACK = re.compile(
    # "They asked", but "Those attending asked" and "Both of the bodies asked".
    r"(?:he|she|it|they|this|these|his|her|its|their|(?:those|that|both|another|others|such)"
    r"(?!\s+(?:attending|taking|present|who|whose|which|of|in|from|with|on|as)\b)|"
    r"the (?:same|latter|former|other)s?|in (?:this|that|its|his|her|their)|for (?:this|that)|here|there (?:too|also)|"
    # "By that date, it observed", "Naming poverty as a driver, he asked".
    r"(?-i:[A-Z][^A-Z,;.:]{3,70}), (?:he|she|it|they)|"
    # "The second was concerned with protection", but "The second meeting was held".
    r"the (?:first|second|third|fourth|last) (?:one|panel|topic|theme|point|part|was|were|had|took|dealt|concerned))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """What is to be quoted of a passage: `start` and `end` are offsets into its text."""

    passage: PassageEvidence
    start: int
    end: int


def spans(chosen: Sequence[Candidate], sentences: Iterable[Candidate]) -> list[QuoteSpan]:
    """The quotes of the `chosen` among all `sentences`, in the order of the best sentence of each."""
    at = {_place(one): one for one in sentences}
    left = {_place(one) for one in chosen}
    quoted: set[tuple[str, int]] = set()
    found = []
    for one in chosen:
        passage, nth = _place(one)
        if (passage, nth) not in left:
            continue
        first = last = nth
        while (passage, first - 1) in left and _joins(at, passage, first - 1, last, first):
            first -= 1
        while (passage, last + 1) in left and _joins(at, passage, first, last + 1, last + 1):
            last += 1
        for _ in range(MOST_BROUGHT):
            before = at.get((passage, first - 1))
            if before is None or (passage, first - 1) in quoted or len(before.text.split()) > BROUGHT:
                break
            if not _POINTS_BACK.match(at[passage, first].text) or _turn_begins(at, passage, first):
                break
            first -= 1
        quoted |= {(passage, place) for place in range(first, last + 1)}
        left -= quoted
        found.append(QuoteSpan(one.passage, at[passage, first].start, at[passage, last].end))
    return found


def _place(sentence: Candidate) -> tuple[str, int]:
    return sentence.passage.hit.passage.id, sentence.nth


def _joins(at: dict[tuple[str, int], Candidate], passage: str, first: int, last: int, seam: int) -> bool:
    """Whether the sentences from `first` to `last` make one quote: not when it would be long, nor when a paragraph or
    a turn begins with the sentence at the `seam`."""
    text = at[passage, first].passage.hit.passage.text
    if "\n\n" in _between(at, passage, seam) or _turn_begins(at, passage, seam):
        return False
    return len(text[at[passage, first].start : at[passage, last].end].split()) <= LONGEST


def _turn_begins(at: dict[tuple[str, int], Candidate], passage: str, seam: int) -> bool:
    """Whether somebody else begins to speak with the sentence at the `seam`."""
    return bool(turns(_between(at, passage, seam), at[passage, seam].passage.hit.passage.speakers))


def _between(at: dict[tuple[str, int], Candidate], passage: str, seam: int) -> str:
    """What stands between the sentence at the `seam` and the one before it."""
    return at[passage, seam].passage.hit.passage.text[at[passage, seam - 1].end : at[passage, seam].start]
