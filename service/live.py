"""The live index of a running service: opened at the start, replaced when another build goes live, never torn away
from a request that uses it. While the live build is damaged, the newest whole build that is kept answers instead."""

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
from index.errors import BuildDamagedError, BuildMismatchError, HomeUnusableError, IndexMissingError
from index.search.opening import open_instead, open_live
from index.search.searcher import Searcher
from index.storage.home import Stamp, build_folder, build_stamps, live_build, published_builds
from index.storage.manifest import check_files
from index.storage.tombstones import read_purges
from index.types import Encoder
from service.answers.answerer import Answerer
from service.citations.citer import Citer
from service.quotations.texts import FoldedTexts
from service.suggestions import Suggestions

log = structlog.get_logger(__name__)

Pointer = tuple[int, int, int] | None
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
    """What is served: the open build or none, and why the live one is not it, if so."""

    index: OpenIndex | None
    problem: RapporteurError | None

    @property
    def warning(self) -> str | None:
        """What is wrong although a build answers, if anything is."""
        if self.index is None or self.problem is None:
            return None
        return f"{self.problem} Until then the older build {_name(self.index)} answers."


class LiveIndex:
    """Holds the open build of a home. All methods may be called from any thread."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        self._home = home
        self._encoder = encoder
        self._counting = Lock()
        self._refreshing = Lock()
        self._seen: tuple[Pointer, dict[str, Stamp]] = None, {}
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
        """Whether the pointer to the live build was replaced since it was last followed, or a file of that build or of
        the one that is served has been altered."""
        pointer, stamps = self._seen
        return self._pointer() != pointer or build_stamps(self._home, stamps) != stamps

    def refresh(self) -> None:
        """Open the build that is live now and serve it. When it cannot be opened, `state.problem` says why; another
        build is then served: the one that was, as long as it is whole, or else the newest whole one that is kept."""
        with self._refreshing:
            pointer, before = self._pointer(), self._stamps()
            try:
                searcher = open_live(self._home, self._encoder)
            except RapporteurError as problem:
                self._refuse(problem)
            except OSError as error:
                self._refuse(HomeUnusableError(f"The live build cannot be read ({error}).", "Check the disk."))
            else:
                old = self._serve(State(OpenIndex(searcher), None))
                log.info("build live", build=searcher.manifest.build, before=_name(old))
            looked_at = {self._live(), _name(self._state.index)}
            self._seen = pointer, {build: stamp for build, stamp in before.items() if build in looked_at}

    def close(self) -> None:
        """Serve nothing any more; the files are given back when the last request has ended."""
        with self._counting:
            old, self._state = self._state.index, State(None, None)
        if old is not None:
            self._leave(old)

    def _refuse(self, problem: RapporteurError) -> None:
        """Serve what can be served while the live build cannot: what was, or the newest whole build, or nothing."""
        before, live = self._state, self._live()
        try:
            index = before.index if before.index and self._is_trusted(before.index, live, problem) else None
            if index is None and not isinstance(problem, BuildMismatchError):
                found = open_instead(self._home, self._encoder, live, _log_refused)
                index = OpenIndex(found) if found else None
        except (RapporteurError, OSError) as error:
            log.error("no other build can be opened", reason=str(error))
            index = None
        self._serve(State(index, problem))
        if str(problem) != str(before.problem) or _name(index) != _name(before.index):
            log.error("build refused", reason=problem.message, remedy=problem.remedy, serving=_name(index))

    def _is_trusted(self, index: OpenIndex, live: str | None, problem: RapporteurError) -> bool:
        """Whether the open build may go on: it is not the damaged one, holds nothing that was purged, and is whole as
        far as it is there; a build that was removed stays whole for who has it open."""
        manifest = index.searcher.manifest
        if manifest.build == live and isinstance(problem, BuildDamagedError):
            return False
        purged = read_purges(self._home).hashes
        if any(report.sha256 in purged for report in index.searcher.summaries(manifest.reports)):
            return False
        folder = build_folder(self._home, manifest.build)
        if not folder.exists():
            return True
        try:
            check_files(manifest, folder, whole=False)
        except BuildDamagedError as error:
            _log_refused(manifest.build, error)
            return False
        return True

    def _serve(self, state: State) -> OpenIndex | None:
        """Serve another state; the build that was served until now."""
        with self._counting:
            old, self._state = self._state.index, state
        if old is not None and old is not state.index:
            self._leave(old)
        return old

    def _live(self) -> str | None:
        try:
            return live_build(self._home)
        except RapporteurError:  # what is wrong with the pointer comes out when it is followed
            return None

    def _leave(self, index: OpenIndex) -> None:
        with self._counting:
            index.users -= 1
            last = index.users == 0
        if last:
            index.searcher.close()

    def _stamps(self) -> dict[str, Stamp]:
        try:
            return build_stamps(self._home, published_builds(self._home))
        except RapporteurError:  # what is wrong with the home comes out when the pointer is followed
            return {}

    def _pointer(self) -> Pointer:
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


def _log_refused(build: str, error: RapporteurError) -> None:
    log.error("kept build refused", build=build, reason=error.message)


def _name(index: OpenIndex | None) -> str | None:
    return index.searcher.manifest.build if index else None
