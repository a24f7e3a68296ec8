"""A counter's value as the label a reader sees, 4 as "iv", "d", "4th" or "Fourth"; and back, as far as it is needed."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ARABIC = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_CHINESE = "〇一二三四五六七八九"
_NOTE_MARKS = "*†‡§"
_CARDINALS = (
    "Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen "
    "Eighteen Nineteen"
)
_ORDINALS = (
    "Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth "
    "Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth"
)
_TENS = "Zero Ten Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety"


def label(number: int, form: str) -> str:
    """`number` in one of Word's number formats; decimal in those not known here, and where a format has no such number.

    "bullet" and "none" show no number.
    """
    if form in ("bullet", "none"):
        return ""
    shown = _FORMS[form](number) if form in _FORMS and number > 0 else ""
    return shown or str(number)


def _letters(number: int, alphabet: str) -> str:
    """a to z, then aa, bb, cc: Word repeats the letter."""
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (times + 1) if times < 30 else ""


def _roman(number: int) -> str:
    if number > 9999:
        return ""
    shown = ""
    for worth, numeral in _ROMAN:
        times, number = divmod(number, worth)
        shown += numeral * times
    return shown


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _words(number: int, units: str) -> str:
    if number < 20:
        return units.split()[number]
    tens, rest = divmod(number, 10)
    if tens > 9:
        return ""
    if rest:
        return f"{_TENS.split()[tens]}-{units.split()[rest].lower()}"
    word = _TENS.split()[tens]
    return word if units is _CARDINALS or tens == 1 else word[:-1] + "ieth"


def _chinese(number: int) -> str:
    tens, rest = divmod(number, 10)
    if tens > 9:
        return ""
    head = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
    return head + (_CHINESE[rest] if rest else "")


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else ""


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": lambda n: _letters(n, _LATIN),
    "upperLetter": lambda n: _letters(n, _LATIN).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "ordinal": _ordinal,
    "cardinalText": lambda n: _words(n, _CARDINALS),
    "ordinalText": lambda n: _words(n, _ORDINALS),
    "hex": lambda n: f"{n:X}",
    "chicago": lambda n: _letters(n, _NOTE_MARKS),
    "numberInDash": lambda n: f"- {n} -",
    "decimalEnclosedCircle": _circled,
    "russianLower": lambda n: _letters(n, _RUSSIAN),
    "russianUpper": lambda n: _letters(n, _RUSSIAN).upper(),
    "arabicAbjad": lambda n: _letters(n, _ABJAD),
    "arabicAlpha": lambda n: _letters(n, _ARABIC),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda n: "".join(_CHINESE[int(digit)] for digit in str(n)),
}

ORDINALS = tuple(label(number, "ordinalText").lower() for number in range(1, 100))
"""Ordinal numbers in words, from "first", at 0, to "ninety-ninth"."""
_WORTH = {numeral: worth for worth, numeral in _ROMAN if len(numeral) == 1}


def roman_value(mark: str) -> int | None:
    """What a Roman numeral is worth, in letters of either size; None where a letter is none of one. How its letters
    are arranged is not checked: "iix" is 8."""
    values = [_WORTH.get(letter, 0) for letter in mark.lower()]
    if not values or 0 in values:
        return None
    return sum(-value if value < max(values[i + 1 :], default=0) else value for i, value in enumerate(values))
