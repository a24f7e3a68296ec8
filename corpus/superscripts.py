"""Digits that are set above the line: written as characters of their own, since "10⁶" is not 106 and "consensus¹²" ends
in a note mark."""

from __future__ import annotations

import re

# A number, or note marks side by side; other raised text, as in "21st" or "[5]", makes no number of what it follows.
_NUMBERS = re.compile(r"\s*[+\-−]?[0-9]+(?:[\s,;–-]+[0-9]+)*\s*")
_SIGN_OR_DIGIT = re.compile(r"\A\s*[+\-−]|[0-9]")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def superscript(text: str) -> str:
    """Text that is set above the line, its digits as superscript characters where it is a number or note marks."""
    if not _NUMBERS.fullmatch(text):
        return text
    return _SIGN_OR_DIGIT.sub(lambda one: one[0].translate(_RAISED), text)
