"""Markdown blocks: what the parser sees, with exact offsets, and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FileRejectedError
from corpus.text.markdown import markdown_blocks, read
from corpus.text.plaintext import text_blocks
from corpus.text.turns import mark_turns
from corpus.types import Block

PIECES = st.sampled_from(
    (
        *(
            "# H",
            "## H ##",
            "#",
            "T\n---",
            "- a",
            "-",
            "  - b",
            "3. c",
            "10) d",
            "> q",
            ">> r",
            "```py\nx\n```",
            "~~~",
            "",
        ),
        *(
            "    k",
            "| a |\n|---|\n| b |",
            "***",
            "<p>",
            "[x]: y",
            "text",
            "  text  ",
            "\t- t",
            "- # h",
            "1. > - z",
            "\u00a0",
        ),
    )
)


def shown(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in markdown_blocks(text)]


@given(st.one_of(st.text(), st.lists(PIECES, max_size=30).map("\n".join)))
def test_blocks_are_in_order_do_not_overlap_and_hold_every_word(text: str) -> None:
    text = text.replace("\r", "\n").replace("\0", "")
    blocks = markdown_blocks(text)
    assert all(0 <= b.start < b.end <= len(text) for b in blocks)
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    outside = list(text)
    for block in blocks:
        outside[block.start : block.end] = " " * (block.end - block.start)
    # What remains are the marks that introduce blocks: fences with their language, item and quote marks, rules.
    rest = re.sub(r"(?m)(```|~~~).*$|\d{1,9}[.)]", "", "".join(outside))
    assert not re.search(r"[^\W\d_]", rest), rest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Title ##\n\nText.", [("heading", "Title"), ("paragraph", "Text.")]),
        ("Title\n=====\nText\nmore", [("heading", "Title"), ("paragraph", "Text\nmore")]),
        ("- one\n- two\n  - three", [("item", "one"), ("item", "two"), ("item", "three")]),
        ("- one\n\n  more", [("item", "one"), ("paragraph", "more")]),
        ("> quoted\n> text", [("paragraph", "quoted\n> text")]),
        ("```py\ncode\n```", [("paragraph", "code")]),
        ("    code\n", [("paragraph", "code")]),
        ("<div>\nx\n</div>", [("paragraph", "<div>\nx\n</div>")]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", [("table", "| a | b |\n|---|---|\n| 1 | 2 |")]),
        ("[link]: http://a.org\n\nText", [("paragraph", "[link]: http://a.org"), ("paragraph", "Text")]),
        ("One\n\n***\n\nTwo", [("paragraph", "One"), ("paragraph", "Two")]),
    ],
)
def test_each_construct_becomes_its_block(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(text) == expected


def test_levels_are_the_depth_of_headings_and_list_items() -> None:
    blocks = markdown_blocks("# A\n\n### B\n\n- c\n  - d\n\ntext")
    assert [block.level for block in blocks] == [1, 3, 1, 2, None]


def test_numbers_that_run_on_through_the_document_are_paragraph_numbers() -> None:
    blocks = markdown_blocks("# A\n\n1. First.\n\n2. Second.\n\n   More.\n\n## B\n\n3. Third.\n   - sub")
    assert [block.number for block in blocks if block.kind != "heading"] == ["1", "2", None, "3", None]


@pytest.mark.parametrize("blocks_of", [markdown_blocks, text_blocks])
def test_numbers_may_begin_anew_in_an_annex(blocks_of: Callable[[str], tuple[Block, ...]]) -> None:
    main = "Opening words.\n\n" + "\n\n".join(f"{n}. They spoke of matter {n}." for n in range(1, 13))
    first = "\n\n".join(f"{n}. The plan has a part {n}:" for n in range(1, 6))
    second = "\n\n".join(f"{n}. {'A list is here. ' * 20}" for n in (4, 2, 9))
    text = f"{main}\n\n# Annex I\n\nOf the plan.\n\n{first}\n\n# Annex II\n\n{second}"
    blocks = blocks_of(text)
    assert [block.number for block in blocks if block.kind != "heading"] == [
        *(None, *map(str, range(1, 13))),
        *(None, *map(str, range(1, 6))),
        *(None, None, None),
    ]


@pytest.mark.parametrize("blocks_of", [markdown_blocks, text_blocks])
def test_a_short_annex_to_numbered_paragraphs_is_numbered_from_one(
    blocks_of: Callable[[str], tuple[Block, ...]],
) -> None:
    main, first, second, third = (
        "\n\n".join(f"{n}. They spoke of matter {n}." for n in numbers)
        for numbers in (range(1, 8), range(1, 3), range(1, 4), range(2, 5))
    )
    text = f"{main}\n\n# Annex I\n\n{first}\n\n# Annex II\n\n{second}\n\n# Annex III\n\n{third}"
    numbers = [block.number for block in blocks_of(text) if block.kind != "heading"]
    assert numbers == [*map(str, range(1, 8)), "1", "2", "1", "2", "3", None, None, None]


@pytest.mark.parametrize("blocks_of", [markdown_blocks, text_blocks])
def test_a_list_in_an_annex_to_unnumbered_paragraphs_is_a_list(blocks_of: Callable[[str], tuple[Block, ...]]) -> None:
    main = "\n\n".join(["They spoke of many matters, and at some length."] * 5)
    text = f"{main}\n\n# Annex\n\nParticipants\n\n1. Austria\n\n2. Belgium\n\n3. Chile"
    assert not any(block.number for block in blocks_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "1. One\n2. Two\n3. Three\n\n## B\n\n1. One\n2. Two",
        "A long introduction " * 20 + "\n\n1. a\n2. b\n3. c",
        "1. Only\n2. two",
    ],
)
def test_numbers_of_mere_lists_are_not_paragraph_numbers(text: str) -> None:
    assert all(block.number is None for block in markdown_blocks(text))


def turns(text: str, transcript: bool = False) -> list[str | None]:
    blocks: tuple[Block, ...] = mark_turns(text, markdown_blocks(text), "transcript" if transcript else None)
    return [block.speaker for block in blocks]


def test_a_transcript_has_turns_in_either_form_of_bold() -> None:
    assert turns("**Ann Lee:** Hello.\n\n**Bo**: Hi.\n\nNobody speaks.", transcript=True) == ["Ann Lee", "Bo", None]


def test_a_text_of_turns_is_taken_for_a_transcript() -> None:
    assert turns("ANN: Hello.\n\nBO: Hi.\n\nANN: So.\n\nPause.") == ["ANN", "BO", "ANN", None]


def test_bold_labels_in_a_report_are_not_people() -> None:
    text = "Intro text.\n\nMore text.\n\n**Recommendation:** Do it.\n\nEven more.\n\n**Outcome:** Done."
    assert turns(text) == [None] * 5
    assert turns("**Setting:** Vienna.\n\n**Outcome:** None.") == [None, None]


def test_the_text_is_the_file_itself_and_blocks_start_after_the_front_matter() -> None:
    source = "---\ntitle: Given\ndate: 2021-11\n---\n# Heading\r\n\r\nBody é.\n"
    draft = read(source.encode(), "a.md")
    assert draft.text == source.replace("\r\n", "\n")
    assert [draft.text[b.start : b.end] for b in draft.blocks] == ["Heading", "Body é."]
    assert (draft.found.title, draft.found.date, draft.found.end_date) == ("Given", "2021-11", "2021-11-30")


def test_the_first_heading_is_the_title_where_none_is_given() -> None:
    assert read(b"## A  *title*\n\nText.", "a.md").found.title == "A  *title*".replace("  ", " ")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    draft = read(b"---\nJust text.\n---\nMore.", "a.md")
    assert "Just text." in [draft.text[b.start : b.end] for b in draft.blocks]


def test_front_matter_never_closed_is_rejected() -> None:
    with pytest.raises(FileRejectedError, match="never closed"):
        read(b"---\ntitle: x\n\nText", "a.md")
