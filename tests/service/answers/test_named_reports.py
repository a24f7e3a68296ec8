"""What a question means and what it leaves out: the reports that are looked through again, those that say nothing, and
what no report is of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from answering import NOTHING, answering, dated

from index.build.types import Model
from index.types import Encoder, Filters
from service.answers.answerer import PASSAGES, Answerer

# Sentences of two words are never quoted.
SILENT = "It opened. It closed."
FILES = {
    "rome.md": dated(
        "Rome forum",
        "Speakers praised onions as the best of all roots.",
        "2021-05-04",
        location="Rome, Italy",
        kind="digest",
    ),
    "lima.md": dated(
        "Lima forum",
        "Farmers grew onions of six kinds under glass.",
        "2022-05-04",
        location="Lima, Peru",
        kind="digest",
    ),
    "oslo.md": dated("Oslo forum", SILENT, "2020-05-04", location="Oslo, Norway", kind="transcript"),
    "plans.md": dated("Panel", "Speakers made plans for onions in the year 2031.", "2019-05-04"),
    **{f"other-{n}.md": dated(f"Talks {n}", f"Leek number {n} was sold.", f"201{n}-01-01") for n in range(6)},
}
IN_ALL_THREE = "What was said of onions in Rome, in Lima and in Oslo?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scope")


@pytest.fixture(scope="module")
def answerer(folder: Path, model: Model, encoder: Encoder) -> Iterator[Answerer]:
    with answering(folder, model, encoder, FILES) as answerer:
        yield answerer


@pytest.fixture(scope="module")
def refusing(folder: Path, model: Model, encoder: Encoder) -> Iterator[Answerer]:
    """Finds that nothing answers, wherever that is decided at all."""
    with answering(folder, model, encoder, FILES, NOTHING) as answerer:
        yield answerer


def groups(answerer: Answerer, question: str, k: int | None = None, **filters: tuple[str, ...]) -> dict[str, int]:
    """How many quotes there are of each side of a comparison."""
    found = answerer.answer(question, k=k, filters=Filters(**filters))  # type: ignore[arg-type]
    assert found.kind == "comparison"
    assert k is None or len(found.quotes) <= k
    return {group.label: len(group.quotes) for group in found.groups}


def test_a_dialogue_that_is_named_and_says_nothing_stands_among_the_others(answerer: Answerer) -> None:
    found = groups(answerer, IN_ALL_THREE)
    assert found == {"Rome": 1, "Lima": 1, "Oslo": 0}


@pytest.mark.parametrize("k", [1, 2])
def test_no_more_is_quoted_of_all_sides_than_asked(answerer: Answerer, k: int) -> None:
    assert sum(groups(answerer, IN_ALL_THREE, k).values()) == k


def test_where_nothing_is_quoted_no_dialogue_is_called_silent(answerer: Answerer) -> None:
    found = answerer.answer("What was said of onions in 2020 and in 2025?")
    assert (found.kind, found.verdict, found.quotes, found.groups) == ("comparison", "not_found", (), ())


def test_a_report_that_is_meant_is_not_searched_where_the_filters_leave_it_out(answerer: Answerer) -> None:
    found = answerer.answer(IN_ALL_THREE, filters=Filters(report=("oslo",)))
    assert (found.verdict, found.quotes, found.groups) == ("not_found", (), ())


def test_names_of_different_dialogues_side_by_side_are_compared(answerer: Answerer) -> None:
    assert answerer.answer("compare onions in Rome and Lima").kind == "comparison"
    assert answerer.answer("onions in Rome or elsewhere").kind == "theme"


def test_a_report_that_is_meant_is_searched_by_itself_besides(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    question = "onions of the Lima forum"
    files = {f"loud-{n}.md": dated(f"Talks {n}", f"Here are {question}: a{n} b{n} c{n}.") for n in range(PASSAGES + 2)}
    files["lima.md"] = dated("Lima forum", "Nobody came. Roots were sold in one market of many.")
    with answering(tmp_path, model, encoder, files) as answerer:
        reports = [one.report_id for one in answerer.candidates(question).candidates]
        elsewhere = answerer.answer(question, filters=Filters(report=("loud-1",)))
    assert len(set(reports)) == PASSAGES + 1
    assert reports[-1] == "lima"
    assert {quote.report.id for quote in elsewhere.quotes} == {"loud-1"}


def test_a_sentence_that_both_searches_found_is_taken_once(answerer: Answerer) -> None:
    found = [
        (one.passage.hit.passage.id, one.nth) for one in answerer.candidates("onions of the Lima forum").candidates
    ]
    assert any(passage for passage, _ in found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("speakers on onions in 2021", "answered"),
        ("speakers on onions in 1998", "not_found"),
        ("speakers on onions in 2031", "answered"),
        ("speakers on onions in 2032", "not_found"),
        ("speakers on onions", "answered"),
    ],
)
def test_a_year_that_no_report_is_of_or_names_gets_no_answer(answerer: Answerer, question: str, verdict: str) -> None:
    assert answerer.answer(question).verdict == verdict


def test_a_phrase_in_quotation_marks_is_found_or_not_without_a_decision(refusing: Answerer) -> None:
    assert refusing.answer('"best of all roots"').verdict == "answered"
    assert refusing.answer("best of all roots").verdict == "not_found"
    assert refusing.answer('"worst of all roots"').verdict == "not_found"
    assert refusing.weigh('"best of all roots"', Filters()) is None


def test_what_is_quoted_is_found_or_not_and_what_else_is_asked_is_decided(
    answerer: Answerer, refusing: Answerer
) -> None:
    assert refusing.answer('What was said about "onions of six kinds"?').verdict == "answered"
    more = 'Why did farmers burn "onions of six kinds"?'
    assert refusing.answer(more).reason == "nothing"
    assert answerer.answer(more).verdict == "answered"
