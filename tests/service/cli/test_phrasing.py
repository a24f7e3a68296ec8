"""`rapporteur ask --phrase`: the quotes of an answer, and what a language model makes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from scripted_model import Handler, raw, scripted, streams
from typer.testing import CliRunner

from corpus.errors import RapporteurError
from service.cli.commands import app

pytestmark = pytest.mark.model
ASK = ["ask", "What share of victims is ever identified?", "--phrase", "--home"]
SHARE = "Estimates quoted at the conference put the share of victims who are ever identified below 1 per cent"


@pytest.fixture(autouse=True)
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"RAPPORTEUR_LLM_{name}", raising=False)


def named(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("RAPPORTEUR_LLM_URL", url)
    monkeypatch.setenv("RAPPORTEUR_LLM_MODEL", "small")


def tells(handler: Handler) -> None:
    told = handler.told.requests[-1]["messages"][-1]["content"]
    (line,) = [line for line in told.splitlines() if line.startswith(SHARE)]
    streams(f"{SHARE} {line[line.rindex('[') :]}. All victims are identified [1].")(handler)


def test_sentences_come_below_the_quotes(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(tells) as server:
        named(monkeypatch, server.url)
        text = CliRunner().invoke(app, [*ASK, str(sample_home)])
        data = CliRunner().invoke(app, [*ASK, str(sample_home), "--json"])
    quotes, phrased = text.stdout.split("Phrased by a language model from the quotes above; check the quotes:")
    assert f"“{SHARE}.”" in quotes
    assert SHARE in phrased
    assert "All victims" not in text.stdout
    assert "Left out of what it wrote: 1 sentence (not borne out by the quotes)." in phrased
    found = json.loads(data.stdout)["phrased"]
    assert [one["text"].startswith(SHARE) for one in found["sentences"]] == [True]
    assert found["end"]["outcome"] == "done"


def test_a_model_that_fails_leaves_the_quotes(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(raw(b"{}", 500)) as server:
        named(monkeypatch, server.url)
        shown = CliRunner().invoke(app, [*ASK, str(sample_home)])
    assert shown.exit_code == 0
    assert f"“{SHARE}.”" in shown.stdout
    assert "answered 500 Internal Server Error" in shown.stdout
    assert "Phrased by" not in shown.stdout


def test_brackets_without_an_end_leave_the_quotes(sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted(raw(b"data: " + b"[" * 150_000 + b"\n\n", kind="text/event-stream")) as server:
        named(monkeypatch, server.url)
        shown = CliRunner().invoke(app, [*ASK, str(sample_home)])
    assert shown.exit_code == 0
    assert f"“{SHARE}.”" in shown.stdout
    assert "cannot be read" in shown.stdout


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_that_is_no_text_is_refused(command: str, tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, [command, "who chaired it \udcff?", "--home", str(tmp_path)])
    assert refused.exit_code == 2
    assert "no UTF-8 text" in refused.output


def test_without_a_model_it_says_what_to_set(tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, [*ASK, str(tmp_path)])
    assert isinstance(refused.exception, RapporteurError)
    assert "RAPPORTEUR_LLM_URL" in refused.exception.remedy
