"""The top of a flowing text gives its fields, each with the line on which it was read."""

from __future__ import annotations

import pytest

from corpus.flow.masthead import Front, read_front
from corpus.flow.pieces import TITLE, Piece

TEXT = Piece("paragraph", "Forty harbour towns met and spoke about nets that drift in the sea for many years. " * 4)


def plain(text: str) -> Piece:
    return Piece("paragraph", text)


def bold(text: str) -> Piece:
    return Piece("paragraph", text, bold=True)


def heading(text: str, level: int = 1) -> Piece:
    return Piece("heading", text, level)


def front(*top: Piece, headers: tuple[str, ...] = (), stated: str = "", published: str | None = None) -> Front:
    return read_front([*top, TEXT], headers, "print", stated=stated, published=published)


def title(*top: Piece) -> str:
    return front(*top).found.title


MASTHEAD = (plain("A/HRC/71/9"), plain("Distr.: General"), plain("3 May 2019"), plain("Original: French"))


def test_cells_of_a_masthead_are_read_line_by_line() -> None:
    cells = (
        "General Assembly\nSeventieth session\nAgenda item 34\nPrevention of floods",
        "Distr.: General\n3 May 2019",
    )
    found = front(Piece("table", "A | B", cells=("", "A/70/18")), Piece("table", "C | D", cells=cells)).found
    assert (found.symbols, found.body, found.session) == (("A/70/18",), "General Assembly", "Seventieth session")
    assert (found.agenda_item, found.distribution_date) == ("Agenda item 34; Prevention of floods", "2019-05-03")


def test_every_reading_names_its_line() -> None:
    read = {reading.field: reading.line for reading in front(*MASTHEAD, bold("Nets that drift")).readings}
    assert (read["symbols"], read["title"], read["distribution_date"]) == (
        "A/HRC/71/9",
        "Nets that drift",
        "3 May 2019",
    )
    assert (read["original_language"], read["body"]) == ("Original: French", "")  # the body is known by the symbol


def test_a_masthead_may_stand_in_the_header_of_the_pages() -> None:
    found = front(
        heading("Nets", TITLE), headers=("A/70/18", "Distr.: General", "3 May 2019", "Original: English")
    ).found
    assert (found.symbols, found.distribution_date, found.original_language) == (("A/70/18",), "2019-05-03", "en")
    assert front(heading("Nets", TITLE), headers=("Printed on 3 May 2019",)).found.date is None


def test_the_name_of_an_agenda_item_is_not_the_title() -> None:
    top = (*MASTHEAD, bold("Agenda item 3"), bold("Fishing and the sea"), bold("Nets that drift"))
    assert title(*top) == "Nets that drift"
    assert front(*top).found.agenda_item == "Agenda item 3; Fishing and the sea"


def test_a_line_that_says_who_submits_a_paper_leaves_the_title_above_it() -> None:
    assert title(*MASTHEAD, bold("Agenda item 3"), bold("Nets that drift"), bold("Note by the Secretariat")) == (
        "Nets that drift"
    )


@pytest.mark.parametrize("above", ["Chile and Fiji: draft resolution", "Working Group on Nets", "Third session"])
def test_sponsors_bodies_and_sessions_are_no_titles(above: str) -> None:
    assert title(*MASTHEAD, bold(above), bold("Rights of divers")) == "Rights of divers"


def test_a_resolution_is_called_by_its_subject_and_dated_by_its_adoption() -> None:
    adopted = heading("Resolution adopted by the Human Rights Council on 8 July 2019")
    read = front(*MASTHEAD, adopted, heading("41/7. Rights of divers"))
    assert (read.found.title, read.found.event_start) == ("Rights of divers", "2019-07-08")
    assert (read.found.document_type, read.title) == ("resolution", 5)


def test_days_that_a_sentence_recalls_are_no_event() -> None:
    recalled = plain("Recalling its resolution 12/4 of 18 December 2015, which it wishes to follow,")
    assert front(*MASTHEAD, bold("Rights of divers"), recalled).found.event_start is None


def test_a_day_alone_under_the_title_is_that_of_the_paper_and_one_with_a_place_that_of_the_meeting() -> None:
    top = front(heading("Dialogue on nets", TITLE), plain("Vigo, 4 May 2019"), plain("7 May 2019")).found
    assert (top.event_start, top.distribution_date) == ("2019-05-04", "2019-05-07")


def test_the_body_of_minutes_is_the_name_right_above_them() -> None:
    found = front(bold("Harbour Network"), bold("Minutes of the third dialogue"), plain("Vigo, 4–6 May 2019")).found
    assert (found.title, found.body, found.document_type) == (
        "Minutes of the third dialogue",
        "Harbour Network",
        "record",
    )
    assert (found.start_date, found.end_date) == ("2019-05-04", "2019-05-06")


def test_the_first_of_several_equal_headings_is_a_section_and_the_stated_title_holds() -> None:
    read = front(heading("Opening"), heading("Closing"), stated="Dialogue on nets", published="2019-05-07")
    assert (read.found.title, read.title, read.found.date) == ("Dialogue on nets", None, "2019-05-07")


@pytest.mark.parametrize(
    ("session", "item"),
    [
        ("Septuagésimo período de sesiones", "Tema 18 a) del programa"),
        ("Soixantième session", "Point 5 de l’ordre du jour provisoire"),
    ],
)
def test_french_and_spanish_mastheads_are_read(session: str, item: str) -> None:
    found = front(plain("A/C.2/74/5"), bold(session), plain(item), bold("Semillas")).found
    assert (found.session, found.agenda_item, found.title) == (session, item, "Semillas")
