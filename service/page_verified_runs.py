"""The words of a place and those around them, as the page shows them in a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from service.quotations.types import Place

CONTEXT = 160
LINE_MARK = re.compile(r"(?m)^[ \t]*(?:#{1,6}|[-*+•>])[ \t]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of a report in a row: of the quotation (`quoted`), around it, or `omitted` words in between."""

    text: str
    quoted: bool = False
    omitted: int = 0


def runs_of(text: str, place: Place) -> tuple[Run, ...]:
    """The quotation between the words around it; of long omissions only their length."""
    start, end = place.span
    runs = [Run(_before(text, start))]
    for part, between in zip_longest(place.parts, place.between):
        runs.append(Run(_unmarked(text, part.start, part.end), quoted=True))
        if between:
            short = len(between.text) <= CONTEXT
            following = part.end + len(between.text)
            runs.append(Run(_unmarked(text, part.end, following)) if short else Run("", omitted=between.words))
    return tuple(run for run in (*runs, Run(_after(text, end))) if run.text or run.omitted)


def _unmarked(text: str, start: int, end: int) -> str:
    """The text from `start` to `end` without the marks that make a line of it a heading or the item of a list."""
    cuts = [match.span() for match in LINE_MARK.finditer(text, text.rfind("\n", 0, start) + 1, end)]
    edges = [start, *(min(max(edge, start), end) for cut in cuts for edge in cut), end]
    return "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def _before(text: str, start: int) -> str:
    """The words of the same paragraph before `start`, not more than CONTEXT characters."""
    begin = max(text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0, start - CONTEXT)
    cut = _unmarked(text, begin, start)
    if begin and text[begin - 1] != "\n" and " " in cut:
        cut = f"… {cut.split(' ', 1)[1]}"
    return cut


def _after(text: str, end: int) -> str:
    """The words of the same paragraph after `end`, not more than CONTEXT characters."""
    paragraph = text.find("\n\n", end)
    stop = min(paragraph if paragraph >= 0 else len(text), end + CONTEXT)
    cut = _unmarked(text, end, stop)
    if stop < len(text) and text[stop] != "\n" and " " in cut:
        cut = f"{cut.rsplit(' ', 1)[0]} …"
    return cut
