"""Which numbers are paragraph numbers, and how items below a paragraph are called."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.pdf.numbering import ItemLevels, Opening, paragraph_numbers


def sentences(*values: int) -> list[Opening]:
    return [Opening(value, words=40, closed=True) for value in values]


def entries(*values: int) -> list[Opening]:
    return [Opening(value, words=3, closed=True) for value in values]


def test_a_list_inside_a_paragraph_does_not_break_the_sequence_around_it() -> None:
    openings = [*sentences(1, 2), *entries(1, 2, 3, 4), *sentences(3, 4)]
    assert paragraph_numbers(openings) == [True, True, False, False, False, False, True, True]


def test_an_annex_starts_again() -> None:
    assert all(paragraph_numbers(sentences(1, 2, 3, 1, 2)))


def test_a_number_that_fits_no_sequence_is_none() -> None:
    assert paragraph_numbers([*sentences(1, 2), Opening(15, 2, closed=False), *sentences(3)]) == [
        True,
        True,
        False,
        True,
    ]


def test_numbers_lost_on_an_unreadable_page_do_not_end_the_sequence() -> None:
    assert all(paragraph_numbers(sentences(1, 2, 5, 6)))


def test_an_addendum_may_begin_with_another_number_than_one() -> None:
    assert all(paragraph_numbers(sentences(41, 42, 43, 44)))


def test_paragraphs_still_to_be_written_are_numbered_all_the_same() -> None:
    openings = [*sentences(1, 2, 3, 4), *entries(5, 6, 7, 8, 9)]
    assert all(paragraph_numbers(openings))


@given(st.lists(st.builds(Opening, st.integers(0, 30), st.integers(0, 60), st.booleans()), max_size=40))
def test_what_reads_like_list_entries_only_is_never_accepted(openings: list[Opening]) -> None:
    short = [Opening(opening.value, min(opening.words, 7), opening.closed) for opening in openings]
    assert not any(paragraph_numbers(short))
    assert len(paragraph_numbers(openings)) == len(openings)


@given(st.integers(1, 200))
def test_a_plain_sequence_is_accepted_whole(length: int) -> None:
    assert all(paragraph_numbers(sentences(*range(1, length + 1))))


def called(*labels: str) -> list[str | None]:
    items = ItemLevels()
    items.enter("7")
    return [items.item(label, following)[0] for label, following in zip(labels, [*labels[1:], None], strict=True)]


def test_roman_items_stand_under_their_letter() -> None:
    assert called("a", "i", "ii", "b") == ["7 (a)", "7 (a) (i)", "7 (a) (ii)", "7 (b)"]


def test_the_letter_i_follows_h_and_a_roman_one_begins_a_list_of_its_own() -> None:
    assert called("g", "h", "i", "j")[2:] == ["7 (i)", "7 (j)"]
    assert called("g", "h", "i", "ii", "i")[2:] == ["7 (h) (i)", "7 (h) (ii)", "7 (i)"]


def test_roman_items_may_stand_right_under_the_paragraph() -> None:
    assert called("i", "ii", "iii", "iv") == ["7 (i)", "7 (ii)", "7 (iii)", "7 (iv)"]


def test_a_list_that_goes_on_over_a_paragraph_keeps_the_number_it_began_under() -> None:
    items = ItemLevels()
    items.enter("8")
    for label in "abc":
        items.item(label)
    items.enter("9")
    assert items.item("d")[0] == "8 (d)"


def test_items_under_no_paragraph_have_no_number() -> None:
    items = ItemLevels()
    items.enter(None)
    assert items.item("a") == (None, 1)


def test_short_paragraphs_of_a_resolution_quoted_in_a_report_are_numbered() -> None:
    quoted = [Opening(value, words=7, closed=True, operative=True) for value in (1, 2, 3)]
    assert all(paragraph_numbers([*sentences(1, 2), *quoted, *sentences(3, 4)]))
