"""Style `chicago`: a full note after the Chicago Manual of Style, as plain text."""

from __future__ import annotations

from corpus.types import Metadata
from service.citations.dates import date, event_date
from service.citations.quotation_marks import closed, inside, quoted
from service.citations.sources import (
    PREPARED,
    Source,
    address,
    author,
    authors,
    beside_author,
    made_from,
    meeting_symbol,
    one_line,
    own_symbol,
    remarks,
)


def chicago(source: Source) -> str:
    """For example "General Assembly, “Report of the Committee,” A/79/352, October 15, 2024, para. 41, https://…"."""
    metadata = source.metadata
    digest = metadata.kind == "digest"
    meeting = meeting_symbol(metadata)
    on_meeting = f"{'the' if digest else 'on the'} meeting recorded in {meeting}" if meeting else ""
    return _note(
        [
            _authors(metadata),
            f"{'digest of ' if digest else ''}{quoted(one_line(metadata.title))}",
            own_symbol(metadata),
            *remarks(metadata),
            on_meeting,
            beside_author(metadata),
            *_when(metadata),
            PREPARED if digest else "",
            inside(str(source.place), ","),
            made_from(metadata) if digest else address(metadata.url or ""),
        ]
    )


def _authors(metadata: Metadata) -> str:
    """From three names on with a comma before the last."""
    *before, last = authors(metadata) or [""]
    return f"{', '.join(before)}, and {last}" if len(before) > 1 else author(metadata)


def _when(metadata: Metadata) -> tuple[str, ...]:
    """The day a document was distributed; of any other text, place and date of the event. A text without either has
    "n.d.", for no date."""
    given = date(metadata.distribution_date, "month first") if metadata.distribution_date else ""
    if own_symbol(metadata) and given:
        return (given,)
    return one_line(metadata.location), event_date(metadata, "month first") or given or "n.d."


def _note(parts: list[str]) -> str:
    """Joined by commas, closed by a full stop."""
    *before, last = filter(None, parts)
    return " ".join([*(closed(part, ",") for part in before), closed(last, ".")])
