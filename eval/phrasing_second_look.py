"""A second look at phrased sentences that were shown, by code that shares nothing with the filter that let them pass.

It is coarser: it reads characters and not tokens, and so objects to some harmless sentences too. What it objects to is
to be read by a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BRACKETS = re.compile(r"\[([^\]]*)\]")
_LEAST_SHARED = 0.75  # of a sentence's runs of five letters, those that its quotes have
_NEGATIONS = ("not", "no", "never", "without", "nor", "none", "cannot")
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)


def objections(sentence: str, quotes: Mapping[int, str]) -> list[str]:
    """What speaks against showing `sentence` beside `quotes` (by number); nothing when it looks sound."""
    marks = [mark for inner in _BRACKETS.findall(sentence) for mark in inner.split(",")]
    if not marks or not all(mark.strip().isdigit() for mark in marks):
        return ["no citation"]
    numbers = [int(mark) for mark in marks]
    if invented := [str(number) for number in numbers if number not in quotes]:
        return [f"invented citation {', '.join(invented)}"]
    bare = _BRACKETS.sub("", sentence)
    source = " ".join(quotes[number] for number in numbers)
    checks = (_figures(bare, source), _capitals(bare, source), _negations(bare, source), _letters(bare, source))
    return [said for said in checks if said]


def _figures(bare: str, source: str) -> str:
    spelled = {str(value) for value, word in enumerate(_NUMBERS.split()) if re.search(rf"\b{word}\b", source.lower())}
    known = set(re.findall(r"\d+", source)) | spelled
    missing = [figure for figure in re.findall(r"\d+", bare) if figure not in known]
    return f"figures not in the quotes: {', '.join(missing)}" if missing else ""


def _capitals(bare: str, source: str) -> str:
    capitals = re.findall(r"(?<=\s)[A-Z][A-Za-zÀ-ÿ]+", bare)
    missing = [word for word in capitals if word.lower() not in source.lower()]
    return f"names not in the quotes: {', '.join(missing)}" if missing else ""


def _negations(bare: str, source: str) -> str:
    here, there = (set(re.findall(r"[a-z]+", text.lower())) & set(_NEGATIONS) for text in (bare, source))
    return f"denies what the quotes do not: {', '.join(sorted(here))}" if here and not there else ""


def _letters(bare: str, source: str) -> str:
    runs = _runs(bare)
    shared = len(runs & _runs(source)) / len(runs) if runs else 0.0
    return "" if shared >= _LEAST_SHARED else f"only {shared:.0%} of its letters are from the quotes"


def _runs(text: str) -> set[str]:
    letters = re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
    return {letters[i : i + 5] for i in range(len(letters) - 4)}
