"""How much one client may ask within a minute, by the generic cell rate algorithm (ITU-T I.371): what a client has not
used is left to it, up to a minute's worth, and one number is kept for each client."""

from __future__ import annotations

import time
from dataclasses import dataclass

SECONDS = 60.0
MOST_CLIENTS = 10_000  # whose numbers are kept until the oldest are looked through


@dataclass(frozen=True, slots=True)
class Rates:
    """How many requests a minute one client may send: of all, and of those that are much work."""

    requests: int = 600
    heavy: int = 60


class Limit:
    """At most `a_minute` requests a minute for each client."""

    def __init__(self, a_minute: int) -> None:
        self._apart = SECONDS / a_minute
        self._due: dict[str, float] = {}

    def wait(self, client: str) -> float:
        """For how many seconds the client has to wait; 0 where its request is allowed, which then counts."""
        now = time.monotonic()
        due = max(now, self._due.get(client, now))
        if (early := due + self._apart - now - SECONDS) > 1e-9:
            return early
        if len(self._due) >= MOST_CLIENTS and client not in self._due:
            self._due = {one: when for one, when in self._due.items() if when > now}
        self._due[client] = due + self._apart
        return 0.0
