"""How long a client may take, and how many connections there may be.

uvicorn closes a connection that is idle between requests, and offers nothing for one whose request never ends: neither
a time nor a number. Its `limit_concurrency` counts connections, but answers 503 to whoever sends a whole request rather
than close those who do not. So this protocol adds to uvicorn's own what other servers have.
"""

from __future__ import annotations

import asyncio
import resource
import time
from enum import StrEnum
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol

MOST_CONNECTIONS = 1000


class Awaited(StrEnum):
    """What the service waits for a client to do."""

    HEADER = "send the header of a request"
    BODY = "send the body of a request"
    READING = "read an answer"


# Seconds. Between requests uvicorn's own limit is shorter than that for a header.
LIMITS: Final = {Awaited.HEADER: 10.0, Awaited.BODY: 60.0, Awaited.READING: 60.0}
IDLE_SECONDS: Final = 5


def most_connections() -> int:
    """How many connections there may be: half of the files that this process may open, so that the other half is left
    for the index, and at most MOST_CONNECTIONS."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_CONNECTIONS if files == resource.RLIM_INFINITY else max(1, min(MOST_CONNECTIONS, files // 2))


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 on h11, with an end to its patience. A client has LIMITS to do what is awaited of it. Where
    there are more connections than `most_connections`, the one whose client has been waited for longest makes room for
    a new one; where the service itself is at work on all of them, the new one is answered with 503."""

    _awaited: Awaited | None = None
    _since = 0.0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Make room for the connection, or refuse it."""
        super().connection_made(transport)
        self._watch()
        if len(self.connections) > (most := most_connections()):
            self._make_room(most)

    def data_received(self, data: bytes) -> None:
        """More of a request."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """The next request may come."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """The client does not read as fast as it is answered."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """It has caught up."""
        super().resume_writing()
        self._watch()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that is idle; what of the last answer is not read yet still has its time."""
        super().timeout_keep_alive_handler()
        self._watch()

    def shutdown(self) -> None:
        """The service stops: finish the request under way, unless it is not there yet."""
        if self._awaited is Awaited.BODY:
            self._close(503)
        else:
            super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        super().connection_lost(exc)
        self._await(None)

    def _watch(self) -> None:
        if self.flow.write_paused or self.transport.is_closing():
            self._await(Awaited.READING)
        elif self.conn.their_state is h11.SEND_BODY:
            self._await(Awaited.BODY)
        else:
            self._await(Awaited.HEADER if self.conn.their_state is h11.IDLE else None)

    def _await(self, awaited: Awaited | None) -> None:
        if awaited is self._awaited:
            return
        self._awaited, self._since = awaited, time.monotonic()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(LIMITS[awaited], self._run_out, awaited) if awaited else None

    def _run_out(self, awaited: Awaited) -> None:
        if self._heard_of_it() or awaited is Awaited.READING:
            self.logger.warning(f"Closed a connection: its client took over {LIMITS[awaited]:g} s to {awaited}.")
        self._close(408)

    def _heard_of_it(self) -> bool:
        """Whether anything of a request is there; browsers open connections that they may never use."""
        return bool(self.conn.trailing_data[0]) or self.conn.their_state is not h11.IDLE

    def _make_room(self, most: int) -> None:
        # The connections of a server are all of the one protocol it was given.
        others = (one for one in self.connections if one is not self and isinstance(one, PatientProtocol))
        waited_for = [one for one in others if one._awaited is not None]
        if not waited_for:
            self.logger.warning(f"Refused a connection: there are {most}, as many as may be, and all are being served.")
            self._close(503)
            return
        longest = min(waited_for, key=lambda one: one._since)
        self.logger.warning(f"Closed a connection to make room for another: there are {most}, as many as may be.")
        longest._close(408)

    def _close(self, status: int) -> None:
        """Close the connection, saying why where that can still be said."""
        if self.cycle is not None:
            self.cycle.disconnected = True  # what the application still sends goes nowhere
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE) and (self._heard_of_it() or status == 503):
            headers = [(b"content-length", b"0"), (b"connection", b"close"), (b"retry-after", b"5")]
            for part in (
                h11.Response(status_code=status, headers=headers, reason=STATUS_PHRASES[status]),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(part) or b"")
            self.transport.close()
            self._watch()
        else:
            self.transport.abort()
