"""Misspelt words of a question, corrected to words of the collection. A correction is a proposal, to be shown. What is
English, whatever the collection holds, is told by the word list that comes with symspellpy, some 80,000 words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.metadata import files

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from corpus.metadata.language import is_foreign
from index.lexical.variants import one_spelling
from index.types import Correction, Spans

SHORTEST = 4
# From this length on a word may have two mistakes.
LONG = 8
# A word of fewer passages may be a misspelling itself; in a large collection, so may one of a few more.
LEAST_PASSAGES = 2
PASSAGES_PER_PASSAGE = 20_000

# Letters, not part of an address, a file's name or a number.
_WORD = re.compile(r"(?<![\w./@&])[^\W\d_]+(?![\w/@&]|\.\w)")


class Speller:
    """The words of a collection, ready to be compared with what is typed."""

    def __init__(self, words: Iterable[tuple[str, int]], passages: int, titles: Iterable[str] = ()) -> None:
        """`words` are all exact words of the collection in small letters, each with the number of its passages;
        `passages` is the number of all passages. The words of `titles` are known too, but no models for others."""
        self._named = {_folded(word) for title in titles for word in _WORD.findall(title)}
        self._words: dict[str, int] = {}
        self._pools: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        least = LEAST_PASSAGES + passages // PASSAGES_PER_PASSAGE
        for word, count in words:
            self._words[word] = count
            if count >= least and len(word) >= SHORTEST and word.isalpha():
                self._pools[len(word), word[0]].append(word)

    def correct(self, question: str, kept: Spans = ()) -> Correction | None:
        """The question with its misspelt words corrected, what stands in the spans `kept` left as it is; None when
        there are none, and for a question in another language than English.

        A word is misspelt when the collection does not have it as typed, or but for a plural's s, when it is no English
        word, and when a word of the collection is near. That some word has its stem says nothing: "trafficing" has that
        of "traffic". Short forms, numbers and names are left as they are; a name is what has a capital, but for a first
        word that is near to an English one.
        """
        meant: dict[tuple[int, int], str] = {}
        for place, match in enumerate(_WORD.finditer(question)):
            if any(match.start() < end and start < match.end() for start, end in kept):
                continue
            near = self._nearest(_folded(match[0])) if place == 0 or match[0].islower() else None
            if near and match[0].islower():
                meant[match.span()] = near
            elif near and match[0].istitle() and is_english(near):  # not the name that the question begins with
                meant[match.span()] = near.capitalize()
        corrected = question
        for (start, end), word in reversed(meant.items()):
            corrected = corrected[:start] + word + corrected[end:]
        pairs = tuple((question[start:end], word) for (start, end), word in meant.items())
        if not pairs or is_foreign(question):
            return None
        return Correction(corrected, tuple(dict.fromkeys(pairs)))

    def _nearest(self, word: str) -> str | None:
        if len(word) < SHORTEST or self._stands(word) or is_english(word):
            return None
        most = 2 if len(word) >= LONG else 1
        # A first letter is seldom wrong, but may be doubled, left out or exchanged with the second.
        pool = [
            candidate
            for first in dict.fromkeys(word[:2])
            for length in range(len(word) - most, len(word) + most + 1)
            for candidate in self._pools.get((length, first), ())
        ]
        near = extract(word, pool, scorer=OSA.distance, score_cutoff=most, limit=None)
        letters = sorted(word)
        order = ((found[1], sorted(found[0]) != letters, -self._words[found[0]], found[0]) for found in near)
        nearest = min(order, default=(0, False, 0, None))[-1]
        # British and American spellings are one word: "labor" is not misspelt where reports write "labour".
        return nearest if nearest is None or one_spelling(nearest) != one_spelling(word) else None

    def _stands(self, word: str) -> bool:
        """Whether the collection has the word, or its singular or plural."""
        forms = (word, f"{word}s", word if word.endswith("ss") else word.removesuffix("s"))
        return any(form in self._words or form in self._named for form in forms)


def _folded(word: str) -> str:
    """Small letters without accents, as the keyword index has them."""
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


WORD_LIST = "frequency_dictionary_en_82_765.txt"
# What words are made with freely, so that no list has them all: underuse, cybercrime, nonpunishment. Shorter ones are
# left out: "comission" is not "mission" with something before it.
_PREFIXES = ("anti", "counter", "cyber", "multi", "non", "over", "self", "under")
LEAST_LETTERS = 3


def is_english(word: str) -> bool:
    """Whether `word`, in small letters, is in the list, with or without a prefix. The first call reads the list, which
    takes some 50 ms."""
    return word in _words() or any(
        word.startswith(prefix) and len(word) >= len(prefix) + LEAST_LETTERS and word[len(prefix) :] in _words()
        for prefix in _PREFIXES
    )


@cache
def _words() -> frozenset[str]:
    [listed] = [file for file in files("symspellpy") or () if file.name == WORD_LIST]
    lines = listed.read_text(encoding="utf-8").lstrip("\ufeff").splitlines()
    return frozenset(line.split()[0] for line in lines)
