"""The command line where its output is refused, where it is stopped, and where texts hold what steers a terminal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.types import Rejection
from index.build.purge import Purged
from index.types import Duplicate, Forgotten, RebuildSummary, Trace
from service.cli import console

COMMAND = [sys.executable, "-m", "service"]
STOPPED = 128 + signal.SIGINT


def started(*arguments: object, **variables: str) -> subprocess.Popen[str]:
    """A command in a process group of its own, which a terminal would send Ctrl-C to."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
        start_new_session=True,
    )


def stopped(process: subprocess.Popen[str], after: float) -> tuple[int, str]:
    """The exit code and what was said, when Ctrl-C comes `after` seconds."""
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    return process.returncode, said


@pytest.mark.parametrize("arguments", [["--help"], ["search", "--help"]])
def test_a_full_disk_behind_the_output_is_told_in_one_line(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert done.stderr == ("rapporteur: The output cannot be written (No space left on device). Send it elsewhere.\n")


def test_a_reader_that_wants_no_more_ends_it_quietly() -> None:
    process = started("--help")
    assert process.stdout is not None
    process.stdout.close()  # before a word is written
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 1


@pytest.mark.parametrize("as_json", [True, False])
def test_an_encoding_without_a_character_gets_its_escape(tmp_path: Path, as_json: bool) -> None:
    (tmp_path / "report.md").write_text("# Türkiye 🙂\n\nThe panel adopted its “agenda”.\n")
    arguments = ["inspect", tmp_path / "report.md", *(["--json"] if as_json else [])]
    printed, said = started(*arguments, PYTHONIOENCODING="ascii").communicate(timeout=60)
    assert said == ""
    assert printed.isascii()
    if as_json:
        assert json.loads(printed)["metadata"]["title"] == "Türkiye 🙂"
    else:
        assert r"T\xfcrkiye" in printed


@pytest.mark.slow
@pytest.mark.parametrize(
    "loaded", ["typer.main", "service.settings", "index.build.rebuild", "corpus.sandbox.pool", "faiss"]
)
def test_ctrl_c_is_quiet_whatever_is_being_loaded(tmp_path: Path, loaded: str) -> None:
    (tmp_path / "corpus").mkdir()
    for n in range(40):
        (tmp_path / "corpus" / f"{n}.html").write_text(f"<p>{f'The panel adopted agenda {n}. ' * 200}</p>")
    arguments = ["rebuild", "--full", "--corpus", tmp_path / "corpus", "--home", tmp_path / "home"]
    process = started(*arguments, PYTHONPROFILEIMPORTTIME="1")
    assert process.stderr is not None
    assert any(line.rstrip().endswith(f" {loaded}") for line in process.stderr)
    code, said = stopped(process, 0)
    assert code == STOPPED
    assert [line for line in said.splitlines() if not line.startswith("import time:")] == []


@pytest.mark.slow
def test_ctrl_c_while_files_are_read_is_quiet(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    for n in range(400):
        (tmp_path / "corpus" / f"{n}.html").write_text(f"<p>{f'The panel adopted agenda {n}. ' * 200}</p>")
    process = started("rebuild", "--full", "--corpus", tmp_path / "corpus", "--home", tmp_path / "home")
    while not any("sandbox.worker" in line for line in children(process.pid)):
        assert process.poll() is None
        time.sleep(0.01)
    assert stopped(process, 0) == (STOPPED, "")


def children(pid: int) -> list[str]:
    """The command lines of a process's children."""
    names = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [file.read_text() for name in names if (file := Path(f"/proc/{name}/cmdline")).exists()]


@pytest.mark.model
@pytest.mark.slow
def test_a_service_that_is_starting_stops_at_once(tmp_path: Path) -> None:
    process = started("serve", "--home", tmp_path, "--port", 0)
    assert process.stdout is not None
    assert "is starting" in process.stdout.readline()
    begun = time.monotonic()
    assert stopped(process, 0.3) == (STOPPED, "")
    assert time.monotonic() - begun < 2


def test_serving_others_comes_with_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    console.announce("0.0.0.0", 8000, exposed=True, guarded=False)
    said = capsys.readouterr()
    assert "http://0.0.0.0:8000 " in said.out
    assert said.err.startswith("rapporteur: Warning: anybody who reaches this machine can read every report")
    console.announce("0.0.0.0", 8000, exposed=True, guarded=True)
    assert "no encryption" in capsys.readouterr().err
    console.announce("::1", 8000, exposed=False, guarded=False)
    said = capsys.readouterr()
    assert ("http://[::1]:8000 " in said.out, said.err) == (True, "")


def test_what_would_steer_a_terminal_is_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    console.show("a\x1b[2Jb\x9bc\x07\rd\n“é”", None, as_json=False)
    assert capsys.readouterr().out == "a�[2Jb�c��d\n“é”\n"


def test_a_purge_names_what_still_holds_words_and_what_is_nearly_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    forgotten = Forgotten(("b1", "b2"), 9, 1, 12, 3_400_000, (Trace("records/a\n[x].md", 2, 0),))
    console.show_purge(Purged(("witness",), 1, "b3", ("witness-rev",), forgotten), as_json=False)
    assert capsys.readouterr().out == (
        "Purged: witness.\nBuild b3 is live. 2 other builds that named them removed.\n"
        "Searched 12 files of the home (3.4 MB) for 9 words and 1 embedding key that only they had: some were found, "
        "and the purge is not finished.\n"
        "  found        records/a�[x].md: 2 words, 0 embedding keys; remove it and run `rapporteur purge` again\n"
        "  still there  witness-rev: nearly the same text\n"
    )


def test_names_of_files_stay_on_their_line(capsys: pytest.CaptureFixture[str]) -> None:
    summary = RebuildSummary(
        build="b",
        reports=1,
        passages=1,
        embedded=0,
        reused=1,
        unchanged=1,
        duplicates=(Duplicate("copy\n[x]\x1b[1m.md", "a\n.md"),),
        rejected=(Rejection("bad\n.md", "its sidecar bad\n.md.yaml: no"),),
        seconds=0.1,
    )
    console.show_rebuild(summary, as_json=False)
    printed = capsys.readouterr().out
    assert "  duplicate  copy�[x]�[1m.md: identical to a�.md\n" in printed
    assert "  rejected   bad�.md: its sidecar bad�.md.yaml: no\n" in printed
    assert len(printed.splitlines()) == 3
