"""Whatever a file does to the process that reads it, the others are read and the process is not left behind."""

from __future__ import annotations

import ctypes
import operator
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from corpus.errors import FileRejectedError, RapporteurError
from corpus.sandbox.pool import read_in_workers

pytestmark = pytest.mark.slow  # wall-clock limits: not beside other tests

ROOT = Path(__file__).resolve().parents[3]


def _square(number: int) -> int:
    return number * number


def _sleep(seconds: float, value: int) -> int:
    time.sleep(seconds)
    return value


def _spin() -> None:
    while True:
        pass


def _fill_memory() -> int:
    return len([bytearray(10_000_000) for _ in range(1000)])


def _segfault() -> None:
    ctypes.string_at(0)


def _abort_after_filling(megabytes: int) -> None:
    # What an engine written in C does when it gets no memory.
    held = [b"x" * 1_000_000 for _ in range(megabytes)]
    os.kill(os.getpid(), signal.SIGABRT if held else signal.SIGKILL)


def _reject() -> None:
    raise FileRejectedError("scan without text.", "Run OCR first.")


def _lack_space() -> None:
    raise RapporteurError("There is no space.", "Free some.")


def _stumble() -> None:
    raise ValueError("odd\nstructure")


def _print_and_return(value: int) -> int:
    os.write(1, b"garbage on standard output")
    return value


def _pid() -> int:
    return os.getpid()


def calling() -> Callable[[Callable[[], object]], object]:
    """A reader of items that are functions. A worker that is given it imports this module before any limit counts."""
    return operator.call


def _run(*tasks: Callable[[], object], processes: int = 2, seconds: float = 20, megabytes: int = 300) -> list[object]:
    return list(read_in_workers(tasks, calling, processes=processes, seconds=seconds, megabytes=megabytes))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert _run(partial(_sleep, 0.4, 1), partial(_sleep, 0, 2), partial(_square, 3)) == [1, 2, 9]


def test_no_tasks_give_no_results_and_start_no_process() -> None:
    assert _run() == []


def test_one_worker_serves_many_tasks() -> None:
    assert len(set(_run(*[_pid] * 10, processes=1))) == 1


def test_as_many_workers_as_allowed_run_at_once() -> None:
    assert len(set(_run(*[partial(_sleep_pid, 0.3)] * 4, processes=4))) == 4


def _sleep_pid(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        (_spin, "took longer than 1 s to read"),
        (_fill_memory, "needed more than 300 MB of memory"),
        (_segfault, "crashed the reader"),
        (_reject, "scan without text. Run OCR first."),
        (_stumble, "could not be read (ValueError: odd structure)"),
    ],
)
def test_a_bad_task_costs_only_itself(task: Callable[[], object], reason: str) -> None:
    seconds = 1 if task is _spin else 20  # a busy machine takes its time to fill memory
    before, bad, after = _run(partial(_square, 2), task, partial(_square, 3), processes=1, seconds=seconds)
    assert (before, after) == (4, 9)
    assert isinstance(bad, FileRejectedError)
    assert str(bad) == reason


def test_what_is_not_the_fault_of_a_file_ends_the_run_with_its_remedy() -> None:
    with pytest.raises(RapporteurError, match=r"^There is no space\. Free some\.$") as raised:
        _run(partial(_square, 3), _lack_space)
    assert not isinstance(raised.value, FileRejectedError)


def test_a_rejection_keeps_its_remedy_apart() -> None:
    (rejected,) = _run(_reject)
    assert isinstance(rejected, FileRejectedError)
    assert (rejected.message, rejected.remedy) == ("scan without text.", "Run OCR first.")


def test_an_engine_that_aborts_for_want_of_memory_is_told_from_one_that_crashes() -> None:
    inherited = _peak_of_this_process()
    limit = int(inherited) + 200
    (full,) = _run(partial(_abort_after_filling, limit - 20), seconds=100, megabytes=limit)
    (crashed,) = _run(partial(_abort_after_filling, 1), megabytes=limit)
    assert str(full) == f"needed more than {limit} MB of memory"
    assert str(crashed) == "crashed the reader"


def _peak_of_this_process() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_what_a_library_prints_does_not_garble_the_results() -> None:
    assert _run(partial(_print_and_return, 5)) == [5]


def test_a_result_larger_than_a_pipe_arrives_whole() -> None:
    (text,) = _run(partial(str.__mul__, "x", 5_000_000))
    assert text == "x" * 5_000_000


def test_a_closed_iterator_leaves_no_process_behind() -> None:
    tasks: list[Callable[[], int]] = [_pid, partial(_sleep, 60, 1)]
    results = read_in_workers(tasks, calling, processes=1, seconds=100, megabytes=300)
    pid = next(results)
    results.close()
    assert isinstance(pid, int)
    assert not _is_alive(pid)


def test_a_killed_parent_leaves_no_process_behind() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT], cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert parent.stdout is not None
    with parent, parent.stdout:
        pid = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 5
    while _is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(pid)


_PARENT = """
import operator, os, time
from functools import partial
from corpus.sandbox.pool import read_in_workers

calling = partial(partial, operator.call)
results = read_in_workers([os.getpid, partial(time.sleep, 60)], calling, processes=1, seconds=100, megabytes=300)
print(next(results), flush=True)
next(results)
"""


def test_what_a_reader_begins_with_is_made_once_and_counts_towards_no_limit() -> None:
    reader = partial(_slow_and_large, 1.5)
    first, second = read_in_workers([1, 2], reader, processes=1, seconds=1, megabytes=300)
    assert first == second == (_LARGE, 1)


_LARGE = 400_000_000
_MADE: list[int] = []


def _slow_and_large(seconds: float) -> Callable[[int], tuple[int, int]]:
    time.sleep(seconds)
    _MADE.append(1)
    return partial(_sizes, bytearray(_LARGE))


def _sizes(held: bytearray, _: int) -> tuple[int, int]:
    return len(held), len(_MADE)
