"""Annexes: which one a place is in, where an annex holds a document that has annexes of its own."""

from __future__ import annotations

import pytest

from service.citations.outlines import Annexes


def places(*titles: str) -> list[str]:
    annexes = Annexes()
    found = []
    for title in titles:
        annexes.heading(title, 2)
        found.append(str(annexes))
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
    assert places("Annex III", "Annex I", "IV. Conclusions")[-1] == ""
    annexes = Annexes()
    for title, level in (("Annex III", 2), ("Annex I", 3), ("Terms", 3)):
        annexes.heading(title, level)
    assert str(annexes) == "annex III, annex I"
    annexes.heading("Another part", 2)
    assert str(annexes) == "annex III"
    annexes.heading("Another document", 1)
    assert str(annexes) == ""
