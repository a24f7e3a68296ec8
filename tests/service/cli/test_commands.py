"""The command line: what each command says, prints and returns. Errors are one line with a remedy, never a trace."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import typer.main
from fastapi.testclient import TestClient

from index.search.opening import open_live
from index.storage.home import live_build
from index.types import Encoder
from service.app import create_app
from service.citations.citer import Citer, Style
from service.cli.commands import app, main
from service.settings import Settings, load_settings

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # it is a group
GOOD = "# Report\n\nThe panel adopted its agenda.\n"


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line with these arguments and RAPPORTEUR_ variables, in this process: it starts in a moment."""
    for name in [name for name in os.environ if name.startswith("RAPPORTEUR_")]:
        monkeypatch.delenv(name)

    def call(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["rapporteur", *map(str, arguments)])
            for name, value in variables.items():
                patch.setenv(name, value)
            code = _exit_code()
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return call


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """What a refused command said: exit 1, nothing printed, one line that ends in a remedy."""
    assert (done.returncode, done.stdout) == (1, ""), done.stdout + done.stderr
    assert done.stderr.startswith("rapporteur: ")
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.rstrip().endswith(".")
    return done.stderr


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text(GOOD)
    return folder


def test_the_installed_command_hears_ctrl_c_before_anything_is_loaded() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    module, function = project["project"]["scripts"]["rapporteur"].split(":")
    loaded = f"import sys, {module} as entry; print(entry.{function}.__name__, 'typer' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "main False\n"


def test_a_demo_that_may_not_be_served_indexes_nothing(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--home", tmp_path / "home", "--host", "0.0.0.0", "--port", "0")
    assert "--open" in complaint(done)
    assert not (tmp_path / "home").exists()


def test_the_commands_of_the_design_are_there() -> None:
    assert {"rebuild", "serve", "search", "eval", "verify", "rollback", "demo"} <= COMMANDS.keys()


def test_help_names_every_command(run: Run) -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert all(name in shown.stdout for name, command in COMMANDS.items() if not command.hidden)


def test_help_names_every_setting(run: Run) -> None:
    shown = " ".join(run("--help").stdout.replace(",", " ").replace(".", " ").split()) + " "
    assert all(f" {name.upper()} " in shown for name in Settings.model_fields)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself_and_its_options(run: Run, command: str) -> None:
    shown = run(command, "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"rapporteur {command}" in shown.stdout
    assert all(parameter.help for parameter in COMMANDS[command].params)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["rebuild", "--nonsense"],
        ["search"],
        ["search", "x", "-k", "0"],
        ["search", "x", "-k", "many"],
        ["search", "x", "--mode", "magic"],
        ["search", "x", "--sort", "price"],
        ["search", "x", "--group", "year"],
        ["search", "x", "--group", "report", "--record", "note.md"],
        ["serve", "--port", "99999"],
        ["serve", "--port", "http"],
    ],
)
def test_wrong_usage_is_exit_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "Error" in done.stderr


@pytest.mark.parametrize("command", [["search", "x"], ["verify"], ["rollback"], ["eval"], ["purge", "a"]])
def test_without_an_index_each_command_says_how_to_make_one(run: Run, tmp_path: Path, command: list[str]) -> None:
    home = tmp_path / "home"
    assert complaint(run(*command, "--home", home)) == (
        f"rapporteur: There is no index in {home}. Run `rapporteur rebuild --corpus DIR --home DIR`.\n"
    )
    assert not home.exists()


@pytest.mark.parametrize("command", [["search", "x"], ["verify"], ["rollback"], ["rebuild"]])
def test_a_home_that_is_a_file_is_told(run: Run, tmp_path: Path, corpus: Path, command: list[str]) -> None:
    (tmp_path / "home").write_text("a file")
    said = complaint(run(*command, "--home", tmp_path / "home", RAPPORTEUR_CORPUS=str(corpus)))
    assert "home" in said


def test_a_process_of_its_own_ends_with_the_same_line_and_code(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "service.cli", "verify", "--home", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert f"There is no index in {tmp_path}" in complaint(done)


@pytest.mark.parametrize(("name", "reason"), [("none", "does not exist"), ("corpus/a.md", "is not a folder")])
def test_a_corpus_that_is_no_folder_is_told(run: Run, tmp_path: Path, corpus: Path, name: str, reason: str) -> None:
    said = complaint(run("rebuild", "--corpus", tmp_path / name, "--home", tmp_path / "home"))
    assert said == (
        f"rapporteur: The corpus folder {tmp_path / name} {reason}. Name the folder that holds the reports.\n"
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("KEEP_BUILDS", "0"),
        ("MAX_FILE_MB", "nan"),
        ("MAX_FILE_MB", "inf"),
        ("PASSAGE_TOKENS", "-1"),
    ],
)
def test_a_variable_with_a_bad_value_is_named_with_its_value(
    run: Run, tmp_path: Path, variable: str, value: str
) -> None:
    said = complaint(run("verify", "--home", tmp_path, **{f"RAPPORTEUR_{variable}": value}))
    assert said.startswith(f"rapporteur: RAPPORTEUR_{variable}: ")
    assert f"(it is '{value}')" in said


def test_flags_come_before_variables_and_an_empty_variable_is_none(run: Run, tmp_path: Path) -> None:
    assert str(tmp_path / "flag") in run("verify", "--home", tmp_path / "flag", RAPPORTEUR_HOME="variable").stderr
    assert "no index in variable" in run("verify", RAPPORTEUR_HOME="variable").stderr
    assert "no index in .rapporteur/home" in run("verify", "--home", ".rapporteur/home", RAPPORTEUR_PORT="").stderr


def test_a_folder_that_is_no_model_is_told(run: Run, tmp_path: Path, corpus: Path) -> None:
    arguments = ("rebuild", "--corpus", corpus, "--home", tmp_path / "home")
    assert "has no file model.safetensors" in complaint(run(*arguments, RAPPORTEUR_MODEL=str(tmp_path)))


def test_a_port_in_use_is_told_before_the_model_is_loaded(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = complaint(run("serve", "--home", tmp_path, "--port", port))
    assert said.startswith(f"rapporteur: The service cannot listen on 127.0.0.1, port {port}: Address already in use.")


def test_an_address_that_is_not_ours_is_told(run: Run, tmp_path: Path) -> None:
    assert "cannot listen on 192.0.2.1" in complaint(run("serve", "--home", tmp_path, "--host", "192.0.2.1"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::ffff:0.0.0.0"])
def test_serving_others_has_to_be_said(run: Run, tmp_path: Path, host: str) -> None:
    said = complaint(run("serve", "--home", tmp_path, "--host", host, "--port", 0))
    assert "could read every report" in said
    assert "say --open (RAPPORTEUR_OPEN=true)" in said


@pytest.mark.parametrize("names", ["http://example.org", "example.org:80", "a b", "a,/b", "[x]"])
def test_what_is_no_host_name_is_told(run: Run, tmp_path: Path, names: str) -> None:
    said = complaint(run("verify", "--home", tmp_path, RAPPORTEUR_HOSTS=names))
    assert said.startswith("rapporteur: RAPPORTEUR_HOSTS: ")
    assert "is no host name; give names between commas" in said


def test_host_names_stand_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_HOSTS", "Reports.example.org, [fd00::5],")
    assert load_settings().hosts == ("reports.example.org", "[fd00::5]")


@pytest.mark.model
@pytest.mark.slow
def test_a_purge_says_what_it_did_and_a_rebuild_that_the_file_is_still_there(
    run: Run, tmp_path: Path, corpus: Path
) -> None:
    home = tmp_path / "home"
    (corpus / "witness.md").write_text("# Hearing\n\nKowalczykowna spoke.\n")
    arguments = ("--home", home)
    assert run("rebuild", "--corpus", corpus, *arguments).returncode == 0
    done = run("purge", "witness", *arguments, "--reason", "asked for")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Purged: witness.\nBuild {live_build(home)} is live. 1 other build ")
    assert "that only they had: none was found.\n" in done.stdout
    assert b"kowalczykowna" not in b"".join(f.read_bytes().lower() for f in home.rglob("*") if f.is_file())
    again = run("rebuild", "--corpus", corpus, *arguments)
    assert "  purged     witness.md: not indexed again; delete it, or allow it with --allow-purged\n" in again.stdout
    assert "has a report 'witness'" in complaint(run("purge", "witness", *arguments))
    back = run("rebuild", "--corpus", corpus, *arguments, "--allow-purged", "witness.md")
    assert back.stdout.startswith("2 reports ")
    (home / "notes.txt").write_text("Kowalczykowna")
    found = run("purge", "witness", *arguments, "--json")
    assert found.returncode == 1
    assert json.loads(found.stdout)["forgotten"]["traces"] == [{"path": "notes.txt", "words": 1, "embeddings": 0}]


@pytest.mark.model
@pytest.mark.slow
def test_rebuild_search_verify_and_rollback_work_together(run: Run, tmp_path: Path, corpus: Path) -> None:
    home = tmp_path / "home"
    (corpus / "bad.md").write_bytes(b"\xff")
    (corpus / "copy [x].md").write_text(GOOD)
    arguments = ("rebuild", "--corpus", corpus, "--home", home)
    first = run(*arguments, "--json")
    assert (first.returncode, first.stderr) == (0, "")  # quiet in a pipe: no bars
    summary = json.loads(first.stdout)
    fields = "build reports passages embedded reused unchanged duplicates rejected seconds purged completed"
    assert list(summary) == fields.split()
    assert (summary["reports"], summary["embedded"], summary["build"]) == (1, 1, live_build(home))
    assert summary["duplicates"] == [{"path": "copy [x].md", "of": "a.md"}]
    assert [list(row) for row in summary["rejected"]] == [["path", "reason"]]
    again = run(*arguments)
    assert (again.returncode, again.stderr) == (0, "")
    assert "1 reports (1 unchanged), 1 passages (0 embedded, 1 reused)" in again.stdout
    assert "  duplicate  copy [x].md: identical to a.md\n" in again.stdout
    assert "  rejected   bad.md: not UTF-8 text" in again.stdout
    assert "1 file was rejected (bad.md: " in complaint(run(*arguments, "--strict"))
    (corpus / "a.md").unlink()
    (corpus / "copy [x].md").unlink()
    assert "Nothing to index: all files were rejected" in complaint(run(*arguments))
    verified = run("verify", "--home", home, "--json")
    files = len(json.loads((home / "builds" / summary["build"] / "manifest.json").read_bytes())["files"])
    assert json.loads(verified.stdout) == {"build": summary["build"], "files": files, "reports": 1, "passages": 1}
    assert "no earlier whole build to go back to" in complaint(run("rollback", "--home", home))
    found = run("search", "the agenda of the panel", "--home", home)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("1. Report\nThe panel adopted its agenda.\n")
    (next(home.rglob("vectors.faiss"))).write_bytes(b"")
    assert "vectors.faiss has 0 bytes" in complaint(run("verify", "--home", home))


@pytest.mark.model
@pytest.mark.slow
def test_what_is_found_is_printed_by_date_and_by_report(run: Run, sample_home: Path) -> None:
    asked = ("search", "victim-centred approaches", "--home", sample_home, "-k", 3, "--sort", "oldest")
    dates = [hit["report"]["date"] for hit in json.loads(run(*asked, "--json").stdout)["hits"]]
    assert dates == sorted(dates)
    groups = json.loads(run(*asked, "--group", "report", "--json").stdout)["groups"]
    assert len({group["report"]["id"] for group in groups}) == 3
    shown = run(*asked, "--group", "report").stdout
    for group in groups:
        some = f"{len(group['hits'])} of " if len(group["hits"]) < group["total"] else ""
        assert f"{group['report']['title']} ({group['report']['date']}): {some}{group['total']} passage" in shown
        assert all(hit["passage"]["text"] in shown and hit["citation"] in shown for hit in group["hits"])


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("style", ["chicago", "bibtex", "ris", "csl"])
def test_what_is_found_and_quoted_is_cited_in_the_style_that_is_asked_for(
    run: Run, sample_home: Path, real_encoder: Encoder, style: Style
) -> None:
    asked = ("ask", "who chaired the first constructive dialogue on firearms?", "--home", sample_home, "--style", style)
    sought = ("search", "firearms tracing", "--home", sample_home, "-k", 2, "--style", style)
    quotes = json.loads(run(*asked, "--json").stdout)["quotes"]
    hits = json.loads(run(*sought, "--json").stdout)["hits"]
    searcher = open_live(sample_home, real_encoder)
    try:
        citer = Citer(searcher)
        assert quotes
        for quote in quotes:
            span = quote["start"], quote["end"]
            assert quote["citation"] == citer.cite_span(quote["report"]["id"], span, style)
        for hit in hits:
            assert hit["citation"] == citer.cite(searcher.passage(hit["passage"]["id"]), style)
    finally:
        searcher.close()
    printed = [*run(*asked).stdout.splitlines(), *run(*sought).stdout.splitlines()]
    for one in (*quotes, *hits):
        lines = one["citation"].splitlines()  # as a reference manager reads them: not indented
        assert all(line in printed for line in lines) if lines[1:] else f"   {lines[0]}" in printed


@pytest.mark.model
@pytest.mark.slow
def test_search_prints_the_hits_of_the_api(run: Run, sample_home: Path, real_encoder: Encoder) -> None:
    question = "how were victim-centred approaches discussed?"
    printed = json.loads(run("search", question, "--home", sample_home, "-k", 7, "--mode", "hybrid", "--json").stdout)
    with TestClient(create_app(sample_home, lambda: real_encoder)) as client:
        answered = client.get("/api/search", params={"q": question, "k": 7, "mode": "hybrid", "rerank": True}).json()
    assert len(printed["hits"]) == 7
    for value in (printed, answered):
        value.pop("took_ms")
        for hit in value["hits"]:
            hit["score"], hit["scores"] = (
                round(hit["score"], 4),
                {k: v and round(v, 4) for k, v in hit["scores"].items()},
            )
    assert printed == answered


def test_a_home_is_saved_and_restored(run: Run, tmp_path: Path, build_home: Callable[..., object]) -> None:
    build_home({"a.md": GOOD})
    home, saved, elsewhere = tmp_path / "home", tmp_path / "saved", tmp_path / "elsewhere"
    made = run("snapshot", saved, "--home", home)
    build = live_build(home)
    assert (made.returncode, made.stdout) == (
        0,
        f"{saved} holds 1 build; build {build} is live in it. It was restored and checked.\n",
    )
    back = run("restore", saved, "--home", elsewhere)
    assert (back.returncode, back.stdout) == (0, f"{elsewhere} holds 1 build again; build {build} is live.\n")
    assert run("integrity", "--home", elsewhere).returncode == 0
    assert "is not empty. Name a new folder" in complaint(run("restore", saved, "--home", elsewhere))
    saved.write_bytes(saved.read_bytes()[:-1])
    assert "is no whole snapshot" in complaint(run("restore", saved, "--home", tmp_path / "third"))
