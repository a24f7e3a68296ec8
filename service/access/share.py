"""Each client's share of the service: so many requests a minute, so many at a time, and its turn at the work."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Literal

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.gate import SIGN_IN, SIGN_OUT, STATIC, Refusal, Visitor
from service.access.limits import Limit, Rates
from service.access.lines import GoneError, Line, Turn
from service.errors import TooManyRequestsError
from service.http.figures import Figures, StageTimes

# Calls that take many times as long as a search: they answer, verify or export.
HEAVY = frozenset(
    {"/api/ask", "/api/ask/stream", "/api/record", "/api/verify", "/api/export", "/verify", "/list/export"}
)
NO_WORK = frozenset({"/healthz", "/readyz", "/metrics", SIGN_IN, SIGN_OUT})
# How many work at once, and how many of them for one client, so that another's work begins at once. Heavy calls of one
# client were answered no sooner two or four at a time than one after the other; light ones do not wait for them.
HEAVY_PLACES, HEAVY_EACH = 2, 1
LIGHT_PLACES, LIGHT_EACH = 4, 3
MOST_AT_ONCE = 100  # requests of one client, the waiting ones too: a tenth of the connections there may be
READ = ("GET", "HEAD")
Weight = Literal["heavy", "light"]


def new_lines() -> dict[Weight, Line]:
    """The lines of one application."""
    return {"heavy": Line(HEAVY_PLACES, HEAVY_EACH), "light": Line(LIGHT_PLACES, LIGHT_EACH)}


class FairShare:
    """ASGI middleware that gives each visitor a fair share, and refuses what goes beyond it with 429. On this machine
    itself, a client without a key may send as many requests a minute as it likes. Stands inside the gate."""

    def __init__(
        self, app: ASGIApp, rates: Rates, refusal: Refusal, lines: Mapping[Weight, Line], figures: Figures
    ) -> None:
        self.app = app
        self.refusal = refusal
        self.lines, self.figures = lines, figures
        self.requests, self.heavy = Limit(rates.requests), Limit(rates.heavy)
        self.present: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(STATIC):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        visitor: Visitor = request.state.visitor
        heavy = scope["path"] in HEAVY
        try:
            self._admit(visitor, heavy)
        except TooManyRequestsError as error:
            headers = {"Retry-After": str(error.seconds)}
            await self.refusal(request, error, headers)(scope, receive, send)
            return
        self.present[visitor.client] += 1
        try:
            if scope["path"] in NO_WORK:
                await self.app(scope, receive, send)
            else:
                line = self.lines["heavy" if heavy else "light"]
                await self._in_turn(Turn(line, visitor.client), scope, receive, send)
        finally:
            self.present[visitor.client] -= 1
            if not self.present[visitor.client]:
                del self.present[visitor.client]

    def _admit(self, visitor: Visitor, heavy: bool) -> None:
        """Count a request. Raises TooManyRequestsError."""
        if self.present[visitor.client] >= MOST_AT_ONCE:
            raise TooManyRequestsError(f"There are {MOST_AT_ONCE} requests of yours under way.", "Wait for some.", 1)
        if not visitor.name and _is_here(visitor.address):
            return
        seconds = self.heavy.wait(visitor.client) if heavy else 0.0
        if seconds := seconds or self.requests.wait(visitor.client):
            what = "calls that answer, verify or export" if heavy else "requests"
            raise TooManyRequestsError(f"There were too many {what} of yours.", "Ask more slowly.", math.ceil(seconds))

    async def _in_turn(self, turn: Turn, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in turn: from when all of the request is there until its answer begins, so that neither a slow sender
        nor a slow reader keeps a place from others."""

        times = StageTimes()

        async def in_turn() -> None:
            times.end("receiving")
            await turn.take(receive)
            times.end("waiting")

        async def received() -> Message:
            message = await receive()
            if message["type"] == "http.request" and not message.get("more_body", False):
                await in_turn()
            return message

        async def sent(message: Message) -> None:
            turn.leave()
            times.end("working")
            await send(message)

        try:
            if scope["method"] in READ:  # what one of these sends besides is not read
                await in_turn()
            await self.app(scope, received, sent)
            times.end("sending")
        except GoneError:
            return
        finally:
            turn.leave()
            times.tell(scope, self.figures)


def _is_here(address: str) -> bool:
    """Whether a client is on this machine: at a loopback address, or in this process."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return True
