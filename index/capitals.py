"""Names that in small letters are pronouns: WHO and US. Indexes and models read small letters only, so these names are
given to them in other words."""

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
