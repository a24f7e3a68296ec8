"""What the product gives over the sample is what it gave, and the comparison that says so sees every difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.data.questions import load_questions
from eval.robustness.oracle import differences, main, observe_question, read, write
from eval.speed.serving import serving

GOLDEN = Path(__file__).parents[2] / "golden" / "oracle.jsonl.gz"
EVERY = 14  # of the open questions on the sample
TOLERANCE = 0.002  # processors differ by more than two runs on one do


@pytest.mark.model
def test_the_product_gives_what_it_gave(sample_home: Path, tmp_path: Path) -> None:
    """When a change is meant to show, look at the differences and then write the golden file anew: it is what this test
    leaves in its folder."""
    questions = [question.question for question in load_questions(split="dev")][::EVERY]
    with serving(sample_home) as service:
        write((one for question in questions for one in observe_question(service, question)), tmp_path / GOLDEN.name)
    assert not differences(read(GOLDEN), read(tmp_path / GOLDEN.name), TOLERANCE)


def test_equal_answers_have_no_difference() -> None:
    assert differences({"/": {"answer": [1.0, "a"]}}, {"/": {"answer": [1.0, "a"]}}) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"/a": 1}, {"/b": 1}, ["/a: only before", "/b: only after"]),
        ({"/": {"hits": ["x", "y"]}}, {"/": {"hits": ["x", "z"]}}, ["/: .hits.1, character 0: 'y' became 'z'"]),
        ({"/": {"hits": ["x"]}}, {"/": {"hits": []}}, ["/: .hits: \"['x']\" became '[]'"]),
        ({"/": {"score": 0.5}}, {"/": {"score": 0.6}}, ["/: .score: '0.5' became '0.6'"]),
        ({"/": {"a": None}}, {"/": {"a": 0}}, ["/: .a: 'None' became '0'"]),
    ],
)
def test_differences_are_told_with_their_place(before: dict, after: dict, told: list[str]) -> None:
    assert differences(before, after) == told


def test_numbers_may_differ_in_their_last_digits_where_that_is_asked_for() -> None:
    assert differences({"/": 0.5}, {"/": 0.5001}, tolerance=0.001) == []
    assert differences({"/": 0.5}, {"/": 0.5001})


def test_the_command_fails_where_files_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    assert write(iter([("/", {"answer": "a"})]), one) == 1
    write(iter([("/", {"answer": "b"})]), other)
    assert main(["--compare", str(one), str(one)]) == 0
    assert main(["--compare", str(one), str(other)]) == 1
    assert "1 differences in 1 requests" in capsys.readouterr().out


def test_a_file_that_is_no_oracle_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes").write_text("nothing")
    assert main(["--compare", str(tmp_path / "notes"), str(tmp_path / "notes")]) == 1
    assert "cannot be read" in capsys.readouterr().err
