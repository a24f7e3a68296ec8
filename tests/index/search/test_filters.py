"""What reports are counted under and found by: joint bodies by each body, and what is no known name as "other"."""

from __future__ import annotations

import pytest

from corpus.types import FieldReading, FieldSource, Metadata, ReportSummary
from index.search.filters import OTHER, count_facet, matches
from index.types import FacetCount, Filters


def report(body: str | None, language: str | None = "en", source: FieldSource = "print") -> ReportSummary:
    readings = tuple(FieldReading(field, source, 0.9) for field in ("body", "language"))
    known = Metadata(title="Report", body=body, language=language)
    return ReportSummary("r", "r.pdf", "0" * 64, known, 9, readings=readings)


JOINT = "General Assembly; Security Council"
REPORTS = [report(JOINT), report("Security Council"), report("&&$"), report("E / 2 5"), report(None)]


def test_a_joint_document_counts_under_each_of_its_bodies_and_what_is_no_body_last() -> None:
    assert count_facet("body", REPORTS) == (
        FacetCount("Security Council", 2),
        FacetCount("General Assembly", 1),
        FacetCount(OTHER, 2),
    )


@pytest.mark.parametrize("wanted", ["General Assembly", "Security Council", JOINT])
def test_a_joint_document_is_found_by_each_of_its_bodies(wanted: str) -> None:
    assert matches(REPORTS[0], Filters(body=(wanted,)))
    assert not matches(REPORTS[2], Filters(body=(wanted,)))


def test_every_value_that_is_counted_finds_as_many_reports() -> None:
    for name in ("body", "language"):
        for facet in count_facet(name, REPORTS):
            found = [one for one in REPORTS if matches(one, Filters(**{name: (facet.value,)}))]
            assert len(found) == facet.count


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        ("COMMISSION ON HUMAN EIGHTS", "Commission on Human Rights"),
        ("Working Party on Rail Transport", "Working Party on Rail Transport"),
        ("&&$", OTHER),
    ],
)
def test_a_body_is_shown_by_the_name_that_it_is_known_by(read: str, shown: str) -> None:
    assert count_facet("body", [report(read)]) == (FacetCount(shown, 1),)


def test_a_language_that_there_is_not_is_another() -> None:
    assert count_facet("language", [report(None, "bcl"), report(None, "fr")]) == (
        FacetCount("fr", 1),
        FacetCount(OTHER, 1),
    )


def test_what_the_owner_of_a_file_calls_a_body_is_one() -> None:
    owned = report("Friends; Alliance of NGOs", "bcl", "sidecar")
    assert {facet.value for facet in count_facet("body", [owned])} == {"Friends", "Alliance of NGOs"}
    assert count_facet("language", [owned]) == (FacetCount("bcl", 1),)
