"""Footnotes whose marks are not raised, in small print: at the foot of a page or a column, and under a table."""

from __future__ import annotations

from made_pdfs import LEFT, SENTENCE, Made

from corpus.pdf.reader import read
from corpus.types import Draft

WHOLE = (SENTENCE, f"{SENTENCE[:60]} of States in")


def blocks(draft: Draft) -> list[tuple[str, str | None, str]]:
    return [(block.kind, block.number, draft.text[block.start : block.end]) for block in draft.blocks]


def small(made: Made, *lines: str) -> None:
    for line in lines:
        made.line(line, size=8)


def test_a_mark_in_line_with_its_note_is_known_by_the_text_that_has_it() -> None:
    made = Made()
    made.numbered("1.", f"{SENTENCE} noted the summary.12 The", f"{SENTENCE} agreed with the report.13 It was")
    made.y = 650
    small(made, "12 See the summary by the Chair, which was noted on", "3 March 2031.", "13 Ibid., chapter two.")
    made.page()
    made.line("adopted on the last day.")
    body, *notes = blocks(read(made.save(), "made.pdf"))
    assert body[0] == "paragraph"
    assert body[2].endswith("report.13 It was adopted on the last day.")
    assert notes == [
        ("footnote", "12", "12 See the summary by the Chair, which was noted on 3 March 2031."),
        ("footnote", "13", "13 Ibid., chapter two."),
    ]


def test_small_print_with_a_figure_that_nothing_refers_to_is_no_note() -> None:
    made = Made()
    for _ in range(4):
        made.line(f"{SENTENCE} how it ends.")
    made.gap(12)
    small(made, "7 Members of the group took part in it.")
    assert blocks(read(made.save(), "made.pdf"))[-1][0] == "paragraph"


def test_a_note_under_a_table_does_not_break_the_sentence_around_it() -> None:
    made = Made()
    made.numbered("1.", f"{SENTENCE} were told at length in", f"{SENTENCE} so that in the end all of the")
    for country, *cells in (("Country", "2030", "2031"), ("Andorra", "12", "13"), ("Bhutan", "14", "15")):
        made.text(LEFT + 100, made.y, cells[0])
        made.text(LEFT + 200, made.y, cells[1])
        made.line(country)
    made.gap()
    small(made, "a Includes those of the year before.", "b Excludes visitors.")
    made.gap()
    made.line("figures were corrected by the secretariat.")
    found = blocks(read(made.save(), "made.pdf"))
    assert [kind for kind, _, _ in found] == ["paragraph", "table", "table", "table", "footnote", "footnote"]
    assert found[0][2].endswith("all of the figures were corrected by the secretariat.")
    assert [number for kind, number, _ in found if kind == "footnote"] == ["a", "b"]


def test_each_column_may_end_in_notes() -> None:
    made = Made()
    for x in (60, 320):
        for row in range(14):
            made.text(x, 90 + 12 * row, "the delegation said at once what it thought of it")
        made.text(x, 284, "1" if x == 60 else "2", 5)
        made.text(x + 4, 288, "See the record of the meeting.", 8)
    kinds = [kind for kind, _, _ in blocks(read(made.save(), "made.pdf"))]
    assert kinds.count("paragraph") == 1
    assert kinds.count("footnote") == 2
