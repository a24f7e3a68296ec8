"""A quote: words cut from a report at the moment they are shown."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import Passage, ReportSummary


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is exactly the report's canonical text from `start` to `end` (code points), inside `passage`; `n` counts
    from 1 within an answer; `citation` is ready to be put in a footnote."""

    n: int
    text: str
    start: int
    end: int
    passage: Passage
    report: ReportSummary
    citation: str
