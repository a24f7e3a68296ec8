"""Clients that do not send whole requests, or do not read their answers, cost others nothing."""

from __future__ import annotations

import logging
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import index_home_driver
import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from service_collection import build, running, wait_until

from index.build.types import Model
from index.types import Encoder
from service.app import create_app
from service.http import connections
from service.http.connections import LIMITS, Awaited, most_connections
from service.http.logs import OnceAMinute

FILES = 256  # that a besieged service may open
HALF_A_HEADER = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Half: "
ASKED = (
    b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 39\r\n"
    b'Connection: close\r\n\r\n{"question": "Who adopted the agenda?"}'
)
HALF_A_BODY = (
    b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("connections"), model)


@pytest.fixture
def app(home: Path, encoder: Encoder) -> FastAPI:
    return create_app(home, lambda: encoder)


@contextmanager
def besieged(home: Path, seconds: float = 0) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """A service over `home` in a process of its own that may open FILES files, and its port. A question takes it
    `seconds` more than it would."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, index_home_driver.__file__, "serve", str(home), str(port), str(seconds)]

    def few_files() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=few_files) as process:
        try:
            wait_until(lambda: is_ready(port), seconds=60)
            yield port, process
        finally:
            process.kill()


def is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def connected(address: str, sent: bytes) -> socket.socket:
    host, _, port = address.removeprefix("http://").partition(":")
    client = socket.create_connection((host, int(port)), timeout=10)
    client.sendall(sent)
    return client


def answered_with(client: socket.socket) -> bytes:
    """All that is answered until the service closes the connection."""
    received = bytearray()
    with suppress(ConnectionError):
        while part := client.recv(65536):
            received += part
    return bytes(received)


@pytest.mark.slow
@pytest.mark.parametrize("sent", [b"", HALF_A_HEADER, HALF_A_BODY], ids=["nothing", "half a header", "half a body"])
def test_half_sent_requests_beyond_the_file_limit_silence_nothing(home: Path, sent: bytes) -> None:
    with besieged(home) as (port, process), ExitStack() as open_ones:
        address = f"http://127.0.0.1:{port}"
        for n in range(2 * FILES):
            open_ones.enter_context(connected(address, sent))
            if n % 128 == 127:
                assert httpx.get(f"{address}/healthz", timeout=5).status_code == 200
                assert httpx.get(f"{address}/api/search?q=agenda", timeout=5).json()["hits"]
        files = len(list(Path(f"/proc/{process.pid}/fd").iterdir()))
        assert FILES // 2 <= files < FILES
        process.send_signal(signal.SIGKILL)
        assert process.stderr is not None
        logged = process.stderr.read().splitlines()
    # One line for this cause, however many connections it closed.
    (told,) = [line for line in logged if "build live" not in line]
    assert "to make room for another: there are 128, as many as may be" in told


@pytest.mark.slow
def test_a_service_that_is_stopped_answers_what_it_was_asked(home: Path) -> None:
    with besieged(home, seconds=0.5) as (port, process), ExitStack() as clients:
        address = f"http://127.0.0.1:{port}"
        asked = [clients.enter_context(connected(address, ASKED)) for _ in range(40)]
        for sent in (b"", HALF_A_HEADER, HALF_A_BODY):  # these are not waited for
            clients.enter_context(connected(address, sent))
        time.sleep(1)
        process.terminate()
        for client in asked:
            client.settimeout(60)
            assert answered_with(client).startswith(b"HTTP/1.1 200 OK\r\n")
        assert process.wait(timeout=10) == -signal.SIGTERM


@pytest.mark.parametrize(
    ("awaited", "sent", "answer"),
    [
        (Awaited.HEADER, b"", b""),
        (Awaited.HEADER, HALF_A_HEADER, b"HTTP/1.1 408 Request Timeout\r\n"),
        (Awaited.BODY, HALF_A_BODY, b"HTTP/1.1 408 Request Timeout\r\n"),
        # Refused before the body is there: the answer comes at once, and the rest has no more time for it.
        (Awaited.BODY, HALF_A_BODY.replace(b"/api/ask", b"/nowhere"), b"HTTP/1.1 404 Not Found\r\n"),
    ],
)
def test_a_request_has_to_be_there_in_time_however_slowly_it_drips(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, awaited: Awaited, sent: bytes, answer: bytes
) -> None:
    monkeypatch.setitem(LIMITS, awaited, 0.5)
    with running(app) as address, connected(address, sent) as client:
        begun = time.monotonic()
        client.settimeout(0.05)
        received = b""
        while time.monotonic() - begun < 5:
            try:
                if sent:
                    client.sendall(b"x")
                if not (part := client.recv(65536)):
                    break
                received += part
            except TimeoutError:
                continue
            except ConnectionError:
                break
        assert 0.4 < time.monotonic() - begun < 2
        assert received.startswith(answer) if answer else received == b""
        assert httpx.get(f"{address}/healthz").status_code == 200


def test_a_client_that_does_not_read_is_let_go(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    @app.get("/large", response_class=PlainTextResponse)
    async def large() -> str:
        return "x" * 30_000_000

    monkeypatch.setitem(LIMITS, Awaited.READING, 0.5)
    with running(app) as address, connected(address, b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n") as client:
        assert client.recv(1)  # it is being sent
        time.sleep(1)
        assert len(answered_with(client)) < 30_000_000
        assert len(httpx.get(f"{address}/large").text) == 30_000_000  # whoever reads gets all of it


def test_an_idle_connection_is_closed(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.http.server.IDLE_SECONDS", 0.5)
    with running(app) as address, connected(address, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") as client:
        assert answered_with(client).count(b"HTTP/1.1 ") == 1


def test_several_requests_on_one_connection_are_answered_though_they_come_in_pieces(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has its own time; together they take longer than one may."""
    monkeypatch.setitem(LIMITS, Awaited.HEADER, 0.6)
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with running(app) as address, connected(address, b"") as client:
        for _ in range(4):
            client.sendall(request[:20])
            time.sleep(0.3)
            client.sendall(request[20:] + request)  # the second of the two is pipelined
            time.sleep(0.1)
        client.sendall(request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert answered_with(client).count(b"HTTP/1.1 200 OK") == 9


def test_where_all_connections_are_being_served_a_new_one_is_refused(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    @app.get("/long")
    def long() -> str:
        wait_until(lambda: not held)
        return "done"

    held = [1]
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)
    with running(app) as address, ThreadPoolExecutor(3) as pool:
        served = [pool.submit(httpx.get, f"{address}/long", timeout=10) for _ in range(3)]
        time.sleep(0.5)
        with connected(address, b"") as client:
            refusal = answered_with(client)
        held.clear()
        assert [one.result().status_code for one in served] == [200, 200, 200]
    assert refusal.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert b"retry-after: 5\r\n" in refusal.lower()


def test_the_limit_of_connections_is_below_that_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[tuple[int, int]] = [(1024, 4096), (256, 256), (1_000_000, 1_000_000), (resource.RLIM_INFINITY, -1)]
    found = []
    for limit in limits:
        monkeypatch.setattr(resource, "getrlimit", lambda _, limit=limit: limit)
        found.append(most_connections())
    assert found == [512, 128, 1000, 1000]


def test_one_cause_is_logged_once_a_minute_with_how_often_it_was_not(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    logger = logging.Logger("a server")
    logger.addHandler(caplog.handler)
    logger.addFilter(OnceAMinute())
    for second in range(90):
        now[0] = 1000.0 + second
        logger.warning("Out of files.\nDetails %d", second)
        logger.warning("Another cause.")
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        "Out of files.\nDetails 0",
        "Another cause.",
        "Out of files. This happened 59 times more since it was last told.\nDetails 60",
        "Another cause. This happened 59 times more since it was last told.",
    ]
