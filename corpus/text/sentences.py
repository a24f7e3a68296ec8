"""Where sentences start and end; the only importer of sentencex."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from corpus.text.superscripts import NOTE_SIGN

# Short forms that sentencex cuts after though the sentence goes on: forms of address and ranks, whatever follows; names
# of places in a text, where a number follows, of a volume or section also a numeral or a letter.
_ADDRESS = re.compile(
    r"\b(?:M|Mr|Ms|Mrs|Mx|Mme|Mmes|Mlle|Messrs|Dr|Prof|Hon|Rev|Sr|Sra|St|Amb|Gen|Lt|Col|Maj|Capt|Brig|Adm|Sgt|Insp)\.$"
)
_PLACE = re.compile(
    r"\b(?:para|paras|subpara|subparas|vol|vols|no|nos|art|arts|ch|chap|chaps|chs|sect|sects|sec|secs|fig|figs|p|pp|add|"
    r"corr|rev|doc|docs|suppl)\.$",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\b(?:vol|vols|art|arts|ch|chap|chaps|sect|sects|sec|secs|suppl)\.$", re.IGNORECASE)
_NUMBER = re.compile(r"[(\[]?\d|\([a-z]")
_NUMERAL = re.compile(r"(?:[IVXLC]{2,}|[A-Z](?!\s+[a-z]{4}))\b")
# Characters that sentencex is given at once, since its time grows with the square of a text of quotation marks or of
# numbers; and how far behind the start of a sentence it must have seen to be believed.
AT_ONCE = 20_000
_FORESIGHT = 2_000


def sentence_spans(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Sentences as [start, end), in order, without the white space around them; together they hold all the rest.

    `language` is an ISO 639-1 code; English is assumed where it is not known.
    """
    starts = (_behind_note_sign(text, start) for start in _starts(text, language or "en"))
    cuts = sorted({0, *(start for start in starts if not _goes_on(text, start)), len(text)})
    spans = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if piece.strip():
            spans.append((end - len(piece.lstrip()), start + len(piece.rstrip())))
    return spans


def _starts(text: str, language: str) -> Iterator[int]:
    """Where sentencex has sentences start. A long text is read part by part, each from the last sentence that was found
    in the one before, so that the time grows with its length alone."""
    begin = 0
    while True:
        boundaries = sentencex.get_sentence_boundaries(language, text[begin : begin + AT_ONCE])
        starts = [begin + boundary["start_index"] for boundary in boundaries if boundary["start_index"]]
        if begin + AT_ONCE >= len(text):
            yield from starts
            return
        sure = [start for start in starts if start <= begin + AT_ONCE - _FORESIGHT]
        yield from sure
        begin = sure[-1] if sure else begin + AT_ONCE - _FORESIGHT


def _behind_note_sign(text: str, start: int) -> int:
    """Where a sentence that is said to start at `start` does: a note sign that touches the sentence before is its."""
    sign = NOTE_SIGN.match(text, start) if start and not text[start - 1].isspace() else None
    return sign.end() if sign else start


def _goes_on(text: str, start: int) -> bool:
    """Whether the sentence before `start` goes on there: the stop before it is that of a short form, or stands within a
    word ("II.A"). Where a paragraph ends, a sentence does."""
    begun = text[max(0, start - 24) : start].rstrip()
    if not begun.endswith(".") or "\n\n" in text[max(0, start - 24) + len(begun) : start]:
        return False
    if not text[start - 1].isspace():
        lost = begun[-2:-1].islower() and text[start : start + 1].isupper()  # a blank: "it closed.The next"
        return text[start : start + 1].isalnum() and begun[-2:-1].isalnum() and not lost
    return bool(
        _ADDRESS.search(begun)
        or (_PLACE.search(begun) and _NUMBER.match(text, start))
        or (_PARTED.search(begun) and _NUMERAL.match(text, start))
    )
