"""What the top of a flowing text says about it: title, symbols, dates, session, agenda item, body, original language.

United Nations documents carry this in a masthead, a table above the title or in the header of the pages, and in the
lines under it. Other reports often have no more than place and date under their title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from corpus.bodies import PRINCIPAL, body_of_symbol, canonical_body, looks_like_body
from corpus.dates import date_span, first_date, title_date
from corpus.dating import Days, is_record, tells_of_meeting
from corpus.document_types import document_type
from corpus.flow.pieces import TITLE, Piece
from corpus.original_language import original_language_of
from corpus.symbols import find_symbols, standing
from corpus.types import DocumentType, FieldReading, FieldSource, Metadata

_MOST_PIECES = 30
_LONGEST_LINE = 200
_WIDEST_BLOCK = 5  # lines from "Distr." to the line on the original language
_BELOW_TITLE = 3  # lines: who submits it, and of what day it is
_OPENING = 600  # characters of the text that tell what sort of paper it is
_FEW_WORDS = 4  # a line of so many is no sentence
_SURE, _SURE_OF_SERIES = 0.9, 0.97
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
_SPONSORED = re.compile(r"(?i): (?:revised )?(?:draft|amendment)\b")
_SECTION = re.compile(r"(?:[IVXL]{1,5}|[A-Z]|\d{1,3})\.\s")
_OF_RESOLUTION = re.compile(r"\d{1,3}/\d{1,3}\.?\s+(?=[^\W\d])")  # "78/1. Political declaration ..."
_SENTENCE_END = re.compile(r"[;:,]$|(?<![ap]\.m)\.$")
_MARKS = re.compile(r"\s*\*{1,4}(?=$|\s)")


@dataclass(slots=True)
class _Line:
    """A line of the top. `rank` says how it is set: 3 as the title, 2 as a heading, 1 in bold type; `is_for` says what
    has been found out about it."""

    text: str
    place: int
    rank: int = 0
    is_for: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """What the top says: `title` is the place of the title among the pieces, if one of them is it."""

    found: Metadata
    readings: tuple[FieldReading, ...]
    title: int | None


@dataclass(frozen=True, slots=True)
class _Top:
    """The lines, and those that each field was read on."""

    lines: Sequence[_Line]
    source: FieldSource
    places: dict[str, Sequence[_Line]] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[_Line]:
        return [line for line in self.lines if line.is_for in kinds]

    def read(self, name: str, lines: Sequence[_Line]) -> Sequence[_Line]:
        """Note that a field is read on these lines."""
        self.places[name] = lines
        return lines

    def readings(self, found: Metadata) -> tuple[FieldReading, ...]:
        """Where each field that has a value was read."""
        given = {name: lines for name, lines in self.places.items() if getattr(found, name)}
        if not given.get("body", True):
            return (*self._on(given), FieldReading("body", "symbol", _SURE_OF_SERIES))
        return self._on(given)

    def _on(self, given: Mapping[str, Sequence[_Line]]) -> tuple[FieldReading, ...]:
        texts = {name: " ".join(line.text for line in lines)[:_LONGEST_LINE] for name, lines in given.items()}
        return tuple(FieldReading(name, self.source, _SURE, line=text) for name, text in texts.items() if text)


def read_front(pieces: Sequence[Piece], headers: Sequence[str], stated: str, source: FieldSource) -> Front:
    """The metadata at the top of a text. `headers` are the lines in the headers of its pages; `stated` is the title by
    which the file goes where the top has none."""
    in_header = any(line.casefold().startswith("distr") for line in headers)
    lines = [_Line(line, -1) for line in headers if in_header or _only_symbols(line)]
    lines += _top_lines(pieces)
    _label(lines, pieces)
    top = _Top(_above_text(lines), source)
    title = _title(top) or stated
    symbols = _symbols(top)
    kind = document_type(symbols, title, "\n".join(line.text for line in _beside_title(top)), _opening(top, pieces))
    distributed, event, session = _distributed(top), _event(top, title, kind), _session(top)
    body = _body(top, symbols)
    agenda = top.read("agenda_item", top.of("agenda"))
    same = any(name and name.casefold() in title.casefold() for name in (session, body)) or date_span(title) == event
    by_event = event is not None and (distributed is None or is_record(title, kind, event, same=same))
    start, end = event if event and by_event else (distributed, distributed)
    top.read("date", top.places["event_start" if by_event else "distribution_date"] if start else [])
    label = standing(symbols, "\n".join(line.text for line in top.lines))
    found = Metadata(
        title=title,
        date=start,
        start_date=start,
        end_date=end,
        distribution_date=distributed,
        event_start=event[0] if event else None,
        event_end=event[1] if event else None,
        body=body,
        symbols=symbols,
        session=session,
        original_language=_original_language(top),
        kind="official record" if symbols else None,
        document_type=kind if symbols or title else None,
        agenda_item="; ".join(_MARKS.sub("", line.text) for line in agenda) or None,
        labels=(label,) if label else (),
    )
    title_place = next((line.place for line in top.of("title")), None)
    return Front(found, top.readings(found), title_place)


def _top_lines(pieces: Sequence[Piece]) -> Iterator[_Line]:
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
        yield from (_Line(line, place, 0 if piece.label and piece.label.text else rank) for line in piece.lines)


def _label(lines: Sequence[_Line], pieces: Sequence[Piece]) -> None:
    """Say of each line what it is for: the masthead's own lines by their form, then title and bodies."""
    for line in lines:
        if _only_symbols(line.text) or (line.text and _BESIDE_SYMBOL.fullmatch(line.text)):
            line.is_for = "symbol"
        elif line.rank < 3 and _SESSION.fullmatch(line.text) and document_type((), line.text, "", "") == "other":
            line.is_for = "session"
        elif line.rank < 3 and _AGENDA.match(line.text):
            line.is_for = "agenda"
        elif _ADOPTED.match(line.text):
            line.is_for = "adopted"
    for line in _distribution_block(lines):
        line.is_for = "distribution"
    _label_subject(lines)
    _label_title(lines, pieces)


def _distribution_block(lines: Sequence[_Line]) -> Sequence[_Line]:
    """ "Distr." with the date and the original language under it, or one of them with the date beside it."""
    signs = [i for i, x in enumerate(lines) if x.text.casefold().startswith("distr") or original_language_of(x.text)]
    if not signs or signs[-1] - signs[0] > _WIDEST_BLOCK:
        signs = signs[:1]
    if not signs:
        return []
    first, last = signs[0], signs[-1]
    if first and _is_bare_date(lines[first - 1].text):
        first -= 1
    if last + 1 < len(lines) and _is_bare_date(lines[last + 1].text):
        last += 1
        last += last + 1 < len(lines) and bool(original_language_of(lines[last + 1].text))
    return lines[first : last + 1]


def _is_bare_date(text: str) -> bool:
    """Whether a line says a day, and nothing else: neither a place nor the days of a meeting."""
    return _BARE_DATE.fullmatch(text) is not None and title_date(text) is not None


def _label_subject(lines: Sequence[_Line]) -> None:
    """The line under an agenda item is the item's name, unless it is the title: where a later line may be it."""
    for i, line in enumerate(lines[:-1]):
        below = lines[i + 1]
        if line.is_for == "agenda" and not below.is_for and below.rank < 2 and not date_span(below.text):
            later = [line for line in lines[i + 2 :] if _may_be_title(line) and not _SUBMITTED.match(line.text)]
            if later or not below.rank:
                below.is_for = "agenda"
            return


def _may_be_title(line: _Line) -> bool:
    return bool(line.rank) and not line.is_for and not _SECTION.match(line.text) and any(map(str.isalpha, line.text))


def _label_title(lines: Sequence[_Line], pieces: Sequence[Piece]) -> None:
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
        elif title is None and _may_be_title(line) and not (later and _SPONSORED.search(line.text)):
            title = line
            title.is_for = "title" if is_paper or _heads_all(line, pieces) else ""


def _stands_over(line: _Line, below: Sequence[_Line]) -> bool:
    """Whether a line is right above one that says what sort of paper this is."""
    return any(x.place - line.place == 1 and document_type((), x.text, "", "") != "other" for x in below)


def _heads_all(line: _Line, pieces: Sequence[Piece]) -> bool:
    """Whether everything else stands under a line: as the one heading of the highest level, or the first line."""
    levels = [piece.level for piece in pieces if piece.kind == "heading" and piece.level is not None]
    if pieces[line.place].kind == "heading":
        return levels.count(min(levels)) == 1 and pieces[line.place].level == min(levels)
    return line.place == 0 or all(piece.bold for piece in pieces[: line.place])


def _above_text(lines: Sequence[_Line]) -> list[_Line]:
    """The lines before the first sentence that comes after the title, or after the last line of a masthead."""
    last = max((i for i, line in enumerate(lines) if line.is_for == "title"), default=None)
    if last is None:
        last = max((i for i, line in enumerate(lines) if line.is_for), default=-1)
    return [*lines[: last + 1], *takewhile(lambda line: not _ends_sentence(line.text), lines[last + 1 :])]


def _ends_sentence(text: str) -> bool:
    return len(text.split()) > _FEW_WORDS and _SENTENCE_END.search(text) is not None


def _only_symbols(line: str) -> tuple[str, ...]:
    """The symbols on a line with nothing else on it, but for the organization's name."""
    found = find_symbols(line)
    if not found:
        return ()
    beside = line[: found[0][0]] + line[found[-1][1] :]
    return tuple(dict.fromkeys(symbol for _, _, symbol in found)) if _BESIDE_SYMBOL.fullmatch(beside) else ()


def _title(top: _Top) -> str:
    titles = top.read("title", top.read("document_type", top.of("title")))
    return _OF_RESOLUTION.sub("", _MARKS.sub("", titles[0].text)).strip() if titles else ""


def _symbols(top: _Top) -> tuple[str, ...]:
    lines = [line for line in top.of("symbol") if _only_symbols(line.text)][:1]
    return _only_symbols(top.read("symbols", lines)[0].text) if lines else ()


def _session(top: _Top) -> str | None:
    lines = top.read("session", top.of("session")[:1])
    return lines[0].text if lines else None


def _original_language(top: _Top) -> str | None:
    lines = [line for line in top.of("distribution") if original_language_of(line.text)][:1]
    return original_language_of(top.read("original_language", lines)[0].text) if lines else None


def _beside_title(top: _Top) -> list[_Line]:
    """The lines that say who submits a paper: those right under its title, or what is above it in place of them."""
    titles = top.of("title")
    under = [x for x in top.lines if titles and not x.is_for and 0 < x.place - titles[0].place <= _BELOW_TITLE]
    return [x for x in top.lines if x.is_for == "adopted" or _SPONSORED.search(x.text) or x in under]


def _opening(top: _Top, pieces: Sequence[Piece]) -> str:
    begin = next((line.place + 1 for line in top.of("title")), 0)
    return "\n".join(piece.text for piece in pieces[begin : begin + _MOST_PIECES])[:_OPENING]


def _distributed(top: _Top) -> str | None:
    """The date in the masthead, or the day that stands alone under the title."""
    under = [line for line in _beside_title(top) if _is_bare_date(line.text)]
    for line in (*top.of("distribution"), *under):
        dated = title_date(line.text) if _is_bare_date(line.text) else None
        if day := dated[1] if dated else first_date(line.text):
            line.is_for = "distribution"
            top.read("distribution_date", [line])
            return day
    return None


def _event(top: _Top, title: str, kind: DocumentType) -> Days | None:
    """The days of the session or meeting, by the lines around the title or else by itself; of a letter, its own date;
    of a resolution, the day on which it was adopted."""
    titles = top.of("title")
    if kind == "letter":
        day = first_date(title)
        top.read("event_start", titles)
        return (day, day) if day else None
    around = [line for line in top.of("", "session", "body") if not line.text.startswith("[")]
    places = [around, titles, top.of("adopted")]
    for lines in [titles, *places] if tells_of_meeting(title) else places:
        if span := date_span("\n".join(line.text for line in lines)):
            top.read("event_start", [line for line in lines if date_span(line.text)])
            return span
    return None


def _body(top: _Top, symbols: Sequence[str]) -> str | None:
    """The most particular body that is named, by the name the list of bodies gives to it. Two principal organs are
    parted by "; ". Where none that is known is named, the symbol's series says whose paper it is."""
    named = [(canonical_body(line.text) or line.text, line) for line in top.of("body")]
    by_series = list(dict.fromkeys(filter(None, map(body_of_symbol, symbols))))
    particular = [name for name, _ in named if name not in PRINCIPAL]
    if len(by_series) > 1 and all(name in PRINCIPAL for name in by_series):
        body = "; ".join(by_series)
    elif by_series and by_series[0] not in PRINCIPAL:
        body = next((name for name in particular if by_series[0] in name), by_series[0])
    else:
        body = next(iter([*reversed(particular), *by_series, *(name for name, _ in reversed(named))]), "")
    top.read("body", [line for name, line in named if name in body.split("; ")])
    return body or None
