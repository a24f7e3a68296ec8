"""Each client's share of the service: so many requests a minute, so many at a time, and its turn at the work."""

from __future__ import annotations

import math
from collections import Counter
from ipaddress import ip_address

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.gate import SIGN_IN, SIGN_OUT, STATIC, Refusal, Visitor
from service.access.limits import Limit, Rates
from service.access.lines import GoneError, Line, Turn
from service.errors import TooManyRequestsError

# Calls that take many times as long as a search: they answer, verify or export.
HEAVY = frozenset(
    {"/api/ask", "/api/ask/stream", "/api/record", "/api/verify", "/api/export", "/verify", "/list/export"}
)
NO_WORK = frozenset({"/healthz", "/readyz", "/metrics", SIGN_IN, SIGN_OUT})
# How many work at once. One heavy call keeps a processor busy; light ones run beside it, and do not wait for it.
HEAVY_PLACES = 1
LIGHT_PLACES = 4
MOST_AT_ONCE = 100  # requests of one client, the waiting ones too: a tenth of the connections there may be
READ = ("GET", "HEAD")


class FairShare:
    """ASGI middleware that gives each visitor a fair share, and refuses what goes beyond it with 429. On this machine
    itself, a client without a key may send as many requests a minute as it likes. Stands inside the gate."""

    def __init__(self, app: ASGIApp, rates: Rates, refusal: Refusal) -> None:
        self.app = app
        self.refusal = refusal
        self.requests, self.heavy = Limit(rates.requests), Limit(rates.heavy)
        self.lines = {True: Line(HEAVY_PLACES), False: Line(LIGHT_PLACES)}
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
                await self._in_turn(Turn(self.lines[heavy], visitor.client), scope, receive, send)
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

        async def received() -> Message:
            message = await receive()
            if message["type"] == "http.request" and not message.get("more_body", False):
                await turn.take(receive)
            return message

        async def sent(message: Message) -> None:
            turn.leave()
            await send(message)

        try:
            if scope["method"] in READ:  # what one of these sends besides is not read
                await turn.take(receive)
            await self.app(scope, received, sent)
        except GoneError:
            return
        finally:
            turn.leave()


def _is_here(address: str) -> bool:
    """Whether a client is on this machine: at a loopback address, or in this process."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return True
