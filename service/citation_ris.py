"""Style `ris`: one record for reference managers."""

from __future__ import annotations

from service.sources import Source, author, issued, nature, notes, one_line, own_symbol, reference_title


def ris(source: Source) -> str:
    """Lines end with CR LF, as the format has it."""
    metadata = source.metadata
    symbol, writer, when = own_symbol(metadata), author(metadata), issued(metadata)
    fields = [
        ("TY", "RPRT" if symbol else "GEN"),
        ("ID", source.key),
        # A comma would split the name of a body into family and given name; then only PB carries it.
        ("AU", "" if "," in writer else writer),
        ("TI", reference_title(metadata)),
        ("T2", one_line(metadata.series)),
        ("PB", writer),
        ("SN", symbol),
        ("M3", nature(metadata)),
        ("PY", when[:4]),
        ("DA", _date(when)),
        ("LA", metadata.language or ""),
        ("UR", one_line(metadata.url)),
        *(("N1", note) for note in (*notes(source), *map(one_line, source.annotations))),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _date(when: str) -> str:
    """YYYY/MM/DD/ with empty parts where they are not known."""
    if not when:
        return ""
    year, month, day = (*when.split("-"), "", "")[:3]
    return f"{year}/{month}/{day}"
