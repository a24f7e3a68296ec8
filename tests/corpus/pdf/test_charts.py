"""Charts among the text: their words and figures are one row, and the sentences around them go on."""

from __future__ import annotations

from made_pdfs import LEFT, SENTENCE, Made

from corpus.pdf.reader import read
from corpus.types import Draft


def blocks(draft: Draft) -> list[tuple[str, str]]:
    return [(block.kind, draft.text[block.start : block.end]) for block in draft.blocks]


def test_a_bar_chart_on_the_page_that_a_sentence_goes_on_to_is_one_row() -> None:
    made = Made()
    made.numbered("1.", SENTENCE, SENTENCE, f"{SENTENCE} that the")
    made.page()
    for x, y, label in (
        (30, 0, "90"),
        (60, 9, "72"),
        (120, 25, "41"),
        (30, 34, "50"),
        (60, 50, "2030"),
        (120, 50, "2031"),
    ):
        made.text(LEFT + x, 150 + y, label, 8)
    made.text(LEFT + 60, 214, "Visitors to the office", 8)
    made.y = 240
    made.line("figures were corrected by the secretariat of the office, which thanked all of those who took")
    made.line("part in the count.")
    (kind, text), *chart = blocks(read(made.save(), "made.pdf"))
    assert kind == "paragraph"
    assert text.endswith("all of those who took part in the count.")
    assert chart == [("table", "90 | 72 | 41 | 50 | 2030 | 2031 | Visitors to the office")]


def test_a_figure_on_its_own_is_no_paragraph_and_one_that_ends_a_sentence_stays_in_it() -> None:
    made = Made()
    made.line("37.5%", x=LEFT + 80)
    made.gap(40)
    made.numbered("1.", f"{SENTENCE} in the year", "2031.")
    assert blocks(read(made.save(), "made.pdf")) == [
        ("table", "37.5%"),
        ("paragraph", f"1. {SENTENCE} in the year 2031."),
    ]
