"""Places: the paragraphs of preambles are counted where they surely are ones, and contents open no annex."""

from __future__ import annotations

from corpus.divisions import path_of
from corpus.places import Place, places
from corpus.types import Block, BlockKind

ASKS = ("paragraph", "1. Calls upon all States to report;", "1", None)
HEADING = ("heading", "Fish stocks", None, 2)


def placed(*parts: tuple[BlockKind, str, str | None, int | None] | str) -> list[Place]:
    """The places of blocks, each a plain paragraph or a kind, words, number and level; those of headings left out."""
    blocks, text = [], ""
    for part in parts:
        kind, words, number, level = ("paragraph", part, None, None) if isinstance(part, str) else part
        blocks.append(Block(kind, len(text), len(text) + len(words), level, number))
        text += f"{words}\n\n"
    stands = zip(blocks, places(text, blocks), strict=True)
    return [place for block, place in stands if block.kind != "heading"]


def preamble(*parts: tuple[BlockKind, str, str | None, int | None] | str) -> list[int | None]:
    return [place.preambular for place in placed(*parts)]


def test_the_paragraphs_before_the_first_operative_one_are_counted() -> None:
    assert preamble(HEADING, "Recalling its rules,", "Noting the report,", ASKS) == [1, 2, None]
    assert preamble(HEADING, "The Council,", "Noting the report,", "Takes note of it.") == [None, 1, None]
    assert preamble("It was agreed.", "The Council,", "Noting the report,", ASKS) == [None, None, 1, None]


def test_points_and_notes_of_a_preambular_paragraph_are_not_counted() -> None:
    point, note = ("item", "(a) That all took part,", None, 1), ("footnote", "1 See above.", "1", None)
    assert preamble(HEADING, "Noting with satisfaction:", point, note, "Noting the report,", ASKS) == [
        *[1, None, None, 2, None]
    ]


def test_what_may_be_no_preamble_is_not_counted() -> None:
    speaks = ("paragraph", "1. The Council met in June.", "1", None)
    assert preamble(HEADING, "Dear members of the Council,", speaks) == [None, None]
    assert preamble(HEADING, "It was agreed.", "Noting the report,", ASKS) == [None, None, None]
    assert preamble(HEADING, "Noting the report,", "Many spoke of fish.") == [None, None]


def test_an_annex_that_the_contents_list_does_not_begin_there() -> None:
    row, annex = ("table", "II. Proceedings | 7", None, None), ("heading", "Annex", None, 2)
    section = ("heading", "I. Opening", None, 2)
    assert [path_of(place.path) for place in placed(row, annex, "List of fish", section, "One.", annex, "Two.")] == [
        *["", "", "sect. I", "annex"]
    ]


def test_a_resolution_is_no_division_of_itself() -> None:
    own = ("heading", "Resolution 4 (2031)", None, 1)
    assert placed(own, ASKS)[0].path == ()
    other = ("heading", "Resolution 5 (2031)", None, 1)
    assert path_of(placed(own, ASKS, other, ASKS)[1].path) == "resolution 5 (2031)"
