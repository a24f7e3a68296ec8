"""The metadata that the labelled pieces of a first page give, and where each field of it was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.dates import date_span, first_date
from corpus.metadata.bodies import PRINCIPAL, body_of_paper, canonical_body, looks_like_body
from corpus.metadata.dating import Days, tells_of_meeting
from corpus.metadata.document_types import document_type
from corpus.metadata.fields import FrontFields
from corpus.metadata.original_language import original_language_of
from corpus.pdf.first_page.labeller import Label, Labelled
from corpus.pdf.first_page.segments import marked
from corpus.pdf.lines import Line, without_marks
from corpus.pdf.text import Words, join_lines
from corpus.symbols import RESOLUTION_NUMBER
from corpus.text.superscripts import without_asterisks
from corpus.types import DocumentType, FieldReading, Metadata

_UPPER = 0.5  # of the page's height: where a record names its meeting
_TITLE = 80  # characters of a line that names no more than a meeting
_HEADING = 40  # pieces of a page that may say what standing the paper has
_LONGEST_LINE = 200  # characters of a printed line that a reading keeps
_LARGE = 1.15  # times the size of the text
_ORDINAL = r"\b(?:[A-Za-z-]*(?:[Ff]irst|[Ss]econd|[Tt]hird|[a-z]th)|\d+(?:st|nd|rd|th))"
_KIND_OF_SESSION = (
    r"(?: (?:emergency|special|regular|annual|resumed|substantive|organizational|executive|extraordinary))*"
)
_SESSION = re.compile(
    rf"(?:(?:{_ORDINAL}|\b\d{{4}}){_KIND_OF_SESSION}|\b(?:Annual|Resumed|Organizational|Substantive)) session"
    r"(?: (?:of )?\d{4})?"
    r"|\b(?:Coordination|Management) [Ss]egment|[\w-]+ième session|[\w ]+ período de sesiones",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[A-Z][\w-]+ (?:special )?year$")
_REPORT_OF = re.compile(
    r"(?:Draft )?[Rr]eports? of the ((?!Secretary|Special Rapporteur|Independent|Director|Chair|Executive Dir)[A-Z].*)"
)
_ADOPTED = re.compile(r"(?i)adopted (?:by|at|on)\b")
_MEETING = re.compile(r"(\d+)\s?((?:st|nd|rd|th)(?: plenary)?) meeting")
_SUBJECT = re.compile(r"(?i)^(?:subject|title)\s*:\s*")
_OFFICE = re.compile(r"(?i)(?:the )?(?:president|chair|secretary|director|rapporteur|vice)")
_SURE_OF_SERIES = 0.97
_SURE_BEHIND = 0.9  # of what is printed on one of the pages behind the cover
_SHORT = 40  # characters of a line that says no more than in which language the document was written
_BRACKETED = re.compile(r"\[.*\]")  # how a supplement to the Official Records prints its date over its contents

Later = Sequence[Line]
"""The lines of the first few pages, of which a publication prints some fields behind its cover."""


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The labelled pieces of a first page. `masthead` says whether it has one, as a publication's cover has not."""

    pieces: tuple[Labelled, ...]
    words: Words

    def of(self, *labels: Label) -> list[Labelled]:
        """The pieces with one of these labels, in order."""
        return [piece for piece in self.pieces if piece.label in labels]

    @property
    def masthead(self) -> bool:
        return any(piece.segment.right for piece in self.of("distribution", "language", "date"))

    @property
    def titles(self) -> list[Labelled]:
        """The pieces that are the title, all of one page."""
        pieces = [piece for piece in self.of("title") if not marked(piece.segment.text)]
        return [piece for piece in pieces if piece.segment.page == pieces[0].segment.page]

    def text(self, piece: Labelled) -> str:
        """A piece's lines as running text, without note marks."""
        return piece_text(piece, self.words)


def read_fields(
    front: FrontPage, symbols: Sequence[str], opening: str, later: Later
) -> tuple[Metadata, list[FieldReading]]:
    """The metadata of the front page and the readings of its fields, but for those of `symbols`, which are the
    document's own and found before. `opening` is how the text begins."""
    title, titles = (not front.masthead and _verbatim(front)) or (_title(front), front.titles)
    by = "; ".join(map(front.text, front.of("by")))
    kind = document_type(symbols, title, by, opening)
    distributed, dated = _distribution(front, later)
    event, held = _event(front, title, kind)
    body, organs = _body(front, symbols, title)
    session, sat = _session(front)
    original, said = _original_language(front, later)
    agenda = front.of("agenda")
    fields = FrontFields(
        title=title,
        symbols=tuple(symbols),
        document_type=kind,
        distributed=distributed,
        event=event,
        body=body,
        session=session,
        agenda_item="; ".join(map(front.text, agenda)),
        original_language=original,
        heading="\n".join(piece.segment.plain for piece in front.pieces[:_HEADING] if piece.label != "text"),
    )
    found = fields.metadata
    places: dict[str, Place] = {
        "title": _place(titles),
        "date": _place(held) if fields.shown_by_event else dated,
        "distribution_date": dated,
        "event_start": _place(held),
        "body": _place(organs) or (FieldReading("body", "symbol", _SURE_OF_SERIES) if body else None),
        "session": _place(sat),
        "document_type": _place(titles),
        "agenda_item": _place(agenda),
        "original_language": said,
    }
    readings = [replace(place, field=name) for name, place in places.items() if place and getattr(found, name)]
    return found, readings


def piece_text(piece: Labelled, words: Words) -> str:
    """A piece's lines as running text, without note marks and asterisks."""
    text = join_lines([without_marks(line) for line in piece.segment.lines], words)
    return without_asterisks(text)


Place = FieldReading | None


def _place(pieces: Sequence[Labelled]) -> Place:
    """Where something stands that was read off `pieces`, as sure as the least sure of them."""
    if not pieces:
        return None
    line = " ".join(piece.segment.plain for piece in pieces)[:_LONGEST_LINE]
    certainty = round(min(piece.certainty for piece in pieces), 3)
    return FieldReading("", "print", certainty, pieces[0].segment.page, line)


def _behind(find: Callable[[str], str | None], later: Later) -> tuple[str | None, Place]:
    """What `find` makes of the first line on the pages after a cover of which it makes anything."""
    for line in later:
        text = line.plain.strip()
        if value := find(text):
            return value, FieldReading("", "print", _SURE_BEHIND, line.page, text)
    return None, None


def _distribution(front: FrontPage, later: Later) -> tuple[str | None, Place]:
    """The date in the masthead, or that in square brackets on one of the pages behind a cover."""
    day, pieces = _first_with(first_date, [*front.of("date"), *front.of("distribution"), *front.of("language")])
    if day:
        return day, _place(pieces)
    return _behind(lambda text: first_date(text) if _BRACKETED.fullmatch(text) else None, later)


def _original_language(front: FrontPage, later: Later) -> tuple[str | None, Place]:
    """The language in the masthead, or on a short line of one of the first pages."""
    pieces = [piece for piece in front.pieces if piece.segment.right or piece.label == "language"]
    code, said = _first_with(original_language_of, pieces)
    if code:
        return code, _place(said)
    return _behind(lambda text: original_language_of(text) if len(text) < _SHORT else None, later)


def _title(front: FrontPage) -> str:
    """The pieces that are the title, joined: a second line of other print after a colon."""
    title = ""
    for piece in front.titles:
        text = _SUBJECT.sub("", RESOLUTION_NUMBER.sub("", front.text(piece)))
        if not title:
            title = text
        elif text.casefold() not in title.casefold():
            apart = not (title[-1:] in ":–—-" or text[:1] in "(:–—" or (title.isupper() and text.isupper()))
            title += (": " if apart else " ") + text
    return title.strip()


def _verbatim(front: FrontPage) -> tuple[str, list[Labelled]] | None:
    """The organ and the meeting that a verbatim record is of; it has no other title. None for other papers."""
    top = [piece for piece in front.pieces if piece.segment.page == 1 and piece.segment.y < _UPPER]
    organ = next(((name, p) for p in top for name in PRINCIPAL if p.segment.plain.startswith(name)), None)
    meeting = next(
        ((m, p) for p in top if (m := _MEETING.search(p.segment.plain)) and len(p.segment.plain) < _TITLE), None
    )
    if organ is None or meeting is None:
        return None
    match, piece = meeting
    return f"{organ[0]}, {match[1]}{match[2]} meeting", [organ[1], piece]


def _first_with(find: Callable[[str], str | None], pieces: Iterable[Labelled]) -> tuple[str | None, list[Labelled]]:
    for piece in pieces:
        if value := find(piece.segment.plain):
            return value, [piece]
    return None, []


def _event(front: FrontPage, title: str, kind: DocumentType) -> tuple[Days | None, list[Labelled]]:
    """The days of the session or meeting, by the session block or else by the title; of a letter, its own date."""
    titles, by = front.titles, front.of("by")
    if kind == "letter":
        day = first_date(title) or first_date(" ".join(piece.segment.plain for piece in by))
        return ((day, day), titles) if day else (None, [])
    adopted = [piece for piece in front.of("text", "by") if _ADOPTED.match(piece.segment.plain)]
    places = [front.of("days", "session", "body"), titles, by, adopted]
    if not front.masthead:
        places.append([piece for piece in front.of("text", "other", "agenda", "date") if piece.segment.size > _LARGE])
    if tells_of_meeting(title):  # the session that it reports on, not the one that it is for
        places = [titles, *places]
    for pieces in places:
        if span := date_span("\n".join(piece.segment.plain for piece in pieces)):
            return span, [piece for piece in pieces if date_span(piece.segment.plain)] or pieces
    if kind == "record":
        day, upper = _first_with(first_date, (piece for piece in front.pieces if piece.segment.y < _UPPER))
        return ((day, day), upper) if day else (None, [])
    return None, []


def _body(front: FrontPage, symbols: Sequence[str], title: str) -> tuple[str | None, list[Labelled]]:
    """The most particular body that is named, by the name the list of bodies gives to it. Two principal organs are
    parted by "; ". Where the print names none that is known, the symbol's series says whose paper it is."""
    named = _named(front)
    reported = None if front.masthead else _REPORT_OF.match(title)
    titled = _named_in(reported[1]) if reported else None
    body = body_of_paper([name for name, _ in named], symbols, titled)
    organs = [piece for name, piece in named if name in (body or "").split("; ")]
    return body, organs or (front.titles if body and body == titled else [])


def _named(front: FrontPage) -> list[tuple[str, Labelled]]:
    """The bodies that the masthead and the session block name, in order. A line on a session may begin with one:
    "Working Party on Rail Transport (Fifty-fifth session)"."""
    named: list[tuple[str, Labelled]] = []
    for piece in front.of("body", "session", "days"):
        text = front.text(piece)
        if piece.label != "body" and "(" not in text:
            continue
        shown = _tidy(text)
        known = canonical_body(text)
        name = known or (shown if looks_like_body(shown) else None)
        if name and not _OFFICE.match(name):
            named.append((name, piece))
    return named


def _named_in(text: str) -> str | None:
    """The body at the beginning of "Committee on X on its third session"."""
    name = re.split(r"(?i)[:,]? on its \b|[:,]? on the work of| for (?:the )?(?:year )?\d{4}|: | \(", text)[0].strip()
    return canonical_body(name) or (name if looks_like_body(name) else None)


def _tidy(text: str) -> str:
    """A printed name as it is shown: without brackets at its end; one in capitals set in small letters."""
    name = re.sub(r"^[A-Z\W]{8,}\s+(?=[A-Z][a-z]+ )", "", re.sub(r"\s*\([^)]*\)\s*$", "", text)).strip(" ,;:")
    if not name.isupper():
        return name
    small = {"OF", "THE", "AND", "ON", "FOR", "IN", "TO", "WITH", "A", "AN"}
    words = [word.lower() if word in small and place else word.capitalize() for place, word in enumerate(name.split())]
    return " ".join(words)


def _session(front: FrontPage) -> tuple[str | None, list[Labelled]]:
    """The session as printed in the session block."""
    if not front.masthead:
        return _session_of_cover(front)
    for pieces in (front.of("session"), front.of("days", "body")):
        for piece in pieces:
            text = piece.segment.plain
            match = _SESSION.search(text) or (_YEAR.search(text) if piece.label == "session" else None)
            if match:
                return match[0], [piece]
    return None, []


def _session_of_cover(front: FrontPage) -> tuple[str | None, list[Labelled]]:
    """The sessions named in the title of a cover, or else in what stands in large print."""
    cover = [piece for piece in front.pieces if piece.segment.page == 1]
    large = [piece for piece in cover if piece.segment.size > _LARGE or piece.label == "session"]
    for pieces in (*([p for p in large if p.label == label] for label in ("title", "session")), large):
        if found := {session: piece for piece in pieces for session in _SESSION.findall(piece.segment.plain)}:
            return ", ".join(found), list(found.values())
    upper = [p for p in cover if p.segment.y < _UPPER and len(p.segment.plain) < _TITLE]
    year = next(((match[0], p) for p in upper if (match := _YEAR.match(p.segment.plain))), None)
    return (year[0], [year[1]]) if year else (None, [])
