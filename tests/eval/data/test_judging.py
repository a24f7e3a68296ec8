"""Judging passages by verbatim quotes: hand-made cases."""

from __future__ import annotations

import pytest

from corpus.types import Passage
from eval.data.judging import contains, grade, locate
from eval.errors import EvalInputError
from eval.types import Judgment, Question

TEXT = "Opening words here. Speakers asked for better data on firearms at home. Closing words." + "\nIt was agreed." * 2
QUOTE = "Speakers asked for better data on firearms at home."


def question(*judgments: Judgment) -> Question:
    return Question("q1", "what?", "fact", "dev", judgments)


def passage(start: int, end: int, report: str = "r") -> Passage:
    return Passage("p", report, start, end, TEXT[start:end])


def test_a_passage_with_the_whole_quote_is_relevant() -> None:
    (quote,) = locate(question(Judgment("r", QUOTE, 2)), lambda _: TEXT)
    assert contains(passage(0, len(TEXT)), quote)
    assert contains(passage(TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE)), quote)


def test_half_of_the_quotes_words_suffice_and_fewer_do_not() -> None:
    quote = locate(question(Judgment("r", "Speakers asked for better data on", 2)), lambda _: TEXT)[0]
    assert contains(passage(0, TEXT.index(" better")), quote)
    assert not contains(passage(0, TEXT.index(" for better")), quote)


def test_a_word_cut_in_two_does_not_count() -> None:
    quote = locate(question(Judgment("r", "Speakers asked", 2)), lambda _: TEXT)[0]
    assert not contains(passage(TEXT.index("Speakers") + 1, TEXT.index("asked") + 4), quote)


def test_the_same_span_of_another_report_is_not_relevant() -> None:
    (quote,) = locate(question(Judgment("r", QUOTE, 2)), lambda _: TEXT)
    assert not contains(passage(0, len(TEXT), report="s"), quote)


def test_any_place_of_a_repeated_quote_counts() -> None:
    (quote,) = locate(question(Judgment("r", "It was agreed.", 2)), lambda _: TEXT)
    assert len(quote.places) == 2
    assert contains(passage(TEXT.rindex("It was"), len(TEXT)), quote)


def test_the_grade_is_that_of_the_best_quote() -> None:
    quotes = locate(question(Judgment("r", "Opening words here.", 1), Judgment("r", QUOTE, 2)), lambda _: TEXT)
    assert grade(passage(0, len(TEXT)), quotes) == 2
    assert grade(passage(0, 19), quotes) == 1
    assert grade(passage(TEXT.index("Closing"), len(TEXT)), quotes) == 0


def test_a_quote_that_its_report_lacks_is_refused() -> None:
    with pytest.raises(EvalInputError, match=r"q1.*not contain.*never said"):
        locate(question(Judgment("r", "never said", 2)), lambda _: TEXT)
