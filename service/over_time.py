"""How much each year's reports speak to a question, and how it was worded first and last.

A report speaks to a question when the passage of it that speaks most is strong enough (index.search.themes says what
strength is): at least FLOOR, and at least OF_BEST of the strongest passage of the whole collection. The first keeps out
what nothing speaks to, the second what only touches on what others treat. Filters choose which reports are counted,
never how.

`python -m eval.answers.over_time` measures the bar on the open questions, whose judgments name the reports that
speak to them. On the 65 sample digests, of the reports that are counted some 8 in 10 do speak to the theme (comparisons
0.82, keywords 0.86), and of those that do some 8 in 10 are counted (0.82, 0.90). Of paraphrases, questions in quite
other words than the reports', only about 2 in 10 are found (precision 0.57, recall 0.16): the chart follows a wording
more than a thought. For two in three questions that no report answers none is counted; for the rest some touch the
subject. A test holds what the page says of this against the measurement.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.types import ReportSummary
from index.search.filters import FACETS, matches
from index.search.searcher import Searcher
from index.search.themes import ReportStrength, Theme
from index.types import Filters
from service.citations.citer import Citer
from service.citations.quotes import Quote, cut_quote, exact_quotes

FLOOR = 0.45
OF_BEST = 0.8
# What is measured, for people: of ten reports that are counted those that do speak, of ten that speak those
# that are counted, and the latter for questions in quite other words.
RIGHT_IN_TEN, FOUND_IN_TEN, REWORDED_IN_TEN = 8, 8, 2


@dataclass(frozen=True, slots=True)
class Speaking:
    """A report that speaks to the question, the passage that does so most, and how strongly, in [0, 1]."""

    report: ReportSummary
    passage_id: str
    strength: float


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year: how many `reports` there are of events in it, and those that are `speaking`, by date."""

    year: int
    reports: int
    speaking: tuple[Speaking, ...]

    @property
    def share(self) -> float | None:
        """Which share of the year's reports speaks to the question; None in a year without reports."""
        return len(self.speaking) / self.reports if self.reports else None


@dataclass(frozen=True, slots=True)
class OverTime:
    """A question over the years. `years` reach without a gap from the first to the last of the reports that pass the
    filters; `undated` of those have no date and are in no year. `earliest` and `latest` are quotes from the first and
    the last report that speaks; one alone is the earliest."""

    question: str
    filters: Filters
    years: tuple[Year, ...]
    reports: int
    speaking: int
    undated: int
    earliest: Quote | None
    latest: Quote | None
    build: str
    took_ms: float


def over_time(searcher: Searcher, citer: Citer, question: str, filters: Filters) -> OverTime:
    """Put `question` to the reports that pass `filters`. Raises BadQueryError."""
    started = time.perf_counter()
    theme = searcher.theme(question)
    passed = [report for report in searcher.summaries(searcher.manifest.reports) if matches(report, filters)]
    allowed = {report.id for report in passed}
    strong = sorted((one for one in over_the_bar(theme) if one.report.id in allowed), key=_date)
    ids = theme.passage_ids(strong)
    speaking = [Speaking(one.report, name, one.strength) for one, name in zip(strong, ids, strict=True)]
    earliest, latest = _wordings(searcher, citer, theme, [one for one in strong if _years(one.report)])
    return OverTime(
        question=question,
        filters=filters,
        years=tuple(_by_year(passed, speaking)),
        reports=len(passed),
        speaking=len(speaking),
        undated=sum(not _years(report) for report in passed),
        earliest=earliest,
        latest=latest,
        build=searcher.manifest.build,
        took_ms=round((time.perf_counter() - started) * 1000, 2),
    )


def over_the_bar(theme: Theme) -> list[ReportStrength]:
    """The reports that speak to a theme, strongest first."""
    bar = max(FLOOR, OF_BEST * max((one.strength for one in theme.speakers), default=0.0))
    return [one for one in theme.speakers if one.strength >= bar]


def _by_year(reports: Sequence[ReportSummary], speaking: Sequence[Speaking]) -> Iterable[Year]:
    """Every year from the first to the last; an event that reaches over New Year counts in both of its years."""
    every = [year for report in reports for year in _years(report)]
    for year in range(min(every, default=1), max(every, default=0) + 1):
        own = tuple(one for one in speaking if year in _years(one.report))
        yield Year(year, every.count(year), own)


def _years(report: ReportSummary) -> list[int]:
    return [int(year) for year in FACETS["year"](report)]


def _date(speaker: ReportStrength) -> tuple[str, float]:
    """By date; of one day the strongest first. Those without a date come last."""
    return speaker.report.metadata.start_date or "9999", -speaker.strength


def _wordings(
    searcher: Searcher, citer: Citer, theme: Theme, dated: Sequence[ReportStrength]
) -> tuple[Quote | None, Quote | None]:
    """The quotes of the first and the last of the reports, in order of date; each is compared with the stored text."""
    if not dated:
        return None, None
    last_day = dated[-1].report.metadata.start_date
    ends = [dated[0], next(one for one in dated if one.report.metadata.start_date == last_day)]
    chosen = ends if ends[0] is not ends[1] else ends[:1]
    quotes = exact_quotes(
        (wording_of(searcher, citer, theme, n, one) for n, one in enumerate(chosen, 1)), searcher.text
    )
    by_number = {quote.n: quote for quote in quotes}
    return by_number.get(1), by_number.get(2)


def wording_of(searcher: Searcher, citer: Citer, theme: Theme, n: int, speaker: ReportStrength) -> Quote:
    """Quote `n`: how a report words what it says to a theme."""
    passage = theme.passage(speaker)
    start, end = (passage.start + offset for offset in theme.wording(speaker))
    text = cut_quote(searcher.text(passage.report_id), start, end)
    return Quote(n, text, start, end, passage, speaker.report, citer.cite(passage, span=(start, end)))
