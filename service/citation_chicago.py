"""Style `chicago`: a full note after the Chicago Manual of Style, as plain text."""

from __future__ import annotations

from service.dates import date, event_date
from service.sources import PREPARED, Source, meeting_symbol, one_line, own_symbol, quoted, remark


def chicago(source: Source) -> str:
    """For example "General Assembly, “Report of the Committee,” A/79/352, October 15, 2024, para. 41, https://…"."""
    metadata = source.metadata
    url = one_line(metadata.url)
    if metadata.kind == "digest":
        return _digest(source, url)
    symbol = own_symbol(metadata)
    meeting = meeting_symbol(metadata)
    parts = [
        one_line(metadata.body),
        _title(one_line(metadata.title)),
        symbol,
        remark(metadata).strip(" ()"),
        f"on the meeting recorded in {meeting}" if meeting else "",
        one_line(metadata.location),
        _dated(source),
        str(source.place),
        url,
    ]
    return _note(parts)


def _digest(source: Source, url: str) -> str:
    metadata = source.metadata
    meeting = meeting_symbol(metadata)
    parts = [
        "Rapporteur",
        f"digest of {_title(one_line(metadata.title))}",
        f"the meeting recorded in {meeting}" if meeting else "",
        remark(metadata).strip(" ()"),
        one_line(metadata.body),
        one_line(metadata.location),
        event_date(metadata, "month first"),
        PREPARED,
        str(source.place),
        f"source: {url}" if url else "",
    ]
    return _note(parts)


def _dated(source: Source) -> str:
    """The event where there is one, else the day of distribution."""
    metadata = source.metadata
    if event := event_date(metadata, "month first"):
        return event
    return date(metadata.distribution_date, "month first") if metadata.distribution_date else ""


def _title(title: str) -> str:
    """In quotation marks, the comma that follows inside them."""
    marked = quoted(title)
    return marked if title.endswith(("?", "!")) else f"{marked[:-1]},{marked[-1]}"


def _note(parts: list[str]) -> str:
    """Joined by commas; a part that ends in “…,” has its comma already."""
    text = ""
    for part in filter(None, parts):
        text += ("" if not text else " " if text.endswith((",”", "?”", "!”")) else ", ") + part
    return text.removesuffix(",”") + "”." if text.endswith(",”") else f"{text}."
