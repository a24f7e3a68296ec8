"""The fields of first pages, Word files and web pages: the records are whole, and the figures do not fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.data.records import load_records
from eval.robustness.first_pages import CHECKS, IN_TEXT, RECORDS, evaluate_fields, render, shown_dates

SHARED = Path(__file__).resolve().parents[4] / "shared" / "reports" / "un-more"
TEST = RECORDS.with_name("test.jsonl")
FORMATS = RECORDS.parents[1] / "formats"


def test_no_document_is_learnt_from_and_kept() -> None:
    learnt, kept = ({record["file"] for record in load_records(file)} for file in (RECORDS, TEST))
    assert (len(learnt), len(kept), learnt & kept) == (120, 60, set())


def test_only_the_record_of_a_short_meeting_is_dated_by_it() -> None:
    record = {"event_start": "2025-06-10", "event_end": "2025-06-13", "distribution_date": "2025-07-24"}
    assert shown_dates(record | {"is_record_of_meeting": True}) == ("2025-06-10", "2025-06-13")
    assert shown_dates(record | {"is_record_of_meeting": False}) == ("2025-07-24", "2025-07-24")
    year = record | {"event_start": "2024-06-10", "is_record_of_meeting": True}
    assert shown_dates(year) == ("2025-07-24", "2025-07-24")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not on this machine")
@pytest.mark.slow
def test_the_fields_of_the_kept_documents_stay_as_right_as_they_were() -> None:
    result = evaluate_fields(SHARED, load_records(TEST))
    least = dict.fromkeys(CHECKS, 59) | {"body": 58, "agenda item": 55}
    right = {name: sum(counts[name] for counts in result.by_type.values()) for name in CHECKS}
    assert all(right[name] >= least[name] for name in CHECKS), render(result)


def test_the_fields_and_the_text_of_word_files_and_web_pages_stay_as_right_as_they_were() -> None:
    records = load_records(FORMATS / "records.jsonl")
    result = evaluate_fields(FORMATS, records)
    total = result.by_type[".docx"] + result.by_type[".html"]
    least = dict.fromkeys(CHECKS, len(records)) | {"event": 35, "body": 33, "author": 36}
    fallen = [name for name in CHECKS if total[name] < least[name]]
    fallen += [name for name in IN_TEXT if total[name] < total[f"all {name}"]]
    assert not fallen, render(result) + "\n".join(result.misses)
