"""Names that in small letters are pronouns."""

from __future__ import annotations

import pytest

from index.lexical.stopwords import in_full, is_name, is_stopword


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("What did WHO tell us?", "What did World Health Organization tell us?"),
        ("Who spoke for the US?", "Who spoke for the United States?"),
        (
            "WHO's budget, the WHO/EURO office",
            "World Health Organization's budget, the World Health Organization/EURO office",
        ),
        ("the US EPA, EU and US", "the United States EPA, EU and United States"),
        ("THEME ONE\nWHO spoke.", "THEME ONE\nWorld Health Organization spoke."),
        ("WHO", "World Health Organization"),
    ],
)
def test_a_name_is_put_in_full(text: str, full: str) -> None:
    assert in_full(text) == full


@pytest.mark.parametrize(
    "text",
    ["WHO CHAIRED IT?", "LET US ACT NOW! said they.", "THOSE WHO spoke", "USAID and WHOLE", "US$5 or US $5", "us, who"],
)
def test_a_pronoun_or_money_is_left(text: str) -> None:
    assert in_full(text) == text


def test_a_name_is_no_small_word() -> None:
    assert is_name("What did WHO say?", 9, 12)
    assert not is_name("Who said it?", 0, 3)
    assert not is_stopword("What did WHO say?", 9, 12)
    assert is_stopword("Who said it?", 0, 3)
    assert is_stopword("WHO SAID IT?", 0, 3)
