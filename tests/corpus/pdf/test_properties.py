"""What holds for any page, however its text is strewn over it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import FileRejectedError
from corpus.pdf.lines import in_reading_order, lines_of
from corpus.pdf.pdfium import Page, Run
from corpus.pdf.reader import read_printed
from corpus.pdf.tables import Row, find_tables

NUMBERS = [
    "Name _____ 7",
    "1_____",
    "1.",
    "2.",
    "12.",
    "(a)",
    "(i)",
    "•",
    "I.",
    "A.",
    "1/",
    "*",
    "1",
    ". . . . . 5",
    "_________",
]
PHRASES = [
    "Annex",
    "A/79/352",
    "Distr.: General",
    "3 May 2031",
    "The Group met.",
    "and so on,",
    "imple-",
    "mentation",
    "é",
]
WORDS = st.sampled_from(NUMBERS + PHRASES)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    x0 = draw(st.integers(40, 500))
    text = draw(WORDS)
    size = draw(st.sampled_from([5.0, 8.0, 10.0, 10.0, 10.0, 14.0, 20.0]))
    width = len(text) * size / 2
    row = draw(st.integers(2, 60))
    bold, italic, upright = draw(st.booleans()), draw(st.booleans()), draw(st.integers(0, 9)) > 0
    return Run(text, float(x0), x0 + width, row * 12.5, size, bold, italic, upright)


PAGES = st.lists(
    st.lists(runs(), max_size=25).map(lambda found: Page(612.0, 792.0, tuple(found))), min_size=1, max_size=4
)


@settings(max_examples=150, deadline=None)
@given(PAGES)
def test_blocks_cover_text_in_order_on_pages_that_exist(pages: list[Page]) -> None:
    try:
        draft = read_printed(pages, "made.pdf")
    except FileRejectedError:
        return
    position = 0
    for block in draft.blocks:
        assert position <= block.start < block.end <= len(draft.text)
        assert not re.search(r"[\ue000\ue001]", draft.text[block.start : block.end])
        assert block.pages is not None
        assert 1 <= block.pages[0] <= block.pages[1] <= len(pages)
        position = block.end
    assert len(draft.page_labels) == len(pages)


@settings(deadline=None)
@given(st.lists(runs(), max_size=30))
def test_reading_order_and_tables_lose_no_letter(found: list[Run]) -> None:
    lines = in_reading_order(lines_of(found, 1))
    items = find_tables(lines)
    assert sorted("".join(letters(item.text) for item in items)) == sorted("".join(letters(one.text) for one in lines))


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("Signature ________", "Signature"),
        ("Name________ 12", "Name | 12"),
        ("1_________", "1"),
        ("Chapter 1 ........ 5", "Chapter 1 | 5"),
    ],
)
def test_a_leader_takes_no_letter_with_it(printed: str, row: str) -> None:
    (found,) = find_tables(lines_of([Run(printed, 72.0, 300.0, 100.0, 10.0, False, False)], 1))
    assert isinstance(found, Row)
    assert found.text.split() == row.split()


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
