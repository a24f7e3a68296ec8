"""`rapporteur inspect` shows what is read of one file, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli.commands import app

RECORD = """---
title: Report on the review
symbol: A/79/L.3
date: 2024-10-15
---

# Report on the review

Opening words.

## Review

1. The Committee met.

2. Delegations spoke.

## Recommendations

3. The Committee recommended guidance.
"""


def inspect(file: Path, *flags: str) -> str:
    done = CliRunner().invoke(app, ["inspect", str(file), *flags])
    assert done.exit_code == 0, done.exception
    return done.stdout


def test_metadata_outline_and_first_lines_are_shown(tmp_path: Path) -> None:
    (tmp_path / "record.md").write_text(RECORD)
    lines = [" ".join(line.split()) for line in inspect(tmp_path / "record.md").splitlines()]
    assert lines[0] == "record.md"
    assert {"Title Report on the review", "Symbols A/79/L.3", "Labels limited distribution"} <= set(lines)
    assert lines.index("Review [paras. 1-2]") < lines.index("Recommendations [para. 3]")
    assert lines.index("First lines") < lines.index("Opening words.") < lines.index("[1] The Committee met.")


def test_a_sidecar_counts_and_warnings_are_shown(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("The chair opened the session, and delegates spoke of many matters at length.")
    (tmp_path / "plain.txt.yaml").write_text("title: From beside\ncolour: blue\n")
    shown = inspect(tmp_path / "plain.txt")
    assert "From beside" in shown
    assert "the field 'colour' has no meaning here" in shown
    assert "Language  en" in shown


def test_json_has_all_and_every_block_slices_to_its_text(tmp_path: Path) -> None:
    (tmp_path / "record.md").write_text(RECORD)
    whole = json.loads(inspect(tmp_path / "record.md", "--json"))
    assert whole["metadata"]["symbols"] == ["A/79/L.3"]
    assert [entry["title"] for entry in whole["outline"]] == ["Report on the review", "Review", "Recommendations"]
    assert all(whole["text"][b["start"] : b["end"]] == b["text"] for b in whole["blocks"])
    assert [b["number"] for b in whole["blocks"] if b["number"]] == ["1", "2", "3"]


def test_a_real_document_is_shown_with_paragraphs_and_pages(shared: Path) -> None:
    shown = inspect(shared / "reports" / "un" / "A_79_352.en.pdf")
    assert "E. Attracting additional United Nations entities to the Palais des Nations  [para. 41, p. 21]" in shown


@pytest.mark.parametrize(("name", "content"), [("empty.pdf", b""), ("note.xyz", b"text"), ("bad.md", b"\xff\xfe\xff")])
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = CliRunner().invoke(app, ["inspect", str(tmp_path / name)])
    assert type(done.exception).__name__ == "FileRejectedError"
    assert str(done.exception).startswith(f"{tmp_path / name}: ")


def test_where_a_field_was_read_and_how_sure_that_is_are_shown(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("The chair opened the session, and delegates spoke of many matters at length.")
    (tmp_path / "plain.txt.yaml").write_text("date: 2024\n")
    lines = [" ".join(line.split()) for line in inspect(tmp_path / "plain.txt").splitlines()]
    assert lines[lines.index("Title plain") + 1] == "from file name (unsure, 30 %)"
    assert lines[lines.index("Date 2024") + 1] == "from sidecar (sure)"
    assert lines[-1].startswith('To correct a field, put a line "field: value" into plain.txt.yaml')
    readings = json.loads(inspect(tmp_path / "plain.txt", "--json"))["readings"]
    assert {"field": "date", "source": "sidecar", "certainty": 1.0, "page": None, "line": ""} in readings
