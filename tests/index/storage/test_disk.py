"""What the system refuses about the home is told with the way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.errors import HomeUnusableError
from index.storage.disk import home_errors

FULL = Path("/dev/full")  # takes nothing, as a disk without space


def write_text() -> None:
    FULL.write_text("words")


def write_array() -> None:
    with FULL.open("wb") as file:
        np.save(file, np.zeros(1_000_000))


def write_database() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("PRAGMA max_page_count = 1")
        db.execute("CREATE TABLE words (word TEXT)")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("write", [write_text, write_array, write_database])
def test_a_full_disk_is_called_one_and_the_home_is_named(tmp_path: Path, write: Callable[[], None]) -> None:
    with pytest.raises(HomeUnusableError) as raised, home_errors(tmp_path):
        write()
    assert str(tmp_path) in raised.value.message
    assert raised.value.remedy == "Free space on the disk that holds it and try again."
