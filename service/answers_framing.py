"""Sentences that frame a report and say nothing of its subject, unless that is what is asked for."""

from __future__ import annotations

import re

# What a digest says of itself and of the texts it was made from is seldom what was asked for.
_OF_SOURCES = re.compile(
    r"[*_]*(?:the|this|that)\s+(?:only\s+)?(?:"
    r"sources?\s+(?:used|seen|here|is|are|says?|does|do|gives?|names?|speaks?|states?)|digest(?!\s+of)|text seen|"
    r"account (?:is|as a whole)|minutes (?:do|does|did|give|name))\b|"
    r".*\b(?:with (?:high|medium|low) confidence|confidence (?:in .* )?is (?:high|medium|low)|"
    r"(?:is|are) (?:considered )?well supported)\b|"
    r"(?:no (?:chair|attendance|contradiction)\b.{0,60} (?:was|were) found|.{1,40} is an inference|"
    r"it does not state|attendance is not stated)\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_SOURCES = re.compile(
    r"\b(?:sources?|digests?|confiden\w+|certainty|uncertain\w*|reliab\w+|contradict\w*)\b", re.IGNORECASE
)
# What stood on an agenda tells that a subject came up, not what was said of it.
_OF_AGENDA = re.compile(
    r"(?:the\s+)?(?:main\s+)?(?:agenda|topics?|themes?)\b.{0,30}?\b"
    r"(?:covered|were|was|dealt|concerned|included|comprised|consisted|took)\b|.*\bmade up the agenda\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_AGENDA = re.compile(r"\b(?:agendas?|topics?|themes?|programmes?|items?|subjects?)\b", re.IGNORECASE)


def of_sources(text: str) -> bool:
    """Whether a sentence speaks of the texts that its report was made from, or of how sure it is."""
    return bool(_OF_SOURCES.match(text))


def asks_of_sources(question: str) -> bool:
    """Whether such a sentence may answer `question`."""
    return bool(_ASKS_OF_SOURCES.search(question))


def of_agenda(text: str) -> bool:
    """Whether a sentence tells what stood on an agenda."""
    return bool(_OF_AGENDA.match(text))


def asks_of_agenda(question: str) -> bool:
    """Whether such a sentence may answer `question`."""
    return bool(_ASKS_OF_AGENDA.search(question))
