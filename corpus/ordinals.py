"""Ordinal numbers in words, as a preambular paragraph is cited by: "twenty-first"."""

from __future__ import annotations

from itertools import product

_TO_NINE = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_FROM_TWENTY = (f"{tens}-{unit}" if unit else f"{tens[:-1]}ieth" for tens, unit in product(_TENS, ["", *_TO_NINE]))

ORDINALS: tuple[str, ...] = (*_TO_NINE, *_TEENS, *_FROM_TWENTY)
"""From "first", at 0, to "ninety-ninth"."""
