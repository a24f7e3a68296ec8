"""Subparagraphs: "(a)" and "(i)" under a numbered paragraph, and what they are called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from corpus.docx_labels import label
from corpus.docx_pieces import Piece

_FORMS = ("lowerLetter", "lowerRoman", "upperLetter", "upperRoman", "russianLower")
_AUTOMATIC = re.compile(r"\(?(\w{1,6})[.)]?")
_TYPED = re.compile(r"\(?([^\W\d_]{1,5})\)\s+(?=\S)")


@dataclass(slots=True)
class _Depth:
    form: str
    count: int
    shown: str


@dataclass(slots=True)
class Subparagraphs:
    """What has been counted under one numbered paragraph; under None, nothing is."""

    paragraph: str | None = None
    _depths: list[_Depth] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How deep the last subparagraph stands, 1 for one directly under its paragraph."""
        return max(len(self._depths), 1)

    def number_of(self, piece: Piece, decimal: str | None) -> str | None:
        """The full number of the next piece, "12 (a) (i)" or, where `decimal` goes on from the paragraph's own
        number, "12.1"; None where it is no subparagraph."""
        if self.paragraph is None:
            return None
        if decimal is not None:
            return decimal if decimal.startswith(self.paragraph + ".") else None
        match = _AUTOMATIC.fullmatch(piece.label.text) if piece.label else _TYPED.match(piece.opening)
        if match is None or not self._enter(match.group(1), [piece.label.form] if piece.label else list(_FORMS)):
            return None
        return " ".join([self.paragraph, *(f"({depth.shown})" for depth in self._depths)])

    def _enter(self, shown: str, forms: list[str]) -> bool:
        """Count a mark where it fits: as the next one at a depth that is open, else as the first of a new depth.

        "(i)" goes on from "(h)" where there is one; otherwise it is a Roman one.
        """
        for form in forms:
            for place in reversed(range(len(self._depths))):
                depth = self._depths[place]
                if depth.form == form and label(depth.count + 1, form) == shown:
                    self._depths[place:] = [_Depth(form, depth.count + 1, shown)]
                    return True
        for form in forms:
            if form in _FORMS and label(1, form) == shown:
                same = next((i for i, depth in enumerate(self._depths) if depth.form == form), len(self._depths))
                self._depths[same:] = [_Depth(form, 1, shown)]
                return True
        return False
