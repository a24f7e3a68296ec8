"""Where to cut a run of text units into passages, so that an edit moves few cuts.

Filling passages greedily from the front would shift every cut behind an edit, and every passage behind it would be
embedded again. Here cuts depend on content, as in content-defined chunking (Muthitacharoen, Chen and Mazieres, "A
low-bandwidth network file system", 2001): each boundary between two units has a priority, a hash of the two units
beside it, and a run that is too long is cut at its boundary of least priority, then each part in the same way. That is
the shape of a treap (Seidel and Aragon, "Randomized search trees", 1996), whose expected change after one insertion is
constant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise


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
    """For each unit, the priority of the boundary in front of it: a hash of the text before and the text after."""
    digests = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts]
    pairs = zip([b"", *digests[:-1]], digests, strict=True)
    return [int.from_bytes(hashlib.blake2b(a + b, digest_size=8).digest()) for a, b in pairs]


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
        roomy = [i for i in inner if min(size(first, i), size(i, last)) * 4 >= budget] or inner
        at = min([i for i in roomy if units[i].opens] or roomy, key=lambda i: priorities[i])
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
