"""A sentence or a quote as the tokens that the checks of phrased sentences compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise, takewhile
from typing import Literal

from index.lexical.keyword_index import stem
from service.phrasing.words import (
    ARTICLES,
    BREAKS,
    DESCRIBING,
    DIGITS,
    FINITE,
    LINKING,
    MONTHS,
    NEGATING,
    NEUTRAL,
    NUMBER_WORDS,
    PAST,
    PREPOSITIONS,
    RELATING,
    SMALL,
    TENS,
    TIMES,
    TO_BE,
    TURNING,
)

Kind = Literal["number", "date", "name", "word", "small", "turning", "neutral"]
CONTENT: tuple[Kind, ...] = ("number", "date", "name", "word")

# Full names that stand for their short forms; the quotes themselves need not introduce them.
_SHORTENED = re.compile(r"\b(?:European\s+Union|United\s+Nations)\b")
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,/]\d+)*)(?P<nth>st|nd|rd|th)?|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<sign>[%$€£])"
    r"|(?P<break>[,;:()–—])"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_POSSESSIVE = re.compile(r"['’]s?$")
# A word that may or may not be a name: only its place at the start of a sentence gives it its capital.
_OPENS = re.compile(r"(?:^|[.!?:]\W+)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One token. Tokens are equal in meaning when their keys are: a number's value, a word's stem. `raw` is the word as
    printed, without 's. `clause` counts the breaks before it; `part` does too, and counts "that" and "which" as breaks;
    `section` counts full stops, semicolons and colons. `opening` says that it begins a sentence."""

    key: str
    raw: str
    kind: Kind
    clause: int = 0
    part: int = 0
    section: int = 0
    opening: bool = False

    @property
    def is_content(self) -> bool:
        """Whether it says something of the subject."""
        return self.kind in CONTENT

    @property
    def may_be_name(self) -> bool:
        """Whether it is a name, or a word whose capital says nothing because it begins a sentence."""
        return self.kind == "name" or (self.kind == "word" and self.opening)


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of `text` in order."""
    text = _SHORTENED.sub(lambda match: "".join(word[0] for word in match[0].split()), text)
    found: list[Token] = []
    clause = part = section = 0
    for match in _TOKEN.finditer(text):
        if match["break"]:
            clause, part, section = clause + 1, part + 1, section + (match["break"] in ";:")
            continue
        opening = _OPENS.search(text, max(0, match.start() - 4), match.start()) is not None
        if opening and found:
            clause, part, section = clause + 1, part + 1, section + 1
        word = match["word"]
        key, raw, kind = _word(word, opening) if word else _figure(match)
        joins, relates = raw.lower() in BREAKS, raw.lower() in RELATING
        part += relates
        if raw == "be" and found and found[-1].raw == "to":
            key = TO_BE
        found.append(Token(key, raw, kind, clause, part, section, opening))
        clause, part = clause + joins, part + joins
    return tuple(_with_dates(_with_compounds(found)))


def _figure(match: re.Match[str]) -> tuple[str, str, Kind]:
    if match["sign"]:
        return match["sign"], match["sign"], "word"
    value = match["number"]
    key = value.replace(",", "") if _THOUSANDS.fullmatch(value) else value
    if match["nth"]:
        return f"{key}th", match[0], "number"
    return key, value, "date" if _YEAR.fullmatch(key) else "number"


def _word(printed: str, opening: bool) -> tuple[str, str, Kind]:
    raw = _POSSESSIVE.sub("", printed)
    lower = raw.lower().replace("’", "'")
    if lower.endswith("n't") or lower == "cannot":
        return "not", raw, "turning"
    if lower in ("percent", "cent"):
        return "%", raw, "word"
    if stem(lower) in NEGATING:
        return stem(lower), raw, "turning"
    capital = raw[:1].isupper() or raw != raw.lower()
    if lower in NUMBER_WORDS:
        return NUMBER_WORDS[lower], raw, "number"
    if lower in MONTHS and capital:
        return lower, raw, "date"
    loud = len(raw) > 1 and raw != raw.capitalize() and capital  # UN, UNODC, McDonald
    name = loud or (capital and not opening)
    return stem(lower), raw, "name" if loud else _listed(lower) or ("name" if name else "word")


def _listed(lower: str) -> Kind | None:
    lists: tuple[tuple[Kind, frozenset[str]], ...] = (("small", SMALL), ("turning", TURNING), ("neutral", NEUTRAL))
    return next((kind for kind, words in lists if lower in words), None)


def _with_compounds(found: Sequence[Token]) -> list[Token]:
    """The tokens with "ninety" and "two" made one number."""
    joined: list[Token] = []
    for token in found:
        tens = joined and joined[-1].kind == "number" and joined[-1].raw.lower() in TENS
        if tens and token.raw.lower() in DIGITS and token.clause == joined[-1].clause:
            ten = joined[-1]
            key = f"{int(ten.key) // 10}{token.key}"
            joined[-1] = replace(ten, key=key, raw=f"{ten.raw}-{token.raw}")
        else:
            joined.append(token)
    return joined


def _with_dates(found: Sequence[Token]) -> list[Token]:
    """The tokens with the day beside a month made a part of the date."""
    days = {
        i if one.kind == "number" else i + 1
        for i, (one, other) in enumerate(pairwise(found))
        if {one.kind, other.kind} == {"number", "date"} and {one.raw.lower(), other.raw.lower()} & MONTHS
    }
    return [replace(t, kind="date") if i in days else t for i, t in enumerate(found)]


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
