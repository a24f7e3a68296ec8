"""Questions with judged quotes: one JSON object a line.

    {"id": "fact-001", "question": "Who chaired ...?", "kind": "fact", "split": "open",
     "relevant": [{"report": "cd-tip-2023", "quote": "... were the co-chairs.", "grade": 2}]}

A quote is cut verbatim from the canonical text of its report, so that judgments survive any change of the passages.
`split` may be left out and is then "open".
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from eval.errors import EvalInputError
from eval.types import ANSWERS, KINDS, SPLITS, Judgment, Question, Split

SAMPLE_QUESTIONS = Path(__file__).with_name("questions.jsonl")
QUESTION_KEYS = {"id", "question", "kind", "split", "relevant"}
JUDGMENT_KEYS = {"report", "quote", "grade"}


def load_questions(file: Path = SAMPLE_QUESTIONS, split: Split | None = None) -> tuple[Question, ...]:
    """The questions in `file`, in order; of one split only, if named. Raises EvalInputError that names the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvalInputError(f"The questions in {file.name} cannot be read: {error}.", "Check the file.") from error
    questions: list[Question] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            question = _question(json.loads(line))
            if question.id in seen:
                raise ValueError(f"the id {question.id!r} is already on line {seen[question.id]}")
        except ValueError as error:
            raise EvalInputError(f"{file.name}, line {number}: {error}.", "Correct the line.") from error
        seen[question.id] = number
        questions.append(question)
    if not questions:
        raise EvalInputError(f"{file.name} has no questions.", "Write one JSON object a line.")
    return tuple(q for q in questions if split is None or q.split == split)


def _question(row: Any) -> Question:
    _check_keys(row, QUESTION_KEYS, optional={"split"})
    kind, split = row["kind"], row.get("split", "open")
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}, must be one of {', '.join(KINDS)}")
    if split not in SPLITS:
        raise ValueError(f"split is {split!r}, must be one of {', '.join(SPLITS)}")
    if not isinstance(row["relevant"], list):
        raise ValueError("relevant is not a list")
    relevant = tuple(_judgment(item) for item in row["relevant"])
    answered = any(judgment.grade == ANSWERS for judgment in relevant)
    if kind == "unanswerable" and relevant:
        raise ValueError("an unanswerable question has no relevant quotes")
    if kind != "unanswerable" and not answered:
        raise ValueError(f"no quote of grade {ANSWERS}")
    _check_unique(relevant)
    return Question(_text(row, "id"), _text(row, "question"), kind, split, relevant)


def _judgment(row: Any) -> Judgment:
    _check_keys(row, JUDGMENT_KEYS)
    if row["grade"] not in (1, ANSWERS) or isinstance(row["grade"], bool):
        raise ValueError(f"grade is {row['grade']!r}, must be 1 (helps) or {ANSWERS} (answers)")
    return Judgment(_text(row, "report"), _text(row, "quote"), row["grade"])


def _check_keys(row: Any, keys: set[str], optional: Iterable[str] = ()) -> None:
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    if missing := keys - row.keys() - set(optional):
        raise ValueError(f"{', '.join(sorted(missing))} missing")
    if unknown := row.keys() - keys:
        raise ValueError(f"{', '.join(sorted(unknown))} unknown")


def _check_unique(relevant: tuple[Judgment, ...]) -> None:
    places = [(judgment.report, judgment.quote) for judgment in relevant]
    if len(set(places)) < len(places):
        raise ValueError("the same quote is judged twice")


def _text(row: dict[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} is not a text")
    return value
