"""Revisions and corrigenda are found by their symbols."""

from __future__ import annotations

from corpus.types import Metadata, ReportSummary
from index.search.versions import later_versions


def collection(*symbols: str) -> list[ReportSummary]:
    return [ReportSummary(s, f"{s}.pdf", "0" * 64, Metadata(title=s, symbols=tuple(s.split("+"))), 1) for s in symbols]


def found(*symbols: str) -> dict[str, list[str]]:
    later = later_versions(collection(*symbols))
    return {
        report: [f"{'corrected' if one.corrects else 'revised'} by {one.report.id}" for one in versions]
        for report, versions in later.items()
    }


def test_a_revision_is_later_than_the_paper_and_than_earlier_revisions() -> None:
    assert found("TPNW/MSP/2025/11/Rev.1", "TPNW/MSP/2025/11", "TPNW/MSP/2025/11/Rev.2") == {
        "TPNW/MSP/2025/11": ["revised by TPNW/MSP/2025/11/Rev.2", "revised by TPNW/MSP/2025/11/Rev.1"],
        "TPNW/MSP/2025/11/Rev.1": ["revised by TPNW/MSP/2025/11/Rev.2"],
    }


def test_a_corrigendum_corrects_the_version_that_it_names() -> None:
    assert found("A/1/2", "A/1/2/Corr.1", "A/1/2/Rev.1", "A/1/2/Rev.1/Corr.1") == {
        "A/1/2": ["revised by A/1/2/Rev.1", "corrected by A/1/2/Corr.1"],
        "A/1/2/Corr.1": ["revised by A/1/2/Rev.1"],
        "A/1/2/Rev.1": ["corrected by A/1/2/Rev.1/Corr.1"],
    }


def test_a_revised_addendum_revises_the_addendum_alone() -> None:
    assert found("A/1/2", "A/1/2/Add.1", "A/1/2/Add.1/Rev.1") == {"A/1/2/Add.1": ["revised by A/1/2/Add.1/Rev.1"]}


def test_a_joint_document_is_revised_under_either_symbol_and_spelling_does_not_matter() -> None:
    assert found("A/1/2+S/3/4", "S/3/4/REV.1*") == {"A/1/2+S/3/4": ["revised by S/3/4/REV.1*"]}


def test_other_papers_have_nothing_to_do_with_each_other() -> None:
    assert found("A/1/2", "A/1/21/Rev.1", "A/1", "A/1/2/Add.1") == {}
