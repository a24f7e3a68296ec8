"""Where a long report is cut: whole, light parts that end with a section, each named by what is printed in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Block, Metadata, Passage, Report
from service.web.parts import LARGEST, MARKUP, extent, part_showing, parts


def made_report(blocks: list[tuple[str, int, bool]]) -> tuple[Report, list[Passage]]:
    """A report of blocks (kind, size, whether the passage goes on) and its passages."""
    made: list[Block] = []
    passages: list[Passage] = []
    at = 0
    for kind, size, goes_on in blocks:
        made.append(Block(kind, at, at + size, level=2 if kind == "heading" else None))  # type: ignore[arg-type]  # drawn
        if goes_on and passages:
            last = passages.pop()
            passages.append(Passage(last.id, "r", last.start, at + size, ""))
        else:
            passages.append(Passage(str(at), "r", at, at + size, ""))
        at += size
    return Report("r", "r.md", "0" * 64, Metadata(title="T"), "x" * at, tuple(made)), passages


BLOCKS = st.lists(
    st.tuples(st.sampled_from(["heading", "paragraph", "item", "table"]), st.integers(1, LARGEST // 3), st.booleans()),
    max_size=40,
)


@given(BLOCKS)
def test_parts_hold_every_block_in_order_and_none_is_too_large(blocks: list[tuple[str, int, bool]]) -> None:
    report, passages = made_report(blocks)
    cut = parts(report, passages)
    assert [place for part in cut for place in part] == list(range(len(blocks)))
    for part in cut:
        assert sum(blocks[place][1] + MARKUP for place in part) <= LARGEST or len(part) == 1
        assert part or not blocks


@given(BLOCKS)
def test_the_part_that_shows_a_character_has_its_block(blocks: list[tuple[str, int, bool]]) -> None:
    report, passages = made_report(blocks)
    cut = parts(report, passages)
    for place, block in enumerate(report.blocks):
        assert place in cut[part_showing(report, cut, block.start)]
        assert place in cut[part_showing(report, cut, block.end - 1)]


def test_a_part_ends_with_a_section_and_never_inside_a_passage() -> None:
    size = LARGEST // 20
    section = [("heading", 20, False), *[("paragraph", size, n % 2 == 1) for n in range(7)]]
    report, passages = made_report(section * 6)
    assert all(report.blocks[part.start].kind == "heading" for part in parts(report, passages))
    report, passages = made_report([("paragraph", size, n % 3 > 0) for n in range(60)])
    cut = parts(report, passages)
    assert len(cut) > 2
    assert {part.start for part in cut} <= {n for n in range(60) if n % 3 == 0}


@pytest.mark.parametrize(
    ("numbers", "pages", "labels", "said"),
    [
        (["4", "4 (a)", "5"], (1, 1, 2), (), "paragraphs 4 to 5"),
        (["4", None, None], (1, 1, 2), (), "paragraph 4"),
        (["9", "1", "2"], (2, 3, 3), (), "PDF pages 2 to 3"),
        ([None, None, None], (2, 3, 3), (None, "x", "xi"), "pages x to xi"),
        ([None, None, None], (1, 2, 3), (None, "2", "3"), "up to page 3"),
        ([None, None, None], None, (), ""),
    ],
)
def test_a_part_is_named_by_what_is_printed(
    numbers: list[str | None], pages: tuple[int, ...] | None, labels: tuple[str | None, ...], said: str
) -> None:
    blocks = tuple(
        Block("paragraph", n, n + 1, number=number, pages=(pages[n], pages[n]) if pages else None)
        for n, number in enumerate(numbers)
    )
    report = Report("r", "r.pdf", "0" * 64, Metadata(title="T"), "abc", blocks, page_labels=labels)
    assert extent(report, range(3)) == said
