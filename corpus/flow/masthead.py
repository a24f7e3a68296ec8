"""What the top of a flowing text says about it: title, symbols, dates, session, agenda item, body, original language.

United Nations documents carry this in a masthead, a table above the title or in the header of the pages, and in the
lines under it. Other reports often have no more than place and date under their title.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.dates import date_span, first_date, title_date
from corpus.flow.pieces import Piece
from corpus.flow.top import SPONSORED, Line, LineKind, is_bare_date, lines_at_top, only_symbols
from corpus.metadata.bodies import body_of_paper, canonical_body
from corpus.metadata.dating import Days, tells_of_meeting
from corpus.metadata.document_types import document_type
from corpus.metadata.fields import FrontFields
from corpus.metadata.original_language import original_language_of
from corpus.symbols import RESOLUTION_NUMBER
from corpus.text.superscripts import without_asterisks
from corpus.types import DocumentType, FieldReading, FieldSource, Metadata

_LONGEST_LINE = 200
_BELOW_TITLE = 3  # lines: who submits it, and of what day it is
_OPENING = 600  # characters of the text that tell what sort of paper it is
_BEGINNING = 30  # pieces among which these stand
_SURE, _SURE_OF_SERIES = 0.9, 0.97


@dataclass(frozen=True, slots=True)
class Front:
    """What the top says: `title` is the place of the title among the pieces, if one of them is it."""

    found: Metadata
    readings: tuple[FieldReading, ...]
    title: int | None


@dataclass(frozen=True, slots=True)
class _Top:
    """The lines, and those that each field was read on."""

    lines: Sequence[Line]
    source: FieldSource
    places: dict[str, Sequence[Line]] = field(default_factory=dict)

    def of(self, *kinds: LineKind) -> list[Line]:
        return [line for line in self.lines if line.is_for in kinds]

    def read(self, name: str, lines: Sequence[Line]) -> Sequence[Line]:
        """Note that a field is read on these lines."""
        self.places[name] = lines
        return lines

    def readings(self, found: Metadata) -> tuple[FieldReading, ...]:
        """Where each field that has a value was read."""
        given = {name: lines for name, lines in self.places.items() if getattr(found, name)}
        if not given.get("body", True):
            return (*self._on(given), FieldReading("body", "symbol", _SURE_OF_SERIES))
        return self._on(given)

    def _on(self, given: Mapping[str, Sequence[Line]]) -> tuple[FieldReading, ...]:
        texts = {
            name: " ".join(dict.fromkeys(line.text for line in lines))[:_LONGEST_LINE] for name, lines in given.items()
        }
        return tuple(FieldReading(name, self.source, _SURE, line=text) for name, text in texts.items() if text)


def read_front(
    pieces: Sequence[Piece], headers: Sequence[str], source: FieldSource, *, stated: str, published: str | None = None
) -> Front:
    """The metadata at the top of a text. `headers` are the lines in the headers of its pages; `stated` and `published`
    are the title and the day that the file declares, for a top that has none."""
    top = _Top(lines_at_top(pieces, headers), source)
    title = _title(top) or stated
    symbols = _symbols(top)
    kind = document_type(symbols, title, "\n".join(line.text for line in _beside_title(top)), _opening(top, pieces))
    distributed, event, session = _distributed(top) or published, _event(top, title, kind), _session(top)
    body = _body(top, symbols)
    agenda = top.read("agenda_item", top.of("agenda"))
    fields = FrontFields(
        title=title,
        symbols=symbols,
        document_type=kind,
        distributed=distributed,
        event=event,
        body=body,
        session=session,
        agenda_item="; ".join(without_asterisks(line.text) for line in agenda),
        original_language=_original_language(top),
        heading="\n".join(line.text for line in top.lines),
    )
    top.read("date", top.places.get("event_start" if fields.shown_by_event else "distribution_date", []))
    found = fields.metadata
    title_place = next((line.place for line in top.of("title")), None)
    return Front(found, top.readings(found), title_place)


def _title(top: _Top) -> str:
    titles = top.read("title", top.read("document_type", top.of("title")))
    return RESOLUTION_NUMBER.sub("", without_asterisks(titles[0].text)) if titles else ""


def _symbols(top: _Top) -> tuple[str, ...]:
    lines = [line for line in top.of("symbol") if only_symbols(line.text)][:1]
    return only_symbols(top.read("symbols", lines)[0].text) if lines else ()


def _session(top: _Top) -> str | None:
    lines = top.read("session", top.of("session")[:1])
    return lines[0].text if lines else None


def _original_language(top: _Top) -> str | None:
    lines = [line for line in top.of("distribution") if original_language_of(line.text)][:1]
    return original_language_of(top.read("original_language", lines)[0].text) if lines else None


def _beside_title(top: _Top) -> list[Line]:
    """The lines that say who submits a paper: those right under its title, or what is above it in place of them."""
    titles = top.of("title")
    under = [x for x in top.lines if titles and not x.is_for and 0 < x.place - titles[0].place <= _BELOW_TITLE]
    return [x for x in top.lines if x.is_for == "adopted" or SPONSORED.search(x.text) or x in under]


def _opening(top: _Top, pieces: Sequence[Piece]) -> str:
    begin = next((line.place + 1 for line in top.of("title")), 0)
    return "\n".join(piece.text for piece in pieces[begin : begin + _BEGINNING])[:_OPENING]


def _distributed(top: _Top) -> str | None:
    """The date in the masthead, or the day that stands alone under the title."""
    under = [line for line in _beside_title(top) if is_bare_date(line.text)]
    for line in (*top.of("distribution"), *under):
        dated = title_date(line.text) if is_bare_date(line.text) else None
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
    named = [(canonical_body(line.text) or line.text, line) for line in top.of("body")]
    body = body_of_paper([name for name, _ in named], symbols)
    top.read("body", [line for name, line in named if name in (body or "").split("; ")])
    return body
