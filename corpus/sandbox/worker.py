"""The inside of a worker process: first the reader from standard input, then one item after the other; outcomes to
standard output.

It ends itself when its parent is gone: a thread waits for the end of standard input, and an alarm of the operating
system, which strikes even while an engine written in C holds the interpreter, ends the reading of an item far over its
time.
"""

from __future__ import annotations

import math
import os
import pickle
import queue
import resource
import signal
import struct
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO, Any

from corpus.errors import FileRejectedError, RapporteurError

_MEGABYTE = 1024 * 1024
_GRACE_SECONDS = 5
_LENGTH = struct.Struct(">Q")

Read = Callable[[Any], object]
"""Reads one item; raises FileRejectedError."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the reading of an item ended: with a result, or with the rejection for which there is none, or with a failure
    that is not the file's and ends the run. `retires` says that the process holds so much memory now that the next file
    should get a fresh one."""

    result: object = None
    rejection: FileRejectedError | None = None
    failure: RapporteurError | None = None
    retires: bool = False


def serve(seconds: float, megabytes: int) -> None:
    """Read items until standard input ends. Never returns."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    inbox, outbox = _private_pipes()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    begun = read_frame(inbox)
    if begun is None:
        os._exit(0)
    read: Read = pickle.loads(begun)()
    items: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inbox, items), daemon=True).start()
    own = _address_space()
    limit = own + megabytes * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        write_frame(outbox, pickle.dumps(peak_megabytes(resource.getrusage(resource.RUSAGE_SELF))))
    except BrokenPipeError:  # the parent was stopped meanwhile
        os._exit(0)
    _silence(2)  # from here on, what libraries print is noise
    while True:
        item = items.get()
        signal.alarm(math.ceil(seconds) + _GRACE_SECONDS)
        outcome = _run(read, item, megabytes)
        grown = _address_space() - own > megabytes * _MEGABYTE // 2
        frame = _frame_of(replace(outcome, retires=outcome.retires or grown), megabytes)
        signal.alarm(0)
        write_frame(outbox, frame)


def write_frame(pipe: IO[bytes], body: bytes) -> None:
    """Write one message: its length, then its bytes."""
    pipe.write(_LENGTH.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """Read one message; None when the other side has ended, even in the middle of a message."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = pipe.read(length)
    return body if len(body) == length else None


def time_reason(seconds: float) -> str:
    """Why a file that ran into the time limit is rejected."""
    return f"took longer than {seconds:g} s to read"


def memory_reason(megabytes: int) -> str:
    """Why a file that ran into the memory limit is rejected."""
    return f"needed more than {megabytes} MB of memory"


def peak_megabytes(usage: resource.struct_rusage) -> float:
    """The most memory a process ever held. A new process begins with what its parent held when it was started."""
    return usage.ru_maxrss / (_MEGABYTE if sys.platform == "darwin" else 1024)


def _run(read: Read, item: bytes, megabytes: int) -> Outcome:
    try:
        return Outcome(result=read(pickle.loads(item)))
    except FileRejectedError as error:
        return Outcome(rejection=FileRejectedError(error.message, error.remedy))
    except RapporteurError as error:
        return Outcome(failure=RapporteurError(error.message, error.remedy))
    except MemoryError:
        return Outcome(rejection=FileRejectedError(memory_reason(megabytes)), retires=True)
    except Exception as error:  # noqa: BLE001  a reader stumbled over its file: that is the file's outcome, not ours
        what = " ".join(str(error).split())[:200]
        what = f"{type(error).__name__}: {what}" if what else type(error).__name__
        return Outcome(rejection=FileRejectedError(f"could not be read ({what})"))


def _frame_of(outcome: Outcome, megabytes: int) -> bytes:
    try:
        return pickle.dumps(outcome, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(Outcome(rejection=FileRejectedError(memory_reason(megabytes)), retires=True))


def _listen(inbox: IO[bytes], items: queue.SimpleQueue[bytes]) -> None:
    while (item := read_frame(inbox)) is not None:
        items.put(item)
    os._exit(0)


def _private_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output under other numbers, so that a library that prints cannot garble the messages."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _silence(0)
    _silence(1)
    return inbox, outbox


def _silence(descriptor: int) -> None:
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, descriptor)
    os.close(null)


def _address_space() -> int:
    """Bytes of address space this process uses; on systems without /proc, where no growth can be seen, 1 GiB."""
    if not sys.platform.startswith("linux"):
        return 1024 * _MEGABYTE
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
