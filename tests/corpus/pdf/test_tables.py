"""Tables whose cells hold sentences, set to the full width of the cell."""

from __future__ import annotations

from made_pdfs import LEFT, Made

from corpus.pdf.reader import read

FONT = "Times-Roman"
LEFT_CELL = (
    "The executive heads of organizations",
    "are asked to adopt a policy on the",
    "return of staff to their places of",
    "work, and to report in the autumn",
    "of the year.",
)
RIGHT_CELL = ("The office has such a policy", "in place. It was amended in", "the year before that to fill", "gaps.")


def justified(made: Made, x: float, y: float, text: str, width: float) -> None:
    words = text.split()
    blank = (width - sum(made.canvas.stringWidth(word, FONT, 10) for word in words)) / (len(words) - 1)
    for word in words:
        made.text(x, y, word)
        x += made.canvas.stringWidth(word, FONT, 10) + blank


def test_the_words_of_a_line_that_fills_its_cell_are_one_cell() -> None:
    made = Made()
    for x, width, (*full, last) in ((LEFT, 210, LEFT_CELL), (LEFT + 225, 170, RIGHT_CELL)):
        for place, text in enumerate(full):
            justified(made, x, 90 + 12 * place, text, width)
        made.text(x, 90 + 12 * len(full), last)
    draft = read(made.save(), "made.pdf")
    rows = [draft.text[block.start : block.end] for block in draft.blocks]
    assert [[cell.split()[0] for cell in row.split(" | ")] for row in rows[:4]] == [
        ["The", "The"],
        ["are", "in"],
        ["return", "the"],
        ["work,", "gaps."],
    ]
