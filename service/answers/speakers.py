"""Where somebody else begins to speak: the names that a transcript has before what is said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.types import Metadata, Passage

# The name of who speaks, at the beginning of a turn: "**Name:**" or "Name:".
_SPEAKER = re.compile(r"(\*\*[^*\n]{1,120}\*\*|[^\n:]{1,120}:)\s+")
_LINE = re.compile(r"^", re.MULTILINE)
Turn = re.Match[str]


def turn_at(text: str, speakers: Sequence[str], begin: int, end: int | None = None) -> Turn | None:
    """The name of one of `speakers` at `begin`, with the white space behind it; None where there is none."""
    match = _SPEAKER.match(text, begin, len(text) if end is None else end)
    return match if match and name_of(match) in speakers else None


def turns(text: str, speakers: Sequence[str]) -> list[Turn]:
    """All such names at the beginnings of lines, in order."""
    if not speakers:
        return []
    found = (turn_at(text, speakers, line.start()) for line in _LINE.finditer(text))
    return [turn for turn in found if turn]


def name_of(turn: Turn) -> str:
    """The name without what marks it."""
    return turn[1].strip("*: ")


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
