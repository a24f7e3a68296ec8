"""Citations: golden texts of very different reports, and what must hold for every report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citation_cases import CASES, Part, Shelf, case, one, one_of
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

from corpus.metadata.fields import read_fields
from corpus.types import Metadata
from service.citations.citer import STYLES, Citer, Style, cite
from service.citations.dates import event_date
from service.citations.outlines import outline
from service.citations.pinpoints import pinpoint
from service.citations.quotation_marks import quoted
from service.citations.sources import one_line, printed_symbol, reference_title

GOLDEN = Path(__file__).parents[2] / "golden" / "citations"
FILES: dict[Style, str] = {
    "un": "un.txt",
    "chicago": "chicago.txt",
    "bibtex": "all.bib",
    "ris": "all.ris",
    "csl": "all.json",
}


def written(style: Style) -> str:
    texts = [cite(outline(report), passage, style) for report, passage in CASES]
    if style == "csl":
        return json.dumps([json.loads(text)[0] for text in texts], ensure_ascii=False, indent=1) + "\n"
    return "\n".join(text.rstrip("\r\n").replace("\r\n", "\n") for text in texts) + "\n"


@pytest.mark.parametrize("style", STYLES)
def test_citations_of_thirteen_reports_are_those_that_were_read_and_approved(style: Style) -> None:
    """Delete a golden file to have it written anew, and read it."""
    file = GOLDEN / FILES[style]
    if not file.exists():
        file.write_text(written(style), encoding="utf-8")
        pytest.fail(f"{file.name} was written anew: read it, then run again")
    assert written(style) == file.read_text(encoding="utf-8")


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(one_line)
BODY = TEXT.filter(lambda text: "; " not in one_line(text))  # which parts two organs


@given(title=TEXT, body=BODY)
def test_bibtex_reads_back_whatever_the_title_and_the_body_hold(title: str, body: str) -> None:
    metadata = Metadata(title=title, body=body, symbols=("A/1/2",), date="2023-10", url=f"https://example.org/{title}")
    library = bibtexparser.parse_string(
        2 * one(metadata, "bibtex").replace("any-", "one-", 1), append_middleware=[LatexDecodingMiddleware()]
    )
    assert [type(block).__name__ for block in library.blocks] == ["Entry", "DuplicateBlockKeyBlock"]
    entry = library.entries[0]
    assert entry["title"] == as_decoded(title)
    assert entry["author"] == as_decoded(body)
    assert (entry["number"], entry["year"]) == ("A/1/2", "2023")


def as_decoded(text: str) -> str:
    """What the library's LaTeX decoder makes of it: it drops braces, and takes a circumflex for an accent."""
    return one_line(text).replace("^", "ˆ").replace("{", "").replace("}", "")


@given(title=TEXT, body=BODY)
def test_ris_reads_back_whatever_the_title_and_the_body_hold(title: str, body: str) -> None:
    (entry,) = rispy.loads(one(Metadata(title=title, body=body, date="2023"), "ris"))
    assert entry["title"] == one_line(title)
    assert entry["publisher"] == one_line(body)
    assert entry["year"] == "2023"


@given(title=TEXT, body=BODY)
def test_csl_reads_back_whatever_the_title_and_the_body_hold(title: str, body: str) -> None:
    (item,) = json.loads(one(Metadata(title=title, body=body), "csl"))
    assert item["title"] == one_line(title)
    assert item["author"] == [{"literal": one_line(body)}]


def test_the_golden_bibliography_is_read_by_a_bibtex_library() -> None:
    library = bibtexparser.parse_string((GOLDEN / FILES["bibtex"]).read_text(encoding="utf-8"))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [_key(i) for i in range(len(CASES))]


def test_the_golden_records_are_read_by_a_ris_library() -> None:
    entries = rispy.loads((GOLDEN / FILES["ris"]).read_text(encoding="utf-8"))
    assert [entry["id"] for entry in entries] == [_key(i) for i in range(len(CASES))]
    assert not any("unknown_tag" in entry for entry in entries)


@pytest.mark.filterwarnings("error:.*unsupported")
def test_the_golden_csl_items_are_formatted_by_a_citation_processor() -> None:
    source = CiteProcJSON(json.loads((GOLDEN / FILES["csl"]).read_text(encoding="utf-8")))
    bibliography = CitationStylesBibliography(
        CitationStylesStyle("harvard-cite-them-right", validate=False), source, formatter.plain
    )
    for key in source:
        bibliography.register(Citation([CitationItem(key)]))
    shown = " ".join(str(item) for item in bibliography.bibliography())
    assert all(one_line(reference_title(report.metadata))[:20] in shown for report, _ in CASES)


@pytest.mark.parametrize("style", STYLES)
def test_a_digest_never_poses_as_the_document_it_digests(style: Style) -> None:
    metadata = Metadata(title="Report", body="The Committee", symbols=("A/79/352",), kind="digest", url="https://a.b/c")
    text = one(metadata, style)
    assert "igest" in text
    assert "not an official record" in text
    assert "recorded in A/79/352" in text
    assert not text.startswith("A/79/352")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("label", ["draft", "machine-read"])
def test_what_a_reader_must_know_of_a_text_is_said_in_every_style(style: Style, label: str) -> None:
    metadata = Metadata(title="Report", symbols=("A/79/L.2",), kind="official record", labels=(label,))
    assert label in one(metadata, style).lower()


@pytest.mark.parametrize("style", STYLES)
def test_every_style_carries_the_pinpoint(style: Style) -> None:
    for report, passage in CASES:
        place = str(pinpoint(outline(report), passage.start, passage.end))
        # American punctuation puts a comma inside the quotation marks.
        assert place.replace("”,", ",”") in cite(outline(report), passage, style).replace("”,", ",”")


def test_a_place_given_by_both_of_its_ends_is_read_back_in_every_style() -> None:
    parts = [Part("Summary", "heading"), Part("One.", cited=True), Part("Annex I", "heading"), Part("Two.", number="1")]
    metadata = Metadata(title="T", symbols=("A/1/2",), kind="official record")
    of = {style: one_of(metadata, style, *parts[:3], replace(parts[3], cited=True)) for style in STYLES}
    assert of["un"] == "A/1/2, [para. 1 under “Summary”, unnumbered], to annex I, para. 1"
    assert of["chicago"] == "“T,” A/1/2, n.d., [para. 1 under “Summary,” unnumbered], to annex I, para. 1."
    note = "Cited at [para. 1 under “Summary”, unnumbered], to annex I, para. 1."
    assert bibtexparser.parse_string(of["bibtex"]).entries[0]["note"] == note
    assert rispy.loads(of["ris"])[0]["notes"] == [note]
    assert json.loads(of["csl"])[0]["note"] == note


def test_joint_symbols_are_joined_as_printed_and_others_are_left_out() -> None:
    assert printed_symbol(Metadata(symbols=("A/ES-10/1043", "S/2025/529"))) == "A/ES-10/1043-S/2025/529"
    assert printed_symbol(Metadata(symbols=("E/2025/27", "E/CN.6/2025/19"))) == "E/2025/27-E/CN.6/2025/19"
    assert printed_symbol(Metadata(symbols=("CTOC/COP/2010/6", "CTOC/COP/2010/L.1"))) == "CTOC/COP/2010/6"


ACROSS_YEARS = "December 30, 2024–January 2, 2025"


@pytest.mark.parametrize(
    ("date", "start", "end", "day_first", "month_first"),
    [
        ("2023-10-04", "2023-10-04", "2023-10-04", "4 October 2023", "October 4, 2023"),
        ("2010-01-27", "2010-01-27", "2010-01-29", "27–29 January 2010", "January 27–29, 2010"),
        ("2025-03-31", "2025-03-31", "2025-04-01", "31 March–1 April 2025", "March 31–April 1, 2025"),
        (
            "2024-12-30",
            "2024-12-30",
            "2025-01-02",
            "30 December 2024–2 January 2025",
            "December 30, 2024–January 2, 2025",
        ),
        ("2021-11", "2021-11-01", "2021-11-30", "November 2021", "November 2021"),
        ("2023-05", "2023-05-01", "2023-06-30", "May–June 2023", "May–June 2023"),
        ("2022-11", "2022-11-01", "2023-02-28", "November 2022–February 2023", "November 2022–February 2023"),
        ("1984", "1984-01-01", "1984-12-31", "1984", "1984"),
        ("2022", "2022-01-01", "2024-12-31", "2022–2024", "2022–2024"),
        (None, "2020-05-01", "2020-05-01", "1 May 2020", "May 1, 2020"),
        (None, None, None, "", ""),
    ],
)
def test_dates_are_written_out_at_the_precision_of_the_source(
    date: str | None, start: str | None, end: str | None, day_first: str, month_first: str
) -> None:
    metadata = Metadata(date=date, start_date=start, end_date=end)
    assert event_date(metadata) == day_first
    assert event_date(metadata, "month first") == month_first


@pytest.mark.parametrize(
    ("start", "end", "shown", "parts", "da"),
    [
        ("2023-05", "2023-06", "May–June 2023", [[2023, 5], [2023, 6]], "2023/06//"),
        ("2022", "2024", "2022–2024", [[2022], [2024]], "2024///"),
    ],
)
def test_a_period_given_by_month_or_year_is_a_range_in_every_style(
    start: str, end: str, shown: str, parts: list[list[int]], da: str
) -> None:
    metadata = read_fields({"title": "T", "location": "Vienna", "start": start, "end": end}, "front matter")[0]
    assert f"Vienna, {shown}, [para. 1, unnumbered]" in one(metadata, "un")
    assert f"Vienna, {shown}, [para. 1, unnumbered]" in one(metadata, "chicago")
    entry = bibtexparser.parse_string(one(metadata, "bibtex")).entries[0]
    assert (entry["eventdate"], entry["year"]) == (f"{start}/{end}", end[:4])
    (item,) = json.loads(one(metadata, "csl"))
    assert (item["event-date"], item["issued"]) == ({"date-parts": parts}, {"date-parts": parts[1:]})
    (record,) = rispy.loads(one(metadata, "ris"))
    assert (record["date"], record["notes"][0]) == (da, f"Event: Vienna, {shown}.")


def test_a_quote_within_a_passage_gets_its_own_pinpoint() -> None:
    report, passage = case("any", Metadata(title="T"), Part("One.", cited=True), Part("Two.", cited=True))
    second = (report.blocks[1].start, report.blocks[1].end)
    assert "[paras. 1–2, unnumbered]" in cite(outline(report), passage)
    assert "[para. 2, unnumbered]" in cite(outline(report), passage, span=second)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A plain title", "“A plain title”"),
        ("On “hope”", "“On ‘hope’”"),
        ('On "hope"', "“On ‘hope’”"),
        ("Über „Mut“ und «espoir»", "“Über ‚Mut‘ und «espoir»”"),
    ],
)
def test_quotation_marks_inside_others_are_single_ones(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_a_citer_reads_each_report_once() -> None:
    report, passage = CASES[0]
    shelf = Shelf(report)
    citer = Citer(shelf)
    assert citer.cite(passage) == citer.cite(passage) == cite(outline(report), passage)
    assert shelf.asked == [report.id]


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl"])
def test_entries_have_one_key_if_and_only_if_they_say_the_same(style: Style) -> None:
    parts = [Part("One thing. Another.", number="4", cited=True), Part("Two.", number="5"), Part("Title", "heading")]
    report, passage = case("any", Metadata(title="T"), *parts)
    spans = {
        (begin, end): Citer(Shelf(report)).cite_span("any", (begin, end), style)
        for begin, end in [(0, 10), (11, 19), (0, 19), (0, 25), (21, 25), (27, 32)]
    }
    assert spans[0, 10] == spans[11, 19] == spans[0, 19] == cite(outline(report), passage, style)
    keys = {text: re.findall(r"\bany(?:-[0-9a-f]{8})?\b", text)[0] for text in spans.values()}
    assert len(set(keys.values())) == len(keys) == 4
    # A heading has neither number nor page: what is cited is the report.
    assert keys[spans[27, 32]] == Citer(Shelf(report)).source("any").key == "any"


def _key(index: int) -> str:
    report, passage = CASES[index]
    return Citer(Shelf(report)).source(report.id, (passage.start, passage.end)).key
