"""What the top of a Word report says about it: symbol, dates, session, body, original language.

United Nations documents carry this in a masthead, a table above the title or in the header of the pages. Other reports
often have no more than place and date under their title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.bodies import canonical_body
from corpus.dates import date_span, first_date
from corpus.dating import is_record
from corpus.document_types import document_type
from corpus.docx.pieces import CELL_GAP, Piece
from corpus.original_language import original_language_of
from corpus.symbols import find_symbols, standing
from corpus.types import Metadata

_MOST_PIECES = 25
_LONGEST_LINE = 200
_LONGEST_DATE = 20
_SESSION = re.compile(r"[\w-]+(?: [\w-]+){0,4} session(?: \d{4})?|[\w-]+ session \(.{3,40}\)", re.IGNORECASE)
_BESIDE_SYMBOL = re.compile(r"(?:united nations|nations unies|naciones unidas|[\s*\-–])*", re.IGNORECASE)


def read_masthead(headers: Sequence[str], pieces: Sequence[Piece], title: str) -> Metadata:
    """The metadata at the top of a report with this title. `headers` are the lines in the headers of its pages."""
    lines = list(_top_lines(pieces))
    symbols = next((found for line in (*headers, *lines) if (found := _only_symbols(line))), ())
    distribution, others = _parted(lines)
    text = "\n".join(distribution)
    distributed = first_date(text)
    event = date_span("\n".join(others))
    place = next((place for place, line in enumerate(others) if _SESSION.fullmatch(line)), None)
    session = None if place is None else others[place]
    body = None if place is None else _body(others[:place])
    kind = document_type(symbols, title, "\n".join(line for line in others if line != title), "")
    same = any(name and name.casefold() in title.casefold() for name in (session, body)) or date_span(title) == event
    by_event = event is not None and (distributed is None or is_record(title, kind, event, same=same))
    start, end = event if event and by_event else (distributed, distributed)
    label = standing(symbols, "\n".join(lines))
    return Metadata(
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
        original_language=original_language_of(text),
        kind="official record" if symbols else None,
        document_type=kind if symbols else None,
        labels=(label,) if label else (),
    )


def _top_lines(pieces: Sequence[Piece]) -> Iterator[str]:
    """The short lines and cells above the body, which begins with a numbered or a long paragraph."""
    for piece in pieces[:_MOST_PIECES]:
        if piece.number is not None or (piece.kind == "paragraph" and len(piece.text) > _LONGEST_LINE):
            return
        for line in piece.text.split("\n"):
            yield from (cell.strip() for cell in line.split(CELL_GAP) if cell.strip())


def _only_symbols(line: str) -> tuple[str, ...]:
    """The symbols on a line with nothing else on it, but for the organization's name."""
    found = find_symbols(line)
    if not found:
        return ()
    beside = line[: found[0][0]] + line[found[-1][1] :]
    return tuple(dict.fromkeys(symbol for _, _, symbol in found)) if _BESIDE_SYMBOL.fullmatch(beside) else ()


def _parted(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines on distribution, "Distr." with the date and the original language under it, and the others."""
    begin = next((place for place, line in enumerate(lines) if line.casefold().startswith("distr")), None)
    if begin is None:
        return [], list(lines)
    end = begin + 1
    if end < len(lines) and len(lines[end]) <= _LONGEST_DATE and first_date(lines[end]):
        end += 1
    if end < len(lines) and original_language_of(lines[end]):
        end += 1
    return list(lines[begin:end]), [*lines[:begin], *lines[end:]]


def _body(above: Sequence[str]) -> str | None:
    """The name that stands right above the session."""
    name = above[-1] if above else ""
    is_name = name[:1].isupper() and not any(map(str.isdigit, name)) and not _BESIDE_SYMBOL.fullmatch(name)
    return (canonical_body(name) or name) if is_name else None
