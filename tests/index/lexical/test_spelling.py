"""What is misspelt is corrected to a word of the collection; everything else is left as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical.spelling import Speller, is_english
from index.search.question import analyse
from index.types import Correction

WORDS = {
    "recommendations": 40,
    "recommended": 12,
    "trafficking": 90,
    "rapporteurs": 9,
    "address": 20,
    "addresses": 2,
    "submit": 5,
    "summit": 30,
    "police": 8,
    "victims": 60,
    "traffic": 3,
    "kathmandi": 4,
    "smuggler": 9,
    "kafala": 3,
    "kafalas": 3,
    "organised": 7,
    "kowalski": 6,
    "labour": 9,
    "seldom": 1,
    "turkiye": 4,
    "untoc": 30,
    "2023": 50,
}
TITLES = ["Notes on Kathmandu’s Dialogue"]
SPELLER = Speller(WORDS.items(), 500, TITLES)


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("recomendations on police", "recommendations on police"),
        ("Recomendations on police", "Recommendations on police"),
        ("traficking of viktims", "trafficking of victims"),
        ("trafficing", "trafficking"),  # though its stem is that of "traffic", which is there
        ("polices and polise", "polices and police"),
        ("the raporteurs' adress", "the rapporteurs' address"),
        ("how to sumbit", "how to submit"),
        ("victim-traffcking?", "victim-trafficking?"),
        ("rtafficking", "trafficking"),
        ("türkiyye in 2023", "turkiye in 2023"),
    ],
)
def test_a_misspelt_word_becomes_the_nearest_of_the_collection(typed: str, corrected: str) -> None:
    found = SPELLER.correct(typed)
    assert (found.question if found else typed) == corrected


def test_what_was_changed_is_named_once() -> None:
    assert SPELLER.correct("adress the raporteurs, adress") == Correction(
        "address the rapporteurs, address", (("adress", "address"), ("raporteurs", "rapporteurs"))
    )


@pytest.mark.parametrize(
    "typed",
    [
        "recommending victim",  # English
        "labor, organized",  # the other spelling
        "in kathmandu",  # in a title
        "kafalas, kafala",
        "addressed surrogacy, underuse",  # English, though the collection has none of it
        "what did Anna Kowalska say",  # a name
        "UNTOK and TRAFICKING",  # short forms
        "Kowalska on victims",
        "recomendaton",  # nothing within two mistakes
        "plice2 polic3 2032",  # numbers
        'the "exact traficking" of victims',
        "“traficking”",
        "a/conf.230/polise",
        "trafficking.polise@victims.org/adress",
        "vic pol",  # too short
        "seldomn",  # near to a word of one passage only
        "hjkluiop",
    ],
)
def test_what_is_not_surely_misspelt_is_left_alone(typed: str) -> None:
    assert analyse(typed, correct=SPELLER.correct).correction is None


def test_nothing_is_corrected_to_nothing() -> None:
    assert SPELLER.correct("") is None


def test_in_a_large_collection_a_rare_word_is_no_model() -> None:
    assert Speller({"polise": 1, "police": 5}.items(), 100).correct("policce").words == (  # type: ignore[union-attr]
        ("policce", "police"),
    )
    assert Speller({"police": 5}.items(), 100_000).correct("policce") is None


@pytest.mark.parametrize("word", ["color", "labour", "surrogacy", "nonpunishment", "cybercrime"])
def test_english_words_are_known_in_either_spelling(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["comission", "recomendation", "kowalska", "", "under", "overab"])
def test_others_are_not(word: str) -> None:
    assert is_english(word) is (word == "under")


@given(st.text(alphabet="recomndatis Police \"'-/.2“", max_size=60))
def test_only_the_named_words_change(typed: str) -> None:
    found = SPELLER.correct(typed)
    if found is None:
        return
    assert len(found.question.split()) == len(typed.split())
    for wrong, right in found.words:
        assert wrong in typed
        assert right in found.question
        assert right.lower() in WORDS
        assert wrong.lower() not in WORDS


@pytest.mark.parametrize(
    "question",
    [
        "qui sont les victimes?",
        "quelles sont les recommandations?",
        "quién participó en el diálogo?",
        "qué dijeron los participantes sobre la trata",
        "chi sono le vittime?",
        "participation de la société civile",
    ],
)
def test_a_question_in_another_language_is_not_corrected_to_english(question: str) -> None:
    words = ("quit", "sons", "less", "victims", "quilles", "participate", "dialogue", "sober", "trade", "society")
    assert Speller([(word, 9) for word in words], 40).correct(question) is None


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("victms in persons", "victims in persons"),
        ("labor explotation", "labor exploitation"),
        ("data colection", "data collection"),
        ("technical asistance", "technical assistance"),
        ("victm centred aproaches", "victim centred approaches"),
    ],
)
def test_misspelt_english_is_no_other_language(question: str, meant: str) -> None:
    words = ("victims", "victim", "exploitation", "collection", "assistance", "approaches", "centred")
    found = Speller([(word, 9) for word in words], 40).correct(question)
    assert found is not None
    assert found.question == meant
