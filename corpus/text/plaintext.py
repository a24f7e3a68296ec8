"""Plain text: paragraphs stand between blank lines; headings only where there is little doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from corpus.metadata.fields import SURE_OF_HEADING, merge, read_fields, readings_from
from corpus.structure.paragraph_numbers import Numbered, number_blocks
from corpus.text.decoding import decode_text
from corpus.text.front_matter import split_front_matter
from corpus.types import Block, Draft, Metadata

LONGEST_HEADING = 80
LONGEST_TITLE = 200

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)*\n")
_NUMBER = re.compile(r"(\d{1,4})\.[ \t]+(?=\S)")
_BULLET = re.compile(r"[^\S\n]*(?:[-*•–·▪]|\([a-z]{1,4}\))[ \t]+(?=\S)")


def read(data: bytes, path: str) -> Draft:
    """The reader for plain text files."""
    text = decode_text(data)
    fields, body = split_front_matter(text)
    given, warnings = read_fields(fields, "front matter")
    blocks = text_blocks(text, body)
    shown = Metadata(title=_title(text, blocks))
    readings = readings_from(shown, "text", SURE_OF_HEADING) + readings_from(given, "front matter", 1.0)
    return Draft(text, blocks, merge(given, shown), warnings, readings=readings)


def text_blocks(text: str, body: int = 0) -> tuple[Block, ...]:
    """The blocks of `text[body:]`, in order, with offsets into `text`."""
    spans = [piece for span in _paragraphs(text, body) for piece in _items_apart(text, *span)]
    blocks: list[Block] = []
    numbered: list[Numbered] = []
    for place, (start, end) in enumerate(spans):
        number = _NUMBER.match(text, start, end)
        if number:
            numbered.append(Numbered(len(blocks), len(blocks) + 1, number.group(1)))
            blocks.append(Block("paragraph", number.end(), end))
        elif _is_heading(text, spans, place):
            blocks.append(Block("heading", start, end, 1 if place == 0 else 2))
        else:
            bullet = _BULLET.match(text, start, end)
            blocks.append(Block("item", bullet.end(), end, 1) if bullet else Block("paragraph", start, end))
    return number_blocks(text, blocks, numbered)


def _paragraphs(text: str, body: int) -> Iterator[tuple[int, int]]:
    """Spans between blank lines, without white space around them; each line by itself where no line is blank."""
    content = text[body:].rstrip()
    boundary = _BLANK_LINES if _BLANK_LINES.search(content.lstrip()) else re.compile("\n")
    position = body
    for match in [*boundary.finditer(text, body), None]:
        stop = match.start() if match else len(text)
        piece = text[position:stop]
        if piece.strip():
            start = position + len(piece) - len(piece.lstrip())
            yield start, position + len(piece.rstrip())
        position = match.end() if match else len(text)


def _items_apart(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A paragraph with several lines that open with a bullet is a list; its items are told apart."""
    opens = [at for at in _line_starts(text, start, end) if _BULLET.match(text, at, end)]
    if len(opens) < 2:
        return [(start, end)]
    cuts = [start, *(at for at in opens if at > start), end]
    return [(a, a + len(text[a:b].rstrip())) for a, b in pairwise(cuts)]


def _line_starts(text: str, start: int, end: int) -> list[int]:
    return [start, *(match.end() for match in re.compile("\n").finditer(text, start, end))]


def _is_heading(text: str, spans: Sequence[tuple[int, int]], place: int) -> bool:
    if place + 1 >= len(spans):
        return False
    line = text[slice(*spans[place])]
    following = text[slice(*spans[place + 1])]
    return (
        _is_short_line(line)
        and not line[0].islower()
        and line[-1] not in ".,;:!?"
        and (len(following) > LONGEST_HEADING or following[-1] in ".:")
    )


def _is_short_line(line: str) -> bool:
    return len(line) <= LONGEST_HEADING and "\n" not in line and any(letter.isalpha() for letter in line)


def _title(text: str, blocks: Sequence[Block]) -> str:
    """The first line, where it is short and something follows it."""
    if len(blocks) < 2 or blocks[0].number:
        return ""
    line = text[blocks[0].start : blocks[0].end]
    return "" if "\n" in line or len(line) > LONGEST_TITLE else " ".join(line.split())
