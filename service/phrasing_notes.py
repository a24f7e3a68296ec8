"""What a reader is told of sentences that a language model made of an answer's quotes: what is missing, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_args

from service.phrasing import Ended
from service.phrasing_checks import Reason
from service.phrasing_support import Fault

# The reasons of the checks that do not explain themselves.
SAID: Mapping[Reason, str] = {
    **dict.fromkeys(get_args(Fault), "not borne out by the quotes"),
    "similarity": "not borne out by the quotes",
    "markup": "with odd signs",
    "instructions": "about its instructions",
    "first person": "in the first person",
}


def notes(end: Ended) -> list[str]:
    """Each in a sentence. Where the quotes stand alone, nobody needs to know what the sentences would have covered."""
    return [*(_uncovered(end) if end.outcome == "done" else ()), *_left_out(end.dropped or {})]


def _uncovered(end: Ended) -> Iterator[str]:
    if end.withheld:
        were = "was" if end.withheld == 1 else "were"
        yield f"{end.withheld} of the {end.quotes} quotes {were} not given to the model."
    if end.stopped:
        written = end.shown + sum((end.dropped or {}).values())
        yield f"The model was stopped after {_sentences(written)}; it may have had more to say."


def _left_out(dropped: Mapping[Reason, int]) -> Iterator[str]:
    why: Counter[str] = Counter()
    for reason, count in dropped.items():
        why[SAID.get(reason, reason)] += count
    if why:
        told = next(iter(why)) if len(why) == 1 else ", ".join(f"{count} {said}" for said, count in why.most_common())
        yield f"Left out of what it wrote: {_sentences(why.total())} ({told})."


def _sentences(count: int) -> str:
    return f"{count} sentence" if count == 1 else f"{count} sentences"
