"""Names that in small letters are pronouns: WHO and US. Indexes and models read small letters only, so these names are
given to them in other words."""

from __future__ import annotations

import re
from typing import NamedTuple

SHOUTED = 3  # words in capitals and none in small letters, and nobody knows what is a name


class Name(NamedTuple):
    """As a word of an index, which no other word is, and for a model to read."""

    spelt: str
    in_full: str


# A reader who types "USA" means no other country.
NAMES = {"WHO": Name("whorg", "World Health Organization"), "US": Name("usa", "United States")}
_NAME = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")


def is_name(word: str, text: str) -> bool:
    """Whether `word`, which stands in `text`, is one of these names."""
    return word in NAMES and not _shouted(text)


def in_full(text: str) -> str:
    """`text` with these names in full."""
    return text if _shouted(text) else _NAME.sub(lambda name: NAMES[name[0]].in_full, text)


def _shouted(text: str) -> bool:
    return text.isupper() and len(text.split()) >= SHOUTED
