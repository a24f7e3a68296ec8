"""A small collection and a running service over it, for the tests of the service."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI

from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from service.http.server import server_of, take_address

RECORD = """---
title: Report on the review of implementation
date: 2024-10-15
series: Sessions of the Committee
body: General Assembly
symbol: A/79/352
location: New York
language: en
kind: official record
url: https://example.org/A/79/352
---

# Review

1. The Committee met in New York and adopted its agenda.

2. Delegations stressed victim-centred approaches to protection.

3. The Secretariat explained the costs of technical assistance.

# Recommendations

4. The Committee recommended guidance for law enforcement.
"""
DIGEST = """---
title: Second Constructive Dialogue
start: 2023-10-04
end: 2023-10-06
series: Constructive Dialogue
body: Conference of the Parties
location: Vienna, Austria
language: en
kind: digest
url: https://example.org/dialogue
---

# Second Constructive Dialogue

## Discussion

Speakers named two channels that organizations seldom use: written submissions and attendance.

Victim-centred work was mentioned again and again.
"""
ACCOUNT = """---
title: Notes of a participant
date: 2022-05
language: fr
kind: participant account
---

Untraceable guns 🔫 were discussed — “home-made” ones above all.\r\n\r\nNaïve readers may skip this line.
"""
FILES = {"record.md": RECORD, "digest.md": DIGEST, "Notes of a “participant”.md": ACCOUNT}
IDS = {"record": "record", "digest": "digest", "account": "notes-of-a-participant"}


def build(folder: Path, model: Model, files: dict[str, str] | None = None) -> Path:
    """A home under `folder` whose live build holds `files`; called again, it publishes another build."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for name, text in (FILES if files is None else files).items():
        (corpus / name).write_bytes(text.encode())
    rebuild(corpus, folder / "home", model, BuildSettings())
    return folder / "home"


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """Serve `app` on a free port of this machine; yields its address."""
    server, taken = server_of(app), take_address("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, args=([taken],))
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Return as soon as `holds()` is true; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("it never came true")
        time.sleep(0.01)
