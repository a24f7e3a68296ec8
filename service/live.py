"""The live index of a running service: opened at the start, replaced when another build goes live, never torn away
from a request that uses it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Final

import structlog

from corpus.errors import RapporteurError
from index.errors import HomeUnusableError, IndexMissingError
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Encoder
from service.answers.answerer import Answerer
from service.citations.citer import Citer
from service.quotations.texts import FoldedTexts
from service.suggestions import Suggestions

log = structlog.get_logger(__name__)

Stamp = tuple[int, int, int] | None
LOOKS_BETWEEN_TRIES = 30


class OpenIndex:
    """One open build with what belongs to it. `users` counts the requests at work on it, and the service itself as one
    while the build is live; the files are given back when it falls to zero."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher: Final = searcher
        self.citer: Final = Citer(searcher)
        self.texts: Final = FoldedTexts(searcher)
        self.answerer: Final = Answerer(searcher, self.citer)
        self.users = 1

    @cached_property
    def suggestions(self) -> Suggestions:
        """What the collection suggests; gathered when first asked for."""
        return Suggestions(self.searcher)


@dataclass(frozen=True, slots=True)
class State:
    """What is served: the open build or none, and why the newest one is not it, if so."""

    index: OpenIndex | None
    problem: RapporteurError | None


class LiveIndex:
    """Holds the open build of a home. All methods may be called from any thread."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self._home = home
        self._encoder = encoder
        self._counting = Lock()
        self._refreshing = Lock()
        self._seen: Stamp = None
        self._state = State(None, IndexMissingError("No index has been opened yet."))

    @property
    def state(self) -> State:
        """What is served right now."""
        return self._state

    @contextmanager
    def lease(self) -> Iterator[OpenIndex]:
        """The open build, kept open until the end of the block even when another one goes live meanwhile.

        Raises what opening raised (IndexMissingError, BuildDamagedError, BuildMismatchError) when no build is open.
        """
        with self._counting:
            state = self._state
            if state.index is None:
                raise state.problem or IndexMissingError("The index is closed.", "Start the service again.")
            state.index.users += 1
        try:
            yield state.index
        finally:
            self._leave(state.index)

    def stale(self) -> bool:
        """Whether the pointer to the live build was replaced since it was last followed."""
        return self._stamp() != self._seen

    def refresh(self) -> None:
        """Open the build that is live now and serve it. When it cannot be opened, what was served stays in service, and
        `state.problem` says why."""
        with self._refreshing:
            self._seen = self._stamp()
            old = self._state.index
            try:
                searcher = open_live(self._home, self._encoder)
            except RapporteurError as problem:
                self._refuse(problem)
                return
            except OSError as error:
                self._refuse(HomeUnusableError(f"The live build cannot be read ({error}).", "Check the disk."))
                return
            new = OpenIndex(searcher)
            with self._counting:
                self._state = State(new, None)
            log.info("build live", build=_name(new), before=_name(old))
            if old is not None:
                self._leave(old)

    def close(self) -> None:
        """Serve nothing any more; the files are given back when the last request has ended."""
        with self._counting:
            old, self._state = self._state.index, State(None, None)
        if old is not None:
            self._leave(old)

    def _refuse(self, problem: RapporteurError) -> None:
        before = self._state
        self._state = State(before.index, problem)
        if str(problem) != str(before.problem):
            log.error("build refused", reason=problem.message, remedy=problem.remedy, serving=_name(before.index))

    def _leave(self, index: OpenIndex) -> None:
        with self._counting:
            index.users -= 1
            last = index.users == 0
        if last:
            index.searcher.close()

    def _stamp(self) -> Stamp:
        try:
            status = (self._home / "CURRENT").stat()
        except OSError:
            # What is wrong with it comes out when the pointer is followed.
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size


async def watch(live: LiveIndex, poll_seconds: float) -> None:
    """Follow the pointer to the live build for as long as the service runs. A build that was refused is tried again now
    and then, since what was wrong may have been mended in place."""
    for look in itertools.count(1):
        await asyncio.sleep(poll_seconds)
        try:
            if live.stale() or (live.state.problem and look % LOOKS_BETWEEN_TRIES == 0):
                await asyncio.to_thread(live.refresh)
        except Exception:
            # One bad look at the disk must not end the watch; the next one comes in a moment.
            log.exception("watching the home failed")


def _name(index: OpenIndex | None) -> str | None:
    return index.searcher.manifest.build if index else None
