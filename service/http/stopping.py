"""Ctrl-C ends the program at once and without a word, whatever it is doing. Light, so that it holds from the first.

Nothing is lost by that: a build is published whole or not at all, and files that were begun are tidied away by the next
rebuild. An exception instead would surface in the middle of whatever library is being loaded, with a trace.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SHOW_CURSOR = b"\x1b[?25h\n"  # bars hide it


@contextmanager
def stopping_at_once() -> Iterator[None]:
    """While this holds, Ctrl-C is `stop_now`."""
    before = signal.signal(signal.SIGINT, stop_now)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def stop_now(number: int, frame: FrameType | None = None) -> None:
    """End the process as that signal would: with 128 and its number, which makes 130 for Ctrl-C."""
    if sys.stderr is not None and sys.stderr.isatty():
        os.write(2, _SHOW_CURSOR)
    os._exit(128 + number)
