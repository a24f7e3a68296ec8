"""A comparison: which dialogues a question means, which of them are quoted, and with how many sentences each."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from made_sentences import asked_of, cut, passage, summary

from corpus.types import ReportSummary
from service.answers.candidates import Candidate
from service.answers.comparison import GROUPING, MOST_MEANT, Grouping, compared, grouped, meant
from service.answers.scope import Names
from service.answers.selection import MmrSettings

# Takes whatever it is given, so that what is left out is left out by the grouping.
SETTINGS = MmrSettings(most=9, reach=9.0, quotes=9, redundancy=0.0)
NUMBERS = ("one", "two", "three", "four", "five")
YEARS = tuple(summary(f"y{year}", f"{year}-05-04") for year in range(2015, 2025))


def speaking(report: ReportSummary, *scores: float, about: str = "onions") -> list[Candidate]:
    """A passage of a report with one sentence for each of these scores, no two of them alike."""
    said = [f"{report.id} {about} {number}{n}." for n, number in zip(range(len(scores)), NUMBERS, strict=False)]
    # Sentences with all words but one in common would be repetitions of each other.
    said = [f"x{n}{report.id} y{n} z{n} {text}" for n, text in enumerate(said)]
    return cut(passage(" ".join(said), report), *zip(said, scores, strict=True))


def quoted(
    question: str, reports: Sequence[ReportSummary], sentences: Sequence[Candidate], grouping: Grouping = GROUPING
) -> dict[str, list[float]]:
    """The scores of the sentences that are quoted of each report, in order."""
    found = grouped(sentences, asked_of(question), Names(reports), SETTINGS, grouping)
    return {report: [one.score for one in own] for report, own in found.items()}


def meant_by(question: str, reports: Sequence[ReportSummary]) -> frozenset[str]:
    return meant(asked_of(question), Names(reports))


def test_reports_are_meant_that_have_most_of_what_the_best_named_one_has() -> None:
    reports = [
        summary("a", title="Rome forum talks"),
        summary("b", title="Rome forum"),
        summary("c", title="Talks"),
        *(summary(f"d{n}", title="Panel") for n in range(3)),
    ]
    assert meant_by("the Rome forum talks", reports) == {"a", "b"}
    assert meant_by("the Rome talks", reports) == {"a"}
    assert meant_by("the talks", reports) == {"a", "c"}
    assert meant_by("Paris", reports) == frozenset()


def test_of_the_dates_that_are_named_those_are_meant_whose_words_are() -> None:
    reports = [
        summary("a", "2021-05-04", title="Rome forum"),
        summary("b", "2021-06-04", title="Paris talks"),
        summary("c", "2022-05-04", title="Rome forum"),
    ]
    assert meant_by("the Rome forum of 2021", reports) == {"a"}
    assert meant_by("onions in 2021", reports) == {"a", "b"}
    assert meant_by("the Rome forum", reports) == {"a", "c"}
    assert meant_by("the Rome forum of 1999", reports) == frozenset()


def test_a_year_that_dates_a_question_names_no_report_by_its_title() -> None:
    reports = [
        summary("a", "2021-05-04", title="Talks on firearms"),
        summary("b", "2022-05-04", title="Talks on firearms"),
        summary("c", "2022-06-04", title="2022 talks on leeks"),
    ]
    assert meant_by("the talks on firearms from 2021 to 2022", reports) == {"a", "b"}


def test_a_report_is_meant_by_its_symbol_and_none_by_the_numbers_in_it() -> None:
    reports = [
        summary("a", title="Rome forum", symbols=("A/79/1",)),
        summary("b", title="Lima forum", symbols=("A/79/1/REV.1",)),
        summary("c", title="Talks 79, part 1"),
        summary("d", title="Oslo forum"),
    ]
    assert meant_by("What changed between A/79/1 and A/79/1/Rev.1?", reports) == {"a", "b"}
    assert meant_by("What does A/79/2 say?", reports) == frozenset()


def test_a_meeting_that_was_in_no_place_is_not_meant_by_that() -> None:
    reports = [summary("a", title="Rome forum", location="Online"), summary("b", title="Talks", location="Lima, Peru")]
    assert meant_by("online scams", reports) == frozenset()
    assert meant_by("scams in Peru", reports) == {"b"}


def test_of_names_that_are_joined_the_short_one_is_not_outweighed_by_the_long() -> None:
    reports = [
        summary("a", title="Rome forum of experts"),
        summary("b", title="Oslo talks"),
        *(summary(f"c{n}", title="Panel") for n in range(8)),
    ]
    assert meant_by("the Rome Forum of Experts and Oslo on onions", reports) == {"a", "b"}
    assert meant_by("the Rome Forum of Experts on Oslo", reports) == {"a"}


def test_names_that_are_joined_share_what_is_said_of_them_once() -> None:
    reports = [
        summary("a", title="First talks on firearms"),
        summary("b", title="Second talks on firearms"),
        summary("c", title="First panel"),
        summary("d", title="Second panel"),
        *(summary(f"e{n}", title="Panel") for n in range(8)),
    ]
    assert meant_by("the first and the second talks on firearms", reports) == {"a", "b"}


def test_a_question_that_names_very_many_reports_means_none_of_them() -> None:
    for count, named in ((MOST_MEANT, MOST_MEANT), (MOST_MEANT + 1, 0)):
        reports = [summary(f"r{n}", "2021-05-04", title="Rome forum") for n in range(count)]
        others = [summary(f"o{n}", "2019-05-04", title="Talks") for n in range(3)]
        assert len(meant_by("onions in 2021", [*reports, *others])) == named
        assert len(meant_by("the Rome forum", [*reports, *others])) == named


def test_dates_are_compared_where_there_are_several_or_a_reach_of_years() -> None:
    names = Names(YEARS)
    assert compared(asked_of("onions"), names) is None
    assert compared(asked_of("onions in 2020"), names) is None
    assert compared(asked_of("onions in 2020 and 2022"), names) == frozenset({"y2020", "y2022"})
    assert compared(asked_of("onions between 2020 and 2022"), names) == frozenset({"y2020", "y2021", "y2022"})
    assert compared(asked_of("onions before 2017"), names) == frozenset({"y2015", "y2016"})
    assert compared(asked_of("onions between 1990 and 1992"), names) == frozenset()


def test_a_report_without_a_date_is_compared_with_those_of_any_dates_that_some_report_is_of() -> None:
    reports = (*YEARS, summary("undated"))
    assert compared(asked_of("onions in 2020"), Names(reports)) is None
    assert compared(asked_of("onions in 2020 and 2022"), Names(reports)) == {"y2020", "y2022", "undated"}
    assert compared(asked_of("onions between 1990 and 1992"), Names(reports)) == frozenset()
    sentences = [one for report in reports for one in speaking(report, 1.0)]
    assert quoted("onions in 2020 and 2022", reports, sentences).keys() == {"y2020", "y2022", "undated"}
    assert quoted("onions between 1990 and 1992", reports, sentences).keys() == {"undated"}


def test_the_best_dialogue_comes_first_and_of_each_its_best_sentences() -> None:
    a, b, c = YEARS[:3]
    sentences = [*speaking(a, 1.0, 1.3), *speaking(b, 1.5), *speaking(c, 1.4, 0.9, 1.2, 0.8, 1.1)]
    found = quoted("onions", (a, b, c), sentences)
    assert found == {b.id: [1.5], c.id: [1.4, 1.2, 1.1, 0.9], a.id: [1.3, 1.0]}
    assert list(found) == [b.id, c.id, a.id]


def test_where_few_dialogues_speak_each_is_quoted_once_more() -> None:
    a, b, c = YEARS[:3]
    many = (1.5, 1.4, 1.3, 1.2, 1.1)
    few = quoted("onions", (a, b), [*speaking(a, *many), *speaking(b, *many)])
    assert [len(own) for own in few.values()] == [GROUPING.each + 1] * GROUPING.few
    more = quoted("onions", (a, b, c), [*speaking(a, *many), *speaking(b, *many), *speaking(c, *many)])
    assert [len(own) for own in more.values()] == [GROUPING.each] * 3


def test_no_more_dialogues_are_compared_than_so_many() -> None:
    sentences = [one for n, report in enumerate(YEARS) for one in speaking(report, 2.0 - n / 100)]
    found = quoted("onions", YEARS, sentences, Grouping(most=4))
    assert list(found) == [report.id for report in YEARS[:4]]


def test_what_is_far_below_the_best_is_not_quoted() -> None:
    a, b, c = YEARS[:3]
    low = 2.0 - GROUPING.reach - 0.1
    sentences = [*speaking(a, 2.0, low), *speaking(b, low + 0.2, low), *speaking(c, low)]
    assert quoted("onions", (a, b, c), sentences) == {a.id: [2.0], b.id: [low + 0.2]}


def test_of_each_date_that_is_named_the_best_dialogue_is_quoted_with_what_is_best_in_it() -> None:
    a, b = summary("a", "2020-05-04"), summary("b", "2022-05-04")
    also = summary("also", "2022-06-04")
    sentences = [*speaking(a, 2.0), *speaking(b, 0.3, 0.2), *speaking(also, 0.4, 0.1)]
    assert quoted("onions in 2020 and 2022", (a, b, also), sentences) == {"a": [2.0], "also": [0.4]}
    assert quoted("onions", (a, b, also), sentences) == {"a": [2.0]}


def test_where_dates_are_compared_no_dialogue_of_another_date_is_quoted() -> None:
    sentences = [one for report in YEARS for one in speaking(report, 1.0, about="onions in 2021 and 2022")]
    assert quoted("onions in 2021 and 2022", YEARS, sentences).keys() == {"y2021", "y2022"}
    assert len(quoted("onions in 2021", YEARS, sentences)) == len(YEARS)


@pytest.mark.parametrize(("said", "found"), [("in 1991", True), ("in 1995", False), ("long ago", False)])
def test_of_dates_without_a_report_only_passages_speak_that_name_such_a_year(said: str, found: bool) -> None:
    sentences = speaking(YEARS[0], 1.0, about=f"onions {said}")
    assert bool(quoted("onions between 1990 and 1992", YEARS, sentences)) is found


@pytest.mark.parametrize(("said", "found"), [("in 2005", True), ("in 2021", False), ("long ago", False)])
def test_of_the_time_before_a_year_a_later_passage_speaks_that_names_a_year_within(said: str, found: bool) -> None:
    early, late = YEARS[0], YEARS[-1]
    sentences = [*speaking(early, 1.0), *speaking(late, 1.0, about=f"onions {said}")]
    assert (late.id in quoted("onions before 2017", YEARS, sentences)) is found


def test_of_the_time_since_a_year_no_earlier_passage_speaks_of_what_was_to_come() -> None:
    early, late = YEARS[0], YEARS[-1]
    sentences = [*speaking(early, 1.0, about="the 2030 plan for onions"), *speaking(late, 1.0)]
    assert quoted("onions since 2020", YEARS, sentences).keys() == {late.id}


def test_of_the_time_after_the_last_report_those_of_the_year_that_bounds_it_speak() -> None:
    early, late = YEARS[0], YEARS[-1]
    sentences = [*speaking(early, 1.0), *speaking(late, 1.0)]
    assert quoted("onions after 2024", YEARS, sentences).keys() == {late.id}
    naming = speaking(early, 1.0, about="onions up to 2024")
    assert quoted("onions after 2024", YEARS, naming).keys() == {early.id}
    assert quoted("onions after 2025", YEARS, sentences) == {}
    assert quoted("onions since 2025", YEARS, sentences) == {}


def test_nothing_is_grouped_where_nothing_was_found() -> None:
    assert quoted("onions in 2020 and 2022", YEARS, []) == {}


def test_what_was_before_a_year_is_told_later_by_the_sentence_that_names_a_year_of_it() -> None:
    early, late = summary("early", "2016-05-04"), summary("late", "2024-05-04")
    told, other = "Onions were counted in 2015.", "Leeks are praised today."
    later = cut(passage(f"{told} {other}", late), (told, 1.0), (other, 0.9))
    found = quoted("how did the debate of onions change until 2018", [early, late], [*speaking(early, 0.8), *later])
    assert found == {"late": [1.0], "early": [0.8]}
