"""The names and numbers that a question gives."""

from __future__ import annotations

import re

from corpus.symbols import find_symbols
from index.capitals import is_name
from index.stopwords import QUESTION_WORDS, STOP_WORDS

# Words with a capital and the small words between them, or a number: "Commission on the Status of Women", "59".
_NAMED = re.compile(
    r"\b[A-ZÀ-Ž0-9][\w’'-]*(?:\s+(?:(?:of|on|and|the|for|in|des|de|du|la|al|van|von)\s+){0,2}[A-ZÀ-Ž][\w’'-]*)*"
)
_PART = re.compile(r"\S+")
_OWNER = re.compile(r"['’]s?$")
_LOOSE = frozenset({"of", "on", "and", "the", "for", "in", "des", "de", "du", "la", "al", "van", "von"})
_OPENING = (
    STOP_WORDS
    | QUESTION_WORDS
    | _LOOSE
    | {"according", "after", "before", "during", "from", "since", "taking", "until"}
    | {"can", "could", "i", "may", "might", "must", "shall", "should", "will", "would"}
    | {"compare", "explain", "find", "give", "list", "name", "names", "show", "tell"}
)


def names_in(question: str) -> tuple[str, ...]:
    """The names and numbers of `question`, document symbols left out; a question's first word counts unless it is one
    that questions begin with."""
    plain = question
    for start, end, _ in reversed(find_symbols(question)):
        plain = f"{plain[:start]} , {plain[end:]}"
    found: dict[str, None] = {}
    for match in _NAMED.finditer(plain):
        parts = [(_OWNER.sub("", part[0]), match.start() + part.start()) for part in _PART.finditer(match[0])]
        while (
            parts
            and parts[0][0].lower() in _OPENING
            and not is_name(plain, parts[0][1], parts[0][1] + len(parts[0][0]))
        ):
            parts = parts[1:]
        if parts:
            found[" ".join(part for part, _ in parts)] = None
    return tuple(found)
