"""The date of a report that gives it nowhere but in its title."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.dates import date_span, first_date, title_date
from corpus.read import read_report
from corpus.types import SourceFile


@pytest.mark.parametrize(
    ("title", "date", "first", "last"),
    [
        ("Second Lake Forum, Mbarita, 4-5 May 2019", "2019-05-04", "2019-05-04", "2019-05-05"),
        ("Hearing, 28 November to 3 December 2011, Vienna", "2011-11-28", "2011-11-28", "2011-12-03"),
        ("Meeting, May 31, 2017", "2017-05-31", "2017-05-31", "2017-05-31"),
        ("Réunion du 3 mai 2024", "2024-05-03", "2024-05-03", "2024-05-03"),
        ("Youth inquiry: final report, November 2022", "2022-11", "2022-11-01", "2022-11-30"),
        ("Consultations, May–June 2023", "2023-05", "2023-05-01", "2023-06-30"),
        ("Joint Panel on Roads, summary (2012)", "2012", "2012-01-01", "2012-12-31"),
        ("Panel of former hostages, Alcazaba, 2016 (transcript)", "2016", "2016-01-01", "2016-12-31"),
        ("Resolution 5, 2023", "2023", "2023-01-01", "2023-12-31"),
        ("Review of the Strategy, 2015-2020, held on 9 May 2021", "2021-05-09", "2021-05-09", "2021-05-09"),
        ("Evening Post, 9 August 2023", "2023-08-09", "2023-08-09", "2023-08-09"),
        ("Letter dated 8 January 2025 on the events of 7 October 2023", "2025-01-08", "2025-01-08", "2025-01-08"),
        ("Workshop, April 29 - May 2, 2019", "2019-04-29", "2019-04-29", "2019-05-02"),
        ("Meeting, May 4-5, 2019", "2019-05-04", "2019-05-04", "2019-05-05"),
        ("COVID-19 May 2020", "2020-05", "2020-05-01", "2020-05-31"),
        ("Minutes 2019-05-04", "2019-05-04", "2019-05-04", "2019-05-04"),
        ("Annex 3 August 2020", "2020-08", "2020-08-01", "2020-08-31"),
        ("Meeting, 14 Sept. 2020", "2020-09-14", "2020-09-14", "2020-09-14"),
        ("Workshop, 30 Sept - 2 Oct 2019", "2019-09-30", "2019-09-30", "2019-10-02"),
        ("Bulletin, Jan-Mar 2019", "2019-01", "2019-01-01", "2019-03-31"),
        ("MINUTES OF 15 SEPT 2021", "2021-09-15", "2021-09-15", "2021-09-15"),
        ("Notes, 14 Sept, 2020", "2020-09-14", "2020-09-14", "2020-09-14"),
        ("International Women's Day 8 March 2020", "2020-03-08", "2020-03-08", "2020-03-08"),
        ("Earth Day April 22, 2021", "2021-04-22", "2021-04-22", "2021-04-22"),
        ("Beijing+25 March 2020", "2020-03", "2020-03-01", "2020-03-31"),
        ("Minutes of 2 Dec 2019", "2019-12-02", "2019-12-02", "2019-12-02"),
        ("Forum held on the 5th of May 2019", "2019-05-05", "2019-05-05", "2019-05-05"),
        ("Twelfth Forum, 4th to 6th May 2019", "2019-05-04", "2019-05-04", "2019-05-06"),
        ("15th and 16th sessions, June 2021", "2021-06", "2021-06-01", "2021-06-30"),
        ("Theresa May, 2017", "2017", "2017-01-01", "2017-12-31"),
        ("Meeting, 4 APRİL 2019", "2019-04-04", "2019-04-04", "2019-04-04"),
        ("Re\u0301union du 3 aou\u0302t 2024", "2024-08-03", "2024-08-03", "2024-08-03"),
    ],
)
def test_a_title_says_when_it_was(title: str, date: str, first: str, last: str) -> None:
    assert title_date(title) == (date, first, last)


@pytest.mark.parametrize(
    "title",
    [
        "Implementation of the 2030 Agenda",
        "Agenda 2030",
        "Foro de Viña del Mar 2019",
        "Budget for 2024",
        "Progress since May 2019",
        "Goals to be met by 2030: a discussion",
        "Strategy, 2020-2025",
        "Strategy (2020 – 2025)",
        "Letter dated 8 January 2025, with one dated 7 October 2023",
        "Meeting, 28 December to 3 January 2020",
        "Bulletin, December–January 2020",
        "Implementation of Security Council resolution 2419 (2018)",
        "UNSCR 1325 (2000): Women",
        "ISO 9001:2015",
        "Budget, 2019.5 million",
        "Kenya Vision: 2030",
        "Depuis le 3 mai 2019",
        "hasta el 31 de diciembre de 2025",
        "After the 11 September 2001 attacks",
        "The attacks of September 11, 2001 and their legacy",
        "By the end of May 2019",
        "Report, 20١٩",
        "Sessions in May 2019 and in July 2020",
        "A/2019/5",
        "Hot Streets, June",
    ],
)
def test_a_time_that_is_spoken_of_is_no_date(title: str) -> None:
    assert title_date(title) is None


def test_a_month_that_no_calendar_spells_so_is_no_date_and_no_fault() -> None:
    assert first_date("4 APRİL 2019") is None
    assert date_span("4 to 6 Aprıl 2019") is None


def read(folder: Path, text: str) -> tuple[str | None, str | None, str | None]:
    (folder / "a.md").write_text(text, encoding="utf-8")
    metadata = read_report(folder, SourceFile("a.md"), "a").metadata
    return metadata.date, metadata.start_date, metadata.end_date


def test_a_report_is_of_the_date_in_its_title_where_nothing_else_gives_one(tmp_path: Path) -> None:
    body = "# Second Lake Forum, Mbarita, 4-5 May 2019\n\nThe lake was discussed.\n"
    assert read(tmp_path, body) == ("2019-05-04", "2019-05-04", "2019-05-05")
    assert read(tmp_path, f"---\ndate: 2020-01\n---\n{body}") == ("2020-01", "2020-01-01", "2020-01-31")
