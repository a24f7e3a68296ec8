"""A service of its own process, asked over HTTP: latency and memory as a client and the kernel see them."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

from eval.errors import EvalInputError

READY_WITHIN = 120.0  # seconds; loading the weights on a busy machine
MEGABYTE = 2**20
# Growth is counted from here: allocators and caches have filled by then.
SETTLED = 500


@dataclass(frozen=True, slots=True)
class Serving:
    """A running service. The connection is kept open, as a browser keeps it."""

    pid: int
    connection: http.client.HTTPConnection


@contextmanager
def serving(home: Path, *options: str, under: Sequence[str] = ()) -> Iterator[Serving]:
    """`rapporteur serve` on a free port of this machine, ready to answer; stopped at the end. `under` is a program and
    its arguments that start it, such as ("prlimit", "--nofile=256"). Raises EvalInputError when it does not get
    ready."""
    port = _free_port()
    command = [*under, sys.executable, "-m", "service.cli", "serve", "--home", str(home), "--port", str(port), *options]
    # Started where this program was, so that the same code is found.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            _wait(process, connection)
            yield Serving(process.pid, connection)
        finally:
            connection.close()
            process.terminate()


def search_times(service: Serving, questions: Sequence[str]) -> list[float]:
    """Milliseconds from sending `GET /api/search` to having read the answer, one for each question."""
    times = []
    for question in questions:
        started = time.perf_counter()
        status = _get(service.connection, "/api/search?" + urlencode({"q": question}))
        times.append((time.perf_counter() - started) * 1000)
        if status != http.client.OK:
            raise EvalInputError(f"The search for {question!r} was answered with {status}.", "Try it in a browser.")
    return times


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Resident megabytes of a service after the first requests, after all of them, and at its peak."""

    settled: float
    after: float
    peak: float
    requests: int


def memory_use(service: Serving, questions: Sequence[str], requests: int) -> MemoryUse:
    """Ask the questions over and over until `requests` are answered, and watch the memory, as Linux counts it."""
    asked = cycle(questions)
    search_times(service, list(islice(asked, SETTLED)))
    settled, _ = _resident(service.pid)
    search_times(service, list(islice(asked, requests - SETTLED)))
    after, peak = _resident(service.pid)
    return MemoryUse(settled, after, peak, requests)


def can_measure_memory() -> bool:
    """Whether this system tells the memory of a process."""
    return os.path.exists("/proc/self/status")


def _resident(pid: int) -> tuple[float, float]:
    """Megabytes now and at the peak."""
    fields = {}
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(":")
        fields[name] = value.split()
    return int(fields["VmRSS"][0]) * 1024 / MEGABYTE, int(fields["VmHWM"][0]) * 1024 / MEGABYTE


def _wait(process: subprocess.Popen[bytes], connection: http.client.HTTPConnection) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EvalInputError(f"The service ended with exit code {process.returncode}.", "Try `rapporteur serve`.")
        try:
            if _get(connection, "/readyz") == http.client.OK:
                return
        except (ConnectionError, http.client.HTTPException):
            connection.close()
        time.sleep(0.2)
    raise EvalInputError(f"The service was not ready within {READY_WITHIN:.0f} s.", "Try `rapporteur serve`.")


def _get(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path)
    with connection.getresponse() as response:
        response.read()
        return response.status


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
