"""The language that a text is written in; the one module that imports py3langid."""

from __future__ import annotations

from functools import cache
from typing import Any

import py3langid.langid as langid

from corpus.errors import RapporteurError

_LONGEST = 20_000  # characters that are looked at
_SHORTEST = 40  # letters below which nothing is said
_SURE = 0.8


@cache
def _identifier() -> Any:
    """The identifier, loaded once for each process; the library leaves it untyped. Raises RapporteurError where it
    cannot be loaded: that is no fault of the file that is being read."""
    try:
        return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    except OSError as error:  # it is unpacked into a temporary file
        reason = error.strerror or str(error)
        raise RapporteurError(
            f"The model that tells languages cannot be unpacked: {reason}.", "Free some space for temporary files."
        ) from error


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None where it is too short to say or the answer is unsure.
    Raises RapporteurError when the library's model cannot be loaded."""
    piece = _LONGEST // 4
    places = range(0, len(text), max(piece, len(text) // 4))  # a page of names says little: look in several places
    sample = "\n".join(text[place : place + piece] for place in places)
    if sum(character.isalpha() for character in sample) < _SHORTEST:
        return None
    code, certainty = _identifier().classify(sample)
    return str(code) if certainty >= _SURE else None
