"""What authors, dates, types and addresses of a source become in each style."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from citation_cases import Part, Shelf, one, one_of, report_of

from corpus.types import Metadata
from service.citations.citer import STYLES, Citer, Style

JOINT = Metadata(title="Letter", body="General Assembly; Security Council", kind="official record", symbols=("A/1/2",))


def test_a_paper_of_two_organs_has_both_as_authors() -> None:
    assert "  author = {{General Assembly} and {Security Council}}," in one(JOINT, "bibtex").splitlines()
    assert "  institution = {General Assembly and Security Council}," in one(JOINT, "bibtex").splitlines()
    assert "AU  - General Assembly\r\nAU  - Security Council\r\n" in one(JOINT, "ris")
    assert json.loads(one(JOINT, "csl"))[0]["author"] == [
        {"literal": "General Assembly"},
        {"literal": "Security Council"},
    ]
    assert one(JOINT, "chicago").startswith("General Assembly and Security Council, “Letter,”")
    assert one(replace(JOINT, symbols=()), "un").startswith("General Assembly and Security Council, “Letter”,")
    for style in STYLES:
        assert "General Assembly; Security Council" in one(replace(JOINT, kind="digest"), style)


def test_three_authors_have_a_comma_before_the_last_in_chicago_style_alone() -> None:
    metadata = Metadata(title="T", author="Jane Q. Doe; Li Wei; Ana Ruiz", date="2023", kind="secretariat news")
    assert one(metadata, "chicago").startswith("Jane Q. Doe, Li Wei, and Ana Ruiz, “T,”")
    assert one(metadata, "un").startswith("Jane Q. Doe, Li Wei and Ana Ruiz, “T”")
    assert one(replace(metadata, author="Jane Q. Doe; Li Wei"), "chicago").startswith("Jane Q. Doe and Li Wei, “T,”")


def test_a_named_author_comes_first_and_the_body_is_the_publisher() -> None:
    metadata = Metadata(title="T", author="Doe, Jane Q.", body="The Alliance", date="2023", kind="secretariat news")
    assert one(metadata, "un").startswith("Doe, Jane Q., “T” (secretariat news), The Alliance, 2023")
    assert one(metadata, "chicago").startswith("Doe, Jane Q., “T,” secretariat news, The Alliance, 2023")
    assert {"  author = {{Doe, Jane Q.}},", "  organization = {The Alliance},"} <= {
        *one(metadata, "bibtex").splitlines()
    }
    assert {"AU  - Doe, Jane Q.", "PB  - The Alliance"} <= {*one(metadata, "ris").splitlines()}
    (item,) = json.loads(one(metadata, "csl"))
    assert (item["author"], item["publisher"]) == ([{"literal": "Doe, Jane Q."}], "The Alliance")
    for style in STYLES:
        assert "Event" not in one(metadata, style)
        assert "Jane" not in one(replace(metadata, kind="digest"), style)
    account = replace(metadata, kind="participant account")
    assert one(account, "un").startswith("Doe, Jane Q., “T” (participant account), The Alliance, 2023")
    record = replace(metadata, kind="official record")
    assert {"  author = {{Doe, Jane Q.}},", "  institution = {The Alliance},"} <= {*one(record, "bibtex").splitlines()}


@pytest.mark.parametrize(
    ("metadata", "ris", "bibtex", "csl"),
    [
        (Metadata(kind="digest"), "RPRT", "techreport", "report"),
        (Metadata(kind="official record", body="B"), "RPRT", "techreport", "report"),
        (Metadata(kind="official record"), "RPRT", "misc", "report"),
        (Metadata(kind="secretariat news", body="B", url="https://a.b"), "ELEC", "misc", "webpage"),
        (Metadata(kind="participant account", url="https://a.b"), "ELEC", "misc", "webpage"),
        (Metadata(kind="participant account"), "GEN", "misc", "document"),
        (Metadata(kind="transcript", url="https://a.b"), "GEN", "misc", "document"),
        (Metadata(body="B", symbols=("A/1/2",)), "RPRT", "techreport", "report"),
        (Metadata(body="B"), "GEN", "misc", "document"),
    ],
)
def test_references_have_the_type_of_what_they_are(metadata: Metadata, ris: str, bibtex: str, csl: str) -> None:
    metadata = replace(metadata, title="T")
    assert one(metadata, "ris").startswith(f"TY  - {ris}\r\n")
    assert one(metadata, "bibtex").startswith(f"@{bibtex}{{")
    assert json.loads(one(metadata, "csl"))[0]["type"] == csl


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A plain title", "“A plain title,”"),
        ("A sentence.", "“A sentence,”"),
        ("Done?", "“Done?,”"),
        ("In Washington, D.C.", "“In Washington, D.C.,”"),
        ("A time of “hope”", "“A time of ‘hope,’”"),
        ("A time of “hope.”", "“A time of ‘hope,’”"),
        ("A time of ‘hope’", "“A time of ‘hope,’”"),
        ("“Don’t hope”", "“‘Don’t hope,’”"),
        ("Zeit für „Mut“", "“Zeit für ‚Mut,‘”"),
        ("Rights of the States’", "“Rights of the States’,”"),
        ("‘Rights’ of the States’", "“‘Rights’ of the States’,”"),
    ],
)
def test_american_commas_go_inside_quotation_marks_and_not_before_an_apostrophe(title: str, shown: str) -> None:
    assert one(Metadata(title=title), "chicago") == f"{shown} n.d., [para. 1, unnumbered]."


def test_a_note_in_chicago_style_leaves_addresses_alone_and_ends_inside_the_last_quotation_mark() -> None:
    text = one(Metadata(title="T", url="https://a.b/”,x”."), "chicago")
    assert text.endswith(", https://a.b/%E2%80%9D,x%E2%80%9D.")
    report = report_of("any", Metadata(title="T", date="2020"), Part("Heading", "heading"))
    assert Citer(Shelf(report)).cite_span("any", (0, 7), "chicago") == "“T,” 2020."
    twice = [Part("B", "heading", level=1), Part("One.", number="1", cited=True), Part("One.", number="1")]
    assert one_of(Metadata(title="T", date="2020"), "chicago", *twice) == "“T,” 2020, para. 1 under “B.”"


@pytest.mark.parametrize("style", STYLES)
def test_spaces_and_quotation_marks_in_addresses_are_encoded(style: Style) -> None:
    for kind in ("digest", "secretariat news"):
        text = one(Metadata(title="T", kind=kind, url='https://a.b/one two"three'), style)  # type: ignore[arg-type]
        assert "https://a.b/one%20two%22three" in text


def test_a_digest_of_several_sources_says_so_and_lists_them_for_reference_managers() -> None:
    several = Metadata(title="T", kind="digest", url="https://a.b/1", sources=("https://a.b/1", "https://a.b/2"))
    single = replace(several, sources=("https://a.b/1",))
    assert one(several, "un").endswith("; sources include https://a.b/1")
    assert one(single, "un").endswith("; source: https://a.b/1")
    assert one(several, "chicago").endswith(", sources include https://a.b/1.")
    for style in ("bibtex", "ris", "csl"):
        assert "Sources: https://a.b/1; https://a.b/2" in one(several, style)
        assert "Sources" not in one(single, style)


def test_dates_and_languages_are_written_as_each_format_has_them() -> None:
    def lines(metadata: Metadata, style: Style) -> list[str]:
        return one(metadata, style).splitlines()

    day = Metadata(title="T", date="2025-01-09", language="fr-CA")
    assert {"  date = {2025-01-09},", "  year = {2025},", "  month = jan,", "  langid = {french},"} <= {
        *lines(day, "bibtex")
    }
    month = replace(day, date="2021-11", language="sw")
    assert not any(line.startswith(("  date", "  lang")) for line in lines(month, "bibtex"))
    assert "DA  - 2025/01/09/" in lines(day, "ris")
    assert "DA  - 2021/11//" in lines(month, "ris")
    assert "DA  - 2022///" in lines(replace(day, date="2022"), "ris")


def test_series_and_session_are_kept_for_reference_managers() -> None:
    metadata = Metadata(title="T", series="Dialogues", session="Fifty-ninth session", symbols=("A/1/2",))
    assert "  series = {Dialogues}," in one(metadata, "bibtex").splitlines()
    for style in ("bibtex", "ris", "csl"):
        assert "Fifty-ninth session." in one(metadata, style)
        assert "session" not in one(replace(metadata, kind="digest"), style)


def test_a_chicago_note_has_the_only_date_that_is_known() -> None:
    assert "“T,” May 3, 2021, " in one(Metadata(title="T", distribution_date="2021-05-03"), "chicago")
