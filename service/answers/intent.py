"""What a question asks for: a fact, a theme, a comparison or a place; and the dates and numbers that it names."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from corpus.types import Metadata
from index.lexical.stopwords import QUESTION_WORDS, STOP_WORDS, in_full
from index.search.periods import FIRST, LAST, NamedPeriod, Period
from index.search.question import Question, blank

Kind = Literal["fact", "theme", "comparison", "place"]
Wanted = Literal["person", "date", "number", "place"]

_YEAR = r"(?<![\w/.,-])(?:19|20)\d\d(?![\w/]|[.,]\d)"
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"[\"“”„«»]")
# A year that only bounds what is asked for and opens no period: nothing need be of that year itself.
_UP_TO = re.compile(rf"\b(?:before|until|till|up to|by|prior to|towards?|as of)\s+(?:\w+\s+)?{_YEAR}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w/.-])\d[\d,.]*\d|(?<![\w/.-])\d(?![\w/-])")

_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    ("person", re.compile(r"^\W*(?:who|whom|whose)\b", re.IGNORECASE)),
    (
        "date",
        re.compile(
            r"^\W*(?:when\b|(?:on|in|at)?\s*(?:what|which)\s+(?:date|day|month|year)\b|"
            r"(?:what\s+(?:is|was|are|were)\s+)?the\s+(?:exact\s+)?(?:dates?|day)\s+(?:of|on)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "place",
        re.compile(
            # "Where did participants disagree?" asks for no place.
            r"^\W*(?:where\b(?!.*\b(?:dis)?agree|.*\bdiffer|.*\bdiverge|.*\b(?:fail|succeed|fall short|stand)\b|"
            r".*\b(?:come|came|turn|crop) up\b)|"
            r"in (?:what|which) (?:city|country|place|town)\b|"
            r"what\s+(?:is|was)\s+the\s+(?:venue|location|place)\s+of\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        re.compile(
            r"^\W*(?:(?:by|for|to|in)\s+)?how (?:many|much|old|long|often|large|big)\b|^\W*what(?:\s+\w+)?\s+"
            r"(?:is|are|was|were)?\s*(?:the\s+)?(?:\w+\s+)?(?:number|share|proportion|percentage|median|average|length|"
            r"total|amount|budget|cost)\b|^\W*what (?:share|proportion|percentage|number|amount)\b",
            re.IGNORECASE,
        ),
    ),
)
_FACT = re.compile(r"^\W*(?:which|was|were|is|are|did|does|do|has|have|had)\b", re.IGNORECASE)
_COMPARING = re.compile(
    r"\b(?:chang(?:e|ed|es|ing)|compar\w+|differ\w*|evol\w+|develop(?:ed|ment)? over|versus|vs|over the years|"
    r"over time|trends?|how (?:did|has|have|had)\b.{3,90}\b(?:develop|grow|shift|declin)(?:n|e|ed)?|"
    r"(?:which|different|other|various) (?:forums?|bodies|meetings|dialogues|reports|sessions))\b",
    re.IGNORECASE,
)
_REPORT = (
    r"(?:reports?|dialogues?|sessions?|meetings?|conferences?|forums?|consultations?|documents?|papers?|letters?|"
    r"resolutions?|briefings?|hearings?|workshops?|summits?|records?|cops?)"
)
# "the session of 2019", "letters since 2022", "the meeting held in Vienna in 2021"; "the 2023 constructive dialogue".
_REPORT_BEFORE = re.compile(
    r"\b(?:published|issued|dated)\s+(?:(?:in|on|since|after|before|between)\s+)?$|"
    rf"\b{_REPORT}\s+(?:(?:that\s+(?:was|were)\s+)?(?:held|published|issued|convened|dated|adopted)\s+)?"
    r"(?:(?:in|at)\s+(?:[A-Z][\w’'-]+,?\s+){1,3})?"
    r"(?:(?:of|in|from|since|after|before|between|until|dated|on|during)\s+(?:the\s+year\s+)?)?$",
    re.IGNORECASE,
)
_REPORT_AFTER = re.compile(rf"\s+(?:[^\W\d_][\w’'-]*\s+){{0,3}}?{_REPORT}\b", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|since|during|by|for|until|before|after|of)\s+$", re.IGNORECASE)
_ACTION = re.compile(
    r"\b(?:recommend\w*|urge[sd]?|urging|asked to|called (?:up)?on|request\w*|propos\w+|decid\w+|decisions?|measures|"
    r"steps|actions?|should|supposed to|need to|do about|encourage[sd]?|invite[sd]?|told to)\b",
    re.IGNORECASE,
)
# "Each of the sessions", "the two letters", "more in 2024 than in 2022", "what was asked for here and what there".
_CONTRASTING = re.compile(
    r"\b(?:each of|side by side|as against|do the .{3,60} agree)\b|"
    r"\bthan (?:\w+ ){0,3}(?:earlier|before)\b|"
    r"\bthe two (?:\w+ ){0,3}(?:sessions|meetings|letters|reports|dialogues|versions|bodies|committees|conferences)\b|"
    r"\bfirst\b.{0,80}\b(?:than|versus|and) (?:\w+ ){0,3}(?:second|third|fourth)\b|"
    r"\bthen (?:again )?(?:\w+ ){0,3}later\b|\bwhat\b.{5,80}\band what\b|"
    r"\bwhich (?:\w+ ){0,4}(?:forums|meetings|dialogues|reports|sessions|gatherings|conferences|documents|papers|"
    r"events)\b|"
    r"\b(?:more|less|fewer|higher|lower|stronger|weaker|better)\b.{3,70}\bthan\b.{3,60}(?:19|20)\d\d",
    re.IGNORECASE,
)
_MANY = r"(?:meetings|events|letters|dialogues|sessions|forums|conferences|reports|documents|papers|versions)"
_ONE_OF_MANY = r"(?:meeting|event|letter|dialogue|session|forum|conference|report|document|paper|version)"
# "How many attended each of the sessions?" wants a number, but one of each.
_EACH = re.compile(rf"\bat each of\b|\beach of (?:the|these|those) (?:\w+ ){{0,5}}(?:{_MANY}|cops)\b", re.IGNORECASE)
_SAYING = r"(?:say|said|report|call for|mention|make|ask|want)"
_SEVERAL = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        # "What did the mayor, the bar and the bench each say?"
        r"(?:\band\b|\bor\b|,).{2,90}\beach (?:say|said|report|call|fear|ask|want|do|did|find|found|make|made|"
        r"give|gave|put|see|saw|propose|mention|concentrate)\b",
        # "What do the bar and the bench want?"
        rf"\bwhat (?:do|did|does|have|has) (?:\S+ ){{1,7}}and the (?:\S+ ){{1,7}}{_SAYING}\b",
        # "year by year"
        r"\bsaid (?:about|of|in|at) each\b|\b(year|meeting|session) by \1\b",
        # "List the meetings at which", "in the two letters"
        rf"\b(?:list|find|name|show)\b(?: me)? (?:all|the|any|those) (?:(?!of\b|in\b|at\b)\w+ ){{0,3}}{_MANY}\b|"
        rf"\b(?:list|find|name|show)\b(?: me)? every (?:(?!of\b|in\b|at\b)\w+ ){{0,3}}{_ONE_OF_MANY}\b",
        rf"\b(?:various|several|two|three|four|five|six) (?:(?!of\b|in\b|at\b)\w+ ){{0,3}}{_MANY}\b",
        # "as seen by the bar and the bench", "according to whom", ": do they agree?"
        r"\bas (?:seen|described|told|viewed|put) (?:by|in|at)\b.{2,80}\band\b|\baccording to whom\b|"
        r"[:,] do they agree\b",
        # "housing: the mayor and the union, what did they want?"
        r"^[^:]{5,80}: (?:the .*(?:\band|,) the\b|(?=.*\band\b)(?=.*\b(?:and|,) the\b).*\b(?:what|how)\b)",
        # "Where did it come up?"
        r"\b(?:where|in which)\b.{3,60}\b(?:come|came|turn|turned|crop|cropped) up\b",
        # "and five years later", "and who after"
        r"\band (?:\w+ ){0,4}(?:years?|months?|meetings?|sessions?) (?:on|later|after)\b|"
        r"\band (?:who|what|how) (?:after|later)\b",
        # "the first version or the revised one"
        r"\b(?:first|original|earlier|draft)\b.{3,70}\b(?:revised|later|final|second) "
        r"(?:one|version|text|report|draft)\b",
    )
)
# "in the working group and in the dialogue", "by the Assembly and by the Council": one preposition, two places.
_PAIRED = re.compile(
    r"\b(in|at|by|about|as|from|among|within|of)\s[^;?]{2,80}?(?:\band\b|\bor\b|,)\s+(?:the\s+)?\1\s", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for. `wanted` is what would answer a fact. `periods` are the dates of the reports that it
    asks for ("the 2023 dialogue", "reports since 2022"), one each, or one from the first to the last, or one that is
    open at its end or at its beginning; `years` are the dates of its subject ("how many in 2023"), which reports of
    other dates may tell of. `numbers` are those that are no dates, as written."""

    question: Question
    kind: Kind
    wanted: Wanted | None
    periods: tuple[Period, ...]
    years: tuple[Period, ...]
    numbers: tuple[str, ...]

    @property
    def wants_action(self) -> bool:
        """Whether it asks what is recommended, requested or decided."""
        return bool(_ACTION.search(self.text))

    @property
    def text(self) -> str:
        """The question as it is looked for."""
        return self.question.text


def understand(question: Question) -> Asked:
    """What `question` asks for. Its document symbols count neither as dates nor as numbers."""
    text = question.without_symbols
    dated = {named for named in question.periods if _dates_a_report(text, named)}
    periods = _closed(named.period for named in question.periods if named in dated)
    years = _closed(named.period for named in question.periods if named not in dated)
    plain = in_full(text)  # "WHO guidelines on donors" asks for no person
    wanted = next((wanted for wanted, pattern in _WANTED if pattern.search(plain)), None)
    numbers = tuple(dict.fromkeys(match[0] for match in _NUMBER.finditer(question.without_dates)))
    return Asked(question, _kind(plain, wanted, (*periods, *years)), wanted, periods, years, numbers)


def _dates_a_report(text: str, named: NamedPeriod) -> bool:
    """Whether a date is that of the reports which are asked for: "the 2023 dialogue", "reports since 2022"."""
    before, after = text[: named.start], text[named.end :]
    return bool(_REPORT_BEFORE.search(before) or (_REPORT_AFTER.match(after) and not _IN.search(before)))


def asks_nothing(question: str) -> bool:
    """Whether no word of `question` tells what it is about: "the", "what was said". A short form tells ("WHO"), and so
    do words in quotation marks, which are looked for as they stand."""
    words = _WORD.findall(question)
    shouted = question.isupper() and len(words) > 1
    short = not shouted and any(len(word) > 1 and word.isupper() for word in words)
    return not (short or _QUOTED.search(question)) and all(
        word.casefold() in STOP_WORDS | QUESTION_WORDS for word in words
    )


def bounds_time(question: Question) -> bool:
    """Whether a year in `question` is only a bound, and no period begins or ends with it: "by 2030", "before the 2016
    session"."""
    opened = [(named.start, named.end) for named in question.periods if named.period.is_open]
    return bool(_UP_TO.search(blank(question.text, opened)))


def _kind(question: str, wanted: Wanted | None, periods: tuple[Period, ...]) -> Kind:
    fact = bool(wanted or _FACT.search(question))
    if _COMPARING.search(question) or _EACH.search(question) or (len(periods) > 1 and not wanted):
        return "comparison"
    if not wanted and any(form.search(question) for form in (_CONTRASTING, *_SEVERAL, _PAIRED)):
        return "comparison"
    return "fact" if fact else "theme"


def _closed(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same periods, but "since 2019" and "before 2023", which share some time, as one reach."""
    whole = tuple(dict.fromkeys(periods))
    since = next((period for period in whole if period.last == LAST), None)
    until = next((period for period in whole if period.first == FIRST), None)
    if since is None or until is None or since.first > until.last:
        return whole
    reach = Period(since.first, until.last)
    return tuple(dict.fromkeys(reach if period in (since, until) else period for period in whole))


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
_HOLDS_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_SPELT.split())})\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|at|near|from)\s+(?:the\s+)?[A-ZÀ-Ž]\w+")


def expected(wanted: Wanted | None, text: str, metadata: Metadata) -> bool:
    """Whether `text` holds what is `wanted`; False where nothing of the kind is."""
    if wanted is None:
        return False
    if wanted == "place":
        return bool(_PLACE.search(text)) or any(part.strip() in text for part in _parts(metadata.location))
    return bool({"person": _NAME, "date": _DATE, "number": _HOLDS_NUMBER}[wanted].search(text))


def _parts(location: str | None) -> list[str]:
    return [part for part in (location or "").split(",") if part.strip()]
