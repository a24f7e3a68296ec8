"""Divisions: which ones a place is in, where an annex holds a document that has divisions of its own."""

from __future__ import annotations

import pytest

from corpus.divisions import Divisions, path_of


def annexes(divisions: Divisions) -> str:
    return path_of(tuple(one for one in divisions.path if one.kind == "annex"))


def places(*titles: str) -> list[str]:
    divisions, found = Divisions(), []
    for title in titles:
        divisions.heading(title, 2)
        found.append(annexes(divisions))
    return found


def paths(*titles: str) -> list[str]:
    divisions, found = Divisions(), []
    for title in titles:
        divisions.heading(title, 2)
        found.append(path_of(divisions.path))
    return found


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (
            ["Annex II", "Annex III", "Annex I", "Annex II", "Annex IV"],
            ["annex II", "annex III", "annex III, annex I", "annex III, annex II", "annex IV"],
        ),
        (
            ["Annex 2", "Annex 1", "Annex 2", "Annex 3", "Annex 4"],
            ["annex 2", "annex 2, annex 1", "annex 2, annex 2", "annex 2, annex 3", "annex 2, annex 4"],
        ),
        (["Annex B", "Annex A", "Annex C"], ["annex B", "annex B, annex A", "annex C"]),
        (["Annex H", "Annex I", "Annex J"], ["annex H", "annex I", "annex J"]),
        (
            ["Annex III", "Annex A", "Annex B", "Annex IV"],
            ["annex III", "annex III, annex A", "annex III, annex B", "annex IV"],
        ),
        (["Annex", "Annex I", "Annex II"], ["annex", "annex, annex I", "annex, annex II"]),
    ],
)
def test_a_number_that_goes_back_begins_inside_and_the_next_one_goes_on_where_it_fits(
    titles: list[str], expected: list[str]
) -> None:
    assert places(*titles) == expected


def test_an_appendix_or_an_enclosure_belongs_to_the_annex_that_it_comes_in() -> None:
    titles = ["Annex III", "Appendix I", "Appendix II", "Enclosure", "Annex IV", "Appendix"]
    inside = ["annex III, appendix I", "annex III, appendix II", "annex III, enclosure"]
    assert places(*titles) == ["annex III", *inside, "annex IV", "annex IV, appendix"]
    assert places("Appendix", "Enclosure", "Annex I") == ["appendix", "enclosure", "annex I"]


def test_a_running_head_is_the_same_annex() -> None:
    assert places("Annex II Terms", "Annex II", "A. Scope", "Annex II") == ["annex II"] * 4
    inside = ["annex III, annex I"] * 3
    assert places("Annex III", "Annex I", "Annex III", "Annex I") == ["annex III", *inside]
    assert places("Annex", "Annex (continued)") == ["annex"] * 2


def test_a_missed_heading_does_not_put_an_annex_inside_another() -> None:
    assert places("Annex III", "Annex I", "Annex V")[-1] == "annex V"


def test_a_chapter_or_a_higher_heading_ends_all_annexes() -> None:
    assert places("I. Aims", "Annex III", "Annex I", "IV. Conclusions")[-1] == ""
    assert places("Letter dated 3 May", "Annex III", "IV. Conclusions")[-1] == "annex III"
    divisions = Divisions()
    for title, level in (("Annex III", 2), ("Annex I", 3), ("Terms", 3)):
        divisions.heading(title, level)
    assert annexes(divisions) == "annex III, annex I"
    divisions.heading("Another part", 2)
    assert annexes(divisions) == "annex III"
    divisions.heading("Another document", 1)
    assert annexes(divisions) == ""


def test_the_sections_of_an_annex_begin_with_one_and_those_of_the_report_go_on() -> None:
    assert places("I. Aims", "II. Work", "Annex I", "I. Role", "II. Members", "Annex II", "I. Plan") == [
        *["", "", "annex I", "annex I", "annex I", "annex II", "annex II"]
    ]
    assert paths("I. Aims", "A. Scope", "Annex", "II. Work", "B. Staff")[2:] == ["annex", "sect. II", "sect. II.B"]
    assert paths("Chapter I", "A. Scope", "Part two", "Chapter I") == [
        *["chap. I", "chap. I, sect. A", "part two", "part two, chap. I"]
    ]


def test_a_resolution_holds_its_annex_and_ends_where_the_next_one_or_a_section_goes_on() -> None:
    titles = ["I. Action", "A. Drafts", "Draft resolution I", "Annex", "Draft resolution II Venue", "Draft decision"]
    assert paths(*titles, "B. Other drafts", "Draft resolution I", "II. Other matters")[2:] == [
        "sect. I.A, draft resolution I",
        "sect. I.A, draft resolution I, annex",
        "sect. I.A, draft resolution II",
        "sect. I.A, draft decision",
        "sect. I.B",
        "sect. I.B, draft resolution I",
        "sect. II",
    ]
    assert paths("Annex III", "Decision 7/1 Funds", "Annex I", "Decision 7/2", "2025/3 Dates") == [
        "annex III",
        "annex III, decision 7/1",
        "annex III, decision 7/1, annex I",
        "annex III, decision 7/2",
        "annex III, 2025/3",
    ]


def test_a_heading_that_only_speaks_of_a_resolution_or_a_part_opens_none() -> None:
    titles = ["Resolutions adopted", "Decision", "Part of the region", "A new approach", "Decision-making"]
    assert paths(*titles) == [""] * 5
