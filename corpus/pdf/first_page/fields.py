"""The metadata that the labelled pieces of a first page give, and where each field of it was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from corpus.bodies import body_of_symbol, canonical_body, looks_like_body
from corpus.dates import date_span, first_date
from corpus.document_types import document_type
from corpus.pdf.first_page.labeller import Label, Labelled
from corpus.pdf.first_page.segments import marked
from corpus.pdf.lines import without_marks
from corpus.pdf.text import Words, join_lines
from corpus.symbols import standing
from corpus.types import FieldReading, Metadata

LANGUAGES = {"english": "en", "french": "fr", "spanish": "es", "russian": "ru", "chinese": "zh", "arabic": "ar"}
LANGUAGES |= {"anglais": "en", "français": "fr", "espagnol": "es", "russe": "ru", "chinois": "zh", "arabe": "ar"}
LANGUAGES |= {"inglés": "en", "francés": "fr", "español": "es", "ruso": "ru", "chino": "zh", "árabe": "ar"}
PRINCIPAL = ("General Assembly", "Security Council", "Economic and Social Council", "Trusteeship Council")
_UPPER = 0.5  # of the page's height: where a record names its meeting
_TITLE = 80  # characters of a line that names no more than a meeting
_LARGE = 1.15  # times the size of the text
_LONGEST_MEETING = 45  # days: what lasts longer is a year of sessions, and no meeting
_ORDINAL = r"\b(?:[A-Za-z-]*(?:[Ff]irst|[Ss]econd|[Tt]hird|[a-z]th)|\d+(?:st|nd|rd|th))"
_KIND_OF_SESSION = (
    r"(?: (?:emergency|special|regular|annual|resumed|substantive|organizational|executive|extraordinary))*"
)
_SESSION = re.compile(
    rf"(?:{_ORDINAL}{_KIND_OF_SESSION}|\b\d{{4}}{_KIND_OF_SESSION}|\b(?:Annual|Resumed|Organizational|Substantive)) session(?: (?:of )?\d{{4}})?"  # noqa: E501
    r"|\b(?:Coordination|Management) [Ss]egment|[\w-]+ième session|[\w ]+ período de sesiones",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[A-Z][\w-]+ (?:special )?year$")
_NUMBERED = re.compile(r"\d{1,3}/\d{1,3}\.?\s+(?=[^\W\d])")  # "78/1. Political declaration ..."
_UNFINISHED = re.compile(r"(?i)(?:[:,–—(-]|\b(?:of|the|and|on|in|to|for|by|with|at|from|its|a|an|under|as))$")
_REPORT_OF = re.compile(
    r"(?:Draft )?[Rr]eports? of the ((?!Secretary|Special Rapporteur|Independent|Director|Chair|Executive Director)[A-Z].*)"  # noqa: E501
)
_PROCEEDINGS = re.compile(
    r"(?i)reports? (?:of|on) the (?!secretary).*\b(?:sessions?|meetings?|conference|forum|workshop|seminar)\b"
    r"|(?:summary|verbatim|provisional) record|minutes\b|proceedings\b|.*\b\d+(?:st|nd|rd|th)(?: plenary)? meeting$"
    r"|(?:summary|report) of (?:proceedings|discussions)|chair.{0,10}summary"
)
_ADOPTED = re.compile(r"(?i)adopted (?:by|at|on)\b")
_NO_TITLE = re.compile(
    r"(?i)(?:resolutions?|decisions?) adopted (?:by|at|on)\b|for (?:decision|information|action)$|draft resolution submitted"  # noqa: E501
)
_MEETING = re.compile(r"(\d+)\s?((?:st|nd|rd|th)(?: plenary)?) meeting")
_SUBJECT = re.compile(r"(?i)^(?:subject|title)\s*:\s*")
_ORIGINAL = re.compile(rf"(?i)original\s*:\s*({'|'.join(LANGUAGES)})|\b(english|french|spanish) only\b")
_OFFICE = re.compile(r"(?i)(?:the )?(?:president|chair|secretary|director|rapporteur|vice)")
_EXACT = re.compile(rf"{_ORDINAL} (?:Meeting|Conference|Review)")  # its number belongs to the name
_SURE_OF_SERIES = 0.97


def read_fields(
    labelled: Sequence[Labelled], words: Words, symbols: Sequence[str], opening: str
) -> tuple[Metadata, list[FieldReading]]:
    """The metadata of the front page and the readings of its fields. `symbols` are the document's own, found before;
    `opening` is how the text begins."""
    of = _by_label(labelled)
    title, titles = _title(labelled, words)
    masthead = any(piece.segment.right for piece in of("distribution", "language", "date"))
    if not masthead and (meeting := _verbatim(labelled)):
        title, titles = meeting
    by = "; ".join(_text(piece, words) for piece in of("by"))
    kind = document_type(symbols, title, by, opening)
    distributed, dated = _first_with(first_date, [*of("date"), *of("distribution"), *of("language")])
    event, held = _event(of, titles, title, letter=kind == "letter")
    if event is None and kind == "record":
        event, held = _day_of_record(labelled)
    body, organs = _body(of, symbols, title if not masthead else "", titles, words)
    session, sat = _session(labelled, masthead)
    original, said = _first_with(
        original_language_of, [piece for piece in labelled if piece.segment.right or piece.label == "language"]
    )
    record = is_record(title, kind, event, _is_of_block(title, session, body) or held == titles)
    start, end = event if event and (record or not distributed) else (distributed, distributed)
    shown = held if event and (record or not distributed) else dated
    label = standing(symbols, "\n".join(piece.segment.plain for piece in labelled[:40] if piece.label != "text"))
    agenda = of("agenda")
    found = Metadata(
        title=title,
        date=start,
        start_date=start,
        end_date=end,
        distribution_date=distributed,
        event_start=event[0] if event else None,
        event_end=event[1] if event else None,
        body=body,
        session=session,
        symbols=tuple(symbols),
        original_language=original,
        kind="official record" if symbols else None,
        document_type=kind if symbols or titles else None,
        agenda_item="; ".join(_text(piece, words) for piece in agenda) or None,
        labels=(label,) if label else (),
    )
    marks = [piece for piece in of("symbol") if symbols and symbols[0] in piece.segment.plain.replace(" ", "")]
    given: list[tuple[str, Sequence[Labelled]]] = [
        ("title", titles),
        ("date", shown),
        ("distribution_date", dated),
        ("event_start", held),
        ("body", organs),
        ("session", sat),
        ("symbols", marks),
        ("document_type", titles),
        ("agenda_item", agenda),
        ("original_language", said),
    ]
    readings = [_reading(name, pieces) for name, pieces in given if pieces and getattr(found, name)]
    if body and not organs:
        readings.append(FieldReading("body", "symbol", _SURE_OF_SERIES))
    return found, readings


def is_record(title: str, kind: str | None, event: tuple[str, str] | None, same: bool) -> bool:
    """Whether a document is the record of a meeting on the days of `event`, so that they date it: a record by its
    type, or a report on a meeting that did not last for months. `same` says that the title names this meeting: a report
    on another one may be submitted to it."""
    if event is None:
        return False
    if kind == "record":
        return True
    return (
        same
        and kind in ("report", "board paper")
        and _days(*event) <= _LONGEST_MEETING
        and _PROCEEDINGS.match(title) is not None
    )


def is_short(found: Metadata) -> bool:
    """Whether the days that a report is dated by can be those of one meeting."""
    return (
        bool(found.start_date and found.end_date)
        and _days(found.start_date or "", found.end_date or "") <= _LONGEST_MEETING
    )


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _is_of_block(title: str, session: str | None, body: str | None) -> bool:
    """Whether a title names the session or the meeting that the session block names."""
    said = title.casefold()
    return any(name and name.casefold() in said for name in (session, body))


def original_language_of(text: str) -> str | None:
    """The language of a line that says so, "Original: English" or "English only", as an ISO 639-1 code."""
    match = _ORIGINAL.search(text)
    return LANGUAGES[(match[1] or match[2]).casefold()] if match else None


def _by_label(labelled: Sequence[Labelled]) -> Callable[..., list[Labelled]]:
    def of(*labels: Label) -> list[Labelled]:
        return [piece for piece in labelled if piece.label in labels]

    return of


def _text(piece: Labelled, words: Words) -> str:
    text = join_lines([without_marks(line) for line in piece.segment.lines], words)
    return re.sub(r"\s*\*{1,4}(?=$|\s)", "", text).strip()


def _reading(name: str, pieces: Sequence[Labelled]) -> FieldReading:
    first = pieces[0].segment
    line = " ".join(piece.segment.plain for piece in pieces)[:200]
    return FieldReading(name, "print", round(min(piece.certainty for piece in pieces), 3), first.page, line)


def _title(labelled: Sequence[Labelled], words: Words) -> tuple[str, list[Labelled]]:
    """The pieces that are the title, joined: a second line of other print after a colon."""
    pieces = [piece for piece in labelled if piece.label == "title" and not marked(piece.segment.text)]
    pieces = [piece for piece in pieces if not _NO_TITLE.match(piece.segment.plain)] or pieces
    first_page = [piece for piece in pieces if piece.segment.page == pieces[0].segment.page]
    title = ""
    for piece in first_page:
        text = _SUBJECT.sub("", _NUMBERED.sub("", _text(piece, words)))
        if not title:
            title = text
        elif text.casefold() not in title.casefold():
            apart = not (_UNFINISHED.search(title) or text[:1] in "(:–—" or (title.isupper() and text.isupper()))
            title += (": " if apart else " ") + text
    return title.strip(), first_page


def _verbatim(labelled: Sequence[Labelled]) -> tuple[str, list[Labelled]] | None:
    """The organ and the meeting that a verbatim record is of; it has no other title. None for other papers."""
    top = [piece for piece in labelled if piece.segment.page == 1 and piece.segment.y < _UPPER]
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


def _event(
    of: Callable[..., list[Labelled]], titles: Sequence[Labelled], title: str, *, letter: bool
) -> tuple[tuple[str, str] | None, list[Labelled]]:
    """The days of the session or meeting, by the session block or else by the title; of a letter, its own date."""
    if letter:
        day = first_date(title) or first_date(" ".join(piece.segment.plain for piece in of("by")))
        return ((day, day), list(titles)) if day else (None, [])
    adopted = [piece for piece in of("text", "by") if _ADOPTED.match(piece.segment.plain)]
    places = [of("days", "session", "body"), list(titles), of("by"), adopted]
    if not any(piece.segment.right for piece in of("distribution", "language", "date")):  # a cover
        places.append([piece for piece in of("text", "other", "agenda") if piece.segment.size > _LARGE])
    if _PROCEEDINGS.match(title):  # the session that it reports on, not the one that it is for
        places = [list(titles), *places]
    for pieces in places:
        if span := date_span("\n".join(piece.segment.plain for piece in pieces)):
            return span, [piece for piece in pieces if date_span(piece.segment.plain)] or list(pieces)
    return None, []


def _day_of_record(labelled: Sequence[Labelled]) -> tuple[tuple[str, str] | None, list[Labelled]]:
    """The day on the upper half of a record's first page."""
    day, pieces = _first_with(first_date, (piece for piece in labelled if piece.segment.y < _UPPER))
    return ((day, day), pieces) if day else (None, [])


def _body(
    of: Callable[..., list[Labelled]], symbols: Sequence[str], title: str, titles: Sequence[Labelled], words: Words
) -> tuple[str | None, list[Labelled]]:
    """The most particular body that is named, by the name the list of bodies gives to it. Two principal organs are
    parted by "; ". Where the print names none that is known, the symbol's series says whose paper it is."""
    named: list[tuple[str, Labelled]] = []
    for piece in of("body", "session", "days"):
        text = _text(piece, words)
        if piece.label != "body" and "(" not in text:
            continue
        name = (canonical_body(text) if not _EXACT.match(text) else None) or (
            _tidy(text) if looks_like_body(_tidy(text)) else None
        )
        if name and not _OFFICE.match(name):
            named.append((name, piece))
    by_series = list(dict.fromkeys(filter(None, map(body_of_symbol, symbols))))
    if len(by_series) > 1 and all(name in PRINCIPAL for name in by_series):
        return "; ".join(by_series), [piece for name, piece in named if name in by_series]
    particular = [(name, piece) for name, piece in named if name not in PRINCIPAL]
    series = by_series[0] if by_series else ""
    fuller = [pair for pair in particular if series and series in pair[0]]  # "Third Meeting of States Parties ..."
    if fuller:
        return fuller[0][0], [fuller[0][1]]
    if by_series and by_series[0] not in PRINCIPAL:
        return by_series[0], [piece for name, piece in named if name == by_series[0]]
    if particular:
        return particular[-1][0], [particular[-1][1]]
    if (match := _REPORT_OF.match(title)) and (name := _named_in(match[1])):
        return name, list(titles)
    if by_series:
        return by_series[0], [piece for name, piece in named if name == by_series[0]]
    return (named[-1][0], [named[-1][1]]) if named else (None, [])


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


def _session(labelled: Sequence[Labelled], masthead: bool) -> tuple[str | None, list[Labelled]]:
    """The session as printed in the session block; on a cover, by the title and what else stands in large print."""
    if not masthead:
        large = [p for p in labelled if p.segment.page == 1 and (p.segment.size > _LARGE or p.label == "session")]
        said = [[p for p in large if p.label == label] for label in ("title", "session")]
        for pieces in (*said, large):
            found = {m: p for p in pieces for m in _SESSION.findall(p.segment.plain)}
            if found:
                return ", ".join(found), list(found.values())
        upper = [p for p in labelled if p.segment.page == 1 and p.segment.y < _UPPER and len(p.segment.plain) < _TITLE]
        return next(((m[0], [p]) for p in upper if (m := _YEAR.match(p.segment.plain))), (None, []))
    for labels in (("session",), ("days", "body")):
        for piece in labelled:
            text = piece.segment.plain
            match = _SESSION.search(text) or (_YEAR.search(text) if piece.label == "session" else None)
            if piece.label in labels and match:
                return match[0], [piece]
    return None, []
