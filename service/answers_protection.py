"""Questions that ask to name, list or find persons who must be protected: no answer is assembled for them.

What is meant are single persons: how victims were identified, how many there were or what they asked for are questions
like any other.
"""

from __future__ import annotations

import re

SAYS = (
    "This asks to name or find persons who must be protected: victims, witnesses, minors or those who reported crime. "
    "No answer is put together for that. What the reports say about protecting them can be asked for."
)

_OF_AGE = r"child(?:ren)?|minors?|boys?|girls?|teenagers?|youngsters?|infants?|bab(?:y|ies)|orphans?|pupils?"
_HARMED = (
    r"victims?|survivors?(?:-\w+)?|witness(?:es)?|complainants?|informants?|whistle-?blowers?|informers?|escapees?|"
    r"trafficked (?:persons?|people|women|men)|smuggled (?:persons?|people|migrants?)|runaways?"
)
_PERSONS = rf"(?:{_OF_AGE}|{_HARMED})\b"
_QUALIFIED = (
    r"(?:(?:the|all|any|each|every|those|these|some|both|our|its|their|\d+|one|two|three|four|five|child|minor|young|"
    r"female|male|rescued|identified|trafficked|exploited|protected|abused|key|other|first|underage|anonymous)\s+){0,3}"
)
_PRIVATE = (
    r"(?:(?:full |real |first |last |home |exact |current )?(?:names?|surnames?|identit(?:y|ies)|address(?:es)?|"
    r"whereabouts|(?:tele)?phone(?: numbers?)?|numbers? to call|contact details|locations?|photos?|photographs?|"
    r"pictures? of the faces?|homes?|villages?|home ?towns?))"
)
# Those who help them need no protection from a question.
_HELPERS = (
    r"(?:support|protection|assistance|service|right|ngo|organi[sz]ation|group|advoca|expert|association|fund|"
    r"programme|program|polic|unit|network|care|welfare|shelter|bod(?:y|ies)|cent(?:re|er))"
)
_TOLD = (
    r"(?:testif(?:y|ied)|spoke|speak|appeared|came forward|gave (?:evidence|testimony|statements?)|"
    r"(?:was|were) (?:interviewed|heard|quoted|named))"
)
# How and why names are kept or taken out is a question about protection, not for the names.
_WANTED = r"^(?!\W*(?:how|why|should|must|may|can|are|is|was|were|do|does|did|has|have|when|on what)\b)(?!.*\bwhy\b).*"
_ASKING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "the names of the victims who spoke", "a home address for the witness"
        rf"{_WANTED}\b{_PRIVATE}\s+(?:and\s+{_PRIVATE}\s+)?(?:of|for)\s+{_QUALIFIED}{_PERSONS}"
        rf"(?!['’]s?\s+\w|\s+{_HELPERS})",
        # "the victims' names", "that witness's address"
        rf"{_WANTED}\b{_QUALIFIED}(?:{_OF_AGE}|{_HARMED})['’]s?\s+{_PRIVATE}\b",
        # "name the whistle-blowers", "list all children who ..."
        rf"(?:^|[.?!:;,]\s*|\b(?:please|then|can you|could you)\s+)(?:name|list|locate|unmask|expose|dox)\s+"
        rf"{_QUALIFIED}{_PERSONS}(?!['’]s?\s+\w|\s+{_HELPERS})",
        rf"(?:^|[.?!:;,]\s*|\bplease\s+)identify\s+(?:the|all|each|those|these)\s+{_QUALIFIED}{_PERSONS}",
        # "who were the victims that testified"
        rf"\bwho\s+(?:are|were|is|was)\s+{_QUALIFIED}{_PERSONS}\s+(?:who|that|whom|whose|behind|named|in the case)\b",
        # "who is the survivor quoted", "which victims testified", "tell me the victims who ...", "... by name"
        rf"\bwho\s+(?:are|were|is|was)\s+{_QUALIFIED}{_PERSONS}\s+(?:quoted|cited|mentioned|interviewed|heard|involved)\b",
        rf"^\W*(?:which|what)\s+{_QUALIFIED}{_PERSONS}\s+(?:who\s+)?{_TOLD}\b",
        rf"\b(?:tell|give|show)\s+(?:me|us)\s+{_QUALIFIED}{_PERSONS}\s+(?:(?:who|that)\s+{_TOLD}|named|by name)\b",
        rf"{_WANTED}\b(?:tell|give|show|describe|present|introduce)\s+(?:(?:me|us)\s+)?{_QUALIFIED}{_PERSONS}"
        r"[^.?!]{0,40}\bby name\b",
        # "where do the survivors who spoke in 2017 live now", "where is the witness hiding"
        rf"\bwhere\b[^.?!]{{0,15}}\b(?:the|those|these|this|that)\s+{_QUALIFIED}{_PERSONS}[^.?!]{{0,80}}\b(?:live|lives|"
        r"living|reside|resides|stay|stays|staying|hide|hides|hiding|hidden|these days|right now|now|today)\b",
        # "which minors did they recruit? names and villages please", "which children ..., and with which families"
        rf"\b(?:which|what|whose)\s+{_QUALIFIED}{_PERSONS}[^!]*\b(?:names|villages|addresses|with (?:which|what) famil"
        r"(?:y|ies)|(?:in|at|from) (?:which|what) (?:towns?|villages?|houses?|streets?|schools?))\b",
        # "..., and in which towns do they live?"
        r"\bwho\s+(?:are|were|is|was)\b[^?]*\b(?:in (?:which|what) (?:towns?|villages?|streets?|houses?)|where) "
        r"(?:do|does|did) (?:they|he|she) live\b",
    )
)


def asks_for_persons(question: str) -> bool:
    """Whether `question` asks to name, list or find persons who must be protected."""
    plain = " ".join(question.split())
    return any(pattern.search(plain) for pattern in _ASKING)
