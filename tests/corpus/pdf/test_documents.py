"""The 32 shared documents against records and outlines made by eye; skipped where the shared folder is absent."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from corpus.errors import FileRejectedError
from corpus.pdf.reader import read
from corpus.types import Draft
from eval.data.records import load_records
from eval.robustness.documents import GOLDEN, check_outline, evaluate_documents, furniture_in, main, render

DOCUMENTS = Path(__file__).resolve().parents[4] / "shared" / "reports" / "un"
RECORDS = {record["file"]: record for record in load_records(GOLDEN / "records.jsonl")}
OUTLINES = sorted({entry["file"] for entry in load_records(GOLDEN / "outlines.jsonl")})
READABLE = sorted(name for name, record in RECORDS.items() if not record.get("rejected"))
UNREADABLE_DATE = {"E_CN.4_109.en.pdf"}  # the scan's text layer has "2 June 19kd"
UNREADABLE_TITLE = {"A_39_361.en.pdf", "E_CN.4_109.en.pdf"}  # garbled in the scans' text layers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents (../shared/reports/un) are not here"),
]


@cache
def draft_of(name: str) -> Draft:
    return read((DOCUMENTS / name).read_bytes(), name)


@pytest.mark.parametrize("name", READABLE)
def test_symbol_dates_and_title_are_those_printed(name: str) -> None:
    found, record = draft_of(name).found, RECORDS[name]
    assert list(found.symbols) == record["symbols"]
    if name not in UNREADABLE_DATE:
        assert (found.distribution_date, found.start_date, found.end_date) == (
            record["distribution_date"],
            record["start_date"],
            record["end_date"],
        )
    if name not in UNREADABLE_TITLE:
        assert found.title == record["title"]
    assert list(found.labels) == record["labels"]


@pytest.mark.parametrize("name", sorted(set(RECORDS) - set(READABLE)))
def test_what_is_no_readable_document_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(FileRejectedError, match=RECORDS[name]["rejected"]):
        draft_of(name)


@pytest.mark.parametrize("name", OUTLINES)
def test_every_numbered_paragraph_is_found_once_with_its_start_end_and_pages(name: str) -> None:
    expected = [entry for entry in load_records(GOLDEN / "outlines.jsonl") if entry["file"] == name]
    assert check_outline(name, draft_of(name), expected).wrong == []


@pytest.mark.parametrize("name", READABLE)
def test_no_running_head_page_number_or_job_number_stands_in_a_paragraph(name: str) -> None:
    assert furniture_in(draft_of(name)) == []


@pytest.mark.parametrize("name", READABLE)
def test_blocks_slice_exactly_in_order_without_overlap(name: str) -> None:
    draft = draft_of(name)
    position = 0
    for block in draft.blocks:
        assert position <= block.start < block.end <= len(draft.text)
        text = draft.text[block.start : block.end]
        assert text == text.strip()
        assert not re.search(r"[\ue000\ue001]|\s{2}", text)
        assert block.pages is not None
        assert 1 <= block.pages[0] <= block.pages[1] <= len(draft.page_labels)
        position = block.end


def test_sixty_sampled_paragraphs_begin_and_end_on_the_pages_they_are_said_to() -> None:
    candidates = [(name, index) for name in READABLE for index in range(len(draft_of(name).blocks))]
    chosen = random.Random(20261124).sample(candidates, 400)
    checked = 0
    for name, index in chosen:
        draft, block = draft_of(name), draft_of(name).blocks[index]
        words = draft.text[block.start : block.end].split()
        if block.kind not in ("paragraph", "item") or len(words) < 15 or checked == 60:
            continue
        assert block.pages is not None
        assert letters(" ".join(words[1:5])) in page_letters(name, block.pages[0])
        assert letters(" ".join(words[-4:])) in page_letters(name, block.pages[1])
        checked += 1
    assert checked == 60


@cache
def page_letters(name: str, page: int) -> str:
    """The letters of one page as the engine gives them, without digits, since note marks stand between words."""
    with pypdfium2.PdfDocument(DOCUMENTS / name) as document:
        return letters(document[page - 1].get_textpage().get_text_range())


def letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).casefold()


def test_the_evaluation_prints_a_table_and_meets_what_was_promised(capsys: pytest.CaptureFixture[str]) -> None:
    result = evaluate_documents(DOCUMENTS, reader=lambda data, name: draft_of(name))
    assert not result.misses["symbols"]
    assert not result.misses["rejected"]
    assert len(result.misses["distribution_date"]) <= 1
    assert len(result.misses["title"]) <= 2
    assert not result.unclean
    assert f"symbols{' ' * 16}32 of 32" in render(result)
    assert main([str(DOCUMENTS / "nowhere")]) == 2
    assert "usage" in capsys.readouterr().err
