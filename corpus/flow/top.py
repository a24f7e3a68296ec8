"""The lines at the top of a flowing text, and what each of them is for: title, symbols, distribution, session, agenda
item, bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

from corpus.dates import date_span, title_date
from corpus.flow.pieces import TITLE, Piece
from corpus.metadata.bodies import canonical_body, looks_like_body
from corpus.metadata.document_types import document_type
from corpus.metadata.original_language import original_language_of
from corpus.symbols import find_symbols

LineKind = Literal["", "symbol", "distribution", "session", "agenda", "adopted", "body", "title"]

_MOST_PIECES = 30
_LONGEST_LINE = 200
_WIDEST_BLOCK = 5  # lines from "Distr." to the line on the original language
_FEW_WORDS = 4  # a line of so many is no sentence
_SESSION = re.compile(
    r"[\w-]+(?: [\w-]+){0,4} session(?: \d{4})?|[\w-]+ session \(.{3,40}\)|[\w-]+(?: special)? year"
    r"|[\w ]+ período de sesiones",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"(?i)(?:provisional )?agenda items?\b|items? \d.{0,12} of the (?:provisional )?agenda"
    r"|point \d.{0,12} de l[’']ordre du jour|tema \d.{0,12} del programa"
)
_BESIDE_SYMBOL = re.compile(r"(?:united nations|nations unies|naciones unidas|[\s*\-–])*", re.IGNORECASE)
_BARE_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}\w{0,2} [^\W\d]+ \d{4}|[^\W\d]+ \d{1,2}, \d{4}|\d{1,2} de [^\W\d]+ de \d{4}"
)
_ADOPTED = re.compile(r"(?i)(?:resolutions?|decisions?) adopted (?:by|at|on)\b")
_SUBMITTED = re.compile(
    r"(?i)(?:notes?|reports?|rapports?|informes?|notas?) (?:by|of|du|de|del)\b"
    r"|.{0,40}\b(?:submitted|prepared|présentée?|presentad[oa]) (?:by|par|por)\b"
)
SPONSORED = re.compile(r"(?i): (?:revised )?(?:draft|amendment)\b")
_SECTION = re.compile(r"(?:[IVXL]{1,5}|[A-Z]|\d{1,3})\.\s")
_SENTENCE_END = re.compile(r"[;:,]$|(?<![ap]\.m)\.$")


@dataclass(slots=True)
class Line:
    """A line of the top. `rank` says how it is set: 3 as the title, 2 as a heading, 1 in bold type; `is_for` says what
    has been found out about it."""

    text: str
    place: int
    rank: int = 0
    is_for: LineKind = ""


def lines_at_top(pieces: Sequence[Piece], headers: Sequence[str]) -> list[Line]:
    """The lines above the text, each with what it is for. `headers` are those in the headers of pages, which may hold a
    masthead or the symbol."""
    in_header = any(line.casefold().startswith("distr") for line in headers)
    lines = [Line(line, -1) for line in headers if in_header or only_symbols(line)]
    lines += _top_lines(pieces)
    for line in lines:
        line.is_for = _kind_by_form(line)
    for line in _distribution_block(lines):
        line.is_for = "distribution"
    _label_subject(lines)
    _label_title(lines, pieces)
    return _above_text(lines)


def _top_lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    """The short lines and cells above the body, which begins with a numbered or a long paragraph."""
    for place, piece in enumerate(pieces[:_MOST_PIECES]):
        if piece.kind == "footnote":
            continue
        is_long = len(piece.text) > _LONGEST_LINE and not piece.bold
        if piece.kind == "paragraph" and (piece.number is not None or is_long):
            return
        rank = int(piece.bold and not _ends_sentence(piece.text))
        if piece.kind == "heading":
            rank = 3 if piece.level == TITLE else 2
        yield from (Line(line, place, 0 if piece.label and piece.label.text else rank) for line in piece.lines)


def _kind_by_form(line: Line) -> LineKind:
    """What a line of a masthead's own form is for."""
    if only_symbols(line.text) or _BESIDE_SYMBOL.fullmatch(line.text):
        return "symbol"
    if line.rank < 3 and _SESSION.fullmatch(line.text) and document_type((), line.text, "", "") == "other":
        return "session"
    if line.rank < 3 and _AGENDA.match(line.text):
        return "agenda"
    return "adopted" if _ADOPTED.match(line.text) else ""


def _distribution_block(lines: Sequence[Line]) -> Sequence[Line]:
    """ "Distr." with the date and the original language under it, or one of them with the date beside it."""
    signs = [i for i, x in enumerate(lines) if x.text.casefold().startswith("distr") or original_language_of(x.text)]
    if not signs or signs[-1] - signs[0] > _WIDEST_BLOCK:
        signs = signs[:1]
    if not signs:
        return []
    first, last = signs[0], signs[-1]
    if first and is_bare_date(lines[first - 1].text):
        first -= 1
    if last + 1 < len(lines) and is_bare_date(lines[last + 1].text):
        last += 1
        last += last + 1 < len(lines) and bool(original_language_of(lines[last + 1].text))
    return lines[first : last + 1]


def is_bare_date(text: str) -> bool:
    """Whether a line says a day, and nothing else: neither a place nor the days of a meeting."""
    return _BARE_DATE.fullmatch(text) is not None and title_date(text) is not None


def _label_subject(lines: Sequence[Line]) -> None:
    """The line under an agenda item is the item's name, unless it is the title: where a later line may be it."""
    for i, line in enumerate(lines[:-1]):
        below = lines[i + 1]
        if line.is_for == "agenda" and not below.is_for and below.rank < 2 and not date_span(below.text):
            later = [line for line in lines[i + 2 :] if _may_be_title(line) and not _SUBMITTED.match(line.text)]
            if later or not below.rank:
                below.is_for = "agenda"
            return


def _may_be_title(line: Line) -> bool:
    return bool(line.rank) and not line.is_for and not _SECTION.match(line.text) and any(map(str.isalpha, line.text))


def _label_title(lines: Sequence[Line], pieces: Sequence[Piece]) -> None:
    """The title is what the file marks as such, else the first line set like one that names neither a body nor those
    who submit it. Bodies are named above it, or by a name that is known."""
    is_paper = any(line.is_for in ("distribution", "symbol") for line in lines)
    title = next((line for line in lines if line.rank == 3 and _may_be_title(line)), None)
    for i, line in enumerate(lines):
        later = [other for other in lines[i + 1 :] if _may_be_title(other)]
        is_body = canonical_body(line.text) or (
            looks_like_body(line.text) and (is_paper or _stands_over(line, later[:1])) and not (title and title.is_for)
        )
        if line is title:
            line.is_for = "title"
        elif is_body and not line.is_for and (later or not line.rank):
            line.is_for = "body"
        elif title is None and _may_be_title(line) and not (later and SPONSORED.search(line.text)):
            title = line
            title.is_for = "title" if is_paper or _heads_all(line, pieces) else ""


def _stands_over(line: Line, below: Sequence[Line]) -> bool:
    """Whether a line is right above one that says what sort of paper this is."""
    return any(x.place - line.place == 1 and document_type((), x.text, "", "") != "other" for x in below)


def _heads_all(line: Line, pieces: Sequence[Piece]) -> bool:
    """Whether everything else stands under a line: as the one heading of the highest level, or the first line."""
    levels = [piece.level for piece in pieces if piece.kind == "heading" and piece.level is not None]
    if pieces[line.place].kind == "heading":
        return levels.count(min(levels)) == 1 and pieces[line.place].level == min(levels)
    return line.place == 0 or all(piece.bold for piece in pieces[: line.place])


def _above_text(lines: Sequence[Line]) -> list[Line]:
    """The lines before the first sentence that comes after the title, or after the last line of a masthead."""
    last = max((i for i, line in enumerate(lines) if line.is_for == "title"), default=None)
    if last is None:
        last = max((i for i, line in enumerate(lines) if line.is_for), default=-1)
    return [*lines[: last + 1], *takewhile(lambda line: not _ends_sentence(line.text), lines[last + 1 :])]


def _ends_sentence(text: str) -> bool:
    return len(text.split()) > _FEW_WORDS and _SENTENCE_END.search(text) is not None


def only_symbols(line: str) -> tuple[str, ...]:
    """The symbols on a line with nothing else on it, but for the organization's name."""
    found = find_symbols(line)
    if not found:
        return ()
    beside = line[: found[0][0]] + line[found[-1][1] :]
    return tuple(dict.fromkeys(symbol for _, _, symbol in found)) if _BESIDE_SYMBOL.fullmatch(beside) else ()
