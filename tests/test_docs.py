"""The README cannot rot: what it names exists, and what it tells a reader to type does what it says."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
import typer.main
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from corpus.metadata import FIELDS
from corpus.read import read_report
from corpus.types import SourceFile
from index.types import Encoder
from service.app import create_app
from service.cli.commands import app
from service.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # it is a group
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
TYPED = [
    line.removeprefix("$ ")
    for language, block in BLOCKS
    for line in block.splitlines()
    if language == "sh" or line.startswith("$ ")
]
SERVICE = "http://127.0.0.1:8000"
SERVING = ("serve", "demo")  # these run until they are stopped
(FIRST_SEARCH,) = [block for language, block in BLOCKS if language == "console"]
(FRONT_MATTER,) = [block for language, block in BLOCKS if language == "yaml"]
REPORT = f"{FRONT_MATTER}\nThe panel adopted its agenda.\n"


def starting(word: str) -> list[str]:
    """The lines that a reader is told to type and that start with `word`."""
    return [line for line in TYPED if line.startswith(f"{word} ")]


@pytest.fixture
def reader(tmp_path: Path, sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout as a reader has it, after `make run` and with two reports in the folder ~/reports."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "dialogue.md").write_text(REPORT)
    (tmp_path / "reports" / "plain.txt").write_text("The chair opened the second session.\n")
    shutil.copytree(sample_home, tmp_path / ".rapporteur" / "sample")
    for name in [name for name in os.environ if name.startswith("RAPPORTEUR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(line: str) -> str:
    """What a line with `rapporteur` prints."""
    arguments = [os.path.expanduser(word) for word in shlex.split(line)[1:]]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, f"{line}: {done.exception!r} {done.output}"
    return done.stdout


def test_every_command_is_shown() -> None:
    assert set(COMMANDS) == {name for name in COMMANDS if f"rapporteur {name}" in README}


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_answers_help(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert "--help" in shown.stdout


def test_every_command_that_prints_json_is_named() -> None:
    sentence = re.search(r"Every command explains itself with `--help`;([^.]*) with `--json`", README)
    assert sentence
    named = set(re.findall(r"`(\w+)`", sentence[1]))
    assert named == {name for name, one in COMMANDS.items() if any("--json" in option.opts for option in one.params)}


def test_the_demo_names_its_own_home() -> None:
    shown = CliRunner().invoke(app, ["demo", "--help"]).stdout
    assert ".rapporteur/sample" in shown
    assert ".rapporteur/home" not in shown


def test_what_is_typed_is_of_a_kind_that_is_tested_here() -> None:
    tested = r"(export|rapporteur|make|PORT=\d+ make|curl|python -m eval\.\w+) .*|\. \.venv/bin/activate"
    assert [line for line in TYPED if not re.fullmatch(tested, line)] == []


@pytest.mark.parametrize("line", [line for line in TYPED if " make " in f" {line} "])
def test_make_lines_name_targets_of_the_makefile(line: str) -> None:
    done = subprocess.run(
        line.replace("make", "make --dry-run"), shell=True, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    if line.startswith("PORT="):
        assert f"--port {line.split()[0].removeprefix('PORT=')}" in done.stdout


@pytest.mark.parametrize("line", [line for line in starting("rapporteur") if line.split()[1] in SERVING])
def test_lines_that_serve_are_understood(line: str) -> None:
    _, command, *arguments = shlex.split(line)
    COMMANDS[command].make_context(command, arguments)


@pytest.mark.model
def test_lines_of_the_command_line_work_one_after_the_other(reader: Path) -> None:
    lines = [line for line in starting("rapporteur") if line.split()[1] not in SERVING]
    assert len(lines) >= 5
    for line in lines:
        if line.split()[1] == "rollback":  # it takes a build to go back to
            (reader / "reports" / "plain.txt").write_text("The chair closed the second session.\n")
            ask(next(one for one in lines if one.split()[1] == "rebuild"))
        assert ask(line).strip()


@pytest.mark.model
def test_the_first_search_prints_what_is_shown(reader: Path) -> None:
    line = next(line for line in starting("rapporteur") if line.split()[1] == "search")
    shown = FIRST_SEARCH.split(line)[1]
    printed = ask(line)
    assert shown.split() == printed.split(), f"the README has to show:\n{printed}"


@pytest.mark.model
def test_curl_lines_are_answered(sample_home: Path, real_encoder: Encoder) -> None:
    with TestClient(create_app(sample_home, lambda: real_encoder)) as client:
        found = client.get("/api/search", params={"q": "people who sold a kidney"}).json()
        passage = found["hits"][0]["passage"]["id"]
        lines = starting("curl")
        assert len(lines) >= 5
        for line in lines:
            _, *sent, address = shlex.split(line)
            assert address.startswith(SERVICE)
            path = address.removeprefix(SERVICE).replace("PASSAGE_ID", passage)
            if sent:
                assert sent[:1] == ["--json"]
                answer = client.post(path, content=sent[1], headers={"Content-Type": "application/json"})
            else:
                answer = client.get(path)
            assert answer.status_code == 200, f"{line}: {answer.text}"


@pytest.mark.parametrize("line", starting("python"))
def test_modules_of_the_evaluation_take_the_options_shown(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, module, *arguments = shlex.split(line)
    with suppress(SystemExit):  # which is how argparse ends its help
        importlib.import_module(module).main(["--help"])
    shown = "".join(capsys.readouterr())
    assert f"usage: python -m {module}" in shown
    assert [word for word in arguments if word.startswith("--") and word not in shown] == []


def test_every_module_of_the_evaluation_that_can_be_run_is_named() -> None:
    runnable = {file.stem for file in (ROOT / "eval").glob("*.py") if 'if __name__ == "__main__":' in file.read_text()}
    assert {line.split()[2] for line in starting("python")} == {f"eval.{name}" for name in runnable}


def test_settings_are_in_the_table_with_their_defaults() -> None:
    rows = re.findall(r"^\| `RAPPORTEUR_(\w+)` \| (.+?) \| (.+?) \|$", README, re.MULTILINE)
    assert {name.lower(): default.strip("`") for name, default, _ in rows} == {
        name: written(field.default) for name, field in Settings.model_fields.items()
    }


def written(default: object) -> str:
    """A default as one would write it into a variable."""
    if default is None:
        return "none"
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default)


def test_the_front_matter_shown_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "dialogue.md").write_text(REPORT)
    report = read_report(tmp_path, SourceFile("dialogue.md"), "dialogue")
    assert report.warnings == ()
    for field in ("title", "series", "body", "symbols", "location", "language", "kind", "url", "start_date"):
        assert getattr(report.metadata, field), field


def test_every_field_of_front_matter_is_named() -> None:
    section = README.split("## Your own reports")[1].split("## Settings")[0]
    assert [field for field in FIELDS if f"`{field}`" not in section] == []


def test_no_link_is_dead() -> None:
    links = re.findall(r"\]\(([^)#]+)", README)
    assert len(links) > 10
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []
