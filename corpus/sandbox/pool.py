"""Read hostile files in processes that may die: a crash, a hang or a memory blow-up costs one file, not the run.

Each worker is a fresh Python interpreter that reads many items over a pair of pipes (`corpus/sandbox/worker.py` is its
side). `multiprocessing` would import the caller's main module in every worker, and with it all that the command line
loads, which is why the processes are started here. A worker that is killed, has crashed or has grown is replaced.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import IO, Any, Generic, TypeVar, cast

from corpus.errors import FileRejectedError, RapporteurError
from corpus.sandbox.worker import Outcome, memory_reason, peak_megabytes, read_frame, time_reason, write_frame

S = TypeVar("S")
T = TypeVar("T")

LOOK_AHEAD = 256
"""Results that may wait for an earlier, slower item before no further one is handed out."""

_START_SECONDS = 60.0
_START = "import sys; sys.path[:] = {path!r}; from corpus.sandbox.worker import serve; serve(*{limits!r})"
# Threads of number libraries and arenas of the allocator reserve address space that no file asked for.
_LEAN = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX"), "1"),
    "TOKENIZERS_PARALLELISM": "false",
}


def read_in_workers(
    items: Iterable[S], reader: Callable[[], Callable[[S], T]], *, processes: int, seconds: float, megabytes: int
) -> Generator[T | FileRejectedError, None, None]:
    """What is read of each item by workers that end with the iterator (see Workers)."""
    with closing(Workers(reader, processes, seconds, megabytes)) as workers:
        yield from workers.read(items)


@dataclass(slots=True, eq=False)
class _Worker:
    """A running worker: the item it has or waits to get, and when it will be killed. `inherited` is the memory, in
    megabytes, that the system's count began with; unknown until the worker is ready."""

    process: subprocess.Popen[bytes]
    deadline: float
    inherited: float | None = None
    item: tuple[int, bytes] | None = None

    @property
    def inbox(self) -> IO[bytes]:
        return cast("IO[bytes]", self.process.stdin)

    @property
    def outbox(self) -> IO[bytes]:
        return cast("IO[bytes]", self.process.stdout)


@dataclass(slots=True)
class Workers(Generic[S, T]):
    """At most `processes` processes that read, started as they are needed. A class because it holds them: they end when
    it is closed, or with this process.

    `reader` is called once in each of them, before its limits count, and gives the function that is called with each
    item; both it and the items are pickled, so that a `functools.partial` of a module's function will do. Reading one
    item may take `seconds` of wall-clock time and `megabytes` of address space on top of a worker's own.
    """

    reader: Callable[[], Callable[[S], T]]
    processes: int
    seconds: float
    megabytes: int
    _idle: list[_Worker] = field(default_factory=list)
    _working: list[_Worker] = field(default_factory=list)

    def read(self, items: Iterable[S]) -> Generator[T | FileRejectedError, None, None]:
        """What is read of each item, in the order of the items; a FileRejectedError, not raised, where there is no
        result. Close the iterator to end those that still read; one at a time can be open.

        Raises RapporteurError when a worker cannot be started, or when reading raises one that is no rejection.
        """
        waiting = enumerate(items)
        done: dict[int, T | FileRejectedError] = {}
        due, newest = 0, -1
        try:
            exhausted = False
            while not exhausted or self._working or done:
                while not exhausted and len(self._working) < self.processes and newest - due < LOOK_AHEAD:
                    one = next(waiting, None)
                    if one is None:
                        exhausted = True
                    else:
                        newest, item = one
                        self._start(newest, item)
                done.update(self._collect())
                while due in done:
                    yield done.pop(due)
                    due += 1
        finally:
            _end_all(self._working)

    def close(self) -> None:
        """End every worker, whatever it is doing."""
        _end_all(self._working)
        _end_all(self._idle)

    def _start(self, number: int, item: S) -> None:
        """Hand an item to an idle worker, or to a new one."""
        worker = self._idle.pop() if self._idle else self._spawn()
        worker.item = (number, pickle.dumps(item))
        self._working.append(worker)
        if worker.inherited is not None:
            self._send(worker)

    def _collect(self) -> dict[int, Any]:
        """Wait until at least one item is done or a worker has become ready; the results of those that are done."""
        if not self._working:
            return {}
        with selectors.DefaultSelector() as selector:
            for worker in self._working:
                selector.register(worker.outbox, selectors.EVENT_READ, worker)
            nearest = min(worker.deadline for worker in self._working)
            events = selector.select(max(0.0, nearest - time.monotonic()))
            heard = [cast("_Worker", key.data) for key, _ in events]
        ended: dict[int, Any] = {}
        for worker in heard:
            ended.update(self._hear(worker))
        now = time.monotonic()
        for worker in [worker for worker in self._working if worker.deadline <= now]:
            ended.update(self._expire(worker))
        return ended

    def _spawn(self) -> _Worker:
        code = _START.format(path=sys.path, limits=(self.seconds, self.megabytes))
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **_LEAN},
            process_group=0,  # Ctrl-C is the parent's to answer, also while the worker is still starting
        )
        worker = _Worker(process, time.monotonic() + _START_SECONDS)
        _tell(worker, pickle.dumps(self.reader))
        return worker

    def _send(self, worker: _Worker) -> None:
        worker.deadline = time.monotonic() + self.seconds
        if worker.item is not None:
            _tell(worker, worker.item[1])

    def _hear(self, worker: _Worker) -> dict[int, Any]:
        """What a worker has to say: that it is ready, what came of its item, or, by silence, that it is dead."""
        frame = read_frame(worker.outbox)
        if frame is None:
            return self._bury(worker)
        if worker.inherited is None:
            worker.inherited = cast("float", pickle.loads(frame))
            self._send(worker)
            return {}
        outcome = cast("Outcome", pickle.loads(frame))
        self._working.remove(worker)
        if outcome.retires:
            _end(worker)
        else:
            self._idle.append(worker)
        if outcome.failure is not None:
            raise outcome.failure
        result = outcome.result if outcome.rejection is None else outcome.rejection
        return self._close_item(worker, result)

    def _bury(self, worker: _Worker) -> dict[int, Any]:
        peak = _end(worker)
        self._working.remove(worker)
        if worker.inherited is None:
            raise RapporteurError("A process that reads files could not be started.", "Its own message stands above.")
        # An engine written in C that gets no memory aborts, which looks like a crash; its size gives it away.
        if peak > max(0.7 * self.megabytes, worker.inherited):
            return self._close_item(worker, FileRejectedError(memory_reason(self.megabytes)))
        if worker.process.returncode == -signal.SIGALRM:
            return self._close_item(worker, FileRejectedError(time_reason(self.seconds)))
        return self._close_item(worker, FileRejectedError("crashed the reader"))

    def _expire(self, worker: _Worker) -> dict[int, Any]:
        if worker.inherited is None:
            raise RapporteurError(f"A process that reads files did not start within {_START_SECONDS:g} s.")
        _end(worker)
        self._working.remove(worker)
        return self._close_item(worker, FileRejectedError(time_reason(self.seconds)))

    @staticmethod
    def _close_item(worker: _Worker, result: object) -> dict[int, Any]:
        number = worker.item[0] if worker.item else -1
        worker.item = None
        return {number: result}


def _end_all(workers: list[_Worker]) -> None:
    while workers:
        _end(workers.pop())


def _tell(worker: _Worker, frame: bytes) -> None:
    with suppress(BrokenPipeError):  # it has died; the end of its outbox says so next
        write_frame(worker.inbox, frame)


def _end(worker: _Worker) -> float:
    """Kill a worker, take its body away, close its pipes; the most memory it ever held, in megabytes."""
    os.kill(worker.process.pid, signal.SIGKILL)  # Popen.kill would take the body away, and what it used with it
    _, status, usage = os.wait4(worker.process.pid, 0)
    worker.process.returncode = os.waitstatus_to_exitcode(status)
    with suppress(BrokenPipeError):  # bytes that the dead never took
        worker.inbox.close()
    worker.outbox.close()
    return peak_megabytes(usage)
