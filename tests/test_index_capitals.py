"""Names that in small letters are pronouns."""

from __future__ import annotations

import pytest

from index.capitals import in_full, is_name
from index.stopwords import is_small


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("What did WHO tell us?", "What did World Health Organization tell us?"),
        ("Who spoke for the US?", "Who spoke for the United States?"),
        ("WHO", "World Health Organization"),
        ("WHO CHAIRED IT?", "WHO CHAIRED IT?"),
        ("USAID and WHOLE", "USAID and WHOLE"),
    ],
)
def test_a_name_is_put_in_full_and_a_pronoun_is_not(text: str, full: str) -> None:
    assert in_full(text) == full


def test_a_name_is_no_small_word() -> None:
    assert is_name("WHO", "What did WHO say?")
    assert not is_name("Who", "Who said it?")
    assert not is_small("WHO", "What did WHO say?")
    assert is_small("Who", "Who said it?")
    assert is_small("WHO", "WHO SAID IT?")
