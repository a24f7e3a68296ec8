"""Automatic numbering comes out as the labels that Word prints, and only some labels are names of paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import abstract, level, num, para, restart, tied, word_file

from corpus.docx.reader import read
from corpus.structure.labels import label

Step = tuple[int, int]


def _labels(numbering: str, *steps: Step) -> list[str]:
    """The labels of paragraphs at these (numId, level)s."""
    draft = read(word_file(*(para("x", numbering=step) for step in steps), numbering=numbering), "a.docx")
    return [draft.text[b.start : b.end].removesuffix("x").strip() for b in draft.blocks]


def _numbers(body: list[str], numbering: str) -> list[str | None]:
    return [block.number for block in read(word_file(*body, numbering=numbering), "a.docx").blocks]


def _numbered_style(style_id: str) -> str:
    """A style whose paragraphs are in list 1."""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{style_id}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )


OUTLINE = abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerLetter", "(%3)"))


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 27, "AA"),
        ("lowerRoman", 49, "xlix"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("ordinal", 11, "11th"),
        ("ordinal", 22, "22nd"),
        ("ordinalText", 10, "Tenth"),
        ("ordinalText", 30, "Thirtieth"),
        ("ordinalText", 42, "Forty-second"),
        ("cardinalText", 20, "Twenty"),
        ("russianLower", 3, "в"),
        ("chineseCounting", 23, "二十三"),
        ("decimalEnclosedCircle", 5, "⑤"),
        ("no such format", 9, "9"),
        ("bullet", 9, ""),
    ],
)
def test_a_number_is_shown_in_the_format_of_its_level(form: str, number: int, shown: str) -> None:
    assert label(number, form) == shown


@given(st.integers(min_value=-5, max_value=10**6), st.sampled_from(["lowerRoman", "lowerLetter", "ordinalText", "hex"]))
def test_every_number_has_a_label_in_every_format(number: int, form: str) -> None:
    assert label(number, form)


def test_deeper_levels_begin_anew_under_each_number() -> None:
    steps = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)]
    assert _labels(OUTLINE + num(1, 1), *steps) == ["1.", "1.1", "(a)", "(b)", "1.2", "(a)", "2.", "2.1"]


def test_a_level_that_is_skipped_counts_as_begun() -> None:
    assert _labels(OUTLINE + num(1, 1), (1, 1), (1, 0), (1, 2)) == ["1.1", "2.", "(a)"]


def test_a_level_that_never_restarts_goes_on() -> None:
    extra = '<w:lvlRestart w:val="0"/>'
    lists = abstract(1, level(0, "decimal", "%1"), level(1, "decimal", "(%2)", extra=extra)) + num(1, 1)
    assert _labels(lists, (1, 0), (1, 1), (1, 0), (1, 1)) == ["1", "(1)", "2", "(2)"]


def test_a_level_may_restart_after_a_higher_level_only() -> None:
    extra = '<w:lvlRestart w:val="1"/>'
    levels = level(0, "decimal", "%1"), level(1, "decimal", "%2"), level(2, "decimal", "(%3)", extra=extra)
    steps = [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]
    assert _labels(abstract(1, *levels) + num(1, 1), *steps) == ["1", "1", "(1)", "2", "(2)", "2", "(1)"]


def test_lists_of_one_definition_count_together_until_one_starts_anew() -> None:
    lists = OUTLINE + num(1, 1) + num(2, 1) + num(3, 1, restart(0, 7))
    steps = [(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)]
    assert _labels(lists, *steps) == ["1.", "2.", "7.", "8.", "9."]


def test_a_list_may_replace_a_level_of_its_definition() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride>'
    assert _labels(OUTLINE + num(1, 1) + num(2, 1, own), (1, 0), (2, 0)) == ["1.", "II)"]


def test_a_legal_level_shows_all_numbers_in_digits() -> None:
    lists = abstract(1, level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2", extra="<w:isLgl/>")) + num(1, 1)
    assert _labels(lists, (1, 0), (1, 1)) == ["I", "1.1"]


def test_a_definition_that_names_a_list_style_uses_the_list_of_that_style() -> None:
    link = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Points"/></w:abstractNum>'
    style = (
        '<w:style w:type="numbering" w:styleId="Points"><w:name w:val="Points"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = OUTLINE + link + num(1, 1) + num(2, 2)
    draft = read(word_file(para("x", numbering=(2, 0)), numbering=lists, styles=style), "a.docx")
    assert draft.text == "1. x"


def test_a_style_gives_its_paragraphs_their_level_and_what_is_based_on_it_inherits() -> None:
    lists = abstract(1, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)", extra=tied("Sub"))) + num(1, 1)
    own = '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Sub"/></w:style>'
    body = para("one", "Sub") + para("two", "Own")
    draft = read(word_file(body, numbering=lists, styles=_numbered_style("Sub") + own), "a.docx")
    assert draft.text == "(a) one\n\n(b) two"


def test_a_paragraph_can_opt_out_of_its_styles_list() -> None:
    body = para("one", "Num") + para("free", "Num", numbering=(0, 0)) + para("two", "Num")
    draft = read(word_file(body, numbering=OUTLINE + num(1, 1), styles=_numbered_style("Num")), "a.docx")
    assert draft.text == "1. one\n\nfree\n\n2. two"


def test_an_empty_paragraph_is_counted_and_a_deleted_one_is_not() -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = [para("one", numbering=(1, 0)), para("", numbering=(1, 0)), para("", numbering=(1, 0), properties=gone)]
    draft = read(word_file(*body, para("three", numbering=(1, 0)), numbering=OUTLINE + num(1, 1)), "a.docx")
    assert draft.text == "1. one\n\n3. three"


def test_a_bullet_is_an_item_without_a_mark() -> None:
    lists = abstract(1, level(0, "bullet", "\uf0b7"), level(1, "bullet", "o")) + num(1, 1)
    blocks = read(word_file(para("one", numbering=(1, 0)), para("two", numbering=(1, 1)), numbering=lists), "a").blocks
    assert [(b.kind, b.level, b.number) for b in blocks] == [("item", 1, None), ("item", 2, None)]


def test_a_list_in_running_text_names_no_paragraphs() -> None:
    text = para("An unnumbered paragraph that carries what the report has to say. " * 5)
    body = [text, *[para("Point", numbering=(1, 0))] * 4, text]
    assert _numbers(body, OUTLINE + num(1, 1)) == [None] * 6


def test_numbers_that_run_over_headings_name_paragraphs() -> None:
    one = para("A paragraph of the report.", numbering=(1, 0))
    body = [one, one, para("More", "Heading1"), one]
    assert _numbers(body, OUTLINE + num(1, 1)) == ["1", "2", None, "3"]


def test_numbers_that_begin_anew_under_every_heading_name_no_paragraphs() -> None:
    lists = OUTLINE + num(1, 1) + num(2, 1, restart(0)) + num(3, 1, restart(0))
    body = [part for n in (1, 2, 3) for part in (para("Topic", "Heading1"), *[para("Point.", numbering=(n, 0))] * 3)]
    assert set(_numbers(body, lists)) == {None}


def test_a_list_of_its_own_that_goes_on_where_another_ended_is_one_count() -> None:
    lists = OUTLINE + abstract(2, level(0, "decimal", "%1.", start=3)) + num(1, 1) + num(2, 2)
    body = [para("Text.", numbering=n) for n in ((1, 0), (1, 0), (2, 0), (2, 0))]
    assert _numbers(body, lists) == ["1", "2", "3", "4"]


def test_a_list_under_a_numbered_paragraph_does_not_break_the_count() -> None:
    lists = OUTLINE + abstract(2, level(0, "decimal", "%1)")) + num(1, 1) + num(2, 2)
    one = para("A paragraph that is long enough to matter here.", numbering=(1, 0))
    body = [one, one, para("Point", numbering=(2, 0)), para("Point", numbering=(2, 0)), one]
    assert _numbers(body, lists) == ["1", "2", None, None, "3"]
