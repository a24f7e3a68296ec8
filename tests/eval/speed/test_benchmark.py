"""The benchmark: its arithmetic, its inputs, and one run on two small reports with the real model and a real server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import EvalInputError
from eval.speed.benchmark import Benchmark, main, read_queries, to_json, to_table
from eval.speed.rebuild import RebuildSpeed
from eval.speed.serving import MemoryUse

SPEED = RebuildSpeed(passages=100, rebuild=(2.0, 4.0, 2.0), plain=(1.0, 1.6, 1.6))


def test_rates_and_ratio_are_those_of_the_median_runs() -> None:
    assert (SPEED.rebuild_rate, SPEED.plain_rate, SPEED.ratio) == pytest.approx((50, 62.5, 1.25))


def test_the_table_has_every_figure() -> None:
    data = to_json(Benchmark(SPEED, (10.0, 20.0, 30.0), MemoryUse(400, 401.5, 450, 5000)))
    assert data["search"] == {"requests": 3, "p50_ms": 20.0, "p95_ms": 29.0}
    assert data["memory"]["growth_mb"] == 1.5
    table = to_table(data)
    assert "passages per second" in table
    assert "growth mb" in table


def test_questions_are_read_under_either_name(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"query": "a"}\n{"question": "b"}\n', encoding="utf-8")
    assert read_queries(tmp_path / "q.jsonl") == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "reason"), [('{"query": "a"}\n{}', "line 2"), ("", "no questions"), ("x", "line 1")]
)
def test_a_file_without_questions_is_named(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "q.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(EvalInputError, match=rf"q\.jsonl.*{reason}"):
        read_queries(tmp_path / "q.jsonl")


def test_an_absent_file_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--questions", str(tmp_path / "none.jsonl")]) == 1
    assert capsys.readouterr().err.startswith("none.jsonl cannot be read")


@pytest.mark.model
@pytest.mark.slow
def test_a_small_folder_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("a", "Participants traced weapons with markings."), ("b", "The panel heard about children.")):
        (tmp_path / f"{name}.md").write_text(f"# Report {name}\n\n{text}\n", encoding="utf-8")
    (tmp_path.parent / "q.jsonl").write_text('{"query": "weapons"}\n{"query": "children"}\n', encoding="utf-8")
    arguments = ["--corpus", str(tmp_path), "--questions", str(tmp_path.parent / "q.jsonl"), "--runs", "1", "--json"]
    assert main(arguments) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["rebuild"]["passages"] == 2
    assert data["rebuild"]["ratio"] > 0
    assert data["search"]["requests"] == 2
    assert data["search"]["p50_ms"] > 0
