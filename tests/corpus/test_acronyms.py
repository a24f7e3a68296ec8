"""Short forms are learnt where a text introduces them, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.glossary import Abbreviation, find_abbreviations, learn_abbreviations


def pairs(text: str) -> list[tuple[str, str]]:
    return [(pair.short, pair.name) for pair in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("dialogues on trafficking in persons (TIP) were held", "TIP", "trafficking in persons"),
        ("the smuggling of migrants (SOM), said", "SOM", "smuggling of migrants"),
        ("Many non-governmental organizations (NGOs) came", "NGO", "non-governmental organizations"),
        ("a suspicious transaction report (“STR”) is", "STR", "suspicious transaction report"),
        ("joint investigation teams (or JITs, see below)", "JIT", "joint investigation teams"),
        (
            "The Organization for Security and Co-operation in Europe (OSCE) met",
            "OSCE",
            "Organization for Security and Co-operation in Europe",
        ),
        (
            "and the Office of the United Nations High Commissioner for Human Rights (OHCHR) spoke",
            "OHCHR",
            "Office of the United Nations High Commissioner for Human Rights",
        ),
        (
            "The United Nations Office on Drugs\nand Crime (UNODC) spoke",
            "UNODC",
            "United Nations Office on Drugs and Crime",
        ),
        ("IOM (International Organization for Migration) spoke", "IOM", "International Organization for Migration"),
        (
            "IOM (the International Organization for Migration, Geneva)",
            "IOM",
            "International Organization for Migration",
        ),
    ],
)
def test_a_pair_is_learnt_in_either_order(text: str, short: str, name: str) -> None:
    assert pairs(text) == [(short, name)]


@pytest.mark.parametrize(
    "text",
    [
        "the Convention (see annex I) entered",
        "in Vienna (Austria) and",
        "the dialogue (TIP) was",
        "Delegates agreed. Peru spoke (TIP)",
        "the working group (A/79/352) met",
        "twelve States (12) spoke",
        "the Trust Fund (USD 2,000) was",
        "UNODC (in Vienna) said",
        "TIP (see the report of the Secretary-General on trafficking in persons) was",
    ],
)
def test_what_stands_in_parentheses_otherwise_is_no_pair(text: str) -> None:
    assert pairs(text) == []


def test_a_short_form_with_two_meanings_keeps_both_and_letter_case_makes_no_third() -> None:
    learnt = learn_abbreviations(
        ["a conference of the parties (COP)", "the Conference of the Parties (COP)", "the community of practice (COP)"]
    )
    assert learnt == (Abbreviation("COP", "community of practice"), Abbreviation("COP", "conference of the parties"))


@given(st.text(alphabet="TIPSo .,()in-é\n“İß2", max_size=80))
def test_any_text_can_be_read_and_every_name_stands_in_it(text: str) -> None:
    for pair in find_abbreviations(text):
        assert pair.name in " ".join(text.split())
        assert pair.short in text
        assert len(pair.name) > len(pair.short)
