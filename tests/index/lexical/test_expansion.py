"""A name in a question is one term, whichever way it is written."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.glossary import Abbreviation
from index.lexical.expansion import Expansions
from index.lexical.glossary import Glossary
from index.lexical.keyword_index import Word

PAIRS = (
    ("TIP", "trafficking in persons"),
    ("THB", "trafficking in human beings"),
    ("COP", "Conference of the Parties"),
    ("COP", "community of practice"),
    ("WG.4", "Working Group on Trafficking in Persons"),
    ("SEA", "sexual exploitation and abuse"),
    ("WHO", "World Health Organization"),
    ("NGO", "non-governmental organization"),
)


def words(text: str) -> list[Word]:
    """Small letters without a plural's s stand in for the stemmer."""
    return [Word(m[0].lower().removesuffix("s"), m.start(), m.end()) for m in re.finditer(r"[^\W_]+", text)]


TYPED = ["TIP", "tip", "sea", "SEA", "WG.4", "trafficking", "in", "persons", "COP", "Conference of the", "parties", "x"]
EXPANSIONS = Expansions(
    Glossary(tuple(Abbreviation(*pair) for pair in PAIRS), ordinary=frozenset({"SEA", "COP"})), words
)


def groups(question: str) -> list[tuple[str, ...]]:
    """Each group as it was typed, then its forms."""
    return [
        (question[group.start : group.end], *(" ".join(form) for form in group.forms))
        for group in EXPANSIONS.groups(question)
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who chaired the TIP dialogue?", [("TIP", "tip", "trafficking person")]),
        ("the tip dialogue", [("tip", "tip", "trafficking person")]),
        ("do NGOs speak", [("NGOs", "ngo", "non governmental organization")]),
        ("on Trafficking in Persons", [("Trafficking in Persons", "trafficking person", "tip")]),
        ("at COP 12", [("COP", "cop", "conference partie", "community practice")]),
        ("reports of WG.4 on", [("WG.4", "wg 4", "working group trafficking person")]),
        (
            "Working Group on Trafficking in Persons and TIP",
            [
                ("Working Group on Trafficking in Persons", "working group trafficking person", "wg 4"),
                ("TIP", "tip", "trafficking person"),
            ],
        ),
        ("trafficking of persons, of arms", [("trafficking of persons", "trafficking person", "tip")]),
        ("SEA by peacekeepers", [("SEA", "sea", "sexual exploitation abuse")]),
        ("WHO said so", [("WHO", "who", "world health organization")]),
    ],
)
def test_a_name_is_found_in_either_form(question: str, expected: list[tuple[str, ...]]) -> None:
    assert groups(question) == expected


@pytest.mark.parametrize("question", ["lives lost at sea", "Sea routes", "who said so?", "a cop asked", "persons", ""])
def test_other_words_are_left_alone(question: str) -> None:
    assert groups(question) == []


def test_a_form_is_marked_only_where_it_is_whole() -> None:
    [group] = EXPANSIONS.groups("TIP")
    assert group.found_in({"trafficking", "arm"}) == frozenset()
    assert group.found_in({"trafficking", "person", "tip", "arm"}) == {"trafficking", "person", "tip"}


@given(st.lists(st.sampled_from(TYPED)))
def test_groups_are_in_order_and_do_not_overlap(typed: list[str]) -> None:
    question = " ".join(typed)
    found = EXPANSIONS.groups(question)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for group in found:
        assert len(group.forms) >= 2
        assert question[group.start : group.end].strip()
