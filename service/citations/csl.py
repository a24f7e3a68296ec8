"""Style `csl`: CSL-JSON, a list of one item, as citation processors and reference managers import it."""

from __future__ import annotations

import json
from typing import Any

from service.citations.sources import (
    Source,
    address,
    authors,
    event,
    form,
    issued,
    nature,
    notes,
    one_line,
    own_symbol,
    publisher,
    reference_title,
)


def csl(source: Source) -> str:
    """The pinpoint stands in `note`: an item is a whole document, a locator belongs to the sentence that cites it."""
    return json.dumps([_item(source)], ensure_ascii=False, indent=2)


def _item(source: Source) -> dict[str, Any]:
    metadata = source.metadata
    when, days = issued(metadata), event(metadata)
    item: dict[str, Any] = {
        "id": source.key,
        "type": form(metadata),
        "title": reference_title(metadata),
        "author": [{"literal": name} for name in authors(metadata)],
        "publisher": publisher(metadata) if form(metadata) == "report" or metadata.author else "",
        "number": own_symbol(metadata),
        "genre": nature(metadata),
        "collection-title": one_line(metadata.series),
        "event-place": one_line(metadata.location),
        "issued": {"date-parts": [_parts(when)]} if when else None,
        "event-date": {"date-parts": [_parts(day) for day in dict.fromkeys(days)]} if days else None,
        "language": metadata.language,
        "URL": address(metadata.url or ""),
        # Not in `annote`, where annotations belong, because reference managers leave that out.
        "note": "\n".join(filter(None, (" ".join(notes(source)), *map(one_line, source.annotations)))),
    }
    return {name: value for name, value in item.items() if value}


def _parts(iso: str) -> list[int]:
    return [int(part) for part in iso.split("-")]
