"""Whether a word is English, whatever the collection holds: the word list that comes with symspellpy, some 80,000 words
of SCOWL with their British and American spellings. The one module that knows where it stands."""

from __future__ import annotations

from functools import cache
from importlib.metadata import files

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
