"""Where in a report a printed paragraph stands: the passages that hold it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from corpus.paragraph_numbers import governing_number, split_number
from corpus.types import BODY_KINDS, Passage, Report
from index.question import ParagraphReference
from index.storage.store import Store
from index.types import Rows


def rows_of_paragraph(store: Store, ordinals: Iterable[int], wanted: ParagraphReference) -> Rows:
    """The rows of the passages of these reports that hold the paragraph, in order; none where it is not printed.

    A paragraph has its subparagraphs with it. A subparagraph that is not printed leads to its paragraph.
    """
    found: list[int] = []
    for ordinal in ordinals:
        first = int(np.searchsorted(store.report_of_row, ordinal))
        passages = store.passages(ordinal)
        spans = _spans(store.report(store.summaries[ordinal].id), wanted.number)
        held = [i for i, one in enumerate(passages) if any(one.start < end and start < one.end for start, end in spans)]
        there = [i for i in held if _in_annex(passages[i], wanted.annex)] or held
        found.extend(first + i for i in there)
    return np.asarray(found, dtype=np.int64)


def _spans(report: Report, number: str) -> list[tuple[int, int]]:
    body = [i for i, block in enumerate(report.blocks) if block.kind in BODY_KINDS]
    governing = [(i, name) for i in body if (name := governing_number(report.blocks, i))]
    stem, part = split_number(number)
    exact = [i for i, name in governing if part and _squashed(name).startswith(_squashed(number))]
    blocks = exact or [i for i, name in governing if split_number(name)[0] == stem]
    return [(report.blocks[i].start, report.blocks[i].end) for i in blocks]


def _squashed(number: str) -> str:
    return "".join(number.split()).lower()


def _in_annex(passage: Passage, annex: str | None) -> bool:
    """Whether a passage stands in the annex asked for; the paragraph of no annex is that of the main text."""
    titles = [" ".join(heading.casefold().split()) for heading in passage.headings]
    if annex is None:
        return not any(title.startswith(("annex", "appendix", "enclosure")) for title in titles)
    return any(title.startswith(annex) and not title[len(annex) :][:1].isalnum() for title in titles)
