"""Rebuilds that are killed at any moment, or meet each other, or run out of space, leave a whole index behind."""

from __future__ import annotations

import random
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import index_home_driver
import pytest

from index.build.integrity import verify
from index.search.opening import open_live
from index.storage.home import live_build, published_builds
from index.types import Encoder

DRIVER = index_home_driver.__file__
KILLS = 12
PARTS = ["CURRENT", "LOCK", "builds", "cache"]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    edit(folder, 0)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def edit(corpus: Path, state: int, language: str = "en") -> None:
    """Every report says which state of the corpus it is from, so that a mixture would show."""
    for number in range(5):
        body = "\n\n".join(f"# Part {part}\n\nState {state} of part {part}.{number}" for part in range(8))
        (corpus / f"{number}.md").write_text(f"---\nlanguage: {language}\n---\n\n{body}")


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, DRIVER, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


def begun(process: subprocess.Popen[str], home: Path) -> float:
    """When the rebuild that `process` has started took the lock: what came before is no part of a rebuild."""
    lock = home / "LOCK"
    while not lock.exists() or lock.read_text() != str(process.pid):
        assert process.poll() is None, process.communicate()
        time.sleep(0.002)
    return time.monotonic()


def worked_for(process: subprocess.Popen[str], home: Path) -> float:
    """Seconds that the rebuild of `process` takes from the lock to its end, which has to be a good one."""
    began = begun(process, home)
    assert finish(process)[0] == 0
    return time.monotonic() - began


def state_of(home: Path, encoder: Encoder) -> int:
    """The one state that all passages of the live build are from."""
    searcher = open_live(home, encoder)
    try:
        texts = {passage.text for report in searcher.summaries() for passage in searcher.passages(report.id)}
    finally:
        searcher.close()
    (state,) = {int(text.split()[1]) for text in texts}
    return state


@contextmanager
def asked_all_along(home: Path) -> Iterator[list[str]]:
    """A service over `home`, asked all the time from another thread; yields what failed."""
    port, stop, failures, asked = free_port(), threading.Event(), list[str](), [0]
    with start("serve", home, port) as service:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                wait_until_ready(client)

            def ask() -> None:
                with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
                    while not stop.is_set():
                        found = client.get("/api/search", params={"q": "state of part 7", "k": 50})
                        states = {hit["passage"]["text"].split()[1] for hit in found.json().get("hits", [])}
                        if found.status_code != 200 or len(states) != 1:
                            failures.append(f"{found.status_code} {states}")
                        asked[0] += 1
                        time.sleep(0.05)

            asker = threading.Thread(target=ask)
            asker.start()
            try:
                yield failures
            finally:
                stop.set()
                asker.join()
        finally:
            service.kill()
    assert asked[0] > 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(client: httpx.Client) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the service did not get ready")


@pytest.mark.slow
def test_rebuilds_killed_at_any_moment_leave_a_whole_index_and_no_request_fails(
    corpus: Path, home: Path, encoder: Encoder
) -> None:
    first = start("rebuild", corpus, home)
    takes = worked_for(first, home)
    moments, killed, state = random.Random(2026), 0, 0
    with asked_all_along(home) as failures:
        while killed < KILLS:
            state += 1
            assert state <= 5 * KILLS, f"{killed} of {state} rebuilds were killed before they had ended"
            edit(corpus, state)
            process = start("rebuild", corpus, home)
            began = begun(process, home)
            time.sleep(takes * moments.uniform(0, 1.05))
            process.kill()
            if finish(process)[0] < 0:
                killed += 1
            else:
                # Rebuilds get faster as files and modules are in memory: the later moments have to come sooner.
                takes = min(takes, time.monotonic() - began) * 0.9
            verify(home)
            assert state_of(home, encoder) in range(state + 1)
            # Three are kept; one more may not have been retired yet, and one is what the kill left.
            assert len(list((home / "builds").iterdir())) <= 5
        assert finish(start("rebuild", corpus, home)) == (0, f"{live_build(home)}\n")
    assert failures == []
    assert state_of(home, encoder) == state
    assert sorted(path.name for path in home.iterdir()) == PARTS
    assert sorted(path.name for path in (home / "builds").iterdir()) == published_builds(home)
    assert len(published_builds(home)) <= 3


@pytest.mark.slow
def test_of_two_rebuilds_of_one_home_one_is_refused_and_the_result_is_whole(
    corpus: Path, home: Path, encoder: Encoder
) -> None:
    first = start("rebuild", corpus, home, 3)
    begun(first, home)
    code, said = finish(start("rebuild", corpus, home))
    holder = f"process {first.pid}"
    assert (code, said) == (1, f"Another rebuild of {home} is at work ({holder}). Wait until it has finished.\n")
    assert finish(first)[0] == 0
    assert verify(home).reports == 5
    assert state_of(home, encoder) == 0


def rebuild_with_files_up_to(limit: int, corpus: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """A rebuild in a process that may write no file of more than `limit` bytes."""
    return subprocess.run(
        [sys.executable, DRIVER, "rebuild", str(corpus), str(home)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
def test_want_of_space_for_temporary_files_is_not_taken_for_a_fault_of_the_reports(corpus: Path, home: Path) -> None:
    assert finish(start("rebuild", corpus, home))[0] == 0
    build = live_build(home)
    edit(corpus, 1, language="")
    process = rebuild_with_files_up_to(100_000, corpus, home)
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr == (
        "The model that tells languages cannot be unpacked: File too large. Free some space for temporary files.\n"
    )
    assert verify(home).build == live_build(home) == build


@pytest.mark.slow
def test_a_disk_that_takes_no_more_is_told_in_one_line_and_the_live_build_stays(
    corpus: Path, home: Path, encoder: Encoder
) -> None:
    assert finish(start("rebuild", corpus, home))[0] == 0
    build = live_build(home)
    edit(corpus, 1)
    whole = max(path.stat().st_size for path in home.rglob("*") if path.is_file())
    for limit in (64, 4_000, whole // 2):
        process = rebuild_with_files_up_to(limit, corpus, home)
        assert (process.returncode, process.stdout) == (1, "")
        assert process.stderr.startswith(f"The home {home} cannot be used: "), process.stderr
        assert process.stderr.count("\n") == 1
        assert verify(home).build == live_build(home) == build
        assert [path.name for path in (home / "builds").iterdir()] == [build]
    assert finish(start("rebuild", corpus, home))[0] == 0
    assert state_of(home, encoder) == 1
