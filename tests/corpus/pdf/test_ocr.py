"""Text recognition: the table that tesseract prints, and a real scan where tesseract is installed."""

from __future__ import annotations

import shutil

import pytest
from made_pdfs import SENTENCE, Made
from scanned_pages import scan

from corpus.errors import FileRejectedError
from corpus.pdf.ocr import read, runs_of_table

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def test_words_of_one_line_become_a_run_and_a_wide_gap_parts_runs() -> None:
    rows = [
        "4\t1\t1\t1\t1\t0\t100\t100\t700\t30\t-1\t",
        "5\t1\t1\t1\t1\t1\t100\t100\t60\t30\t96\tGeneral",
        "5\t1\t1\t1\t1\t2\t170\t100\t90\t24\t96\tAssembly",
        "5\t1\t1\t1\t1\t3\t600\t100\t90\t30\t90\tDistr.:",
        "5\t1\t1\t1\t2\t1\t100\t140\t90\t31\t90\tnext",
    ]
    runs = runs_of_table("\n".join([HEADER, *rows]), 0.5)
    assert [run.text for run in runs] == ["General Assembly", "Distr.:", "next"]
    assert (runs[0].x0, runs[0].x1) == (50, 130)
    assert len({run.size for run in runs}) == 1


def test_an_empty_table_has_no_runs() -> None:
    assert runs_of_table(HEADER, 0.5) == ()


def test_a_scan_needs_tesseract_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FileRejectedError, match="tesseract") as rejection:
        read(scan(), "scan.pdf")
    assert rejection.value.remedy


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_scan_is_read_by_text_recognition_and_labelled() -> None:
    draft = read(scan(), "scan.pdf")
    assert "machine-read" in draft.found.labels
    assert draft.found.symbols == ("A/99/123",)
    assert draft.found.distribution_date == "2031-05-03"
    assert [block.number for block in draft.blocks if block.number] == ["1", "2"]
    assert any("text recognition: 1" in warning for warning in draft.warnings)


def test_a_document_with_text_is_read_without_text_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    made = Made()
    made.line(f"{SENTENCE} left.")
    assert "machine-read" not in read(made.save(), "made.pdf").found.labels
