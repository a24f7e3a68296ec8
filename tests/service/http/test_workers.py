"""Several processes that serve one home side by side."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from service_collection import build, wait_until

from index.build.types import Model
from index.storage.home import live_build
from service.access.keys import Key
from service.access.sessions import Sessions
from service.http.figures import is_running
from service.http.server import take_address

pytestmark = pytest.mark.model
QUESTION = {"q": "adopted its agenda"}


@pytest.fixture
def home(tmp_path: Path, real_model: Model) -> Path:
    return build(tmp_path, real_model)


@pytest.fixture
def served(home: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with take_address("127.0.0.1", 0) as free:
        port = str(free.getsockname()[1])
    command = [sys.executable, "-m", "service.cli", "serve", "--home", str(home), "--port", port, "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: None not in builds(address, processes=2), seconds=60)
            yield process, address
        finally:
            process.terminate()


def builds(address: str, processes: int) -> set[str | None]:
    """What is served, asked so often by connections of their own that each of a few processes is asked."""
    try:
        return {httpx.get(f"{address}/readyz").json().get("build") for _ in range(processes * 10)}
    except httpx.TransportError:
        return {None}


def workers(parent: int) -> list[int]:
    """The processes that answer; another child watches over what they share."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(one) for one in found if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def figure(address: str, name: str) -> float:
    lines = httpx.get(f"{address}/metrics").text.splitlines()
    return float(next(line for line in lines if line.startswith(name)).rpartition(" ")[2])


def test_they_share_a_build_and_its_figures_and_one_that_dies_is_replaced(
    served: tuple[subprocess.Popen[bytes], str], home: Path, real_model: Model
) -> None:
    process, address = served
    for _ in range(20):
        assert httpx.get(f"{address}/api/search", params=QUESTION).json()["hits"]
    searches = 'rapporteur_requests_total{method="GET",route="/api/search",status="200"}'
    assert figure(address, searches) == 20

    build(home.parent, real_model, {"other.md": "# Another report\n\nIt adopted its agenda on 3 May 2024.\n"})
    wait_until(lambda: builds(address, processes=2) == {live_build(home)})

    dead, other = workers(process.pid)
    os.kill(dead, signal.SIGKILL)
    wait_until(lambda: dead not in workers(process.pid) and len(workers(process.pid)) == 2, seconds=60)
    assert httpx.get(f"{address}/api/search", params=QUESTION).json()["hits"]
    assert figure(address, searches) == 21  # what the dead one has answered counts
    last = workers(process.pid)
    assert other in last

    process.terminate()
    assert process.wait(timeout=30) == 0
    assert not any(is_running(one) for one in last)


def test_who_has_signed_in_at_one_of_them_has_at_the_others() -> None:
    key = Key(name="ada", hash="0" * 64, scopes=("read",), created="2026-12-07T00:00:00+00:00")
    cookie = Sessions(b"shared").cookie(key)
    assert Sessions(b"shared").holder([key], cookie) == key
    assert Sessions().holder([key], cookie) is None
