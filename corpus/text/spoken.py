"""What of a text is embedded and looked up: its words, without what is written beside them.

A verbatim transcript holds more than words: what else was heard ("{vocalsound}", "[inaudible]"), hesitations ("um"),
and before each turn, however short, the name of who speaks. To the model each of these is several tokens, so that in a
lively debate they fill a third of a passage and pull its meaning away from what was said. Who speaks is in the
passage's context.

White space stands where something was left out: the text keeps its length, and every offset holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.types import Passage

# Passages: they are read again and again.
TEXTS_REMEMBERED = 512
# Emphasis of Markdown, and the address of a link.
_MARKUP = r"\*+|(?<!\w)_+|(?<!_)_++(?!\w)|(?<=\])\([^()\s]+\)"
_HEARD = (
    "applause|background noise|breath|clapping|click|cough|crosstalk|cross-talk|disfmarker|gap|inaudible|indistinct|"
    "interruption|laugh|laughs|laughter|music|mumbling|no audio|noise|overlapping speech|pause|sigh|silence|sneeze|"
    "unintelligible|vocalsound"
)
_MARKS = rf"\{{[A-Za-z][A-Za-z _-]{{1,24}}\}}|[\[(<](?:{_HEARD})\.?[\])>]"
_HESITATIONS = r"(?<![\w'’-])(?:[Uu]m+|[Uu]h+|[Ee]rm?|[Hh]m+|[Mm]m+|[Mm]hm+|[Mm]m-hmm|[Uu]h-huh)(?![\w'’-])"
_WRITTEN = re.compile(f"{_MARKUP}|{_MARKS}", re.IGNORECASE)
_WRITTEN_AND_SOUNDED = re.compile(f"{_MARKUP}|(?i:{_MARKS})|{_HESITATIONS}")


def words_said(text: str, language: str | None = None, speakers: Sequence[str] = ()) -> str:
    """`text` with white space for markup, for what a transcriber noted, for the names of `speakers` where they open a
    turn, and in English (ISO 639-1 "en", or not known) for sounds of hesitation."""
    pattern = _WRITTEN_AND_SOUNDED if language in (None, "en") else _WRITTEN
    return pattern.sub(_blank, _names(tuple(speakers)).sub(_blank, text) if speakers else text)


def said_in(passage: Passage, language: str | None) -> str:
    """The words said in a passage, with the offsets of its text."""
    return _said(passage.text, language, passage.speakers)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _said(text: str, language: str | None, speakers: tuple[str, ...]) -> str:
    return words_said(text, language, speakers)


@lru_cache(maxsize=256)
def _names(speakers: tuple[str, ...]) -> re.Pattern[str]:
    """Each of `speakers` at the start of a line, as a turn opens, the longest name first."""
    names = [r"\s+".join(map(re.escape, name.split())) for name in sorted(speakers, key=len, reverse=True)]
    return re.compile(rf"^(?:\*\*|__)?(?:{'|'.join(names)})\s?(?:\*\*|__)?:", re.MULTILINE)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"\S", " ", match[0])
