"""The project's own questions, and what the loader refuses."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from eval.errors import EvalInputError
from eval.questions import load_questions
from eval.types import KINDS, Question

REPORTS = Path(__file__).resolve().parents[1] / "corpus" / "reports"
PROBES = (
    "how were victim-centred approaches discussed?",
    "non-punishment of people forced into crime",
    "untraceable home-made guns",
    "which two channels do NGOs underuse?",
    "people who sold a kidney",
    "92 organisations attended",
)
ROW = {
    "id": "q1",
    "question": "Who chaired?",
    "kind": "fact",
    "split": "open",
    "relevant": [{"report": "r", "quote": "A chaired.", "grade": 2}],
}


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return load_questions()


def test_there_are_two_hundred_questions_of_all_kinds(questions: tuple[Question, ...]) -> None:
    counts = Counter(question.kind for question in questions)
    assert len(questions) >= 200
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 25


def test_half_of_each_kind_is_held(questions: tuple[Question, ...]) -> None:
    for kind in KINDS:
        splits = Counter(question.split for question in questions if question.kind == kind)
        assert abs(splits["open"] - splits["held"]) <= 1


def test_a_split_can_be_chosen(questions: tuple[Question, ...]) -> None:
    parts = load_questions(split="open") + load_questions(split="held")
    assert sorted(q.id for q in parts) == sorted(q.id for q in questions)


def test_no_question_is_asked_twice(questions: tuple[Question, ...]) -> None:
    assert len({question.question.casefold() for question in questions}) == len(questions)


def test_every_quote_is_verbatim_in_its_report(questions: tuple[Question, ...]) -> None:
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in REPORTS.glob("*.md")}
    missing = [
        (question.id, judgment.report, judgment.quote)
        for question in questions
        for judgment in question.relevant
        if judgment.quote not in texts[judgment.report]
    ]
    assert missing == []


def test_comparisons_need_several_reports(questions: tuple[Question, ...]) -> None:
    for question in questions:
        if question.kind == "comparison":
            assert len({judgment.report for judgment in question.relevant if judgment.grade == 2}) >= 2, question.id


def test_the_probe_questions_are_open(questions: tuple[Question, ...]) -> None:
    splits = {question.question: question.split for question in questions}
    assert [splits.get(probe) for probe in PROBES] == ["open"] * len(PROBES)


def test_a_missing_split_is_open(tmp_path: Path) -> None:
    row = {key: value for key, value in ROW.items() if key != "split"}
    (tmp_path / "q.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert load_questions(tmp_path / "q.jsonl")[0].split == "open"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Expecting"),
        ("[]", "not a JSON object"),
        (json.dumps({**ROW, "id": "q0"}), "already on line 1"),
        (json.dumps({**ROW, "kind": "riddle"}), "kind is 'riddle'"),
        (json.dumps({**ROW, "split": "secret"}), "split is 'secret'"),
        (json.dumps({**ROW, "question": " "}), "question is not a text"),
        (json.dumps({**ROW, "relevant": {}}), "relevant is not a list"),
        (json.dumps({**ROW, "relevant": []}), "no quote of grade 2"),
        (json.dumps({**ROW, "kind": "unanswerable"}), "has no relevant quotes"),
        (json.dumps({**ROW, "answer": "A"}), "answer unknown"),
        (json.dumps({"id": "q1"}), "kind, question, relevant missing"),
        (json.dumps({**ROW, "relevant": [{"report": "r", "quote": "x", "grade": 3}]}), "grade is 3"),
        (json.dumps({**ROW, "relevant": ROW["relevant"] * 2}), "judged twice"),  # type: ignore[operator]  # a list
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(json.dumps({**ROW, "id": "q0"}) + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(EvalInputError, match=f"mine.jsonl, line 3: .*{reason}"):
        load_questions(file)


def test_a_file_without_questions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(EvalInputError, match=r"empty\.jsonl has no questions"):
        load_questions(tmp_path / "empty.jsonl")
    with pytest.raises(EvalInputError, match=r"absent\.jsonl cannot be read"):
        load_questions(tmp_path / "absent.jsonl")
