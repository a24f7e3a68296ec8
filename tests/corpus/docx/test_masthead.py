"""The top of a Word report gives its symbol and dates, and never makes one up."""

from __future__ import annotations

import pytest
from word_files import para, table, word_file

from corpus.docx.reader import read
from corpus.types import Metadata

BODY = para("The Working Group on Trafficking in Persons met in Vienna and considered the items below. " * 4)


def _found(*top: str, header: str = "") -> Metadata:
    return read(word_file(*top, BODY, header=header), "a.docx").found


def test_a_masthead_in_a_table_is_read() -> None:
    right = "<w:tcPr/>" + para("Distr.: General") + para("12 August 2024") + para("Original: French")
    found = _found(
        table(["United Nations", "CTOC/COP/WG.4/2024/6*"], ["Conference of the Parties", right]),
        para("Working Group on Trafficking in Persons"),
        para("Fourteenth session"),
        para("Vienna, 8–10 July 2024"),
        para("Report on the meeting", "Title"),
    )
    assert found.symbols == ("CTOC/COP/WG.4/2024/6",)
    assert (found.start_date, found.end_date, found.distribution_date) == ("2024-07-08", "2024-07-10", "2024-08-12")
    assert (found.event_start, found.event_end, found.document_type) == ("2024-07-08", "2024-07-10", "report")
    assert (found.body, found.session) == ("Working Group on Trafficking in Persons", "Fourteenth session")
    assert (found.title, found.kind, found.original_language) == ("Report on the meeting", "official record", "fr")


def test_a_masthead_without_a_table_is_read() -> None:
    found = _found(
        para("E/CN.15/2023/3"),
        para("Distr.: Limited"),
        para("3 May 2023"),
        para("Original: English"),
        para("22–26 May 2023"),
    )
    assert (found.date, found.end_date, found.distribution_date) == ("2023-05-03",) * 3
    assert (found.event_start, found.event_end) == ("2023-05-22", "2023-05-26")  # the session that it is for


def test_a_symbol_in_the_header_of_the_pages_is_found() -> None:
    found = _found(para("Report", "Title"), header=para("A/79/352"))
    assert found.symbols == ("A/79/352",)


def test_a_paper_of_limited_distribution_is_labelled_a_draft_only_where_it_says_so() -> None:
    masthead = table(["United Nations", "A/HRC/59/L.12"])
    assert _found(masthead, para("Draft resolution", "Title")).labels == ("draft",)
    assert _found(masthead, para("Provisional agenda", "Title")).labels == ("limited distribution",)


def test_a_symbol_that_the_text_cites_is_not_its_own() -> None:
    found = _found(para("Report on the implementation of A/RES/64/293", "Title"))
    assert (found.symbols, found.kind) == ((), None)


def test_place_and_date_under_the_title_date_a_report() -> None:
    found = _found(para("Summary of the dialogue", "Title"), para("Vienna, 15 July 2024"))
    assert (found.date, found.start_date, found.end_date) == ("2024-07-15",) * 3
    assert found.distribution_date is None


@pytest.mark.parametrize(
    "top", [para("Summary", "Title"), para("1. The talks of 3 May 2019 were recalled at length. " * 6)]
)
def test_a_date_in_the_text_does_not_date_the_report(top: str) -> None:
    assert _found(top).date is None
