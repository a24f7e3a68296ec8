"""Reports and questions made of what was invented to learn from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.read import read_report
from corpus.types import SourceFile
from eval.data import invented
from eval.data.invented import TAUGHT, UNSEEN, InventedReport, load_groups, to_markdown, write
from eval.data.questions import ALL_QUESTIONS, CALIBRATION_QUESTIONS, load_questions
from eval.errors import EvalInputError

GROUP: dict[str, Any] = {
    "domain": "onions",
    "reports": [
        {"title": "First Onion Forum", "sentences": ["Two bodies met.", "They praised onions."]},
        {
            "title": "Second Onion Forum",
            "sentences": ["The Chair: Onions are banned.", "Ms. Leek: Who wept?", "No one."],
        },
    ],
    "questions": [
        {"question": "Who met?", "kind": "fact", "answers": [[0, 0]], "helps": [[0, 1]]},
        {"question": "How were onions discussed?", "kind": "theme", "answers": [[0, 1], [1, 0]]},
        {"question": "Who wept?", "kind": "absent", "answers": [], "helps": [[1, 1]]},
    ],
}


def written(folder: Path, *groups: object) -> Path:
    file = folder / "made.jsonl"
    file.write_text("".join(json.dumps(group) + "\n\n" for group in groups), encoding="utf-8")
    return file


def test_a_group_becomes_files_of_a_corpus_and_questions_on_them(tmp_path: Path) -> None:
    assert write(list(load_groups(written(tmp_path, GROUP, GROUP))), tmp_path / "made", "dev") == 6
    questions = load_questions(tmp_path / "made" / "questions.jsonl", "dev")
    assert [(one.id, one.kind) for one in questions[3:]] == [
        ("invented-002-fact-01", "fact"),
        ("invented-002-theme-02", "paraphrase"),
        ("invented-002-absent-03", "unanswerable"),
    ]
    assert [[(one.report, one.quote, one.grade) for one in question.relevant] for question in questions[:3]] == [
        [("invented-001-1", "Two bodies met.", 2), ("invented-001-1", "They praised onions.", 1)],
        [("invented-001-1", "They praised onions.", 2), ("invented-001-2", "Onions are banned.", 2)],
        [],  # nothing answers, so what helps is judged like everything else
    ]
    files = sorted((tmp_path / "made" / "reports").iterdir())
    assert [file.name for file in files] == [f"invented-00{i}-{j}.md" for i in (1, 2) for j in (1, 2)]
    for question in questions[:3]:
        for one in question.relevant:
            report = read_report(tmp_path / "made" / "reports", SourceFile(f"{one.report}.md"), one.report)
            assert one.quote in report.text
            assert report.metadata.title in ("First Onion Forum", "Second Onion Forum")


def test_who_speaks_stands_before_what_is_said_in_a_transcript_only() -> None:
    turns = InventedReport(title="T", sentences=("The Chair: Onions are banned.", "Ms. Leek: Who wept?", "No one."))
    assert to_markdown(turns) == "# T\n\n**The Chair:** Onions are banned.\n\n**Ms. Leek:** Who wept?\n\nNo one.\n"
    prose = InventedReport(title="T", sentences=("It was decided: no onions.", "All left.", "None returned."))
    assert to_markdown(prose) == "# T\n\nIt was decided: no onions.\n\nAll left.\n\nNone returned.\n"


def renamed(group: dict[str, Any]) -> None:
    group["questions"][0]["kind"] = "onion"


def answered(group: dict[str, Any]) -> None:
    group["questions"][2]["answers"] = [[1, 1]]


def unanswered(group: dict[str, Any]) -> None:
    group["questions"][0]["answers"] = []


def misplaced(group: dict[str, Any]) -> None:
    group["questions"][0]["helps"] = [[1, 3]]


def misspelt(group: dict[str, Any]) -> None:
    group["questions"][0]["answer"] = []


def emptied(group: dict[str, Any]) -> None:
    group["reports"][0]["sentences"] = []


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (renamed, "questions.0.kind"),
        (answered, "'Who wept?' is of the kind absent and has 1 answers"),
        (unanswered, "'Who met?' is of the kind fact and has 0 answers"),
        (misplaced, "names (1, 3), where no sentence is"),
        (misspelt, "questions.0.answer"),
        (emptied, "reports.0.sentences"),
    ],
)
def test_a_line_that_is_not_right_is_named(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], reason: str
) -> None:
    group = json.loads(json.dumps(GROUP))
    spoil(group)
    file = written(tmp_path, GROUP, group)
    with pytest.raises(EvalInputError) as raised:
        list(load_groups(file))
    assert "made.jsonl, line 3" in str(raised.value)
    assert reason in str(raised.value)


def test_a_file_that_is_not_there_or_no_text_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe")
    for name in ("gone.jsonl", "bytes.jsonl"):
        with pytest.raises(EvalInputError, match="cannot be read"):
            list(load_groups(tmp_path / name))


def test_the_command_says_what_it_made_and_where_it_cannot_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invented, "TAUGHT", written(tmp_path, GROUP, GROUP))
    assert invented.main(["--to", str(tmp_path / "made")]) == 0
    assert "4 reports and 6 questions" in capsys.readouterr().out
    assert len(load_questions(tmp_path / "made" / "questions.jsonl", "dev")) == 6
    (tmp_path / "taken").write_text("")
    assert invented.main(["--to", str(tmp_path / "taken")]) == 1
    assert "taken" in capsys.readouterr().err


def test_what_nothing_is_taught_is_written_as_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invented, "UNSEEN", written(tmp_path, GROUP))
    assert invented.main(["--to", str(tmp_path / "made"), "--unseen"]) == 0
    assert len(load_questions(tmp_path / "made" / "questions.jsonl", "test")) == 3
    assert not load_questions(tmp_path / "made" / "questions.jsonl", "dev")


def words(text: str) -> str:
    return " ".join(text.casefold().split())


@pytest.mark.parametrize(("file", "least"), [(TAUGHT, 5_000), (UNSEEN, 800)])
def test_the_projects_own_are_many_and_none_is_a_question_that_is_measured(file: Path, least: int) -> None:
    questions = [one for group in load_groups(file) for one in group.questions]
    asked = {words(one.question) for one in questions}
    assert len(questions) > least
    assert len(asked) > 0.98 * len(questions)
    assert 0.35 < sum(not one.answers for one in questions) / len(questions) < 0.5
    assert not asked & {words(one.question) for one in load_questions([*ALL_QUESTIONS, CALIBRATION_QUESTIONS])}


def test_no_report_is_both_taught_and_unseen() -> None:
    taught, unseen = (
        {words(text) for group in load_groups(file) for report in group.reports for text in report.sentences}
        for file in (TAUGHT, UNSEEN)
    )
    assert not {text for text in taught & unseen if len(text.split()) > 6}
