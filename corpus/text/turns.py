"""Speaker turns: paragraphs that open with the name of the person who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus.types import Block, ReportKind

# "**Name:** text" and "**Name**: text"
_BOLD = re.compile(r"(?:\*\*|__)([^\s*_:][^*:\n]{0,60}?)\s?(?::\s?(?:\*\*|__)|(?:\*\*|__)\s?:)(?=\s|$)")
# "NAME: text" and "Name Surname: text": at most six words, each with a capital or one of the small words of names.
_WORD = r"(?:[^\W\d_a-z][\w.'’\-]*|\([^()\n:]{1,40}\)|\d{1,3}|de|da|di|del|van|von|der|al|el|bin|of|the|for|and)"
_PLAIN = re.compile(rf"([^\W\d_a-z][\w.'’\-]*(?: {_WORD}){{0,5}}):(?=[ \t]|$)", re.MULTILINE)


def mark_turns(text: str, blocks: Sequence[Block], kind: ReportKind | None) -> tuple[Block, ...]:
    """The blocks, with those that open with a speaker's name turned into turns.

    Only in a transcript, or where at least half of the paragraphs look like turns and some name comes back: elsewhere
    bold labels such as "**Recommendation:**" would become people. A turn keeps its name as part of its text.
    """
    speakers = [_speaker(text, block) for block in blocks]
    if kind != "transcript" and not _reads_like_a_transcript(blocks, speakers):
        return tuple(blocks)
    return tuple(
        replace(block, kind="turn", speaker=name) if name else block
        for block, name in zip(blocks, speakers, strict=True)
    )


def _speaker(text: str, block: Block) -> str | None:
    if block.kind != "paragraph" or block.number:
        return None
    match = _BOLD.match(text, block.start, block.end) or _PLAIN.match(text, block.start, block.end)
    return " ".join(match.group(1).split()) if match else None


def _reads_like_a_transcript(blocks: Sequence[Block], speakers: Sequence[str | None]) -> bool:
    paragraphs = sum(block.kind == "paragraph" for block in blocks)
    names = Counter(name for name in speakers if name)
    return bool(names) and 2 * names.total() >= paragraphs and names.most_common(1)[0][1] > 1
