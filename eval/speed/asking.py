"""Asking a running service without a pause, from a thread of its own, and counting what fails."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from eval.speed.serving import Serving

PAUSE = 0.02  # seconds between two questions, so that the service leaves some of the machine to others


@dataclass(slots=True)
class Asking:
    """How many requests were sent, how many of them were not answered with hits, and the builds that answered."""

    requests: int = 0
    failed: int = 0
    builds: set[str] = field(default_factory=set)


@contextmanager
def asking(service: Serving, question: str) -> Iterator[Asking]:
    """Ask until the end of the block."""
    asked, stop = Asking(), threading.Event()
    connection = http.client.HTTPConnection("127.0.0.1", service.connection.port, timeout=60)

    def ask() -> None:
        while not stop.wait(PAUSE):
            asked.requests += 1
            try:
                asked.builds.add(_ask(connection, question))
            except (OSError, http.client.HTTPException, ValueError, KeyError):
                asked.failed += 1
                connection.close()
                time.sleep(PAUSE)

    asker = threading.Thread(target=ask)
    asker.start()
    try:
        yield asked
    finally:
        stop.set()
        asker.join()
        connection.close()


def _ask(connection: http.client.HTTPConnection, question: str) -> str:
    """The build that answered. Raises ValueError when it did not, or found nothing."""
    connection.request("GET", "/api/search?" + urlencode({"q": question}))
    with connection.getresponse() as response:
        body = json.loads(response.read())
        if response.status != http.client.OK or not body["hits"]:
            raise ValueError(f"answered with {response.status}")
    return str(body["build"])
