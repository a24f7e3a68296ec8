"""Style `un`: the symbol and the paragraph, or everything a reader needs to find a text that has no symbol."""

from __future__ import annotations

from service.citations.dates import event_date
from service.citations.quotation_marks import quoted
from service.citations.sources import (
    PREPARED,
    Source,
    address,
    author,
    beside_author,
    in_parentheses,
    made_from,
    meeting_symbol,
    one_line,
    own_symbol,
    remarks,
)


def un(source: Source) -> str:
    """For example "A/79/352, para. 41"."""
    metadata = source.metadata
    told = in_parentheses(remarks(metadata))
    if metadata.kind == "digest":
        return _digest(source, told)
    if symbol := own_symbol(metadata):
        return _joined(f"{symbol}{told}", str(source.place))
    meeting = meeting_symbol(metadata)
    text = _joined(
        author(metadata),
        f"{quoted(one_line(metadata.title))}{told}",
        f"on the meeting recorded in {meeting}" if meeting else "",
        beside_author(metadata),
        one_line(metadata.location),
        event_date(metadata),
        str(source.place),
    )
    return f"{text}. Available at {address(metadata.url)}" if metadata.url else text


def _digest(source: Source, told: str) -> str:
    """A digest never poses as the document that it digests."""
    metadata = source.metadata
    meeting = meeting_symbol(metadata)
    text = _joined(
        f"Rapporteur digest of {quoted(one_line(metadata.title))}{told}",
        f"the meeting recorded in {meeting}" if meeting else "",
        beside_author(metadata),
        one_line(metadata.location),
        event_date(metadata),
        PREPARED,
        str(source.place),
    )
    found = made_from(metadata)
    return f"{text}; {found}" if found else text


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
