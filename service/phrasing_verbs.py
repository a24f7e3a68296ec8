"""Whether words look like a statement: guesses that know a verb by its end, by a list, or by what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile

from service.phrasing_tokens import Token
from service.phrasing_words import ARTICLES, DESCRIBING, FINITE, LINKING, NEGATING, PAST, PREPOSITIONS, TIMES


def has_verb(text: Iterable[Token]) -> bool:
    """Whether there is a word that looks like the verb of a statement."""
    return any(is_verb(token) for token in text)


def is_verb(token: Token) -> bool:
    """Whether a word looks like the verb of a statement; a guess that knows regular verbs by their end."""
    word = token.raw.lower()
    return word in FINITE or word in PAST or (len(word) > 4 and word.endswith("ed") and token.kind != "name")


def has_present(text: Iterable[Token]) -> bool:
    """Whether a clause has a verb in the present tense: "Norway chairs the group", "centres give legal advice". Such a
    verb looks like a noun, so only its place shows it; behind a preposition it is not looked for."""
    threes = (zip(clause, clause[1:], clause[2:], strict=False) for clause in _clauses(text))
    return any(_is_present(*three) for clause in threes for three in clause)


def _clauses(text: Iterable[Token]) -> Iterator[list[Token]]:
    """Of each clause what stands ahead of its first preposition."""
    for _, clause in groupby(text, key=lambda token: token.part):
        yield list(takewhile(lambda token: token.raw.lower() not in LINKING | PREPOSITIONS, clause))


def _is_present(subject: Token, verb: Token, after: Token) -> bool:
    word = verb.raw.lower()
    may_be = verb.kind in ("word", "neutral") or verb.key in NEGATING  # "judges lack training"
    if not (subject.is_content and may_be) or word in TIMES or word.endswith("ing"):
        return False
    if after.raw.lower() in ARTICLES:  # no noun stands right before an article
        return True
    # Few nouns stand in the plural before another noun, and "States parties" both do.
    return after.is_content and _is_plural(subject) and not word.endswith("s")


def _is_plural(token: Token) -> bool:
    word = token.raw.lower()
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in DESCRIBING
