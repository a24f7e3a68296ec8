"""Which reports a question names: by year and month, by place, by series, by number or short form of a meeting."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from corpus.structure.labels import ORDINALS
from corpus.symbols import normalise_symbol
from corpus.types import Metadata, ReportSummary
from index.search.periods import Period
from index.types import Hit
from service.answers.intent import Asked

_WORD = re.compile(r"[^\W\d_]+|\d+")
NUMBERS = {word: str(i) for i, word in enumerate(ORDINALS[:20], 1)}
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"}
)
_LINK_WORDS = frozenset({"in", "of", "on", "the", "for", "and"})
_JOINED = re.compile(r"\b(?:and|or|versus|vs)\b|,")
# What a location says of a meeting that was in no place.
_NOWHERE = frozenset({"online", "virtual", "hybrid"})
_YEAR = re.compile(r"(?<![\w/])(?:19|20)\d\d(?![\w/])")
# They are asked for again for every sentence.
PERIODS_REMEMBERED = 256
# How many names before and after "and" it may join; and in which share of the reports a name may stand.
NEAR = 3
RARE = 0.2
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 8
# Of what a question names, a report is meant when it has this much of the words that the best named one has.
MEANT = 0.6
# A question that names a wide reach of years alone means no report in particular.
MOST_MEANT = 12


@dataclass(frozen=True, slots=True)
class Named:
    """One report, and the words it goes by."""

    report: ReportSummary
    words: frozenset[str]


class Names:
    """What the reports of a collection go by."""

    def __init__(self, reports: Sequence[ReportSummary]) -> None:
        self.reports = tuple(Named(report, frozenset(_names(report.metadata))) for report in reports)
        self.undated = frozenset(report.id for report in reports if report.metadata.start_date is None)
        self._words = {named.report.id: named.words for named in self.reports}
        by_word: dict[str, set[str]] = defaultdict(set)
        for named in self.reports:
            for word in named.words:
                by_word[word].add(named.report.id)
        self._by_word = {word: frozenset(found) for word, found in by_word.items()}
        by_symbol: dict[str, set[str]] = defaultdict(set)
        for report in reports:
            for symbol in report.metadata.symbols:
                by_symbol[normalise_symbol(symbol)].add(report.id)
        self._by_symbol = {symbol: frozenset(found) for symbol, found in by_symbol.items()}
        self._touching = lru_cache(PERIODS_REMEMBERED)(self._reports_of)
        self._idf = {word: math.log(len(reports) / len(found)) for word, found in by_word.items()}

    def cited(self, symbols: Iterable[str]) -> frozenset[str]:
        """The reports that bear one of `symbols`, which are in their normal form."""
        return frozenset().union(*(self._by_symbol.get(symbol, frozenset()) for symbol in symbols))

    def strengths(self, asked: Asked) -> list[dict[str, float]]:
        """For each report that the question names by word how strongly: the idf weights of the words. Where it joins
        names of different reports, once for each of them, so that a short name is not outweighed by a long one."""
        found = [
            {named.report.id: sum(self._idf[w] for w in words & named.words) for named in self.reports}
            for words in self._sides(asked.question.without_dates)
        ]
        return [{report: strength for report, strength in side.items() if strength > 0} for side in found]

    def knows(self, word: str) -> bool:
        """Whether some report goes by this word, in the form that `words_of` gives it."""
        return word in self._by_word

    def of(self, report_id: str) -> frozenset[str]:
        """The words that a report goes by."""
        return self._words[report_id]

    def contrasts(self, text: str) -> bool:
        """Whether `text` joins names of different reports: "in Berlin and Bangkok", "the third or the fourth"."""
        return len(self.contrasted(text)) > 1

    def contrasted(self, text: str) -> list[tuple[str, frozenset[str]]]:
        """The names of different reports that `text` joins, each with the reports that go by it; none where it joins
        none."""
        pieces = [self._rare(piece) for piece in _JOINED.split(text)]
        found: dict[str, frozenset[str]] = {}
        for one, other in pairwise(pieces):
            for before in one[-NEAR:]:
                for after in other[:NEAR]:
                    if not self._by_word[before] & self._by_word[after]:
                        found |= {before: self._by_word[before], after: self._by_word[after]}
        return list(found.items())

    def _sides(self, text: str) -> list[frozenset[str]]:
        """The words of `text`; where it joins names of different reports, for each of these without the names that no
        report has together with it."""
        words = frozenset(words_of(text))
        if not self.contrasts(text):
            return [words]
        pieces = [frozenset(self._rare(piece)) for piece in _JOINED.split(text)]
        return [words - self._foreign(own, frozenset().union(*pieces)) for own in pieces if own]

    def _foreign(self, own: frozenset[str], names: frozenset[str]) -> frozenset[str]:
        having = frozenset().union(*(self._by_word[name] for name in own))
        return frozenset(name for name in names if not self._by_word[name] & having)

    def _rare(self, text: str) -> list[str]:
        """The names in `text` that lead to few reports: words with a capital, numbers, ordinals."""
        plain = {word for word in words_of(" ".join(re.findall(r"\b[^\W\d_A-Z]+\b", text))) if not word.isdigit()}
        most = max(2.0, RARE * len(self.reports))
        return [word for word in words_of(text) if word not in plain and 0 < len(self._by_word.get(word, ())) <= most]

    def within(self, period: Period) -> frozenset[str]:
        """The reports of events that touch `period`."""
        return self._touching(period)

    def dated(self, asked: Asked) -> Asked:
        """What is asked, with the dates that no report is of as dates of its subject."""
        periods = tuple(period for period in asked.periods if self.within(self.told(period)))
        others = tuple(period for period in asked.periods if period not in periods)
        return replace(asked, periods=periods, years=(*asked.years, *others)) if others else asked

    def told(self, period: Period) -> Period:
        """The period itself; where no report is of it, with the date that bounds it: what is planned after 2025 is told
        in 2025, if that is the last year there is."""
        return period if self.within(period) else period.with_bound

    def _reports_of(self, period: Period) -> frozenset[str]:
        return frozenset(named.report.id for named in self.reports if _touches(named.report.metadata, period))


def meant(asked: Asked, names: Names) -> frozenset[str]:
    """The reports that the question names: by their symbols, or else by its dates and its words, or by one of them
    where it gives only that."""
    cited = names.cited(asked.question.symbols)
    if cited:
        return cited
    strengths = names.strengths(asked)
    if asked.periods:
        within = frozenset().union(*(names.within(period) for period in asked.periods))
        strengths = [{report: side[report] for report in side.keys() & within} for side in strengths]
        if not any(strengths):
            return within if len(within) <= MOST_MEANT else frozenset()
    return frozenset().union(*map(_strongest, strengths))


def _strongest(strengths: Mapping[str, float]) -> frozenset[str]:
    most = max(strengths.values(), default=0.0)
    found = frozenset(report for report, strength in strengths.items() if strength >= MEANT * most)
    return found if len(found) <= MOST_MEANT else frozenset()


def date_mismatch(hit: Hit, asked: Asked, names: Names) -> bool:
    """Whether a passage is of another date than the question names, and nothing in it of the year that is. A fact of
    the time before a year or after it may be told in that year."""
    dated = hit.report.metadata.start_date is not None
    every = (*asked.periods, *asked.years)
    periods = [period.with_bound if asked.kind == "fact" else names.told(period) for period in every]
    if not periods or not dated or any(hit.report.id in names.within(period) for period in periods):
        return False
    return not tells_of(hit.passage.text, periods)


def tells_of(text: str, periods: Sequence[Period]) -> bool:
    """Whether `text` names a year of one of the periods."""
    years = _YEAR.findall(text)
    return any(period.first[:4] <= year <= period.last[:4] for period in periods for year in years)


def same_series(one: Metadata, other: Metadata) -> bool:
    """Whether both are of one series, whatever its capitals and spaces; not where one has none."""
    here, there = ((metadata.series or "").casefold().split() for metadata in (one, other))
    return bool(here) and here == there


def words_of(text: str) -> Iterator[str]:
    """The words of a name or question in one form: lower case, no plural s, ordinals as figures, no small words."""
    for match in _WORD.finditer(text.replace("’", "'")):
        word = match[0].lower()
        word = NUMBERS.get(word, word)
        if word in _SMALL or (len(word) == 1 and not word.isdigit()):
            continue
        yield word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _names(metadata: Metadata) -> Iterator[str]:
    for text in (metadata.title, metadata.series, metadata.body, metadata.session):
        if text:
            yield from words_of(text)
            yield from _acronyms(text)
    yield from (word for word in words_of(metadata.location or "") if word not in _NOWHERE)
    yield from _acronyms(metadata.location or "")


def _acronyms(text: str) -> Iterator[str]:
    """The initials of each run of words that begins and ends with a capital, with and without the small words between:
    "tip" of "Trafficking in Persons", "cop" of "Conference of the Parties"."""
    words = re.findall(r"[^\W\d_]+|[^\w\s]", text)
    for first, word in enumerate(words):
        if not word[:1].isupper():
            continue
        run: list[str] = []
        for following in words[first : first + 2 * LONGEST_ACRONYM]:
            if not (following[:1].isupper() or following.lower() in _LINK_WORDS):
                break
            run.append(following)
            if following[:1].isupper():
                yield from (one for one in _initials(run) if SHORTEST_ACRONYM <= len(one) <= LONGEST_ACRONYM)


def _initials(run: Sequence[str]) -> Iterable[str]:
    whole = "".join(word[0] for word in run).lower()
    capitals = "".join(word[0] for word in run if word[:1].isupper()).lower()
    without_articles = "".join(word[0] for word in run if word.lower() != "the").lower()
    return {whole, capitals, without_articles}


def _touches(metadata: Metadata, period: Period) -> bool:
    start, end = metadata.start_date, metadata.end_date
    return start is not None and end is not None and start <= period.last and period.first <= end


_MEETING = r"dialogue|meeting|session|conference|forum|consultation|briefing|hearing|workshop|summit"
_TENS_WORDS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: 10 * i for i, word in enumerate(_TENS_WORDS, 2)}
_ORDINAL = "|".join(NUMBERS)
# What cannot stand between a number and the meeting that it counts: "the second part of the session", "the first panel
# during the third dialogue", "the first time they joined a meeting".
_APART = (
    rf"(?!(?:of|in|at|on|for|to|during|after|before|from|by|with|who|that|they|time|day|an?|the|each|{_ORDINAL})\b)"
)
_NUMBERED = re.compile(
    rf"(?<![\w-])(?:(?:(?P<tens>{'|'.join(_TENS)})[- ])?(?P<ordinal>{_ORDINAL})|"
    rf"(?P<figures>\d{{1,3}})(?:st|nd|rd|th))\s+"
    rf"(?:{_APART}[\w'’-]+\s+){{0,4}}?(?P<meeting>{_MEETING})\b",
    re.IGNORECASE,
)
TITLES_REMEMBERED = 65_536


def other_meetings(asked: Asked, names: Names) -> frozenset[str]:
    """The reports of other meetings than the one that the question names by its number: with another number, or of the
    same series on another day. None are told where it names no number, or compares and so may want the others too."""
    wanted = _numbered(asked.text)
    if asked.kind == "comparison" or not wanted:
        return frozenset()
    meetings = {meeting for _, meeting in wanted}
    reports = [named.report for named in names.reports]
    own = {report.id: {one for one in _of_title(report.metadata.title) if one[1] in meetings} for report in reports}
    others = {report.id for report in reports if own[report.id] and not own[report.id] & wanted}
    sides = names.strengths(asked)
    strengths = {report.id: max(side.get(report.id, 0.0) for side in sides) for report in reports}
    named = [report for report in reports if own[report.id] & wanted]
    if not named:
        return frozenset(others)
    best = max(named, key=lambda report: strengths[report.id])
    for report in reports:
        # The second dialogue on firearms is named by fewer of the words than the second on smuggling, which is meant.
        weaker = report in named and strengths[report.id] < strengths[best.id]
        if not _same_event(report.metadata, best.metadata) and (weaker or same_series(report.metadata, best.metadata)):
            others.add(report.id)
    return frozenset(others)


def speaks_of(hit: Hit, asked: Asked) -> bool:
    """Whether a passage of another meeting speaks of the one that the question names by its number. Where its own has
    that number too, it is its own that it speaks of."""
    wanted = _numbered(asked.text)
    return not _of_title(hit.report.metadata.title) & wanted and bool(_numbered(hit.passage.text) & wanted)


def _same_event(one: Metadata, other: Metadata) -> bool:
    """Two dialogues may be held on one day; reports that give no series or day may be of any."""
    days = {one.start_date, other.start_date} - {None}
    return len(days) < 2 and (same_series(one, other) or not (one.series and other.series))


def _numbered(text: str) -> frozenset[tuple[str, str]]:
    """The numbers in `text` with the kind of meeting that each counts."""
    return frozenset((_number(match), match["meeting"].lower()) for match in _NUMBERED.finditer(text))


def _number(match: re.Match[str]) -> str:
    if match["figures"]:
        return str(int(match["figures"]))
    return str(_TENS.get((match["tens"] or "").lower(), 0) + int(NUMBERS[match["ordinal"].lower()]))


_of_title = lru_cache(TITLES_REMEMBERED)(_numbered)
