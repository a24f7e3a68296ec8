"""What must hold for every quotation, over the sample and over real documents of the United Nations."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from verification_texts import DISTURBANCES, NOWHERE, WORD, Cut, Quoter, disturbed, falsified, opened_collection

from index.build.types import Model
from index.search.searcher import Searcher
from service.quotations.check import verify
from service.quotations.pieces import LONGEST_PIECE_AT_LEAST
from service.quotations.texts import FoldedTexts
from service.quotations.types import MOST_LISTED, Finding

pytestmark = pytest.mark.slow
MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory, model: Model, shared: object) -> Iterator[Searcher]:
    searcher = opened_collection(tmp_path_factory.mktemp("verification"), model, shared)
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def texts(searcher: Searcher) -> FoldedTexts:
    return FoldedTexts(searcher)


@pytest.fixture(scope="module")
def quoter(searcher: Searcher) -> Quoter:
    return Quoter(searcher)


def spans(finding: Finding, report: str) -> list[tuple[int, int]]:
    return [place.span for place in finding.places if place.report.id == report]


def test_whatever_is_cut_from_a_report_is_exact_there(searcher: Searcher, texts: FoldedTexts, quoter: Quoter) -> None:
    @given(quoter.cuts(1, 60))
    @MANY
    def cut_and_verify(cut: Cut) -> None:
        found = verify(searcher, texts, cut.text, cut.report)
        assert (found.verdict, found.named) == ("exact", "found")
        for place in found.places:
            (part,) = place.parts
            assert searcher.text(place.report.id)[part.start : part.end] == part.text
            assert (place.verdict == "exact" and part.text == cut.text) or place.verdict == "normalised"
        if found.total <= MOST_LISTED:
            assert (cut.start, cut.end) in spans(found, cut.report)

    cut_and_verify()


def test_typography_changes_nothing_but_the_verdict(searcher: Searcher, texts: FoldedTexts, quoter: Quoter) -> None:
    @given(quoter.cuts(3, 60), DISTURBANCES)
    @MANY
    def disturb_and_verify(cut: Cut, ways: list[tuple[re.Pattern[str], list[str], int]]) -> None:
        quote = disturbed(cut.text, ways)
        assume(quote != cut.text)
        found = verify(searcher, texts, quote, cut.report)
        assume(found.total <= MOST_LISTED)
        assert (cut.start, cut.end) in spans(found, cut.report), (cut, quote)
        (place,) = [p for p in found.places if p.report.id == cut.report and p.span == (cut.start, cut.end)]
        assert place.verdict == "normalised"
        assert place.changes

    disturb_and_verify()


def test_an_exchanged_word_is_missing_and_named(searcher: Searcher, texts: FoldedTexts, quoter: Quoter) -> None:
    nearest: list[bool] = []

    @given(quoter.cuts(12, 40), st.floats(0, 1, exclude_max=True), st.sampled_from([NOWHERE, "9731"]))
    @MANY
    def falsify_and_verify(cut: Cut, where: float, word: str) -> None:
        found = verify(searcher, texts, falsified(cut.text, where, word), cut.report)
        assert (found.verdict, found.places) == ("missing", ())
        nearest.append(found.closest is not None)
        if found.closest is None:
            return
        text = searcher.text(found.closest.report.id)
        start, end = found.closest.span
        kept = "".join(one.text for one in found.closest.segments if one.kind != "yours")
        assert kept == text[start:end] == found.closest.part.text
        assert any(word in one.text for one in found.closest.segments if one.kind == "yours")
        assert not any(word in one.text for one in found.closest.segments if one.kind != "yours")

    falsify_and_verify()
    # The nearest text is sought by its words, and a row of a table may have none that are its own.
    assert nearest.count(True) >= 0.98 * len(nearest) > 200


def test_pieces_cut_in_order_are_found_in_order(searcher: Searcher, texts: FoldedTexts, quoter: Quoter) -> None:
    @given(quoter.cuts(20, 60), st.integers(3, 8), st.integers(3, 8), st.sampled_from([" [...] ", " ... ", " … "]))
    @MANY
    def omit_and_verify(cut: Cut, head: int, tail: int, mark: str) -> None:
        words = [match.span() for match in WORD.finditer(cut.text)]
        first, second = cut.text[: words[head - 1][1]], cut.text[words[-tail][0] :]
        assume(len(first.replace(" ", "")) >= LONGEST_PIECE_AT_LEAST)
        found = verify(searcher, texts, f"{first}{mark}{second}", cut.report)
        assert found.verdict == "normalised"
        assert len(found.pieces) == 2
        for place in found.places:
            assert place.changes & {"words left out", "marks of omission"}
            assert [part.text for part in place.parts] == [first, second] or any(part.changes for part in place.parts)
            assert place.parts[0].end <= place.parts[1].start
        if found.total <= MOST_LISTED:
            mine = [place for place in found.places if place.report.id == cut.report]
            assert any(cut.start <= place.span[0] and place.span[1] <= cut.end for place in mine)

    omit_and_verify()
