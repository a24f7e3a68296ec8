"""Spellings of one word are one, different words stay different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical.spelling import _words
from index.lexical.variants import _JOINED, _RULES, one_spelling, respell, words_in

SAME = """
    organise organize, organised organized, organisations organizations, organisational organizational,
    cognisant cognizant, analyse analyze, analysing analyzing, paralysed paralyzed, labour labor, labourers laborers,
    behaviour behavior, behavioural behavioral, favourite favorite, favouritism favoritism, neighbouring neighboring,
    honourable honorable, harbouring harboring, colouration coloration, centre center, centres centers,
    centred centered, centring centering, theatre theater, kilometres kilometers, litre liter, calibre caliber,
    defence defense, defenceless defenseless, offences offenses, pretence pretense, licence license,
    licencing licensing, practised practiced, dialogue dialog, dialogues dialogs, catalogued cataloged,
    cataloguing cataloging, programme program, programmes programs, counsellor counselor, travelling traveling,
    labelled labeled, signalling signaling, panellists panelists, fulfil fulfill, fulfilment fulfillment,
    enrolment enrollment, instalments installments, skilful skillful, wilfully willfully, paediatric pediatric,
    paedophile pedophile, haemorrhage hemorrhage, leukaemia leukemia, anaesthesia anesthesia,
    archaeology archeology, gynaecology gynecology, foetus fetus, acknowledgement acknowledgment,
    judgements judgments, enquiries inquiries, sceptical skeptical, artefact artifact, mould mold, grey gray,
    manoeuvres maneuvers, manoeuvred maneuvered, focussed focused, ageing aging, sulphur sulfur,
    aluminium aluminum, towards toward, learnt learned, co-operation cooperation, Co-ordinator coordinator
"""
DIFFERENT = """
    organ organize, organs organisation, size sise, prize prise, seize seise, hour hor, tour tor, tours tors, four for,
    your yor, scour scor, citizen citisen, there ther, here her, core coer, fire fier, practical practise,
    programmed program, reward rewards, learns learnt, paid ped, head hed, dialled dialogue, foe fe,
    ocean ocen, course corse, resource resorce, courage corage, flourish florish, journal jornal
"""


def couples(text: str) -> list[tuple[str, str]]:
    return [(first, second) for first, second in (couple.split() for couple in text.split(","))]


@pytest.mark.parametrize(("british", "american"), couples(SAME))
def test_both_spellings_are_one(british: str, american: str) -> None:
    assert one_spelling(british) == one_spelling(american)


@pytest.mark.parametrize(("one", "other"), couples(DIFFERENT))
def test_other_words_are_not(one: str, other: str) -> None:
    assert one_spelling(one) != one_spelling(other)


def test_a_text_is_respelt_word_by_word_and_keeps_the_rest() -> None:
    assert respell("Forty per cent of the LABOUR-centred co-operation; per centre") == (
        "forty percent of the labor-centered cooperation; per center"
    )


def test_a_name_in_capitals_is_another_word_than_the_pronoun() -> None:
    assert respell("The WHO told us who it was; the US and the USA did not.") == (
        "the whorg told us who it was; the usa and the usa did not."
    )
    assert respell("WHO WILL TELL US? US$5") == "who will tell us? us$5"


def test_words_come_with_their_places() -> None:
    text = "the co-ordinator’s 40 per cent"
    assert [(text[slice(*word.span())], one_spelling(word[0])) for word in words_in(text)] == [
        ("the", "the"),
        ("co-ordinator", "coordinator"),
        ("s", "s"),
        ("40", "40"),
        ("per cent", "percent"),
    ]


@given(st.text() | st.from_regex(r"[a-z]{1,9}(is|iz|our|or|re|er|ogue|ll|ae|y|s|e|ed|ing|es)+", fullmatch=True))
def test_the_one_spelling_is_its_own_and_words_are_all_there(text: str) -> None:
    for word in words_in(text):
        assert word[0].strip()
        assert one_spelling(one_spelling(word[0])) == one_spelling(word[0])


def test_what_no_telltale_finds_no_rule_changes() -> None:
    listed = [word for couple in couples(SAME) for word in couple] + sorted(_words())[::7]
    assert [word for word in listed if one_spelling(word) != by_all_rules(word)] == []


def by_all_rules(word: str) -> str:
    spelt = word.lower().translate(_JOINED)
    for pattern, replacement in _RULES:
        spelt = pattern.sub(replacement, spelt)
    return spelt


@pytest.mark.parametrize("word", ["organized", "Labour", "2024", "sized"])
def test_full_width_letters_are_plain_ones(word: str) -> None:
    wide = "".join(chr(0xFEE0 + ord(letter)) for letter in word)
    assert wide.isalnum()
    assert one_spelling(wide) == one_spelling(word)
    assert respell(f"{wide}, said") == respell(word) + ", said"
