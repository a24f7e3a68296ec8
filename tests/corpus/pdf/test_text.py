"""Joining lines: which hyphens belong to the word and which only broke it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.pdf.text import join_lines, words_of

BROKEN = [
    "the implementation of the imple-",
    "mentation and the recommendation of a recom-",
    "mendation, and a management of man-",
    "agement by the climate of a cross",
]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a victim-", "centred approach"], "a victim-centred approach"),
        (["the Secretary-", "General said"], "the Secretary-General said"),
        (["in 2020–", "2025 and later"], "in 2020–2025 and later"),
        (["see A/CONF.230/", "2025/10 there"], "see A/CONF.230/2025/10 there"),
        (["see https://example.org/a_", "b?c= there"], "see https://example.org/a_b?c= there"),
        (["it is full -", "and so on"], "it is full - and so on"),
        (["one", "two  three "], "one two three"),
    ],
)
def test_a_document_that_breaks_no_words_keeps_its_hyphens(lines: list[str], text: str) -> None:
    assert join_lines(lines, words_of(lines)) == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["more timeli-", "ness in it"], "more timeliness in it"),
        (["a climate-", "resilient school"], "a climate-resilient school"),
        (["of the imple-", "mentation"], "of the implementation"),
    ],
)
def test_a_document_that_breaks_words_has_them_made_whole(lines: list[str], text: str) -> None:
    words = words_of([*BROKEN, "", *lines])
    assert words.breaks_words
    assert join_lines(lines, words) == text


@given(st.lists(st.text(alphabet="ab -/–.A1", max_size=12), max_size=6))
def test_no_letter_is_lost_in_joining(lines: list[str]) -> None:
    joined = join_lines(lines, words_of(lines))
    assert [c for c in joined if c.isalnum()] == [c for line in lines for c in line if c.isalnum()]
