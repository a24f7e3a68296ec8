"""Markdown: the file's own text is the canonical text, and the parser's line map gives the blocks.

Only block structure is parsed. Nothing of the body is lost: lines that the parser consumes without making them
visible, such as link reference definitions, become paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.metadata.fields import SURE_OF_HEADING, merge, read_fields, readings_from
from corpus.structure.paragraph_numbers import Numbered, number_blocks
from corpus.text.decoding import decode_text
from corpus.text.front_matter import split_front_matter
from corpus.types import Block, BlockKind, Draft, Metadata

# A line of nothing but marks: thematic breaks, empty items, empty quotes.
_MARKS_ONLY = re.compile(r"(?:[\s>*+\-_=#|~`]|\d{1,9}[.)](?=\s|$))*")


def read(data: bytes, path: str) -> Draft:
    """The reader for Markdown files."""
    text = decode_text(data)
    fields, body = split_front_matter(text)
    given, warnings = read_fields(fields, "front matter")
    blocks = markdown_blocks(text, body)
    title = next((" ".join(text[b.start : b.end].split()) for b in blocks if b.kind == "heading"), "")
    shown = Metadata(title=title)
    readings = readings_from(shown, "text", SURE_OF_HEADING) + readings_from(given, "front matter", 1.0)
    return Draft(text, blocks, merge(given, shown), warnings, readings=readings)


def markdown_blocks(text: str, body: int = 0) -> tuple[Block, ...]:
    """The blocks of `text[body:]`, in order, with offsets into `text`."""
    lines = _Lines.of(text, body)
    reading = _Reading(lines)
    for token in _parser().parse(text[body:]):
        reading.take(token)
    return number_blocks(text, *_in_order(reading.blocks + list(_left_over(lines, reading.covered)), reading.numbered))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where the lines of the body stand in the text."""

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str, body: int) -> _Lines:
        starts, ends, position = [], [], body
        for line in text[body:].split("\n"):
            starts.append(position)
            ends.append(position + len(line.rstrip()))
            position += len(line) + 1
        return cls(text, starts, ends)

    def span(self, first: int, last: int, content: str) -> tuple[int, int] | None:
        """From the place in line `first` where `content` starts to the end of the line before `last`."""
        last = min(last, len(self.starts))
        while last > first and self.starts[last - 1] >= self.ends[last - 1]:
            last -= 1
        if last <= first:
            return None
        opening = content.split("\n", 1)[0].rstrip()
        start = max(self.ends[first] - len(opening), self.starts[first])
        if not self.text.startswith(opening, start):
            start = self.starts[first]
        piece = self.text[start : self.ends[last - 1]].lstrip()
        return self.ends[last - 1] - len(piece), self.ends[last - 1]


@dataclass(slots=True)
class _Reading:
    """Walks the parser's tokens and collects blocks."""

    lines: _Lines
    blocks: list[Block] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)
    numbered: list[tuple[int, int, str]] = field(default_factory=list)
    _lists: list[bool] = field(default_factory=list)
    _item_opens: bool = False
    _open_number: tuple[int, str] | None = None
    _in_table: bool = False
    _heading: Token | None = None

    def take(self, token: Token) -> None:
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                self._lists.append(token.type == "ordered_list_open")
            case "ordered_list_close" | "bullet_list_close":
                self._lists.pop()
            case "list_item_open":
                self._item_opens = True
                if token.level == 1 and self._lists == [True]:
                    self._open_number = (len(self.blocks), token.info)
            case "list_item_close":
                self._item_opens = False
                if token.level == 1 and self._open_number:
                    first, printed = self._open_number
                    if len(self.blocks) > first:
                        self.numbered.append((first, len(self.blocks), printed))
                    self._open_number = None
            case "table_open":
                self._in_table = True
                self._add("table", token.map, self._line(token.map))
            case "table_close":
                self._in_table = False
            case "heading_open":
                self._heading = token
                self._cover(token.map)
            case "heading_close":
                self._heading = None
            case "inline" if not self._in_table:
                self._inline(token)
            case "fence" if token.map:
                self._cover(token.map)
                first, lines = token.map[0] + 1, len(token.content.removesuffix("\n").split("\n"))
                self._add("paragraph", [first, first + lines], token.content)
            case "code_block" | "html_block":
                self._add("paragraph", token.map, token.content)
            case _:
                pass

    def _inline(self, token: Token) -> None:
        if not token.map:
            return
        if self._heading is None:
            self._add("item" if self._item_opens else "paragraph", token.map, token.content)
        elif token.content and self._heading.markup.startswith("#"):
            line = token.map[0]
            text, start, end = self.lines.text, self.lines.starts[line], self.lines.ends[line]
            after = start + text[start:end].index("#")
            at = text.index(token.content, after + len(self._heading.markup), end)
            self._append(Block("heading", at, at + len(token.content), int(self._heading.tag[1:])))
        elif token.content:
            span = self.lines.span(token.map[0], token.map[1], token.content)
            if span:
                self._append(Block("heading", *span, int(self._heading.tag[1:])))

    def _add(self, kind: BlockKind, lines: list[int] | None, content: str) -> None:
        if not lines:
            return
        self._cover(lines)
        span = self.lines.span(lines[0], lines[1], content)
        if span and span[0] < span[1]:
            self._append(Block(kind, *span, len(self._lists) or None))

    def _append(self, block: Block) -> None:
        self.blocks.append(block)
        self._item_opens = False

    def _cover(self, lines: list[int] | None) -> None:
        if lines:
            self.covered.update(range(lines[0], lines[1]))

    def _line(self, lines: list[int] | None) -> str:
        return "" if not lines else self.lines.text[self.lines.starts[lines[0]] : self.lines.ends[lines[0]]].lstrip()


def _left_over(lines: _Lines, covered: set[int]) -> Iterator[Block]:
    """Paragraphs for the lines with text that no token accounts for; adjoining lines make one."""
    block: Block | None = None
    for line, (start, end) in enumerate(zip(lines.starts, lines.ends, strict=True)):
        if line in covered or _MARKS_ONLY.fullmatch(lines.text, start, end):
            if block:
                yield block
            block = None
            continue
        indent = len(lines.text[start:end]) - len(lines.text[start:end].lstrip())
        block = replace(block, end=end) if block else Block("paragraph", start + indent, end)
    if block:
        yield block


def _in_order(blocks: list[Block], numbered: list[tuple[int, int, str]]) -> tuple[list[Block], list[Numbered]]:
    """Blocks in order of the text; the numbered ranges follow their first and last block."""
    order = sorted(blocks, key=lambda block: block.start)
    place = {block.start: index for index, block in enumerate(order)}
    ranges = [Numbered(place[blocks[a].start], place[blocks[b - 1].start] + 1, n) for a, b, n in numbered]
    return order, ranges
