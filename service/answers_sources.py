"""What kind of text a quote is from, and who speaks in it, said to a reader."""

from __future__ import annotations

from corpus.types import Metadata, Passage
from service.answers_turns import name_of, turns

_NATURES = {
    "official record": "Official record",
    "secretariat news": "News of the secretariat, not an official record",
    "participant account": "One participant’s account, not an official record",
    "transcript": "Transcript",
    "digest": "Digest prepared from public sources, not an official record",
}


def nature(metadata: Metadata) -> str:
    """What a text is, with the remarks that a reader must see: "Official record, draft"."""
    known = _NATURES[metadata.kind] if metadata.kind else "Kind of source not stated"
    return ", ".join((known, *metadata.labels))


def speaker(passage: Passage, start: int) -> str | None:
    """Who says the words at `start` (an offset into the passage's text): the last name before them, or the only one of
    the passage; None where it cannot be told."""
    names = [name_of(turn) for turn in turns(passage.text, passage.speakers) if turn.start() <= start]
    if names:
        return names[-1]
    return passage.speakers[0] if len(passage.speakers) == 1 else None
