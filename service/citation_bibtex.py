"""Style `bibtex`: one entry that classic BibTeX and biblatex both read."""

from __future__ import annotations

import re

from service.sources import Source, author, event, issued, nature, notes, one_line, own_symbol, reference_title

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # an escaped brace would still be counted by BibTeX
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def bibtex(source: Source) -> str:
    """A @techreport where the document has a symbol and an author, else @misc."""
    metadata = source.metadata
    symbol, writer, when = own_symbol(metadata), author(metadata), issued(metadata)
    days = event(metadata)
    fields = {
        "author": _braced(writer),
        "title": _braced(reference_title(metadata)),
        "institution": _escaped(writer) if symbol else "",
        "number": _escaped(symbol),
        "type": _escaped(nature(metadata)),
        "venue": _escaped(one_line(metadata.location)),
        "eventdate": "/".join(dict.fromkeys(days)) if days else "",
        "year": when[:4],
        "language": _escaped(metadata.language or ""),
        "url": _url(one_line(metadata.url)),
        "note": _escaped(" ".join(notes(source))),
        # No style prints it, and reference managers take it for a note of one's own.
        "annote": _escaped(one_line("; ".join(source.annotations))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if len(when) >= 7:
        lines.append(f"  month = {_MONTHS[int(when[5:7]) - 1]},")
    kind = "techreport" if symbol and writer else "misc"
    return "\n".join([f"@{kind}{{{source.key},", *lines, "}", ""])


def _braced(text: str) -> str:
    """In inner braces: a name of a body is not split at "and", a title keeps its capitals."""
    return f"{{{_escaped(text)}}}" if text else ""


def _escaped(text: str) -> str:
    return re.sub(r"[\\{}~^&%$#_]", lambda character: _SPECIAL[character[0]], text)


def _url(url: str) -> str:
    """Read verbatim by the packages that print it, so only what would end the field is percent-encoded."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D").replace(" ", "%20")
