"""What pages cost beside the API: the figures, and one run against a real service."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from eval.speed import pages
from eval.speed.pages import BY_QUESTION, BY_REPORT, PageCost, main, to_table


def test_the_calls_of_a_page_are_about_the_same_question_or_report() -> None:
    page, calls = BY_QUESTION[0].page("who chaired?"), [make("who chaired?") for make in BY_QUESTION[0].calls]
    assert page.path == "/?q=who+chaired%3F"
    assert [call.path for call in calls] == ["/api/search?q=who+chaired%3F", "/api/ask"]
    assert json.loads(calls[1].body or "") == {"question": "who chaired?"}
    assert BY_REPORT[1].page("a b").path == "/reports/a%20b?part=all"


def test_the_table_says_what_is_above_the_calls() -> None:
    shown = to_table([PageCost("a report", 20, 9.0, 4.0, 5.1, 7.25)])
    assert shown.splitlines()[1].split() == ["a", "report", "20", "9.0", "4.0", "+5.1", "+7.2"]


def test_so_few_questions_that_the_service_remembers_them_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(tmp_path), "--questions", "3"]) == 1
    assert "3 questions are remembered" in capsys.readouterr().err


@pytest.mark.parametrize(("limit", "code"), [("5.0", 1), ("5.1", 0)])
def test_a_page_that_costs_more_than_the_limit_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, code: int
) -> None:
    monkeypatch.setattr(pages, "serving", nullcontext)
    monkeypatch.setattr(
        pages, "costs", lambda service, questions, rounds: [PageCost("a report", 20, 9.0, 4.0, 5.1, 7.25)]
    )
    assert main(["--home", str(tmp_path), "--limit", limit]) == code


@pytest.mark.model
@pytest.mark.slow
def test_every_page_is_measured(sample_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--home", str(sample_home), "--questions", "9", "--rounds", "1", "--json", "--limit", "10000"]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in found][:2] == ["answer and passages", "answer and passages by report"]
    assert all(one["page"] > 0 and one["calls"] > 0 and one["asked"] == 9 for one in found)
