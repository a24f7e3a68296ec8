"""What the system refuses about the home, told as one error with a remedy; and writes that outlive a power cut."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.errors import HomeUnusableError

OWNERS_FILE, OWNERS_FOLDER = 0o600, 0o700
UNFINISHED = ".new"  # the end of a file's name while it is written
_FULL = "Free space on the disk that holds it and try again."
_DENIED = "Give this user the right to write there, or name another home with --home."
_MISPLACED = "Name another home with --home."
_OTHERWISE = "Check the disk, or name another home with --home."
_BY_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _DENIED,
    errno.ENOTDIR: _MISPLACED,
    errno.EEXIST: _MISPLACED,
    errno.EISDIR: _MISPLACED,
    errno.ENAMETOOLONG: _MISPLACED,
}
_SHORT_WRITE = re.compile(r"\d+ requested and \d+ written")  # numpy's words, without the system's number
_BY_SQLITE = {sqlite3.SQLITE_FULL: _FULL, sqlite3.SQLITE_READONLY: _DENIED, sqlite3.SQLITE_CANTOPEN: _DENIED}


@contextmanager
def home_errors(home: Path) -> Iterator[None]:
    """Turn what the system or SQLite refuses inside the block into HomeUnusableError."""
    try:
        yield
    except OSError as error:
        if _SHORT_WRITE.search(str(error)):
            error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        place = f" ({error.filename})" if error.filename else ""
        reason, remedy = f"{error.strerror or error}{place}", _BY_SYSTEM.get(error.errno or 0, _OTHERWISE)
    except sqlite3.Error as error:
        reason, remedy = str(error), _BY_SQLITE.get(sqlite_code(error), _OTHERWISE)
    else:
        return
    raise HomeUnusableError(f"The home {home} cannot be used: {reason}.", remedy)


def sqlite_code(error: sqlite3.Error) -> int:
    """The kind of a database error: a primary result code of SQLite, 0 when there is none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def sync(path: Path) -> None:
    """Make a file, or the list of names in a folder, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_private(path: Path) -> None:
    """Let nobody but its owner use a file or a folder. What belongs to somebody else is left alone."""
    status = path.stat()
    if status.st_uid == os.geteuid() and status.st_mode & 0o077:
        path.chmod(stat.S_IMODE(status.st_mode) & 0o700)


def replace_file(file: Path, content: bytes) -> None:
    """Write a small file of the home, for its owner alone. Killed at any point, the old content or the new one is
    there, whole."""
    new = file.with_name(f"{file.name}{UNFINISHED}")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS_FILE), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)
    sync(file.parent)


def on_disk(file: Path) -> npt.NDArray[Any]:
    """An array that stays on disk; a plain one, since each look into a memory map costs more than what it finds.
    Raises ValueError and OSError."""
    return np.asarray(np.load(file, mmap_mode="r"))
