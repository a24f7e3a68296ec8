"""Digits that are set above the line: written as characters of their own, since "10⁶" is not 106 and "consensus¹²" ends
in a note mark."""

from __future__ import annotations

import re

# A number, or note marks side by side; other raised text, as in "21st" or "[5]", makes no number of what it follows.
_NUMBERS = re.compile(r"\s*[+\-−]?[0-9]+(?:[\s,;–-]+[0-9]+)*\s*")
_SIGN_OR_DIGIT = re.compile(r"\A\s*[+\-−]|[0-9]")
_TO_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
RAISED = "[⁰¹²³⁴-⁹]"
RAISED_DIGITS = re.compile(rf"{RAISED}+(?:(?:[,;–-][^\S\n]?|[^\S\n]){RAISED}+)*")
# A note sign stands behind a word that is no unit ("m²", "km²") or behind a mark, or opens a line; what stands behind a
# number is a power. Several stand side by side.
_NO_UNIT = "".join(rf"(?<!\b{unit})(?<!\d{unit})" for unit in ("km", "hm", "dm", "cm", "mm", "nm", "ha", "ft", "yd"))
BEFORE_SIGN = rf"(?:(?<=[^\W\d_]{{2}}){_NO_UNIT}|(?<=[.,;:!?…%)\]”»’\"']))"
NOTE_SIGN = re.compile(rf"(?:{BEFORE_SIGN}|(?<=\n)|\A){RAISED_DIGITS.pattern}")


_ASTERISKS = re.compile(r"\s*\*{1,4}(?=$|\s)")


def without_asterisks(text: str) -> str:
    """`text` without the asterisks behind words that refer to notes."""
    return _ASTERISKS.sub("", text).strip()


def superscript(text: str) -> str:
    """Text that is set above the line, its digits as superscript characters where it is a number or note marks."""
    if not _NUMBERS.fullmatch(text):
        return text
    return _SIGN_OR_DIGIT.sub(lambda one: one[0].translate(_TO_RAISED), text)


def without_note_signs(text: str) -> str:
    """`text` with spaces in place of note signs, so that offsets stay: they are no part of the word in front."""
    if not RAISED_DIGITS.search(text):  # most texts have none, and to look for note signs takes far longer than this
        return text
    return NOTE_SIGN.sub(lambda sign: " " * len(sign[0]), text)
