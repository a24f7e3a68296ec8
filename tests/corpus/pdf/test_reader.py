"""Reading PDFs made for the purpose: order, joining, furniture, footnotes, tables, and what is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from made_pdfs import HEIGHT, LEFT, SENTENCE, Made, masthead
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from corpus.errors import FileRejectedError
from corpus.pdf.reader import read
from corpus.types import Block, Draft


def texts(draft: Draft, *kinds: str) -> list[str]:
    return [draft.text[block.start : block.end] for block in draft.blocks if not kinds or block.kind in kinds]


def block_with(draft: Draft, words: str) -> Block:
    [found] = [block for block in draft.blocks if words in draft.text[block.start : block.end]]
    return found


def test_lines_become_one_paragraph_and_words_broken_over_lines_are_whole_again() -> None:
    made = Made()
    made.line("The implementation of the Convention was reviewed and its imple-")
    made.line("mentation found wanting, in a so-called high-")
    made.line("level segment of the Secretary-")
    made.line("General, whose implementation plan was noted (A/CONF.230/")
    made.line("2025/10).")
    draft = read(made.save(), "made.pdf")
    assert texts(draft) == [
        "The implementation of the Convention was reviewed and its implementation found wanting, in a so-called "
        "high-level segment of the Secretary-General, whose implementation plan was noted (A/CONF.230/2025/10)."
    ]


def test_a_paragraph_runs_over_the_page_break_and_around_a_footnote() -> None:
    made = Made()
    made.numbered("1.", f"{SENTENCE} asked", "for more of it.")
    made.numbered("2.", f"{SENTENCE} the", f"{SENTENCE} at last they")
    made.text(300, made.y - 21, "1", 6)
    made.y = 680
    made.footnote("1", "See the summary by the Chair.")
    made.page()
    made.line("came to an agreement.")
    made.gap()
    made.numbered("3.", f"{SENTENCE} closed", "the meeting.")
    draft = read(made.save(), "made.pdf")
    second = block_with(draft, "2. The participants")
    assert draft.text[second.start : second.end].endswith("at last they came to an agreement.")
    assert (second.number, second.pages) == ("2", (1, 2))
    note = block_with(draft, "See the summary")
    assert (note.kind, note.number, note.pages) == ("footnote", "1", (1, 1))
    assert [block.number for block in draft.blocks if block.kind == "paragraph"] == ["1", "2", "3"]


def test_running_heads_page_numbers_and_job_numbers_stay_out_of_the_text() -> None:
    made = Made()
    for page in range(1, 5):
        made.text(60 if page % 2 else 500, 50, "A/99/123", 8, "Times-Bold")
        made.line(f"{SENTENCE} so on page {page} the sentence is not")
        made.line("finished before the page ends, because the text of this page is long and")
        made.text(60, 754, f"{page}/4" if page % 2 else "31-04516", 7)
        made.text(520, 754, "31-04516" if page % 2 else f"{page}/4", 7)
        made.page()
    draft = read(made.save(), "made.pdf")
    assert "A/99/123" not in draft.text
    assert "31-04516" not in draft.text
    assert "/4" not in draft.text
    assert draft.page_labels == ("1", "2", "3", "4")
    assert len(draft.blocks) == 1
    assert draft.blocks[0].pages == (1, 4)
    assert draft.found.symbols == ("A/99/123",)


def test_the_number_of_a_decision_at_the_top_of_a_page_is_no_page_number() -> None:
    made = Made()
    made.text(72, 60, "2031/8", 10, "Times-Bold")
    made.line(SENTENCE + " it.")
    assert "2031/8" in read(made.save(), "made.pdf").text


def test_two_columns_are_read_one_after_the_other() -> None:
    made = Made()
    made.text(60, 80, "A heading that runs over both of the columns of this page of the bulletin and so on", 14)
    for row in range(10):
        made.text(60, 120 + 12 * row, f"left column line {row} goes on until it meets the gutter", 9)
        made.text(330, 120 + 12 * row, f"right column line {row} goes on until it meets the edge", 9)
    [_, body] = texts(read(made.save(), "made.pdf"))
    assert body.index("left column line 9") < body.index("right column line 0")


def test_list_items_agenda_items_and_years_are_not_paragraph_numbers() -> None:
    made = Made()
    made.numbered("1.", f"{SENTENCE} adopted", "the following agenda:")
    for number, item in enumerate(("Opening of the meeting.", "Election of officers.", "Other matters."), start=1):
        made.numbered(f"{number}.", item)
    made.numbered("2.", f"{SENTENCE} recalled the year", "2019. The Chair thanked everybody for it.")
    made.numbered("3.", f"{SENTENCE} went home", "in good spirits after that.")
    draft = read(made.save(), "made.pdf")
    assert [block.number for block in draft.blocks if block.number] == ["1", "2", "3"]
    assert texts(draft, "item") == ["1. Opening of the meeting.", "2. Election of officers.", "3. Other matters."]


def test_items_are_numbered_under_their_paragraph_and_an_annex_starts_again() -> None:
    made = Made()
    for number in ("1.", "2."):
        made.numbered(number, f"{SENTENCE} agreed on", "the following points:")
    for label in ("(a)", "(b)"):
        made.text(147, made.y, label)
        made.line("That victims are heard and protected whenever that is possible;", x=171)
        made.gap()
    for label in ("(i)", "(ii)"):
        made.text(171, made.y, label)
        made.line("That this is done with care and without delay by everybody;", x=195)
        made.gap()
    made.page()
    made.line("Annex", size=14, font="Times-Bold")
    made.gap(12)
    made.numbered("1.", f"{SENTENCE} settled the", "rules of procedure in the annex to the report.")
    made.numbered("2.", f"{SENTENCE} settled the", "languages in the annex to the report.")
    draft = read(made.save(), "made.pdf")
    numbers = [block.number for block in draft.blocks if block.number]
    assert numbers == ["1", "2", "2 (a)", "2 (b)", "2 (b) (i)", "2 (b) (ii)", "1", "2"]
    assert [block.level for block in draft.blocks if block.kind == "heading"] == [2]


def test_a_table_is_read_row_by_row_and_its_numbers_are_no_paragraph_numbers() -> None:
    made = Made()
    rows = [("1. Austria", "12", "34"), ("2. Cyprus", "5", "61"), ("3. Ghana", "88", "7"), ("4. Peru", "9", "10")]
    for name, first, second in rows:
        made.text(LEFT, made.y, name)
        made.text(320, made.y, first)
        made.text(420, made.y, second)
        made.y += 18
    draft = read(made.save(), "made.pdf")
    assert texts(draft, "table") == [" | ".join(row) for row in rows]
    assert not any(block.number for block in draft.blocks)


def test_the_masthead_becomes_metadata_and_the_title_the_first_heading() -> None:
    made = Made()
    masthead(made)
    made.line("Protection of victims of trafficking in persons: report on the", size=14, font="Times-Bold")
    made.y += 3
    made.line("second constructive dialogue", size=14, font="Times-Bold")
    made.gap(14)
    made.line("Report of the Secretary-General*", size=12, font="Times-Bold")
    made.gap(14)
    made.numbered("1.", f"{SENTENCE} opened", "the dialogue in the morning.")
    made.numbered("2.", f"{SENTENCE} closed", "the dialogue in the evening.")
    found = read(made.save(), "some name.pdf").found
    assert found.title == (
        "Protection of victims of trafficking in persons: report on the second constructive dialogue"
    )
    assert (found.symbols, found.body, found.session) == (("A/99/123",), "General Assembly", "Ninety-ninth session")
    assert (found.distribution_date, found.start_date) == ("2031-05-03", "2031-05-03")
    assert (found.event_start, found.event_end) == ("2031-06-02", "2031-06-06")
    assert (found.original_language, found.language, found.kind) == ("en", "en", "official record")


def test_print_that_runs_up_the_page_is_read_as_if_the_page_were_turned() -> None:
    made = Made()
    made.canvas.rotate(90)
    made.canvas.setFont("Times-Roman", 10)
    made.canvas.drawString(100, -100, "The first line of a page that was turned on its side")
    made.canvas.drawString(100, -112, "goes on in a second line.")
    draft = read(made.save(), "made.pdf")
    assert texts(draft) == ["The first line of a page that was turned on its side goes on in a second line."]


def test_every_block_slices_to_text_in_order_without_overlap() -> None:
    made = Made()
    masthead(made)
    for number in range(1, 9):
        made.numbered(f"{number}.", f"{SENTENCE} more", "was said about it by all of them.")
    draft = read(made.save(), "made.pdf")
    ends = [0, *(block.end for block in draft.blocks)]
    for block, before in zip(draft.blocks, ends, strict=False):
        assert before <= block.start < block.end
        assert draft.text[block.start : block.end].strip() == draft.text[block.start : block.end]


def scan_of_nothing() -> bytes:
    made = Made()
    picture = BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    made.canvas.drawImage(ImageReader(picture), 0, 0, 600, HEIGHT)
    return made.save()


def locked() -> bytes:
    made = Made(encryption=StandardEncryption("secret"))
    made.line("Nobody may read this.")
    return made.save()


def missing_document() -> bytes:
    made = Made()
    made.line("The document you are looking for does not exist in the document system.")
    return made.save()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (scan_of_nothing(), "scan without text"),
        (locked(), "encrypted"),
        (missing_document(), "not the document"),
        (b"%PDF-1.7 and then nothing", "broken"),
        (b"", "broken"),
    ],
)
def test_a_file_that_cannot_be_read_is_rejected_with_reason_and_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(FileRejectedError, match=reason) as rejection:
        read(data, "made.pdf")
    assert rejection.value.remedy
