"""The language that a text is written in; the one module that imports py3langid."""

from __future__ import annotations

from functools import cache
from typing import Any

import py3langid.langid as langid

from corpus.errors import RapporteurError

_PIECE = 2_500  # characters: a page of names or an annex in another language says little, so several places vote
_PIECES = 8
_SHORTEST = 40  # letters below which nothing is said
_SURE, _MOST = 0.8, 0.5  # share of the votes: alone it says enough; among several places, more than half does
# Languages that reports are written in, as ISO 639-1 codes: official ones of States, without those that lists of names
# and tables are mistaken for.
_CODES = """
af am ar az be bg bn bs ca cs da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lb lo
lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te tg th tk tr uk ur uz vi zh
"""
LANGUAGES = _CODES.split()
# Languages that questions are asked in. A question is too short to be told apart from all others.
_ASKED_IN = ("en", "fr", "es", "pt", "it", "de", "nl", "ru", "ar", "zh")
_FOREIGN, _ENGLISH = 0.75, 0.1  # how likely another language must be, and how unlikely English


@cache
def _identifier() -> Any:
    """The identifier, loaded once for each process; the library leaves it untyped. Raises RapporteurError where it
    cannot be loaded: that is no fault of the file that is being read."""
    try:
        identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
        identifier.set_languages(LANGUAGES)
        return identifier
    except OSError as error:  # it is unpacked into a temporary file
        reason = error.strerror or str(error)
        raise RapporteurError(
            f"The model that tells languages cannot be unpacked: {reason}.", "Free some space for temporary files."
        ) from error


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None where it is too short to say or the answer is unsure.
    Raises RapporteurError when the library's model cannot be loaded."""
    pieces = [text[place : place + _PIECE] for place in range(0, len(text), max(_PIECE, len(text) // _PIECES))]
    if sum(character.isalpha() for piece in pieces for character in piece) < _SHORTEST:
        return None
    votes: dict[str, float] = {}
    heard = 0
    for piece in pieces:
        letters = sum(map(str.isalpha, piece))
        if letters >= _SHORTEST or len(pieces) == 1:
            code, certainty = _identifier().classify(piece)
            votes[str(code)] = votes.get(str(code), 0.0) + letters * float(certainty)
            heard += letters
    language, weight = max(votes.items(), key=lambda vote: vote[1], default=("", 0.0))
    return language if weight > (_SURE if len(pieces) == 1 else _MOST) * heard else None


def is_foreign(question: str) -> bool:
    """Whether a question of a few words is surely in another language than English; misspelt English is not. Raises
    RapporteurError when the library's model cannot be loaded.

    >>> is_foreign("qui sont les victimes?"), is_foreign("wich next steps were agred")
    (True, False)
    """
    if len(question.split()) < 2:
        return False
    likely = {code: float(weight) for code, weight in _identifier().rank(question) if code in _ASKED_IN}
    likeliest, whole = max(likely.values()), sum(likely.values())
    return likeliest >= _FOREIGN * whole and likely["en"] < _ENGLISH * whole
