"""A place that a question names is the answer, whole; what is not there is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from answering import NOTHING, answering, dated

from index.build.types import Model
from index.types import Encoder
from service.answers.answerer import Answerer
from service.answers.types import Answer

LONG = " ".join(
    f"Sentence {n} of the long paragraph tells of onions and of their price in the harbour." for n in range(30)
)
REPORT = f"""## I. Opening

1. The chair opened the meeting.

2. Delegates adopted the agenda.

## II. Onions

3. {LONG}

4. The price of onions fell.

## Annex I

1. Onions are listed here.

## Annex II

1. Ships are listed here.

2. Harbours are listed here.
"""
FIRST = dated("Report of the Panel on Onions on its first session", REPORT, "2031-05-04", symbol="A/99/10")
SECOND = dated("Report of the Panel on Onions on its second session", REPORT.replace("price", "cost"), "2032-05-04")


@pytest.fixture(scope="module")
def onions(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[Answerer]:
    files = {"first.md": FIRST, "second.md": SECOND}
    # Whatever the decision would be, a place that is there is the answer.
    with answering(tmp_path_factory.mktemp("places"), model, encoder, files, NOTHING) as answerer:
        yield answerer


def told(answer: Answer) -> list[str]:
    return [quote.text for quote in answer.quotes]


@pytest.mark.parametrize(
    "question",
    [
        "A/99/10, para. 4",
        "what does paragraph 4 of A/99/10 say?",
        "para 4 a/99/10",
        "A/99/10 §4",
        "A/99/10 on p. 1, para. 4",
    ],
)
def test_a_paragraph_is_quoted_whole(onions: Answerer, question: str) -> None:
    found = onions.answer(question)
    assert (found.kind, told(found)) == ("place", ["The price of onions fell."])


def test_a_paragraph_of_several_passages_is_one_quote(onions: Answerer) -> None:
    (quote,) = onions.answer("A/99/10, paragraph 3").quotes
    assert quote.text == LONG
    assert quote.passage.start <= quote.start < quote.end <= quote.passage.end
    assert quote.passage.text[quote.start - quote.passage.start : quote.end - quote.passage.start] == quote.text
    assert quote.citation == "A/99/10, para. 3"


def test_a_range_gives_each_of_its_paragraphs(onions: Answerer) -> None:
    assert told(onions.answer("A/99/10, paras. 1-2")) == [
        "The chair opened the meeting.",
        "Delegates adopted the agenda.",
    ]


def test_a_paragraph_of_an_annex_is_that_of_the_annex(onions: Answerer) -> None:
    assert told(onions.answer("paragraph 1 of annex II to A/99/10")) == ["Ships are listed here."]


def test_an_annex_is_quoted_whole_and_one_that_is_searched_is_not(onions: Answerer) -> None:
    (quote,) = onions.answer("show me annex II of A/99/10").quotes
    assert quote.text.endswith("Ships are listed here.\n\n2. Harbours are listed here.")
    assert onions.answer("harbours in annex II of A/99/10").kind != "place"


def test_a_document_may_be_named_in_words(onions: Answerer) -> None:
    found = onions.answer("paragraph 4 of the report of the Panel on Onions on its second session")
    assert told(found) == ["The cost of onions fell."]
    assert onions.answer("paragraph 4 of the report of the Committee on Cabbages").kind != "place"


def test_a_paragraph_that_is_not_printed_is_said_to_be_missing(onions: Answerer) -> None:
    found = onions.answer("A/99/10, para. 40")
    assert (found.reason, found.says) == ("no_place", "A/99/10 has no paragraph 40.")


def test_a_document_that_is_not_held_is_said_to_be_missing(onions: Answerer) -> None:
    found = onions.answer("what does paragraph 4 of A/98/7 say?")
    assert (found.reason, found.quotes) == ("not_held", ())
    assert found.says == "A/98/7 is not in this collection; no report cites it."
