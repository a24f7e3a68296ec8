"""The time that a check may take."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


class OutOfTimeError(Exception):
    """There is no time to look any further."""


def in_time(places: Iterable[T], until: float) -> Iterator[T]:
    """What is to be looked through, one by one, until the time is over. Raises OutOfTimeError."""
    for place in places:
        if time.monotonic() > until:
            raise OutOfTimeError
        yield place
