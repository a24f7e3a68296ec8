"""The project's own questions, and what the loader refuses."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from eval_collection import MANIFEST, WordCollection

from corpus.types import Metadata, Report
from eval.data.questions import (
    ALL_QUESTIONS,
    CALIBRATION_QUESTIONS,
    READING_BROAD_QUESTIONS,
    READING_QUESTIONS,
    SAMPLE_QUESTIONS,
    in_build,
    load_questions,
    missing_quotes,
)
from eval.errors import EvalInputError
from eval.types import KINDS, Judgment, Question

READING = (
    READING_QUESTIONS,
    READING_BROAD_QUESTIONS,
    *(READING_QUESTIONS.with_name(f"questions_reading{broad}_transcripts.jsonl") for broad in ("", "_broad")),
)
EVERY_FILE = (*ALL_QUESTIONS, CALIBRATION_QUESTIONS, *READING)
REPORTS = Path(__file__).resolve().parents[3] / "corpus" / "reports"
PROBES = (
    "how were victim-centred approaches discussed?",
    "non-punishment of people forced into crime",
    "untraceable home-made guns",
    "which two channels do NGOs underuse?",
    "people who sold a kidney",
    "92 organisations attended",
)
# What the older files have: their themes are paraphrases and keywords.
BASIC = set(KINDS) - {"theme", "place"}
ROW = {
    "id": "q1",
    "question": "Who chaired?",
    "kind": "fact",
    "split": "dev",
    "relevant": [{"report": "r", "quote": "A chaired.", "grade": 2}],
}


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return load_questions()


def test_there_are_two_hundred_questions_of_all_kinds(questions: tuple[Question, ...]) -> None:
    counts = Counter(question.kind for question in questions)
    assert len(questions) >= 200
    assert set(counts) == BASIC
    assert min(counts.values()) >= 25


@pytest.mark.parametrize("file", ALL_QUESTIONS, ids=lambda file: file.stem)
def test_half_of_each_kind_is_held(file: Path) -> None:
    for kind in KINDS:
        splits = Counter(question.split for question in load_questions(file) if question.kind == kind)
        assert abs(splits["dev"] - splits["test"]) <= 1


def test_a_rule_that_knows_only_the_ids_holds_questions_back() -> None:
    groups = defaultdict(list)
    for question in load_questions(file for file in ALL_QUESTIONS if file != SAMPLE_QUESTIONS):
        groups[question.id.rpartition("-")[0], question.kind].append(question)
    for group in groups.values():
        ranked = sorted(group, key=lambda question: hashlib.sha256(question.id.encode()).hexdigest())
        half = len(ranked) // 2
        assert [question.split for question in ranked] == ["dev"] * half + ["test"] * half


def test_a_split_can_be_chosen(questions: tuple[Question, ...]) -> None:
    parts = load_questions(split="dev") + load_questions(split="test")
    assert sorted(q.id for q in parts) == sorted(q.id for q in questions)


def test_what_is_fitted_to_is_open_and_of_many_kinds() -> None:
    questions = load_questions(CALIBRATION_QUESTIONS)
    assert {question.split for question in questions} == {"dev"}
    assert {question.kind for question in questions} == BASIC
    families = Counter(question.id.rpartition("-")[0] for question in questions if not question.relevant)
    assert len(families) >= 10
    assert min(families.values()) >= 10


def test_what_is_learnt_from_is_open() -> None:
    questions = load_questions(READING)
    assert {question.split for question in questions} == {"dev"}
    assert {question.kind for question in questions} == BASIC


def test_no_question_is_asked_twice() -> None:
    questions = load_questions(EVERY_FILE)
    assert len({question.question.casefold() for question in questions}) == len(questions)


def test_every_quote_is_verbatim_in_its_report() -> None:
    texts = {path.stem: path.read_bytes().decode("utf-8") for path in REPORTS.glob("*.md")}
    judged = [(question.id, judgment) for question in load_questions(EVERY_FILE) for judgment in question.relevant]
    missing = [
        (id_, judgment.report, judgment.quote)
        for id_, judgment in judged
        if judgment.report in texts and judgment.quote not in texts[judgment.report]
    ]
    assert missing == []
    # Reports that are not part of the project are those that its corpus folder does not hold; no digest is misnamed.
    elsewhere = {judgment.report for _, judgment in judged} - texts.keys()
    assert {report for report in elsewhere if not report.endswith("-en") and "committee" not in report} == set()


def test_comparisons_need_several_reports() -> None:
    for question in load_questions(EVERY_FILE):
        if question.kind == "comparison":
            assert len({judgment.report for judgment in question.relevant if judgment.grade == 2}) >= 2, question.id


def test_the_probe_questions_are_open(questions: tuple[Question, ...]) -> None:
    splits = {question.question: question.split for question in questions}
    assert [splits.get(probe) for probe in PROBES] == ["dev"] * len(PROBES)


def test_a_missing_split_is_open(tmp_path: Path) -> None:
    row = {key: value for key, value in ROW.items() if key != "split"}
    (tmp_path / "q.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert load_questions(tmp_path / "q.jsonl")[0].split == "dev"


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


def test_several_files_are_read_in_order_and_share_no_id(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    first.write_text(json.dumps(ROW), encoding="utf-8")
    second.write_text(json.dumps({**ROW, "id": "q2"}), encoding="utf-8")
    assert [question.id for question in load_questions([first, second])] == ["q1", "q2"]
    with pytest.raises(
        EvalInputError, match=r"second\.jsonl, line 1: the id 'q2' is already on line 1 of second\.jsonl"
    ):
        load_questions([second, second])


def test_a_report_in_a_folder_is_found_by_the_name_of_its_file() -> None:
    def report(id_: str, path: str) -> Report:
        return Report(id_, path, "0" * 64, Metadata(title=id_), "A chaired.", ())

    asked = Question("q", "Who?", "fact", "dev", (Judgment("a-78-1-en", "A chaired.", 2), Judgment("r", "A", 1)))
    (placed,) = in_build([asked], [report("un-a-78-1-en", "un/A_78_1.en.pdf").summary, report("r", "r.md").summary])
    assert [judgment.report for judgment in placed.relevant] == ["un-a-78-1-en", "r"]
    assert in_build([asked], []) == (asked,)
    twice = [report("x-r", "x/r.md").summary, report("y-r", "y/r.md").summary]
    with pytest.raises(EvalInputError, match="'r' may be any of x-r, y-r"):
        in_build([asked], twice)


def test_a_quote_that_a_build_lacks_is_named() -> None:
    text = "A chaired.\nB spoke.\nC listened."
    build = WordCollection({"r": text}, manifest=replace(MANIFEST, reports=1))
    quotes = ("A chaired.", text, "C chaired.")
    asked = [Question(f"q{i}", "Who?", "fact", "dev", (Judgment("r", quote, 2),)) for i, quote in enumerate(quotes)]
    asked.append(Question("q3", "Who?", "fact", "dev", (Judgment("s", "A chaired.", 1),)))
    assert missing_quotes(asked, build) == [
        ("q1", "r", "in no passage"),
        ("q2", "r", "not verbatim in the report"),
        ("q3", "s", "no such report"),
    ]
