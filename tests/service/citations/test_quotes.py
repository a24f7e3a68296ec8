"""Every quote is held against the stored text at the moment it is shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from corpus.types import Metadata, Passage, ReportSummary
from service.citations.quotes import Counts, Quote, counted, cut_quote, exact_quotes, shown

TEXT = "The panel — all of it — met.\nIt adopted 12 recommendations 🔫."
REPORT = ReportSummary("r", "r.md", "0" * 64, Metadata(title="Report"), 11)
QUOTE = Quote(1, "met.", 24, 28, Passage("p", "r", 0, len(TEXT), TEXT), REPORT, "Report")


def since(before: Counts) -> tuple[int, int]:
    now = counted()
    return now.shown - before.shown, now.dropped - before.dropped


def test_a_quote_is_cut_by_code_points() -> None:
    assert cut_quote(TEXT, 24, 28) == "met."
    assert cut_quote(TEXT, len(TEXT) - 2, len(TEXT)) == "🔫."


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 3), (0, len(TEXT) + 1)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not inside a text"):
        cut_quote(TEXT, start, end)


def test_what_slices_exactly_is_shown_and_counted() -> None:
    before = counted()
    assert shown("met.", TEXT, 24, 28, "r")
    assert since(before) == (1, 0)


@pytest.mark.parametrize(
    ("text", "start", "end"), [("Met.", 24, 28), ("met", 24, 28), ("", 3, 3), (TEXT[-3:], -3, len(TEXT))]
)
def test_what_does_not_is_dropped_counted_and_logged(text: str, start: int, end: int) -> None:
    before = counted()
    with capture_logs() as logged:
        assert not shown(text, TEXT, start, end, "r")
    assert since(before) == (0, 1)
    assert [(one["log_level"], one["report"], one["start"]) for one in logged] == [("error", "r", start)]


def test_of_several_quotes_the_exact_ones_are_kept() -> None:
    wrong = replace(QUOTE, text="met!", n=2)
    before = counted()
    with capture_logs():
        assert exact_quotes([QUOTE, wrong], {"r": TEXT}.__getitem__) == [QUOTE]
    assert since(before) == (1, 1)


def test_threads_lose_no_count() -> None:
    before = counted()
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: shown("met.", TEXT, 24, 28, "r"), range(2000)))
    assert since(before) == (2000, 0)
