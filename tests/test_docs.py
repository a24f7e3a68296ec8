"""The documents cannot rot: what they name exists, and what they tell a reader to type does what they say."""

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

from corpus.metadata.fields import FIELDS
from corpus.read import read_report
from corpus.types import SourceFile
from index.types import Encoder
from service.app import create_app
from service.cli.commands import app
from service.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
# In the order in which a reader types what stands in them: the first has the first rebuild.
DOCUMENTS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "README.md",
        "corpus/README.md",
        "index/README.md",
        "service/README.md",
        "CONTRIBUTING.md",
        "eval/README.md",
    )
}
ALL = "\n".join(DOCUMENTS.values())
# What a training run needs is not here, so that its recipe cannot be followed by a test; what it names has to exist.
CARD = {"index/weights/MODEL_CARD.md": (ROOT / "index/weights/MODEL_CARD.md").read_text(encoding="utf-8")}
LINKING = DOCUMENTS | CARD
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # it is a group
BLOCKS = [
    block
    for document in DOCUMENTS.values()
    for block in re.findall(r"^```(\w+)\n(.*?)^```$", document, re.MULTILINE | re.DOTALL)
]
TYPED = [
    line.removeprefix("$ ")
    for language, block in BLOCKS
    for line in block.splitlines()
    if language == "sh" or line.startswith("$ ")
]
# The first column of the table of commands.
EVALUATION = re.findall(r"^\| `(python -m eval\.[^`]+)` \|", DOCUMENTS["eval/README.md"], re.MULTILINE)
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


def test_the_readme_is_short() -> None:
    assert len(DOCUMENTS["README.md"].splitlines()) <= 150


def test_every_command_is_shown_old_names_too() -> None:
    assert [name for name in COMMANDS if not re.search(rf"\brapporteur {name}(?![\w-])", ALL)] == []


def test_only_present_names_of_commands_are_typed() -> None:
    assert [line for line in starting("rapporteur") if COMMANDS[line.split()[1]].hidden] == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_answers_help(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert "--help" in shown.stdout


def test_every_command_that_prints_json_is_named() -> None:
    sentence = re.search(r"Every command explains itself with `--help`;([^.]*) with `--json`", ALL)
    assert sentence
    named = set(re.findall(r"`([\w-]+)`", sentence[1]))
    present = {name: one for name, one in COMMANDS.items() if not one.hidden}
    assert named == {name for name, one in present.items() if any("--json" in option.opts for option in one.params)}


def test_the_demo_names_its_own_home() -> None:
    shown = CliRunner().invoke(app, ["demo", "--help"]).stdout
    assert ".rapporteur/sample" in shown
    assert ".rapporteur/home" not in shown


def test_what_is_typed_is_of_a_kind_that_is_tested_here() -> None:
    tested = r"(export|rapporteur|make|PORT=\d+ make|curl|python -m eval\.\w+\.\w+) .*|\. \.venv/bin/activate"
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


@pytest.mark.parametrize("line", [*EVALUATION, *starting("python")])
def test_modules_of_the_evaluation_take_the_options_shown(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = line.split()[2]
    with suppress(SystemExit):  # which is how argparse ends its help
        importlib.import_module(module).main(["--help"])
    shown = "".join(capsys.readouterr())
    assert f"usage: python -m {module} " in shown
    taken = re.findall(r"(?<![\w-])--[\w-]+", shown)
    assert [option for option in re.findall(r"(?<![\w-])--[\w-]+", line) if option not in taken] == []


def test_every_module_of_the_evaluation_that_can_be_run_is_named() -> None:
    files = [file.relative_to(ROOT) for file in (ROOT / "eval").rglob("*.py")]
    runnable = {file for file in files if 'if __name__ == "__main__":' in (ROOT / file).read_text(encoding="utf-8")}
    assert {line.split()[2] for line in EVALUATION} == {".".join(file.with_suffix("").parts) for file in runnable}


@pytest.mark.parametrize("document", LINKING)
def test_every_module_of_the_evaluation_that_is_named_is_there(document: str) -> None:
    named = re.findall(r"\bpython -m (eval\.[\w.]*\w)", LINKING[document])
    assert [one for one in named if not (ROOT / one.replace(".", "/")).with_suffix(".py").exists()] == []


def test_settings_are_in_the_table_with_their_defaults() -> None:
    rows = re.findall(r"^\| `RAPPORTEUR_(\w+)` \| (.+?) \| (.+?) \|$", ALL, re.MULTILINE)
    assert {name.lower(): default.strip("`") for name, default, _ in rows} == {
        name: written(field.default) for name, field in Settings.model_fields.items()
    }


def written(default: object) -> str:
    """A default as one would write it into a variable."""
    if default in (None, (), ""):
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
    section = DOCUMENTS["corpus/README.md"].split("## Metadata")[1].split("\n## ")[0]
    assert [field for field in FIELDS if f"`{field}`" not in section] == []


@pytest.mark.parametrize("package", ["corpus", "index", "service", "eval"])
def test_every_package_is_named_at_the_door_of_its_stage(package: str) -> None:
    rooms = [file.parent.name for file in (ROOT / package).glob("*/__init__.py")]
    rows = re.findall(r"^\| (?:\[|`)(\w+)(?:\]\([^)]*\)|`) \|", DOCUMENTS[f"{package}/README.md"], re.MULTILINE)
    assert len(rooms) > 4
    assert [room for room in rooms if room not in rows] == []


@pytest.mark.parametrize("document", LINKING)
def test_no_link_is_dead(document: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", LINKING[document])
    folder = (ROOT / document).parent
    assert links
    assert [link for link in links if not link.startswith("http") and not (folder / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_path_in_code_type_is_dead(document: str) -> None:
    paths = re.findall(r"`((?:corpus|index|service|eval|tests)/[\w./-]+)`", DOCUMENTS[document])
    assert [path for path in paths if not (ROOT / path).exists()] == []
