"""Whether a paragraph is quoted whole, and nothing else, is judged by where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from answering import answering

from eval.answers.places import WAYS, Place, is_right, not_held, places_in
from index.build.types import Model
from index.types import Encoder
from service.answers.answerer import Answerer

REPORT = """---
title: Report of the working group
symbols: [A/80/16]
start_date: 2025-03-04
---

1. The group met in Vienna and chose its officers by acclamation.

2. It recommends that States fund shelters for victims. It asks for a report on that by June.

3. The next meeting will be in Geneva.
"""


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[Answerer]:
    with answering(tmp_path_factory.mktemp("places"), model, encoder, {"group.md": REPORT}) as answerer:
        yield answerer


def places(answerer: Answerer) -> list[Place]:
    return places_in(answerer._searcher, 1)


def test_every_numbered_paragraph_is_asked_for(answerer: Answerer) -> None:
    assert [(place.symbol, place.number) for place in places(answerer)] == [("A/80/16", n) for n in "123"]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_paragraph_is_the_answer_and_another_one_is_not(answerer: Answerer, way: Callable[[str, str], str]) -> None:
    one, two, _ = places(answerer)
    answer = answerer.answer(way(two.symbol, two.number))
    assert is_right(answer, two)
    assert not is_right(answer, one)


def test_a_paragraph_that_is_cut_short_is_wrong(answerer: Answerer) -> None:
    two = places(answerer)[1]
    answer = answerer.answer("A/80/16, para. 2")
    (quote,) = answer.quotes
    assert not is_right(replace(answer, quotes=(replace(quote, end=quote.end - 20),)), two)


def test_symbols_that_are_not_held_are_made_from_those_that_are(answerer: Answerer) -> None:
    assert list(not_held(places(answerer), frozenset({"A/80/16"}))) == [("A/81/17", "3")]
    assert list(not_held(places(answerer), frozenset({"A/80/16", "A/81/17"}))) == []
