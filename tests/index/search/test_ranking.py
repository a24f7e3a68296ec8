"""Evidence lies in a passage, around it, and in its report; and all of it is bounded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical.keyword_index import Word
from index.lexical.postings import with_neighbours
from index.search.highlights import highlight
from index.search.ranking import best_of_report, mean_around, own_evidence, weigh
from index.types import Rows, Vectors

AROUND = (1.0, 0.5)


def numbers(*values: float) -> Vectors:
    return np.asarray(values, dtype=np.float32)


def places(*values: int) -> Rows:
    return np.asarray(values, dtype=np.int64)


def test_neighbours_in_the_section_lend_evidence() -> None:
    lent = mean_around(places(4, 5, 6), numbers(0, 1, 0), places(0, 0, 0), AROUND)
    assert lent == pytest.approx([0.5 / 1.5, 1 / 2, 0.5 / 1.5])


def test_neighbours_across_a_heading_lend_nothing() -> None:
    assert mean_around(places(4, 5), numbers(0, 1), places(0, 1), AROUND) == pytest.approx([0, 1])


def test_rows_that_are_no_candidates_are_not_counted() -> None:
    assert mean_around(places(4, 6), numbers(0.2, 1), places(0, 0), AROUND) == pytest.approx([0.2, 1])


def test_a_report_lends_its_best_passage() -> None:
    assert best_of_report(numbers(0.1, 0.9, 0.4), places(2, 2, 0)) == pytest.approx([0.9, 0.9, 0.4])


def test_the_passage_that_has_the_evidence_itself_comes_before_its_neighbours() -> None:
    rows = places(0, 1, 2, 3, 4)
    own = own_evidence(numbers(0.2, 0.2, 0.8, 0.2, 0.2), numbers(0, 0, 1, 0, 0))
    evidence = weigh(own, own, own * 0, rows, rows * 0, rows * 0)
    assert int(np.argmax(evidence.score)) == 2


@given(
    st.lists(st.tuples(st.floats(-1, 1, width=32), st.floats(0, 1, width=32)), min_size=1, max_size=30),
    st.integers(1, 5),
)
def test_what_is_lent_lies_between_the_lowest_and_the_highest(scores: list[tuple[float, float]], size: int) -> None:
    rows = np.arange(len(scores)) * 2
    sections = rows // size
    semantic, keyword = (np.asarray(column, dtype=np.float32) for column in zip(*scores, strict=True))
    own = own_evidence(semantic, keyword, semantic)
    evidence = weigh(own, own, own * 0, rows, sections, sections)
    for lent in (evidence.around, evidence.report):
        assert np.all(lent >= own.min() - 1e-5)
        assert np.all(lent <= own.max() + 1e-5)


@given(
    st.sets(st.integers(0, 39), min_size=1), st.lists(st.integers(0, 1), min_size=40, max_size=40), st.integers(0, 4)
)
def test_neighbours_are_near_and_in_the_same_section(rows: set[int], steps: list[int], reach: int) -> None:
    sections = np.cumsum(steps)
    found = with_neighbours(np.asarray(sorted(rows)), sections, reach).tolist()
    expected = {
        row for row in range(40) if any(abs(row - near) <= reach and sections[row] == sections[near] for near in rows)
    }
    assert found == sorted(expected)


def test_words_are_marked_in_any_inflection_and_merged_where_they_touch() -> None:
    text = "Victims of trafficking, victim-centred"
    words = [Word("victim", 0, 7), Word("of", 8, 10), Word("traffick", 11, 22), Word("victim", 24, 30)]
    assert highlight(text, words, {"victim"}, [["victim", "of"]], ()) == ((0, 10), (24, 30))


def test_a_symbol_is_marked_as_a_whole() -> None:
    text = "as A/79/352 says"
    assert highlight(text, [], (), [], {"A/79/352"}) == ((3, 11),)
