"""The printed numbers of a run of blocks: one as printed, several as ranges, and nothing that is no paragraph's."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.paragraph_numbers import governing_number, governing_numbers, printed_range
from corpus.text.markdown import markdown_blocks
from corpus.types import BODY_KINDS, Block, BlockKind


def blocks(*numbered: tuple[BlockKind, str | None, int | None]) -> list[Block]:
    return [Block(kind, i, i + 1, level=level, number=number) for i, (kind, number, level) in enumerate(numbered)]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["12 (a)"], "12 (a)"),
        (["2.4"], "2.4"),
        (["2.4", "2.5", "2.7"], "2.4-2.5, 2.7"),
        (["12 (a)", "12 (b)"], "12"),
        (["12 (b)", "13", "14"], "12-14"),
        (["9", "10", "12"], "9-10, 12"),
        ([None, None], None),
    ],
)
def test_one_number_is_given_as_printed_and_several_as_ranges(numbers: list[str | None], expected: str | None) -> None:
    found = blocks(*(("paragraph", number, None) for number in numbers))
    assert printed_range(governing_numbers(found)) == expected


def test_the_numbers_of_footnotes_and_tables_do_not_count() -> None:
    found = blocks(("paragraph", "37", None), ("footnote", "32", None), ("table", "5", None), ("paragraph", "38", None))
    assert printed_range(governing_numbers(found)) == "37-38"
    assert printed_range(governing_numbers(found)[1:2]) is None


def test_a_footnote_in_between_does_not_part_a_list_from_its_paragraph() -> None:
    found = blocks(("paragraph", "7", None), ("footnote", "1", None), ("item", None, 1))
    assert printed_range(governing_numbers(found)[2:]) == "7"


def test_an_unnumbered_paragraph_is_not_given_the_number_before_it() -> None:
    found = blocks(("paragraph", "7", None), ("paragraph", None, None))
    assert printed_range(governing_numbers(found)[1:2]) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["heading", "paragraph", "item", "turn", "footnote", "table"]),
            st.sampled_from([None, "7", "7 (a)"]),
            st.sampled_from([None, 1, 2]),
        ),
        max_size=12,
    )
)
def test_one_pass_finds_the_number_that_governs_each_block(
    drawn: list[tuple[BlockKind, str | None, int | None]],
) -> None:
    found = blocks(*drawn)
    each = [governing_number(found, i) if block.kind in BODY_KINDS else None for i, block in enumerate(found)]
    assert governing_numbers(found) == each


def test_the_numbers_of_a_long_text_take_time_by_its_length_alone() -> None:
    items = blocks(*[("item", None, 1)] * 100_000)
    started = time.process_time()
    assert governing_numbers(items) == [None] * len(items)
    annexes = "# Annex\n\n1. a\n\n"
    text = "1. a\n\n2. b\n\n3. c\n\n" + annexes * 10_000
    assert [block.number for block in markdown_blocks(text)][-1] == "1"
    assert time.process_time() - started < 4
