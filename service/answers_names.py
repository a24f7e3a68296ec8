"""The names and numbers that a question gives, and whether a place in a report has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from corpus.symbols import find_symbols
from index.stopwords import QUESTION_WORDS, STOP_WORDS
from service.answers_scope import Names, words_of

# Words with a capital and the small words between them, or a number: "Commission on the Status of Women", "59".
_NAMED = re.compile(
    r"\b[A-ZÀ-Ž0-9][\w’'-]*(?:\s+(?:(?:of|on|and|the|for|in|des|de|du|la|al|van|von)\s+){0,2}[A-ZÀ-Ž][\w’'-]*)*"
)
_OWNER = re.compile(r"['’]s?$")
_LOOSE = frozenset({"of", "on", "and", "the", "for", "in", "des", "de", "du", "la", "al", "van", "von"})
_OPENING = STOP_WORDS | QUESTION_WORDS | _LOOSE | {"compare", "find", "list", "name", "names", "show"}


def names_in(question: str) -> tuple[str, ...]:
    """The names and numbers of `question`, document symbols left out; a question's first word counts unless it is one
    that questions begin with."""
    plain = question
    for start, end, _ in reversed(find_symbols(question)):
        plain = f"{plain[:start]} , {plain[end:]}"
    found: dict[str, None] = {}
    for match in _NAMED.finditer(plain):
        words = [_OWNER.sub("", word) for word in match[0].split()]
        while words and words[0].lower() in _OPENING:
            words = words[1:]
        if words:
            found[" ".join(words)] = None
    return tuple(found)


def missing(named: Sequence[str], text: str, goes_by: frozenset[str]) -> int:
    """How many of the names stand neither in `text` (small letters) nor among the words that its report goes by."""
    return sum(not _has(name, text, goes_by) for name in named)


def strange(named: Sequence[str], unknown: Collection[str], names: Names) -> int:
    """How many words of the names no report has and none goes by; `unknown` are the stems of the question that the
    collection does not have."""
    words = {word.casefold() for name in named for word in re.findall(r"[^\W\d_]{2,}", name)}
    return sum(
        any(word.startswith(stem) for stem in unknown) and not any(names.knows(one) for one in words_of(word))
        for word in words
    )


def _has(name: str, text: str, goes_by: frozenset[str]) -> bool:
    if re.search(rf"(?<!\w){re.escape(name.casefold())}(?:s|['’]s?)?(?!\w)", text):
        return True
    words = list(words_of(name))
    return bool(words) and goes_by.issuperset(words)
