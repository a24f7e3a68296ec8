"""What a comparison sets against each other, which reports a question means, and which sentences speak for a side."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from made_sentences import asked_of, cut, passage, summary

from corpus.types import ReportSummary
from service.answers.scope import MOST_MEANT, Names, meant
from service.answers.sides import by_side, sides_of


def meant_by(question: str, reports: Sequence[ReportSummary]) -> frozenset[str]:
    return meant(asked_of(question), Names(reports))


def labels(question: str, reports: Sequence[ReportSummary] = ()) -> list[str]:
    return [side.label for side in sides_of(asked_of(question), Names(reports))]


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("onions versus leeks", ["onions", "leeks"]),
        ("What is the difference between red onions and white onions?", ["red onions", "white onions"]),
        ("compare the fund with the mission", ["fund", "mission"]),
        ("how do farmers and growers differ on prices?", ["farmers", "growers"]),
        ("Were more onions sold in Peru than in Chile?", ["Peru", "Chile"]),
        ("How did prices change between 2021 and 2023?", ["2021", "2022", "2023"]),
        ("onions sold in 2021 compared with 2023", ["2021", "2023"]),
        ("How did prices change between 1990 and 2023?", []),
        ("How many onions were sold between 2021 and 2023?", []),
        ("the Office on Onions and Leeks", []),
        ("what was said of onions and leeks", []),
    ],
)
def test_the_sides_of_a_comparison_are_told_in_the_order_of_the_question(question: str, sides: list[str]) -> None:
    assert labels(question) == sides


def test_documents_that_are_named_by_their_symbols_are_sides() -> None:
    reports = [summary("a", symbols=("A/79/1",)), summary("b", symbols=("A/79/2",))]
    assert labels("What changed between A/79/1 and A/79/2?", reports) == ["A/79/1", "A/79/2"]
    assert labels("What changed between A/79/1 and A/79/3?", reports) == []


def spoken(question: str, *sentences: tuple[str, ReportSummary]) -> dict[str, list[str]]:
    found = [
        one for score, (text, report) in enumerate(sentences) for one in cut(passage(text, report), (text, -score))
    ]
    names = Names([report for _, report in sentences])
    return {
        side.label: [one.text for one in own]
        for side, own in by_side(found, sides_of(asked_of(question), names), names)
    }


def test_a_sentence_speaks_for_the_year_that_it_names_and_else_for_that_of_its_report() -> None:
    question = "How did the price of onions change between 2021 and 2022?"
    sentences = [
        ("In 2021 onions were cheap.", summary("later", "2024-05-04")),
        ("Onions were dear.", summary("own", "2022-05-04")),
        ("Onions were cheap in 2019.", summary("other", "2022-06-04")),
        ("Onions cost more in 2022 than in 2021.", summary("both", "2024-05-04")),
        ("Onions are praised.", summary("none", "2024-05-04")),
    ]
    both = "Onions cost more in 2022 than in 2021."
    assert spoken(question, *sentences) == {"2021": [sentences[0][0], both], "2022": ["Onions were dear.", both]}


def test_a_sentence_speaks_for_a_side_whose_words_it_has() -> None:
    report = summary("a")
    sentences = [("Onions were cheap.", report), ("Leeks were dear.", report), ("Both were praised.", report)]
    assert spoken("onions versus leeks", *sentences) == {
        "onions": ["Onions were cheap."],
        "leeks": ["Leeks were dear."],
    }


def test_a_side_of_which_nothing_is_found_stays_a_side() -> None:
    assert spoken("onions versus leeks", ("Onions were cheap.", summary("a")))["leeks"] == []


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
    assert meant_by("onions at the sessions of 2021", reports) == {"a", "b"}
    assert meant_by("the Rome forum", reports) == {"a", "c"}
    assert meant_by("the Rome forum of 1999", reports) == frozenset()


def test_a_year_that_dates_a_question_names_no_report_by_its_title() -> None:
    reports = [
        summary("a", "2021-05-04", title="Talks on firearms"),
        summary("b", "2022-05-04", title="Talks on firearms"),
        summary("c", "2022-06-04", title="2022 talks on leeks"),
    ]
    assert meant_by("the talks on firearms, reports from 2021 to 2022", reports) == {"a", "b"}


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
        assert len(meant_by("onions at the sessions of 2021", [*reports, *others])) == named
        assert len(meant_by("the Rome forum", [*reports, *others])) == named
