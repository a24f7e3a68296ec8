"""The divisions of a report that may count their paragraphs anew and that a citation names: parts, chapters, sections,
the resolutions and decisions that it holds, and annexes, each of which may hold a document with divisions of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from corpus.structure.labels import roman_value

Kind = Literal["frame", "text", "annex"]
"""A frame is a part, chapter or section, a text a resolution or decision."""

_TALLY = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMERAL = rf"(?:[IVXLC]+|\d{{1,3}}|[A-Z]|{'|'.join(_TALLY)})(?=[\s.,:;)–-]|$)"
# "22/1", "2024/EB.1/3", "2778 (2025)", "1 (IV)", "C (71)"
_SYMBOL = r"(?:\d{1,4}/(?:[A-Z]{1,3}\.\w+/)?\d{1,4}|(?:\d{1,4}|[A-Z]) \(\w{1,6}\))(?=[\s.,:;)–-]|$)"
_DATED = r"(?:19|20)\d\d/(?:[A-Z]{1,3}\.\w+/)?\d{1,3}"
_ANNEX = rf"(?:annex|appendix|enclosure)(?=[\s.,:;–-]|$)(?:\s+{_NUMERAL})?"
_TEXT = r"(?:[a-z]+\s)?(?:resolution|decision)\b"
_OPENS = re.compile(
    rf"(?P<annex>{_ANNEX})|(?P<frame>(?:part|chapter)\s+{_NUMERAL})"
    rf"|(?P<text>{_TEXT}\s+(?:{_SYMBOL}|{_NUMERAL})|draft\s(?:resolution|decision)\b)",
    re.IGNORECASE,
)
MENTIONED = (
    rf"(?:\b{_ANNEX}|\b(?:(?:part|chapter|section)\s+|(?:chap|sect)\.?\s+){_NUMERAL}(?:\.[A-Z]\b)?"
    rf"|\b{_TEXT}\s+(?:{_SYMBOL}|{_NUMERAL})|\bdraft\s(?:resolution|decision)\b|(?<![\w/]){_DATED}(?![\w/]))"
)
"""A pattern, without regard to case, for a division as people and citations name it."""
_SECTION = re.compile(r"([IVXLC]+|[A-Z])\.\s")
_NUMBERED_TEXT = re.compile(rf"({_DATED})\s")
_SHORT = {"section": "sect.", "chapter": "chap."}
_SHORTENED = re.compile(r"(?:chap|sect)\.", re.IGNORECASE)
_LONG = {"sect": "section", "chap": "chapter"}
_RANKS = ("part", "chapter", "section")


@dataclass(frozen=True, slots=True)
class Division:
    """One division: the word it is called by ("annex", "section", "draft resolution"; none where its number says all,
    as "2025/8" does), its printed number, and the level of its heading. `order` is the kind of its number, of which
    `value` is the place; two unnumbered ones have the same place."""

    kind: Kind
    word: str
    number: str | None
    level: int
    order: str
    value: int

    def __str__(self) -> str:
        return " ".join(filter(None, (_SHORT.get(self.word, self.word), self.number)))

    @property
    def rank(self) -> int:
        """The rank of a frame: a part holds chapters, and a numbered section those with letters."""
        return _RANKS.index(self.word) + (self.order == "letter")

    def is_meant_by(self, word: str, number: str | None) -> bool:
        """Whether it is what somebody names by a word and a number: "annex 2" is annex II, "annex" is any."""
        called = self.word.endswith(word) or (not self.word and word.endswith(("resolution", "decision")))
        if not called or (number is None and (not word or not self.word)):
            return False
        if number is None or number.casefold() == (self.number or "").casefold():
            return True
        order, value = order_of(number, [])
        return "letter" not in {order, self.order} and value == self.value


def annex_heading(title: str) -> tuple[str, str | None] | None:
    """What the annex that a heading opens is called, "annex", and its number, if any; None for any other heading."""
    kind, word, number = _called(title)
    return (word, number) if kind == "annex" else None


def text_heading(title: str) -> str | None:
    """The word for the resolution or decision that a heading opens, "draft resolution"; None for any other heading."""
    kind, word, _ = _called(title)
    return word if kind == "text" else None


def _called(title: str) -> tuple[Kind | None, str, str | None]:
    """The kind, word and number of the division that a heading opens; no kind for a heading that opens none."""
    title = title.strip("#* ")
    if match := _OPENS.match(title):
        kind: Kind = "annex" if match["annex"] else "frame" if match["frame"] else "text"
        return kind, *_word_and_number(match[0])
    if match := _SECTION.match(title):
        return "frame", "section", match[1]
    if match := _NUMBERED_TEXT.match(title):
        return "text", "", match[1]
    return None, "", None


def _word_and_number(name: str) -> tuple[str, str | None]:
    """ "Draft resolution II" into "draft resolution" and "II"."""
    words = re.match(r"(?i)(?:[a-z]+\s)?(?:resolution|decision)\b|[a-z]+", name)
    word = words[0] if words else ""
    return " ".join(word.lower().split()), name[len(word) :].strip() or None


def mentioned(text: str) -> tuple[tuple[str, str | None], ...]:
    """The divisions that a text names, each by word and number: "sect. I.A" is a section I and a section A."""
    found: list[tuple[str, str | None]] = []
    for match in re.finditer(MENTIONED, text, re.IGNORECASE):
        word, number = _word_and_number(match[0].replace(".", "", 1) if _SHORTENED.match(match[0]) else match[0])
        word = _LONG.get(word, word if word.startswith("draft ") else word.rpartition(" ")[2])
        numbers = number.split(".") if number and word == "section" else [number]
        found += [(word, one) for one in numbers]
    return tuple(found)


class Divisions:
    """The divisions that are open, the innermost last, while the headings of a report are read in order."""

    def __init__(self) -> None:
        self._open: list[Division] = []
        self._framed = False  # whether a frame was read outside of all annexes and resolutions

    @property
    def path(self) -> tuple[Division, ...]:
        """The open divisions, the outermost first."""
        return tuple(self._open)

    def heading(self, title: str, level: int) -> None:
        """Read the next heading. A division ends where one begins that goes on its count, and at a heading that is
        above it in rank; a frame also at one of its own rank."""
        kind, word, number = _called(title)
        if kind is None:
            while self._open and _ends(self._open[-1], level):
                self._open.pop()
            return
        letters = [one for one in self._open if one.word == word and one.order == "letter"]
        begun = Division(kind, word, number, level, *order_of(number, letters))
        alike = [at for at, one in enumerate(self._open) if one.word == word]
        steps = {at: begun.value - self._open[at].value for at in alike if self._open[at].order == begun.order}
        later = [at for at in steps if steps[at] > 0]
        if kind != "frame" and 0 in steps.values() and steps[max(steps)] != 1:
            return  # a running head: it goes on
        if later:
            # The one whose number it follows most closely; of two, the inner one.
            room = min(reversed(later), key=lambda at: steps[at])
        else:
            room = self._room_for_frame(begun) if kind == "frame" else self._room_for_document(begun, bool(alike))
        self._open[room:] = [begun]
        self._framed |= all(one.kind == "frame" for one in self._open)

    def _room_for_document(self, begun: Division, again: bool) -> int:
        """How many of the open ones hold a text or an annex that follows none of them. A number that goes back begins
        inside the innermost; an appendix or enclosure belongs to the annex that it comes in, an annex to the text; and
        a text ends another text."""
        documents = [at for at, one in enumerate(self._open) if one.kind != "frame"]
        if begun.kind == "text":
            return documents[-1] if documents and self._open[documents[-1]].kind == "text" else len(self._open)
        if again:
            return len(self._open)
        holding = {"annex"} - {begun.word}
        holders = [at for at in documents if self._open[at].kind == "text" or self._open[at].word in holding]
        return holders[-1] + 1 if holders else 0

    def _room_for_frame(self, begun: Division) -> int:
        """How many of the open ones hold a frame that follows none of them: the document that it begins in with a one,
        and frames above it. With another number it goes on a count from before all documents, if there is one."""
        begins = begun.value == 1 or begun.order == "letter" or not self._framed
        documents = [at for at, one in enumerate(self._open) if one.kind != "frame"] if begins else []
        room = documents[-1] + 1 if documents else 0
        while room < len(self._open) and self._open[room].kind == "frame" and self._open[room].rank < begun.rank:
            room += 1
        return room


def _ends(division: Division, level: int) -> bool:
    return level < division.level or (level == division.level and division.kind == "frame")


def path_of(divisions: tuple[Division, ...]) -> str:
    """For example "annex III, annex I", or "chap. II, sect. I.A, draft resolution II"."""
    return re.sub(r"(sect\. \w+), sect\. ", r"\1.", ", ".join(map(str, divisions)))


def order_of(number: str | None, letters: list[Division]) -> tuple[str, int]:
    """The kind of a number and its place in the order. "I" is Roman, but for one that comes after a letter "H"."""
    if number is None:
        return "none", 0
    if number.lower() in _TALLY:
        return "tally", _TALLY.index(number.lower()) + 1
    figures = [int(figure) for figure in re.findall(r"\d+", number)]
    if number.isdecimal() or (figures and number[0].isdecimal()):
        return ("arabic", figures[0]) if "/" not in number else ("symbol", 1000 * figures[0] + figures[-1])
    mark = number.split()[0].upper()
    place = ord(mark[0]) - ord("A") + 1
    goes_on = any(place - one.value in {0, 1} for one in letters)
    if len(mark) == 1 and (mark not in "IVX" or goes_on):
        return "letter", place
    return "roman", roman_value(mark) or 0
