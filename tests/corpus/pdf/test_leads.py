"""What a line may open with: numbers of paragraphs in their forms, and figures that are none."""

from __future__ import annotations

import pytest
from made_pdfs import LEFT, SENTENCE, Made

from corpus.pdf.reader import read
from corpus.types import Draft


def texts(draft: Draft) -> list[str]:
    return [draft.text[block.start : block.end] for block in draft.blocks]


@pytest.mark.parametrize("lead", ["{}. The", "{}.The", "{}.A", "{}- The"])
def test_a_number_has_a_stop_or_a_dash_and_a_blank_may_be_missing_after_the_stop(lead: str) -> None:
    made = Made()
    for number in range(1, 5):
        made.line(f"{lead.format(number)} group of delegations gave its views on the question in full and at")
        made.line("length, and they were noted by all.")
        made.gap()
    assert [block.number for block in read(made.save(), "made.pdf").blocks] == ["1", "2", "3", "4"]


def test_a_figure_that_begins_a_line_of_a_sentence_is_no_number() -> None:
    made = Made()
    made.numbered(
        "1.", f"{SENTENCE} saw growth;", "1.5 per cent was reported by the office for the first year of the plan."
    )
    made.numbered("2.", f"{SENTENCE} closed", "the meeting.")
    made.numbered("3.", f"{SENTENCE} closed", "the session.")
    draft = read(made.save(), "made.pdf")
    assert [block.number for block in draft.blocks] == ["1", "2", "3"]
    assert "growth; 1.5 per cent" in texts(draft)[0]


def test_decimals_number_paragraphs_only_where_they_go_on_from_each_other() -> None:
    made = Made()
    for number in ("1.1", "1.2", "1.3", "1.4", "7.9"):
        made.line(f"{number} The participants were told of what the office had done about it, and they")
        made.line("asked for a further report by the end of the year.")
        made.gap()
    assert [block.number for block in read(made.save(), "made.pdf").blocks] == ["1.1", "1.2", "1.3", "1.4", None]


def test_the_raised_letters_of_an_ordinal_stay_and_a_raised_note_mark_goes() -> None:
    made = Made()
    x, y = LEFT, made.y
    for text, raised in (("This was the 80", "th"), (" session of it", "a")):
        made.text(x, y, text)
        x += made.canvas.stringWidth(text, "Times-Roman", 10)
        made.text(x, y - 4, raised, 6)
        x += made.canvas.stringWidth(raised, "Times-Roman", 6)
    assert texts(read(made.save(), "made.pdf")) == ["This was the 80th session of it"]


@pytest.mark.parametrize("lead", ["({})", "{})"])
def test_a_letter_with_a_bracket_is_an_item_of_the_paragraph_above(lead: str) -> None:
    made = Made()
    for number in ("1.", "2.", "3."):
        made.numbered(number, f"{SENTENCE} asked States:", "to consider what follows with a view to a decision:")
    for letter in "abc":
        made.line(f"{lead.format(letter)} to report on what was done;", x=LEFT + 24)
    made.line("and that was all.")
    items = [block.number for block in read(made.save(), "made.pdf").blocks if block.kind == "item"]
    assert items == ["3 (a)", "3 (b)", "3 (c)"]
