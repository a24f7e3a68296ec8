"""Words of a question that say nothing of its subject."""

from __future__ import annotations

from index.capitals import is_name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The small words of English.
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


def is_small(text: str, start: int, end: int) -> bool:
    """Whether the word of `text` between these offsets is a small word of English."""
    return text[start:end].lower() in STOP_WORDS and not is_name(text, start, end)
