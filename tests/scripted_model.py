"""A language model's server of this machine that does what a test tells it, over a real connection."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Script = Callable[["Handler"], None]


@dataclass
class Server:
    """A running server: its address, what it was asked, and how many connections were closed on it while it spoke."""

    port: int
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


class Handler(BaseHTTPRequestHandler):
    """Answers one request by the script."""

    protocol_version = "HTTP/1.1"
    script: Script
    told: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.requests.append({"path": self.path, **json.loads(body)})
        self.told.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.close_connection = True
        try:
            self.script(self)
        except (BrokenPipeError, ConnectionResetError):
            self.told.hung_up.set()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def begin(self, status: int = 200, kind: str = "text/event-stream", **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def send(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def event(self, data: object) -> None:
        self.send(b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n")

    def delta(self, text: str, finish: str | None = None) -> None:
        self.event({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]})

    def wait(self, seconds: float) -> None:
        """Stay silent, but not beyond the end of the test."""
        self.told.stopped.wait(seconds)


@contextmanager
def scripted(script: Script) -> Iterator[Server]:
    """Serve `script` on a free port of this machine."""
    handler = type("Scripted", (Handler,), {"script": staticmethod(script)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    told = handler.told = Server(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        told.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def streams(*pieces: str, finish: str | None = "stop", done: bool = True) -> Script:
    """A well-behaved stream of these pieces."""

    def script(handler: Handler) -> None:
        handler.begin()
        handler.event({"choices": [{"index": 0, "delta": {"role": "assistant"}, "finish_reason": None}]})
        for piece in pieces:
            handler.delta(piece)
        handler.delta("", finish)
        if done:
            handler.event(b"[DONE]")

    return script


def at_once(text: str | None, finish: str = "stop") -> Script:
    """The whole reply as one JSON object, as a server gives it that does not stream."""
    message = {"role": "assistant", "content": text}
    return raw(json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": finish}]}).encode())


def raw(body: bytes, status: int = 200, kind: str = "application/json", **headers: str) -> Script:
    """An answer with this body."""

    def script(handler: Handler) -> None:
        handler.begin(status, kind, **headers)
        handler.send(body)

    return script


def slowly(text: str, pause: float, times: int = 10**6) -> Script:
    """One character at a time, over and over."""

    def script(handler: Handler) -> None:
        handler.begin()
        for _ in range(times):
            for character in text:
                handler.delta(character)
                time.sleep(pause)

    return script


def silent(seconds: float = 60, *, before_headers: bool = True) -> Script:
    """Nothing at all, or nothing after the headers."""

    def script(handler: Handler) -> None:
        if not before_headers:
            handler.begin()
        handler.wait(seconds)

    return script


def hangs_up(pieces: Iterable[str]) -> Script:
    """The connection is cut after these pieces, in the middle of a chunk."""

    def script(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        for piece in pieces:
            handler.delta(piece)
        handler.connection.shutdown(socket.SHUT_RDWR)

    return script
