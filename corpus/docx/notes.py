"""Footnotes and endnotes of a Word file: their text by reference, and the marks a reader sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.docx.inline import NoteMark
from corpus.docx.xml import value, w, whole
from corpus.structure.labels import label

if TYPE_CHECKING:
    from corpus.docx.xml import Element

_USUAL_FORMS = {"footnote": "decimal", "endnote": "lowerRoman"}


@dataclass(slots=True)
class Notes:
    """The notes of one file, by kind and id; `forms` and `counts` are the number format and the next number of a kind.

    Numbers run through the whole document. Word can also begin anew on each page, but has no pages until it is printed.
    """

    bodies: dict[tuple[str, str], Element]
    forms: dict[str, str]
    counts: dict[str, int]
    _endnotes: list[tuple[str, Element]] = field(default_factory=list)

    def refer(self, references: Sequence[NoteMark]) -> Iterator[tuple[str, Element]]:
        """Number the notes that a paragraph refers to: the mark and content of each footnote; endnotes are kept."""
        for reference in references:
            body = self.bodies.get((reference.kind, reference.id))
            mark = reference.mark or self._next(reference.kind)
            if body is None:
                continue
            if reference.kind == "endnote":
                self._endnotes.append((mark, body))
            else:
                yield mark, body

    def endnotes(self) -> Iterator[tuple[str, Element]]:
        """Mark and content of the endnotes that were referred to so far, in order."""
        yield from self._endnotes

    def _next(self, kind: str) -> str:
        number = self.counts[kind]
        self.counts[kind] += 1
        return label(number, self.forms[kind])


def read_notes(footnotes: Element | None, endnotes: Element | None, settings: Element | None, body: Element) -> Notes:
    """The notes parts as values. Number formats are those of the settings; a section's own, if any, come first."""
    bodies: dict[tuple[str, str], Element] = {}
    forms: dict[str, str] = {}
    counts: dict[str, int] = {}
    for kind, part in (("footnote", footnotes), ("endnote", endnotes)):
        for note in part.iterchildren(w(kind)) if part is not None else ():
            bodies[kind, note.get(w("id")) or ""] = note
        places = [*body.iter(w("sectPr")), *([settings] if settings is not None else [])]
        stated = (value(place, f"{kind}Pr", "numFmt") for place in places)
        forms[kind] = next((form for form in stated if form), _USUAL_FORMS[kind])
        starts = (whole(place, f"{kind}Pr", "numStart") for place in places)
        counts[kind] = next((start for start in starts if start is not None), 1)
    return Notes(bodies, forms, counts)
