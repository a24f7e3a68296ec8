"""A question is taken apart into words, exact phrases and document symbols."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BadQueryError
from index.search.question import analyse, known_symbols

SYMBOL = "CTOC/COP/WG.4/2010/6"
KNOWN = known_symbols((SYMBOL, f"{SYMBOL}/Add.1", "A/79/352"))


@pytest.mark.parametrize(
    "typed",
    [
        "CTOC/COP/WG.4/2010/6",
        "ctoc/cop/wg.4/2010/6",
        "CTOC / COP / WG.4 / 2010 / 6",
        "ctoc cop wg.4 2010 6",
        "CTOC COP WG4 2010 6",
        "CTOC_COP_WG.4_2010_6",
        "ctoccopwg420106",
        "CTOC/COP/WG.4/2010/6*",
        "  CTOC/COP/ WG.4/2010/6.",
    ],
)
def test_a_symbol_is_known_however_it_is_typed(typed: str) -> None:
    query = analyse(typed, KNOWN)
    assert query.symbols == (SYMBOL,)
    assert query.words == ""


def test_the_longer_symbol_wins() -> None:
    assert analyse("see CTOC/COP/WG.4/2010/6/Add.1", KNOWN).symbols == (f"{SYMBOL}/ADD.1",)


@pytest.mark.parametrize("typed", ["A/7/91", "a 7 91", "A/79/1", "a 79 1"])
def test_symbols_that_differ_in_their_slashes_alone_are_kept_apart(typed: str) -> None:
    known = known_symbols(("A/7/91", "A/79/1"))
    assert analyse(typed, known).symbols == (typed.replace(" ", "/").upper(),)


def test_a_short_word_is_no_symbol_that_was_run_together() -> None:
    assert analyse("print it on A71 paper", known_symbols(("A/7/1",))).symbols == ()


def test_a_symbol_that_the_collection_lacks_is_one_still() -> None:
    query = analyse("what does A/80/999 say on prisons?", KNOWN)
    assert query.symbols == ("A/80/999",)
    assert query.words == "what does say on prisons?"


def test_words_around_a_symbol_stay() -> None:
    query = analyse("find ctoc/cop/wg.4/2010/6 on guidance for police", KNOWN)
    assert query.symbols == (SYMBOL,)
    assert query.words == "find on guidance for police"


def test_a_range_of_years_is_looked_up_and_not_embedded() -> None:
    query = analyse("guns between 2022 and 2024, and in May 2023", KNOWN)
    assert query.meaning == "guns , and in May 2023"
    assert query.words == "guns between 2022 and 2024, and in May 2023"


@pytest.mark.parametrize("typed", ["and/or", "he/she 2010", "24/7 help", "NGOs/CSOs", "the 2010 meeting of 6 States"])
def test_slashes_and_numbers_alone_make_no_symbol(typed: str) -> None:
    assert analyse(typed, KNOWN).symbols == ()


@pytest.mark.parametrize("typed", ['the "trust fund" rules', "the “trust fund” rules", "the «trust fund» rules"])
def test_words_in_quotation_marks_are_a_phrase_and_count_as_words_too(typed: str) -> None:
    query = analyse(typed, KNOWN)
    assert query.phrases == ("trust fund",)
    assert query.words == query.meaning == "the trust fund rules"


def test_a_single_quotation_mark_marks_nothing() -> None:
    assert analyse('a 5" pipe', KNOWN).phrases == ()


@pytest.mark.parametrize("typed", ["", "  ", "?!", '""', "…"])
def test_a_question_without_a_word_is_refused_with_a_remedy(typed: str) -> None:
    with pytest.raises(BadQueryError) as refusal:
        analyse(typed, KNOWN)
    assert refusal.value.remedy


@given(st.text())
def test_any_text_is_parsed_or_refused(typed: str) -> None:
    try:
        query = analyse(typed, KNOWN)
    except BadQueryError:
        assert not any(character.isalnum() for character in typed)
    else:
        assert query.meaning.strip()
