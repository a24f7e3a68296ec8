"""Plain text: paragraphs at blank lines, and headings only where there is little doubt."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.plaintext import read, text_blocks

LONG = "The meeting was attended by representatives of many States and by a number of organisations of civil society."


def shown(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in text_blocks(text)]


@given(st.text(alphabet="aB1.() -\n\t\u2028•é"))
def test_blocks_are_in_order_do_not_overlap_and_hold_every_word(text: str) -> None:
    blocks = text_blocks(text)
    assert all(0 <= b.start < b.end <= len(text) for b in blocks)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    outside = list(text)
    for block in blocks:
        outside[block.start : block.end] = " " * (block.end - block.start)
    assert not set("".join(outside)) & set("Bé")


def test_paragraphs_stand_between_blank_lines() -> None:
    assert shown(f"{LONG}\nmore\n \t\n\n{LONG}\n") == [("paragraph", f"{LONG}\nmore"), ("paragraph", LONG)]


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    assert shown(f"\n\n{LONG}\n{LONG}\n") == [("paragraph", LONG)] * 2


def test_a_short_line_before_a_paragraph_is_a_heading() -> None:
    assert shown(f"Title\n\n{LONG}\n\nII. Discussion\n\n{LONG}")[2] == ("heading", "II. Discussion")


@pytest.mark.parametrize("line", ["Thank you.", "and then,", "The following were present:", "x" * 81, "lower case"])
def test_a_doubtful_line_is_a_paragraph(line: str) -> None:
    assert shown(f"{line}\n\n{LONG}")[0] == ("paragraph", line)


def test_a_last_line_is_no_heading() -> None:
    assert shown(f"{LONG}\n\nJane Doe")[-1] == ("paragraph", "Jane Doe")


@pytest.mark.parametrize("gap", [" ", "\t"])
def test_numbers_that_run_on_are_paragraph_numbers(gap: str) -> None:
    text = f"Report\n\n11.{gap}{LONG}\n\n12.{gap}{LONG}\n\nB. Next\n\n13.{gap}{LONG}"
    blocks = text_blocks(text)
    assert [block.number for block in blocks] == [None, "11", "12", None, "13"]
    assert text[blocks[1].start : blocks[1].end] == LONG


def test_numbers_that_restart_are_not_paragraph_numbers() -> None:
    text = "\n\n".join(f"{number}. {LONG}" for number in (1, 2, 1, 2))
    assert all(block.number is None for block in text_blocks(text))


def test_marked_lines_are_items() -> None:
    assert shown(f"{LONG}\n\n- one\n\n• two") == [("paragraph", LONG), ("item", "one"), ("item", "two")]


def test_a_list_under_its_opening_line_keeps_its_items_apart() -> None:
    assert shown(f"{LONG}\n\nThey asked for:\n- one\n- two")[1:] == [
        ("paragraph", "They asked for:"),
        ("item", "one"),
        ("item", "two"),
    ]


def test_the_first_short_line_is_the_title() -> None:
    assert read(f"A report\n\n{LONG}".encode(), "a.txt").found.title == "A report"
    assert read(f"---\nkind: transcript\n---\n{LONG}\n\n{LONG}".encode(), "a.txt").found.kind == "transcript"


def test_a_text_of_one_paragraph_has_no_title_of_its_own() -> None:
    assert read(b"Only this line", "a.txt").found.title == ""
