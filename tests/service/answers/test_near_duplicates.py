"""Two reports of nearly the same text that count differently: both are quoted, and it is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from answering import answering, dated

from index.build.types import Model
from index.types import Encoder, Filters
from service.answers.answerer import Answerer
from service.answers.types import Answer

# Paragraphs, so that what is counted is quoted by itself.
TEXT = """The meeting on roots opened in the great hall of the city with songs that everybody knew by heart.

The following {} States Parties participated in the meeting, as the list at its end shows in full.

Speakers then asked for better markets, for longer seasons, for cheaper tools and for honest scales.

It closed late in the evening with thanks to all those who had cooked, carried, cleaned and sung."""
FILES = {
    "draft.md": dated("Draft report of the meeting on roots", TEXT.format(58), "2023-10-04"),
    "final.md": dated("Final report of the meeting on roots", TEXT.format(59), "2023-10-04"),
    "other.md": dated("Panel on leeks", "Leeks are praised by all who ever ate them.", "2021-10-04"),
}
FACT = "How many States Parties participated in the meeting?"
COMPARED = "How did the States Parties that participated in the meeting change over time?"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[Answerer]:
    with answering(tmp_path_factory.mktemp("twins"), model, encoder, FILES) as answerer:
        yield answerer


def counted(found: Answer) -> dict[str, str]:
    """The figure that is quoted of each report."""
    return {
        quote.report.id: figure for quote in found.quotes for figure in ("58", "59") if f"{figure} States" in quote.text
    }


@pytest.mark.parametrize(("question", "kind"), [(FACT, "fact"), (COMPARED, "comparison")])
def test_what_a_twin_counts_differently_is_quoted_after_it(answerer: Answerer, question: str, kind: str) -> None:
    found = answerer.answer(question)
    assert found.kind == kind
    assert counted(found) == {"draft": "58", "final": "59"}
    assert [quote.n for quote in found.quotes] == list(range(1, len(found.quotes) + 1))
    (conflict,) = found.conflicts
    assert sorted(conflict.quotes) == sorted(q.n for q in found.quotes if "States" in q.text)
    assert "58 in Draft report" in conflict.says
    assert "59 in Final report" in conflict.says


@pytest.mark.parametrize("question", [FACT, COMPARED])
@pytest.mark.parametrize("k", [1, 2, 3])
def test_no_more_is_quoted_than_asked_with_what_twins_say(answerer: Answerer, question: str, k: int) -> None:
    found = answerer.answer(question, k=k)
    assert 0 < len(found.quotes) <= k
    assert len(counted(found)) == min(k, 2)
    assert bool(found.conflicts) == (k > 1)


def test_a_twin_that_says_the_same_is_not_quoted_too(answerer: Answerer) -> None:
    found = answerer.answer("who asked for honest scales?", k=5)
    assert sum("honest scales" in quote.text for quote in found.quotes) == 1
    assert found.conflicts == ()


def test_a_twin_that_does_not_pass_the_filters_is_not_quoted(answerer: Answerer) -> None:
    found = answerer.answer(FACT, filters=Filters(report=("final",)))
    assert {quote.report.id for quote in found.quotes} == {"final"}


def test_a_figure_within_a_longer_quote_is_compared_too(
    tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder
) -> None:
    files = {name: text.replace("\n\nThe following", " The following") for name, text in FILES.items()}
    with answering(tmp_path_factory.mktemp("longer"), model, encoder, files) as answerer:
        found = answerer.answer("the meeting on roots opened and the States Parties that participated in the meeting")
    assert any("great hall" in quote.text and "58 States" in quote.text for quote in found.quotes)
    assert counted(found) == {"draft": "58", "final": "59"}


def test_a_twin_that_says_the_same_is_not_called_silent(
    tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder
) -> None:
    text = "Speakers praised onions at the meeting, and said so in many words that all could hear."
    files = {
        "draft.md": dated("Draft report on roots", text, "2023-10-04"),
        "final.md": dated("Final report on roots", text + "\n", "2023-10-05"),
        "other.md": FILES["other.md"],
    }
    with answering(tmp_path_factory.mktemp("same"), model, encoder, files) as answerer:
        found = answerer.answer("What was said of onions in the draft and in the final report?")
    assert {quote.report.id for quote in found.quotes} < {"draft", "final"}
    assert [group.report.id for group in found.groups] == [found.quotes[0].report.id]
