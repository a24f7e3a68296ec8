"""Pairs made to be learnt from: one name, number or date changed."""

from __future__ import annotations

import random

import pytest

from eval.train.counterfactuals import Counterfactuals
from eval.train.examples import TrainingExample


def lesson(question: str, answering: str, *others: str) -> TrainingExample:
    return TrainingExample(question, (answering,), others)


ASKED = [
    lesson(
        "What did Finland say in April 2019?",
        "April 2019 | Forum | Finland said no.",
        "April 2019 | Forum | Norway left.",
    ),
    lesson("What did Norway want of the ILO?", "Norway wanted money of the ILO."),
    lesson("Who spoke as Chad, in June, beside the IOM?", "She spoke for Chad in June."),
    lesson("Did the Mbarita Forum hear 64 voices?", "The Mbarita Forum heard 64 voices."),
    lesson("Did the Lower Masvi Board hear 71 voices?", "The Lower Masvi Board heard 71 voices."),
]


def made(one: TrainingExample) -> set[tuple[str, str]]:
    found = Counterfactuals(ASKED)
    return {pair for seed in range(200) if (pair := found.of(one, random.Random(seed))) is not None}


def test_one_thing_is_changed_in_the_question_or_in_the_text() -> None:
    pairs = made(ASKED[0])
    question, [text] = ASKED[0].question, ASKED[0].answering
    assert all((q == question) != (t == text) for q, t in pairs)
    # Norway is in a text that looks like an answer, and Chad is not.
    assert {q for q, _ in pairs if "2019" in q and "April" in q} == {question, question.replace("Finland", "Norway")}
    assert ("What did Finland say in June 2019?", text) in pairs
    years = {q.split()[-1] for q, _ in pairs}
    assert years <= {f"{year}?" for year in range(2015, 2024)}
    assert len(years) > 5
    assert (question, "June 2019 | Forum | Finland said no.") in pairs


@pytest.mark.parametrize(
    ("one", "changed"),
    [
        (
            ASKED[1],
            {"What did Norway want of the IOM?", "What did Finland want of the ILO?", "What did Chad want of the ILO?"},
        ),
        (ASKED[3], {"Did the Lower Masvi Board hear 64 voices?", "Did the Mbarita Forum hear 71 voices?"}),
    ],
)
def test_a_name_is_put_in_place_of_one_of_its_sort(one: TrainingExample, changed: set[str]) -> None:
    assert {q for q, _ in made(one)} == {one.question, *changed}


@pytest.mark.parametrize(
    "one",
    [
        TrainingExample("What did Finland say?", (), ("Finland said no.",)),
        lesson("what did it say?", "It said no."),
        lesson("What did Finland say?", "The Finns said no."),
        # Of either year is an answer in part.
        lesson("What changed between 2019 and 2023?", "Much changed in 2019 and in 2023."),
    ],
)
def test_what_has_nothing_that_could_be_changed_makes_no_pair(one: TrainingExample) -> None:
    assert not made(one)
