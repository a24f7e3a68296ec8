"""Labels of counts, and what they are worth."""

from __future__ import annotations

import pytest

from corpus.structure.labels import ORDINALS, label, roman_value


def test_ordinals_are_in_words() -> None:
    assert (ORDINALS[0], ORDINALS[11], ORDINALS[19], ORDINALS[20]) == ("first", "twelfth", "twentieth", "twenty-first")
    assert (ORDINALS[39], ORDINALS[98], len(set(ORDINALS))) == ("fortieth", "ninety-ninth", 99)


def test_a_roman_numeral_is_worth_what_it_was_made_of() -> None:
    assert all(roman_value(label(number, "upperRoman")) == number for number in range(1, 4000))
    assert all(roman_value(label(number, "lowerRoman")) == number for number in range(1, 4000))


@pytest.mark.parametrize("mark", ["", "a", "xb", "1"])
def test_what_is_no_roman_numeral_is_worth_nothing(mark: str) -> None:
    assert roman_value(mark) is None
