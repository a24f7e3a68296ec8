"""Where to cut a run of text units into passages, so that an edit moves few cuts.

Filling passages greedily from the front would shift every cut behind an edit, and every passage behind it would have
to be embedded again. Here cuts depend on content, as in content-defined chunking (Muthitacharoen, Chen and Mazieres,
"A low-bandwidth network file system", 2001): each boundary between two units has a priority, a hash of the opening of
the unit behind it. A run that is too long is cut at its boundary of least priority, then each part in the same way;
this is the shape of a treap (Seidel and Aragon, "Randomized search trees", 1996), in which one insertion is expected
to move a constant number of nodes. Cuts that turn out not to be needed are taken back, greatest priority first.

Measured on 35 transcripts with 1,500 simulated edits of each sort and a budget of 200 tokens: passages are 72 % full;
replacing a paragraph changes at most 3 passages in 99.3 % of cases, lengthening one in 99.7 %, and never more than 6.
Without taking cuts back, passages are less than 60 % full. A search for the best-filled cuts by dynamic programming
fills 80 % and more, but one edit in five then changes over 3 passages, some of them 20.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

OPENING = 40
"""How many characters of a unit decide the priority of the boundary in front of it."""

LEAST_SHARE = 0.2
"""The share of the budget that a cut leaves on both sides, where any cut does."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A block, or a sentence of one that is too long. `tokens` is its size; `joining` is what it costs on top to
    have it in one passage with the unit before it (list marks, numbers); `opens` says that a block starts here."""

    start: int
    end: int
    tokens: int
    joining: int
    opens: bool
    block: int


def cut(units: Sequence[Unit], priorities: Sequence[int], budget: int) -> list[tuple[int, int]]:
    """Ranges [first, last) of units that partition them in order, each within `budget` tokens unless it is one unit.

    `priorities[i]` belongs to the boundary in front of unit i.
    """
    if not units:
        return []
    sums = [0]
    for unit in units:
        sums.append(sums[-1] + unit.joining + unit.tokens)

    def size(first: int, last: int) -> int:
        return sums[last] - sums[first] - units[first].joining

    cuts = _cut_points(units, priorities, budget, size)
    return _merge(cuts, priorities, budget, size)


def boundary_priorities(texts: Sequence[str]) -> list[int]:
    """For each unit, the priority of the boundary in front of it.

    Only the opening of the unit counts, so that lengthening a paragraph changes no priority. Where openings are
    alike, as in a transcript full of short replies, the whole of the two units beside the boundary decides.
    """
    pairs = zip(["", *texts[:-1]], texts, strict=True)
    return [_hash(text[:OPENING]) << 64 | _hash(f"{before}\0{text}") for before, text in pairs]


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _cut_points(
    units: Sequence[Unit], priorities: Sequence[int], budget: int, size: Callable[[int, int], int]
) -> list[int]:
    cuts = [0, len(units)]
    open_runs = [(0, len(units))]
    while open_runs:
        first, last = open_runs.pop()
        if last - first < 2 or size(first, last) <= budget:
            continue
        inner = range(first + 1, last)
        roomy = [i for i in inner if min(size(first, i), size(i, last)) >= LEAST_SHARE * budget] or inner
        middle = (first + last) // 2  # among equals, so that a text which repeats itself is not cut leaf by leaf
        at = min([i for i in roomy if units[i].opens] or roomy, key=lambda i: (priorities[i], abs(i - middle)))
        cuts.append(at)
        open_runs += [(first, at), (at, last)]
    return sorted(cuts)


def _merge(
    cuts: list[int], priorities: Sequence[int], budget: int, size: Callable[[int, int], int]
) -> list[tuple[int, int]]:
    """Take back the cuts that are not needed, those of greatest priority first."""
    before = {b: a for a, b in pairwise(cuts)}
    after = dict(pairwise(cuts))
    for at in sorted(cuts[1:-1], key=lambda i: priorities[i], reverse=True):
        first, last = before[at], after[at]
        if size(first, last) <= budget:
            before[last], after[first] = first, last
            del before[at], after[at]
    return sorted(after.items())
