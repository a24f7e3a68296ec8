"""Words of a question that say nothing of its subject, and the names that look like such words in small letters: WHO
and US. Indexes and models read small letters only, so these names are given to them in other words."""

from __future__ import annotations

import re
from typing import NamedTuple


class Name(NamedTuple):
    """As a word of an index, which no other word is, and for a model to read."""

    spelt: str
    in_full: str


# A reader who types "USA" means no other country.
NAMES = {"WHO": Name("whorg", "World Health Organization"), "US": Name("usa", "United States")}
# In "LET US ACT NOW" and "WHO WILL PAY?" everything is in capitals, and US$ is money.
_CAPITALS = r"[A-Z][A-Z’']+"
_NAME = re.compile(
    rf"(?<![^\W_])(?:WHO(?![ \t]+{_CAPITALS}\b)|US(?!\s?\$))(?![^\W_])",
)
_AFTER_CAPITALS = re.compile(rf"\b{_CAPITALS}[ \t]+$")
_LONGEST_BEFORE = 40


def is_name(text: str, start: int, end: int) -> bool:
    """Whether the word of `text` between these offsets is one of these names."""
    found = _NAME.match(text, start) if text[start:end] in NAMES else None
    return found is not None and not _AFTER_CAPITALS.search(text, max(0, start - _LONGEST_BEFORE), start)


def in_full(text: str) -> str:
    """`text` with these names in full."""
    if not any(name in text for name in NAMES):
        return text
    return _NAME.sub(lambda found: NAMES[found[0]].in_full if is_name(text, *found.span()) else found[0], text)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The stopwords of English.
STOP_WORDS = _words(
    """a about an and are as at be been but by did do does for from had has have how if in into is it its of on or said
    say says such that the their then there these they this to was were what when where which who whom whose why will
    with would"""
)
# What readers of reports wrap a question in: "What did the group discuss about ...?", "Summarise the discussion"...
QUESTION_WORDS = _words(
    """according concerning conclude conclusion debate decide decided decision describe described discuss discussed
    discussing discussion discussions explain explained meeting mention mentioned opinion opinions reason reasons
    regarding summarise summarize summary talk talked talking tell think thinks thought thoughts"""
)


def is_stopword(text: str, start: int, end: int) -> bool:
    """Whether the word of `text` between these offsets is a stopword."""
    return text[start:end].lower() in STOP_WORDS and not is_name(text, start, end)
