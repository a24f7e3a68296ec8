"""A country is found by its capital, its people and its other names, and by no word that means something else."""

from __future__ import annotations

import re

import pytest

from index.lexical.country_names import country_names
from index.lexical.expansion import Expansions
from index.lexical.glossary import Glossary
from index.lexical.keyword_index import Word


def words(text: str) -> list[Word]:
    """Each word in small letters, no stemmer."""
    return [Word(m[0].lower(), m.start(), m.end()) for m in re.finditer(r"[^\W_]+", text)]


EXPANSIONS = Expansions(Glossary((), frozenset()), words, country_names())


def forms(question: str) -> dict[str, set[str]]:
    """Each name as it was typed, with the other forms that are looked for."""
    return {
        question[one.start : one.end]: {" ".join(form) for form in one.forms[1:]} for one in EXPANSIONS.groups(question)
    }


@pytest.mark.parametrize(
    ("question", "typed", "other"),
    [
        ("What does Beijing want?", "Beijing", "china"),
        ("what Yemeni children need", "Yemeni", "yemen"),
        ("aid for Yemen", "Yemen", "yemeni"),
        ("sanctions on Tehran", "Tehran", "islamic republic iran"),
    ],
)
def test_a_country_is_looked_for_by_its_other_names(question: str, typed: str, other: str) -> None:
    assert other in forms(question)[typed]


def test_a_country_does_not_stand_for_its_capital() -> None:
    assert "beijing" not in forms("What does China want?")["China"]


@pytest.mark.parametrize("question", ["male victims of trafficking", "turkey and ham", "a report on victims"])
def test_words_with_small_letters_are_no_countries(question: str) -> None:
    assert forms(question) == {}


def test_every_other_name_is_one_that_a_report_could_print() -> None:
    assert len(country_names()) > 500
    assert all(typed not in others and all(others) for typed, others in country_names().items())
