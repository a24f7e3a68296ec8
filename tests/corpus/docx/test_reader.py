"""Word files are read as a reader sees them: what is printed, numbered as printed, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import word_reports
from word_files import field, para, run, table, text_box, word_file

from corpus.docx.reader import read
from corpus.types import Draft

GOLDEN = Path(__file__).parents[2] / "golden" / "docx"


def outline(draft: Draft) -> str:
    """One line for each block: kind, level, number, text."""
    return "".join(
        f"{b.kind} {b.level or '-'} {b.number or '-'} | {draft.text[b.start : b.end].replace(chr(10), ' // ')}\n"
        for b in draft.blocks
    )


def _texts(*body: str, **parts: str) -> list[str]:
    draft = read(word_file(*body, **parts), "a.docx")
    return [draft.text[b.start : b.end] for b in draft.blocks]


REPORTS = (
    word_reports.working_group,
    word_reports.french_minutes,
    word_reports.typed_by_hand,
    word_reports.un_template,
)


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_has_the_outline_a_reader_sees(report: Callable[[], bytes]) -> None:
    golden = GOLDEN / f"{report.__name__}.txt"
    assert outline(read(report(), "a.docx")) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_saved_again_by_libreoffice_reads_the_same(report: Callable[[], bytes]) -> None:
    saved = (GOLDEN / f"{report.__name__}.libreoffice.docx").read_bytes()
    assert outline(read(saved, "a.docx")) == outline(read(report(), "a.docx"))


def test_blocks_follow_each_other_through_the_whole_text() -> None:
    draft = read(word_reports.working_group(), "a.docx")
    assert "\n\n".join(draft.text[b.start : b.end] for b in draft.blocks) == draft.text


def test_the_title_is_the_one_that_is_printed() -> None:
    draft = read(word_reports.working_group(), "a.docx")
    assert draft.found.title == "Report of the Working Group on its third meeting"


def test_without_a_printed_title_the_property_is_taken() -> None:
    assert read(word_reports.french_minutes(), "a.docx").found.title == "Compte rendu du dialogue"


@pytest.mark.parametrize("title", ["Microsoft Word - draft3", "report.docx", "2412345", "Document1"])
def test_a_title_property_that_nobody_filled_in_is_not_taken(title: str) -> None:
    assert read(word_file(para("Text."), title=title), "a.docx").found.title == ""


def test_moved_text_stands_where_it_was_moved_to() -> None:
    moved = (
        '<w:moveFrom w:id="1">' + run("away ") + "</w:moveFrom>",
        '<w:moveTo w:id="2">' + run("here ") + "</w:moveTo>",
    )
    assert _texts(para(run("From ") + moved[0] + run("to")), para(moved[1] + run("it is"))) == ["From to", "here it is"]


def test_a_paragraph_whose_end_was_deleted_joins_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    assert _texts(para("One ", properties=gone), para("and two.")) == ["One and two."]


def test_what_a_paragraph_was_before_a_tracked_change_does_not_count() -> None:
    change = '<w:pPrChange w:id="1"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange>'
    draft = read(word_file(para("Body text.", properties=change)), "a.docx")
    assert [b.kind for b in draft.blocks] == ["paragraph"]


def test_deleted_rows_are_gone() -> None:
    grid = table(["kept", "row"], ["deleted", "row"])
    row = grid.rindex("<w:tr>") + len("<w:tr>")
    assert _texts(grid[:row] + '<w:trPr><w:del w:id="1"/></w:trPr>' + grid[row:]) == ["kept | row"]


def test_hidden_text_is_left_out() -> None:
    assert _texts(para(run("Seen") + run(" unseen", "<w:vanish/>") + run("."))) == ["Seen."]


def test_hidden_text_by_style_is_left_out_unless_it_is_shown_again() -> None:
    style = '<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = run("unseen", '<w:rStyle w:val="Hid"/>')
    shown = run("seen", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>')
    assert _texts(para(hidden + shown), styles=style) == ["seen"]


def test_a_field_shows_its_result_and_not_its_code() -> None:
    nested = field(" IF " + "x", "shown").replace("<w:instrText>", run("code") + "<w:instrText>", 1)
    link = f'<w:hyperlink w:anchor="x">{run(" linked")}</w:hyperlink>'
    assert _texts(para(nested + link + '<w:fldSimple w:instr="SEQ">' + run(" 4") + "</w:fldSimple>")) == [
        "shown linked 4"
    ]


def test_a_field_that_runs_over_paragraphs_hides_none_of_its_result() -> None:
    parts = field(" X ", "first").split('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    end = run("second") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert _texts(para(parts[0]), para(end)) == ["first", "second"]


def test_a_text_box_is_read_once() -> None:
    assert _texts(para("Before."), text_box("In the box.")) == ["Before.", "In the box."]


def test_tabs_and_breaks_part_words() -> None:
    inner = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"
    assert _texts(para(inner)) == ["a b\nc-d"]


def test_merged_cells_are_read_once() -> None:
    top = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + para("Austria")
    below = "<w:tcPr><w:vMerge/></w:tcPr>" + para("Austria")
    assert _texts(table([top, "2023"], [below, "2024"])) == ["Austria | 2023", "2024"]


def test_a_table_in_a_cell_follows_its_row() -> None:
    inner = "<w:tcPr/>" + para("Cell") + table(["x", "y"], ["z", "w"]) + para()
    assert _texts(table([inner, "beside"], ["next", "row"])) == ["Cell | beside", "x | y", "z | w", "next | row"]


def test_a_table_of_one_column_is_a_frame_around_paragraphs() -> None:
    assert _texts(table(["<w:tcPr/>" + para("One.") + para("Two.")])) == ["One.", "Two."]


def test_a_table_of_contents_is_left_out() -> None:
    toc = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    assert _texts(para("Opening\t3", "TOC1"), para("Text."), styles=toc) == ["Text."]


def test_symbols_are_read_as_the_signs_they_show() -> None:
    assert _texts(para('<w:r><w:t>a </w:t><w:sym w:font="Symbol" w:char="F0B3"/><w:t> b</w:t></w:r>')) == ["a ≥ b"]


def test_an_embedded_document_is_warned_about() -> None:
    draft = read(word_file(para("Text."), "<w:altChunk/>"), "a.docx")
    assert draft.warnings == ("1 embedded documents were not read",)


def test_raised_digits_are_characters_of_their_own_also_where_a_style_raises_them() -> None:
    raised, lowered = (f'<w:vertAlign w:val="{value}"/>' for value in ("superscript", "subscript"))
    style = f'<w:style w:type="character" w:styleId="Up"><w:name w:val="Up"/><w:rPr>{raised}</w:rPr></w:style>'
    text = run("About 10") + run("6", raised) + run(" people, CO") + run("2", lowered) + run(", the 21")
    noted = run("st", raised) + run(" century, by consensus") + run("12", '<w:rStyle w:val="Up"/>') + run(" and so on")
    flat = run(" to 3", '<w:rStyle w:val="Up"/><w:vertAlign w:val="baseline"/>')
    assert _texts(para(text + noted + flat), styles=style) == [
        "About 10⁶ people, CO2, the 21st century, by consensus¹² and so on to 3"
    ]
