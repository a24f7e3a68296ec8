"""What the machine has, and that a process gives memory back to it."""

from __future__ import annotations

import subprocess
import sys

import pytest

HELD = """
import os, numpy as np
from index.machine import free_to_system
if {told}:
    free_to_system()
def held():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
before = held()
for _ in range(3):  # a large block is freed before others are made, of which every other stays
    del (large := [np.ones(4 << 20, np.uint8) for _ in range(20)])[:]
    kept = [(np.ones(4 << 20, np.uint8), np.ones(1000, np.uint8))[1] for _ in range(20)]
print(held() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")
def test_large_blocks_go_back_to_the_system() -> None:
    def held(told: bool) -> float:
        code = HELD.format(told=told)
        return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)

    assert held(True) < 4
    assert held(True) < held(False)
