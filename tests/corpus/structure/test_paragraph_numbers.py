"""The printed numbers of a run of blocks: one as printed, several as ranges, and nothing that is no paragraph's."""

from __future__ import annotations

import pytest

from corpus.structure.paragraph_numbers import printed_range
from corpus.types import Block, BlockKind


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
    assert printed_range(found, 0, len(found) - 1) == expected


def test_the_numbers_of_footnotes_and_tables_do_not_count() -> None:
    found = blocks(("paragraph", "37", None), ("footnote", "32", None), ("table", "5", None), ("paragraph", "38", None))
    assert printed_range(found, 0, 3) == "37-38"
    assert printed_range(found, 1, 1) is None


def test_a_footnote_in_between_does_not_part_a_list_from_its_paragraph() -> None:
    found = blocks(("paragraph", "7", None), ("footnote", "1", None), ("item", None, 1))
    assert printed_range(found, 2, 2) == "7"


def test_an_unnumbered_paragraph_is_not_given_the_number_before_it() -> None:
    found = blocks(("paragraph", "7", None), ("paragraph", None, None))
    assert printed_range(found, 1, 1) is None
