"""Style `bibtex`: one entry that classic BibTeX and biblatex both read."""

from __future__ import annotations

import re

from service.citations.sources import (
    Source,
    address,
    author,
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

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # an escaped brace would still be counted by BibTeX
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
# As babel calls them, which hyphenates by them.
_LANGUAGES = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "ru": "russian",
    "zh": "chinese",
    "ar": "arabic",
    "de": "ngerman",
    "pt": "portuguese",
    "it": "italian",
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def bibtex(source: Source) -> str:
    """A @techreport where a report has an author, else @misc."""
    metadata = source.metadata
    issuer, when, days = publisher(metadata), issued(metadata), event(metadata)
    kind = "techreport" if form(metadata) == "report" and issuer else "misc"
    fields = {
        "author": " and ".join(map(_braced, authors(metadata))),
        "title": _braced(reference_title(metadata)),
        "institution": _escaped(issuer) if kind == "techreport" else "",
        "organization": _escaped(issuer) if kind == "misc" and issuer != author(metadata) else "",
        "series": _escaped(one_line(metadata.series)),
        "number": _escaped(own_symbol(metadata)),
        "type": _escaped(nature(metadata)),
        "venue": _escaped(one_line(metadata.location)),
        "eventdate": "/".join(dict.fromkeys(days)) if days else "",
        "date": when if len(when) == 10 else "",
        "year": when[:4],
        "langid": _LANGUAGES.get((metadata.language or "").lower().split("-")[0], ""),
        "url": _url(address(metadata.url or "")),
        "note": _escaped(" ".join(notes(source))),
        # No style prints it, and reference managers take it for a note of one's own.
        "annote": _escaped(one_line("; ".join(source.annotations))),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if len(when) >= 7:
        lines.append(f"  month = {_MONTHS[int(when[5:7]) - 1]},")
    return "\n".join([f"@{kind}{{{source.key},", *lines, "}", ""])


def _braced(text: str) -> str:
    """In inner braces: a name of a body is not split at "and", a title keeps its capitals."""
    return f"{{{_escaped(text)}}}" if text else ""


def _escaped(text: str) -> str:
    return re.sub(r"[\\{}~^&%$#_]", lambda character: _SPECIAL[character[0]], text)


def _url(url: str) -> str:
    """Read verbatim by the packages that print it, so only what would end the field is percent-encoded."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
