"""What the machine has."""

from __future__ import annotations

import ctypes
import os
import sys

# An allocation of so many bytes is mapped by itself, and so goes back to the system when it is freed.
MAPPED = 1 << 20
_M_MMAP_THRESHOLD = -3  # of malloc.h


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_to_system() -> None:
    """Let large blocks of memory go back to the system when they are freed, where the C library can be told so.

    glibc raises the size from which it maps a block by itself to that of the largest that was freed, up to 32 MB
    (mallopt(3)). A rebuild, which holds many blocks of that size for a moment, so came to hold 1.4 GB where 0.8 do."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_MMAP_THRESHOLD, MAPPED)
