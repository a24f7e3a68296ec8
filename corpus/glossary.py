"""Short forms and the full names they stand for: learnt where a text introduces them, "full name (ACRONYM)", and kept
by hand in the glossary of a corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.errors import FileRejectedError
from corpus.text.decoding import decode_text
from corpus.text.front_matter import load_names

LONGEST_NAME = 200  # code points before a parenthesis in which its full name is looked for

_PARENTHESIS = re.compile(r"\(([^()]{2,160})\)")
_SHORT = re.compile(r"[A-Z0-9][A-Za-z0-9&./’'-]{1,9}")
_PLURAL = re.compile(r"(?<=[A-Z])(?:['’]?s|es)$")
_QUOTES = "\"'“”‘’«»„*_ "
# What is inside a parenthesis before a remark: "IOM, Geneva", "TIP; see below", "or NGOs".
_REMARK = re.compile(r"[,;:–—]\s.*", re.DOTALL)
_LEAD = re.compile(r"^(?:or|the|an?|hereinafter|hereafter|formerly|known as|also|i\.e\.,?|called)\s+", re.IGNORECASE)
_BREAK = re.compile(r"[.!?;:](?=\s+[^a-z])|\n\s*\n|[,;]\s|[\"“”]\s|[()]")
# Words that no name begins with, though their first letter may be that of the short form: "(Office) of the ...".
_SMALL = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"})


@dataclass(frozen=True, slots=True, order=True)
class Abbreviation:
    """A short form ("TIP") and one full name that it stands for ("trafficking in persons")."""

    short: str
    name: str


def learn_abbreviations(texts: Iterable[str]) -> tuple[Abbreviation, ...]:
    """Every pair that one of `texts` introduces, sorted; names that differ in letter case alone count as one, the first
    seen. A short form that stands for several names has a pair with each."""
    found: dict[tuple[str, str], Abbreviation] = {}
    for text in texts:
        for pair in find_abbreviations(text):
            found.setdefault((pair.short, pair.name.casefold()), pair)
    return tuple(sorted(found.values()))


def find_abbreviations(text: str) -> Iterator[Abbreviation]:
    """The pairs that `text` introduces, in order."""
    for match in _PARENTHESIS.finditer(text):
        inside = _tidied(match[1])
        before = _last_clause(text[max(0, match.start() - LONGEST_NAME) : match.start()])
        pair = _after_its_name(before, inside) or _before_its_name(before, inside)
        if pair:
            yield pair


def _after_its_name(before: str, inside: str) -> Abbreviation | None:
    """ "trafficking in persons (TIP)"."""
    short = _short_form(inside)
    if short is None:
        return None
    words = before.split(" ")[-_most_words(short) :]
    name = _name_that_ends(short, " ".join(words))
    return Abbreviation(short, name) if name else None


def _before_its_name(before: str, inside: str) -> Abbreviation | None:
    """ "TIP (trafficking in persons)": the name has to fill what is inside."""
    short = _short_form(before.rpartition(" ")[2])
    if short is None or len(inside.split()) > _most_words(short):
        return None
    return Abbreviation(short, inside) if _name_that_ends(short, inside) == inside else None


def _short_form(word: str) -> str | None:
    word = _PLURAL.sub("", word.strip(_QUOTES))
    capitals = sum(character.isupper() for character in word)
    letters = sum(character.isalpha() for character in word)
    return word if _SHORT.fullmatch(word) and capitals >= 2 and 2 * capitals >= letters else None


def _most_words(short: str) -> int:
    """The limit of the paper: a short form has about a letter a word, and small words have none."""
    letters = sum(character.isalnum() for character in short)
    return min(letters + 5, 2 * letters)


def _name_that_ends(short: str, text: str) -> str | None:
    """The shortest end of `text` that `short` abbreviates, or None. This is the paper's `findBestLongForm`."""
    letters = [character for character in short.casefold() if character.isalnum()]
    folded = text.casefold()
    if len(folded) != len(text):  # a letter that casefolding makes two of would shift the places
        return None
    at = len(text)
    for letter in reversed(letters[1:]):
        at = folded.rfind(letter, 0, at)
        if at < 0:
            return None
    start = _first_letter(letters[0], folded, at)
    if start is None:
        return None
    name = text[text.rfind(" ", 0, start) + 1 :].strip(_QUOTES)
    words = name.split()
    return name if len(words) >= 2 and short not in words and len(name) > len(short) else None


def _first_letter(letter: str, text: str, at: int) -> int | None:
    """The last place before `at` where `letter` begins a word that may begin a name."""
    while (at := text.rfind(letter, 0, at)) >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        if begins and re.match(r"[^\W_]+", text[at:])[0] not in _SMALL:  # type: ignore[index]  # a letter stands there
            return at
    return None


def _last_clause(before: str) -> str:
    *_, start = [0, *(match.end() for match in _BREAK.finditer(before))]
    return " ".join(before[start:].split())


def _tidied(inside: str) -> str:
    inside = _REMARK.sub("", inside).strip(_QUOTES)
    return _LEAD.sub("", " ".join(inside.split())).strip(_QUOTES)


GLOSSARY_FILES = frozenset({"glossary.yaml", "glossary.yml"})
LONGEST = 200


def read_glossary(content: bytes) -> tuple[Abbreviation, ...]:
    """The pairs of a glossary file, each once, in order. A short form with several names has a pair with each.

    Raises FileRejectedError that says where the file is not what it should be.
    """
    what = "the glossary"
    pairs = [Abbreviation(short, name) for short, names in load_names(decode_text(content), what) for name in names]
    for pair in pairs:
        _check(pair, what)
    return tuple(dict.fromkeys(pairs))


def _check(pair: Abbreviation, what: str) -> None:
    for text in (pair.short, pair.name):
        if not any(character.isalnum() for character in text) or not text.isprintable():
            raise FileRejectedError(
                f"{what}: {text!r} is no name: it needs letters, and nothing that cannot be printed"
            )
        if len(text) > LONGEST:
            raise FileRejectedError(f"{what}: {text[:40]}... has {len(text)} characters; at most {LONGEST} are a name")
    if pair.short.casefold() == pair.name.casefold():
        raise FileRejectedError(f"{what}: {pair.short} stands for itself; write its full name")
