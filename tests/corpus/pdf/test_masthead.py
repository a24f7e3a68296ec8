"""Front pages: dates as they are printed, symbols from bad scans and file names."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import MONTHS, date_span, first_date
from corpus.metadata.original_language import original_language_of
from corpus.pdf.first_page.symbols import mended_symbols, named_symbols


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Nice, France, 9–13 June 2025", ("2025-06-09", "2025-06-13")),
        ("16 June–11 July 2025", ("2025-06-16", "2025-07-11")),
        ("Durban, 28 November to 3 December 2011", ("2011-11-28", "2011-12-03")),
        ("(27 March 2024 and 10–21 March 2025)", ("2024-03-27", "2025-03-21")),
        ("29 December 2010-3 January 2011", ("2010-12-29", "2011-01-03")),
        ("to be held in Frigate Bay from 12 to 14 May 2009", ("2009-05-12", "2009-05-14")),
        ("Vienna, 4 October 2023", ("2023-10-04", "2023-10-04")),
        ("Agenda items 34, 35, 49 and 72 (b)", None),
        ("31 February 2024", None),
    ],
)
def test_meeting_dates_are_read_in_every_usual_form(text: str, span: tuple[str, str] | None) -> None:
    assert date_span(text) == span


@given(st.dates(date(1946, 1, 1), date(2099, 10, 31)), st.integers(1, 40))
def test_any_printed_range_is_read_back(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    printed = f"{first.day} {MONTHS[first.month - 1]} {first.year} to {last.day} {MONTHS[last.month - 1]} {last.year}"
    assert date_span(printed) == (first.isoformat(), last.isoformat())
    assert first_date(printed) == first.isoformat()


def test_a_date_torn_apart_by_a_scan_is_still_a_date() -> None:
    assert first_date("25 July1984") == "1984-07-25"
    assert first_date("25 July 19 84") == "1984-07-25"


def test_a_misread_symbol_is_what_most_pages_agree_on() -> None:
    assert mended_symbols(["A/39/36I", "A/39/36r", "A/39/36L"], "scan.pdf") == ("A/39/361",)


def test_a_file_named_after_nearly_the_same_symbol_settles_a_bad_reading() -> None:
    assert mended_symbols(["E/C N A/109"], "un/E_CN.4_109.en.pdf") == ("E/CN.4/109",)
    assert mended_symbols(["A/39/36I"], "un/S_2025_503.pdf") == ("A/39/361",)


def test_file_names_of_the_document_systems_name_symbols() -> None:
    assert named_symbols("un/A_ES-10_1043, S_2025_529.en.pdf") == ("A/ES-10/1043", "S/2025/529")
    assert named_symbols("[E_ECE_]TRANS_SC.2_2001_20.en.pdf") == ("TRANS/SC.2/2001/20",)
    assert named_symbols("notes of the meeting.pdf") == ()


def test_the_original_language_is_the_one_that_is_named() -> None:
    assert original_language_of("Original: Spanish") == "es"
    assert original_language_of("ORIGINAL:  ENGLISH") == "en"
    assert original_language_of("Original: EnglishOriginal: English") == "en"  # printed twice, one over the other
    assert original_language_of("English only") == "en"
    assert original_language_of("an original idea") is None


def test_days_whose_month_is_said_once_are_all_read() -> None:
    assert date_span("New York, 14–18 and 21–23 July 2025") == ("2025-07-14", "2025-07-23")
