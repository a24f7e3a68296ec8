"""Whether a sentence holds the kind of thing that a question of fact wants: a person, a date, a number, a place."""

from __future__ import annotations

import calendar
import re

from corpus.types import Metadata
from index.lexical.stopwords import STOP_WORDS
from service.answers_question import Wanted

# Two words with a capital, the first of which has it not merely because a sentence begins with it.
_OPENING = "|".join(sorted(word.capitalize() for word in STOP_WORDS))
_NAME = re.compile(
    rf"\b(?!(?:{_OPENING})\b)[A-ZÀ-Ž][\w’'-]+"
    r"(?:\s+(?:(?:de|del|da|di|van|von|der|bin|al|el|la)\s+)*[A-ZÀ-Ž][\w’'.-]*)+"
)
_MONTH = "|".join(name for name in calendar.month_name if name)
_DATE = re.compile(rf"\b(?:(?:19|20)\d\d|\d{{1,2}}\s+(?:{_MONTH})|(?:{_MONTH})\s+\d{{1,2}})\b")
_SPELT = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half "
    "third quarter fifth once twice dozen dozens hundreds thousands millions none no single per"
)
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_SPELT.split())})\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|at|near|from)\s+(?:the\s+)?[A-ZÀ-Ž]\w+")


def expected(wanted: Wanted | None, text: str, metadata: Metadata) -> bool:
    """Whether `text` holds what is `wanted`; False where nothing of the kind is."""
    if wanted is None:
        return False
    if wanted == "place":
        return bool(_PLACE.search(text)) or any(part.strip() in text for part in _parts(metadata.location))
    return bool({"person": _NAME, "date": _DATE, "number": _NUMBER}[wanted].search(text))


def _parts(location: str | None) -> list[str]:
    return [part for part in (location or "").split(",") if part.strip()]
