"""Style `ris`: one record for reference managers."""

from __future__ import annotations

from service.citations.sources import (
    Form,
    Source,
    address,
    authors,
    form,
    issued,
    nature,
    notes,
    one_line,
    own_symbol,
    publisher,
    reference_title,
)

_TYPES: dict[Form, str] = {"report": "RPRT", "webpage": "ELEC", "document": "GEN"}


def ris(source: Source) -> str:
    """Lines end with CR LF, as the format has it."""
    metadata = source.metadata
    when = issued(metadata)
    fields = [
        ("TY", _TYPES[form(metadata)]),
        ("ID", source.key),
        # A comma would split the name of a body into family and given name, as is right for a person's; then only PB
        # carries it.
        *(("AU", name) for name in authors(metadata) if metadata.author or "," not in name),
        ("TI", reference_title(metadata)),
        ("T2", one_line(metadata.series)),
        ("PB", publisher(metadata)),
        ("SN", own_symbol(metadata)),
        ("M3", nature(metadata)),
        ("PY", when[:4]),
        ("DA", _date(when)),
        ("LA", metadata.language or ""),
        ("UR", address(metadata.url or "")),
        *(("N1", note) for note in (*notes(source), *map(one_line, source.annotations))),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _date(when: str) -> str:
    """YYYY/MM/DD/ with empty parts where they are not known."""
    if not when:
        return ""
    year, month, day = (*when.split("-"), "", "")[:3]
    return f"{year}/{month}/{day}/"
