"""A Report becomes Passages: all of its body text, in order, cut inside sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.chunking.boundaries import Unit, boundary_priorities, cut
from corpus.ids import passage_id
from corpus.structure.paragraph_numbers import governing_numbers, printed_range
from corpus.text.spoken import words_said
from corpus.types import Block, ChunkSettings, Metadata, Passage, Report, Tokenizer

Section = tuple[tuple[str, ...], list[Block]]
"""The headings above a run of body blocks, and the run."""
Span = tuple[int, int, int]
"""Start and end of a unit in the text, and the place of its block in the section."""


def cut_passages(report: Report, tokenizer: Tokenizer, settings: ChunkSettings) -> tuple[Passage, ...]:
    """The passages of a report, in order.

    Each lies inside one section, a run of blocks under the same headings, and holds whole blocks, or whole sentences
    of a block that is too long. The words said in a passage do not exceed `settings.passage_tokens`, nor what the
    model's window leaves when the context form has taken its share. Headings are not body: a passage names those above
    it.
    """
    budget = max(1, min(settings.passage_tokens, tokenizer.max_tokens - settings.context_tokens))
    passages: list[Passage] = []
    seen: Counter[str] = Counter()
    said = words_said(report.text, report.metadata.language, _speakers(report.blocks))
    for headings, blocks in _sections(report):
        numbers = governing_numbers(blocks)
        units = _units(report, said, blocks, tokenizer, budget)
        priorities = boundary_priorities([report.text[unit.start : unit.end] for unit in units])
        for first, last in cut(units, priorities, budget):
            span = units[first:last]
            text = report.text[span[0].start : span[-1].end]
            identifier = passage_id(report.id, text, seen[text])
            seen[text] += 1
            held = blocks[span[0].block : span[-1].block + 1]
            passages.append(
                Passage(
                    id=identifier,
                    report_id=report.id,
                    start=span[0].start,
                    end=span[-1].end,
                    text=text,
                    headings=headings,
                    paragraphs=printed_range(numbers[span[0].block : span[-1].block + 1]),
                    pages=_pages(held),
                    speakers=_speakers(held),
                )
            )
    return tuple(passages)


def _sections(report: Report) -> Iterator[Section]:
    """Runs of body blocks between headings, with the headings above them. The report's title is not repeated."""
    path: list[tuple[int, str]] = []
    for is_heading, run in groupby(report.blocks, key=lambda block: block.kind == "heading"):
        if not is_heading:
            yield tuple(title for _, title in path if title), list(run)
            continue
        for block in run:
            level = block.level or 1
            title = " ".join(report.text[block.start : block.end].split())
            while path and path[-1][0] >= level:
                path.pop()
            path.append((level, "" if level == 1 and _is_title(title, report.metadata) else title))


def _is_title(heading: str, metadata: Metadata) -> bool:
    return heading.casefold() == metadata.title.casefold()


def _units(report: Report, said: str, blocks: Sequence[Block], tokenizer: Tokenizer, budget: int) -> list[Unit]:
    """Blocks as units, those over the budget in pieces. What is counted, in batches, are the words that are `said`."""
    sizes = tokenizer.count([said[block.start : block.end] for block in blocks])
    spans: list[Span] = []
    tokens: list[int] = []
    for index, (block, size) in enumerate(zip(blocks, sizes, strict=True)):
        if size <= budget:
            pieces, counts = [(block.start, block.end)], [size]
        else:
            pieces = _pieces(report, block, tokenizer, budget)
            counts = tokenizer.count([said[start:end] for start, end in pieces])
        spans += [(start, end, index) for start, end in pieces]
        tokens += counts
    joining = _joining(said, spans, tokens, tokenizer)
    # A turn in which nothing was said takes up room as well, or any number of them would be one passage.
    return [
        Unit(start, end, max(1, tokens[i]), joining[i], i == 0 or spans[i - 1][2] != index, index)
        for i, (start, end, index) in enumerate(spans)
    ]


def _pieces(report: Report, block: Block, tokenizer: Tokenizer, budget: int) -> list[tuple[int, int]]:
    # Imported here because it costs a good part of a second, and many collections have no such block.
    from corpus.chunking.splitter import sentence_pieces

    text = report.text[block.start : block.end]
    pieces = sentence_pieces(text, budget, tokenizer, report.metadata.language)
    return [(block.start + start, block.start + end) for start, end in pieces]


def _joining(text: str, spans: Sequence[Span], tokens: Sequence[int], tokenizer: Tokenizer) -> list[int]:
    """What it costs to have a unit in one passage with the unit before: the tokens of what stands between them.

    Counts add up across white space. Where there is none, inside a word that had to be cut, the two are counted as one.
    """
    costs = [0] * len(spans)
    marks: list[tuple[int, str]] = []
    grown: list[tuple[int, str]] = []
    for i in range(1, len(spans)):
        between = text[spans[i - 1][1] : spans[i][0]]
        if not between[:1].isspace() or not between[-1:].isspace():
            grown.append((i, text[spans[i - 1][0] : spans[i][1]]))
        elif between.strip():
            marks.append((i, between))
    for (i, _), count in zip(marks, tokenizer.count([mark for _, mark in marks]), strict=True):
        costs[i] = count
    for (i, _), count in zip(grown, tokenizer.count([both for _, both in grown]), strict=True):
        costs[i] = max(0, count - tokens[i - 1] - tokens[i])
    return costs


def _speakers(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(block.speaker for block in blocks if block.speaker))


def _pages(blocks: Sequence[Block]) -> tuple[int, int] | None:
    pages = [page for block in blocks if block.pages for page in block.pages]
    return (min(pages), max(pages)) if pages else None
