"""Speaker turns: paragraphs that open with the name of the person who speaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.types import BODY_KINDS, Block, DocumentType, ReportKind

# "**Name:** text" and "**Name**: text"
_BOLD = re.compile(r"(?:\*\*|__)([^\s*_:][^*:\n]{0,60}?)\s?(?::\s?(?:\*\*|__)|(?:\*\*|__)\s?:)(?=\s|$)")
# "NAME: text" and "Name Surname: text": at most six words, each with a capital or one of the small words of names.
_WORD = r"(?:[^\W\d_a-z][\w.'’\-]*|\([^()\n:]{1,40}\)|\d{1,3}|de|da|di|del|van|von|der|al|el|bin|of|the|for|and)"
_PLAIN = re.compile(rf"([^\W\d_a-z][\w.'’\-]*(?: {_WORD}){{0,5}}):(?=[ \t]|$)", re.MULTILINE)
# In the record of a meeting a person has a title or an office, and often a country: "Ms. Fall (Senegal) (spoke in
# French):" in a verbatim one, "12. The Chair said" in a summary.
_PERSON = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|M|Mme|Sr|Sra)\b\.?|Sir|Dame|Lord|Baroness|Prince|Princess|Sheikh|Archbishop|Monsignor)"
    r" [^():,;\n]{2,50}?"
    r"|The (?:\w+[ -])?(?:President|Chair(?:man|person|woman|s)?|Secretary(?:-General)?|Rapporteur)"
)
_SPEAKS = re.compile(rf"((?:{_PERSON})(?: \([^()\n]{{1,60}}\))*):(?=\s)")
_SAID = re.compile(
    rf"\d{{1,3}}\.\s+((?:{_PERSON})(?: \([^()\n]{{1,60}}\))?),?"
    r" (?:added|announced|asked|drew|emphasized|explained|expressed|introduced|introducing|invited|noted|observed|"
    r"proposed|recalled|referring|replied|responded|said|speaking|stressed|suggested|thanked|took|urged|welcomed|wondered)\b"
)
_VOTE = re.compile(r"(?:In favour|Against|Abstain\w+)\b|.*\brecorded vote\b")
FEWEST_WORDS = 25  # of a paragraph that is surely speech: "It was so decided." is what the meeting did


def mark_turns(
    text: str, blocks: Sequence[Block], kind: ReportKind | None, document_type: DocumentType | None = None
) -> tuple[Block, ...]:
    """The blocks, with those that open with a speaker's name turned into turns.

    Only in a transcript, or where at least half of the paragraphs look like turns and some name comes back: elsewhere
    bold labels such as "**Recommendation:**" would become people. A turn keeps its name as part of its text. In the
    record of a meeting a speech goes on over several paragraphs.
    """
    if document_type == "record":
        return tuple(_speeches(text, blocks))
    speakers = [_speaker(text, block) for block in blocks]
    if kind != "transcript" and not _reads_like_a_transcript(blocks, speakers):
        return tuple(blocks)
    return tuple(
        replace(block, kind="turn", speaker=name) if name else block
        for block, name in zip(blocks, speakers, strict=True)
    )


def _speeches(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks of a record with their speakers: a speech goes on up to a heading or a vote. The numbered paragraphs
    of a summary record stay paragraphs."""
    speaker: str | None = None
    for block in blocks:
        if block.kind not in BODY_KINDS:
            speaker = None if block.kind == "heading" else speaker
            yield block
        elif opening := _SPEAKS.match(text, block.start, block.end):
            speaker = " ".join(opening[1].split())
            yield replace(block, kind="turn", speaker=speaker)
        elif said := _SAID.match(text, block.start, block.end):
            speaker = " ".join(said[1].split())
            yield replace(block, speaker=speaker)
        else:
            speaker = None if _VOTE.match(text, block.start, block.end) else speaker
            goes_on = len(text[block.start : block.end].split()) >= FEWEST_WORDS
            yield replace(block, speaker=speaker) if goes_on else block


def _speaker(text: str, block: Block) -> str | None:
    if block.kind != "paragraph" or block.number:
        return None
    match = _BOLD.match(text, block.start, block.end) or _PLAIN.match(text, block.start, block.end)
    return " ".join(match.group(1).split()) if match else None


def _reads_like_a_transcript(blocks: Sequence[Block], speakers: Sequence[str | None]) -> bool:
    paragraphs = sum(block.kind == "paragraph" for block in blocks)
    names = Counter(name for name in speakers if name)
    return bool(names) and 2 * names.total() >= paragraphs and names.most_common(1)[0][1] > 1
