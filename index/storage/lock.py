"""The lock that rebuilds and rollbacks of one home share."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import HomeLockedError
from index.storage.disk import OWNERS_FILE, home_errors, make_private


@contextmanager
def exclusive(home: Path) -> Iterator[None]:
    """Hold the lock of `home`, which is made if need be.

    Raises HomeLockedError at once when another process holds it, HomeUnusableError when it cannot be taken. A killed
    holder's lock is free again, since the system releases it; the file stays and carries no meaning of its own.
    """
    with home_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        make_private(home)
        lock = os.open(home / "LOCK", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNERS_FILE)
    try:
        _take(lock, home)
        yield
    finally:
        os.close(lock)


def _take(lock: int, home: Path) -> None:
    with home_errors(home):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(lock, 32, 0).decode("ascii", "replace").strip()
            raise HomeLockedError(
                f"Another rebuild of {home} is at work{f' (process {holder})' if holder else ''}.",
                "Wait until it has finished.",
            ) from error
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
