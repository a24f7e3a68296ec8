"""Turns at places of work. Clients take turns, so that one who asks sixty times at once waits for itself."""

from __future__ import annotations

import asyncio
from collections import Counter, deque

from starlette.types import Receive


class GoneError(Exception):
    """The client went away while it waited."""


class Line:
    """Lets as many requests work at once as it has `places`, of one client at most `each`; the next is the oldest of
    the client that has waited longest for a turn. Belongs to one event loop."""

    def __init__(self, places: int, each: int) -> None:
        self._free, self._each = places, each
        self._working: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}  # the longest wait first

    @property
    def waiting(self) -> int:
        """How many requests wait."""
        return sum(len(turns) for turns in self._waiting.values())

    def enter(self, client: str) -> asyncio.Future[None]:
        """A turn; it is there when the future is done, and has to be given back to `leave`."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._let_in()
        return turn

    def leave(self, client: str, turn: asyncio.Future[None]) -> None:
        """Give a turn back, or the wait for it."""
        if not turn.done():
            waiting = self._waiting[client]
            waiting.remove(turn)
            if not waiting:
                del self._waiting[client]
            return
        self._free += 1
        self._working[client] -= 1
        if not self._working[client]:
            del self._working[client]
        self._let_in()

    def _let_in(self) -> None:
        while self._free:
            client = next((one for one in self._waiting if self._working[one] < self._each), None)
            if client is None:
                return
            waiting = self._waiting.pop(client)
            waiting.popleft().set_result(None)
            if waiting:
                self._waiting[client] = waiting  # at the end
            self._free -= 1
            self._working[client] += 1


class Turn:
    """One request's turn in a line."""

    def __init__(self, line: Line, client: str) -> None:
        self._line, self._client = line, client
        self._future: asyncio.Future[None] | None = None
        self._left = False

    async def take(self, receive: Receive) -> None:
        """Wait for it. What `receive` still gives of the request is let go; when it says that the client has gone, this
        raises GoneError."""
        if self._future is not None:
            return
        turn = self._future = self._line.enter(self._client)
        if turn.done():
            return
        heard = asyncio.ensure_future(_gone(receive))
        try:
            await asyncio.wait({turn, heard}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            heard.cancel()
        if not turn.done():
            self.leave()
            raise GoneError

    def leave(self) -> None:
        """Let the next one work; once is enough."""
        if self._future is not None and not self._left:
            self._left = True
            self._line.leave(self._client, self._future)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
