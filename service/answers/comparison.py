"""A comparison: which dialogues speak to the question, what each says, and in which of those it names nothing does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.search.periods import FIRST
from service.answers.candidates import Candidate
from service.answers.intent import Asked
from service.answers.scope import Names, date_mismatch, tells_of
from service.answers.selection import MmrSettings, choose

# Of what a question names, a report is meant when it has this much of the words that the best named one has.
MEANT = 0.6
# A question that names a wide reach of years alone means no report in particular.
MOST_MEANT = 12


@dataclass(frozen=True, slots=True)
class Grouping:
    """How many dialogues are compared and with how many quotes each, one more where they are `few`; by how much a
    sentence may be worse than the best of all, but for the best of a dialogue that is named."""

    most: int = 12
    each: int = 4
    few: int = 2
    reach: float = 1.1


GROUPING = Grouping()


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


def compared(asked: Asked, names: Names) -> frozenset[str] | None:
    """The reports of the dates that are compared, and those without a date, which may be of any of them; none where no
    report is of these dates; None where the question names no date or a single one, beside which another may be meant
    ("in 2012 and five years later")."""
    if not any(period.is_range for period in asked.periods) and len(asked.periods) < 2:
        return None
    dated = frozenset().union(*(names.within(period) for period in asked.periods))
    return dated and dated | names.undated


def grouped(
    sentences: Sequence[Candidate], asked: Asked, names: Names, settings: MmrSettings, grouping: Grouping = GROUPING
) -> dict[str, list[Candidate]]:
    """For each dialogue that speaks to the question the sentences to be quoted, best dialogue first. Of each date that
    is named, the best dialogue is among them; where several are named or a reach of years, none of another date is, or
    where no report is of any of these, nothing of another date that names no such year; where the reach has no
    beginning, of other dates the sentences that name a year of it."""
    by_report: dict[str, list[Candidate]] = defaultdict(list)
    dated = compared(asked, names)
    # What happened before a year is often told later, in a sentence that gives the year.
    told = any(period.first == FIRST for period in asked.periods)
    for one in sentences:
        if (
            dated is None
            or one.report_id in dated
            or (told and tells_of(one.text, asked.periods))
            or (not dated and not date_mismatch(one.passage.hit, asked, names))
        ):
            by_report[one.report_id].append(one)
    worth = {report: max(one.score for one in own) for report, own in by_report.items()}
    ranked = sorted(worth, key=lambda report: -worth[report])
    floor = max(worth.values(), default=0.0) - grouping.reach
    first = dict.fromkeys(_first_of_each(ranked, asked, names))
    taken = [report for report in ranked if report in first or worth[report] >= floor][: grouping.most]
    each = grouping.each + (len(taken) <= grouping.few)
    return {
        report: [one for n, one in enumerate(choose(by_report[report], settings, each)) if n == 0 or one.score >= floor]
        for report in taken
    }


def _first_of_each(ranked: Sequence[str], asked: Asked, names: Names) -> Iterator[str]:
    """The best report of each date that is named."""
    for period in asked.periods:
        within = names.within(period)
        yield from [report for report in ranked if report in within][:1]
