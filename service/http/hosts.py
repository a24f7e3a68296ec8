"""Which host names the service answers to. A page of another site that points a name of its own at this machine (DNS
rebinding) would read every report in a reader's browser, if whatever stands in the header Host were believed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.problems import MEDIA_TYPE, unknown_host

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PORT = re.compile(r":\d*\Z")


class AllowedHosts:
    """ASGI middleware that refuses, with 421, a request whose header Host names neither this machine to itself, nor the
    address that the connection came in at, nor one of `names`. Any port is taken: a proxy may have changed it."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self.app = app
        self.names = LOOPBACK_NAMES.union(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._answers_to(named := Headers(scope=scope).get("host", ""), scope):
            await self.app(scope, receive, send)
            return
        problem = unknown_host(named, scope["path"])
        refusal = JSONResponse(problem.model_dump(exclude_none=True), problem.status, media_type=MEDIA_TYPE)
        await refusal(scope, receive, send)

    def _answers_to(self, host: str, scope: Scope) -> bool:
        name = _PORT.sub("", host).lower().removesuffix(".")
        # A page of another site cannot have this address for a name: it would be a page of this service.
        return name in self.names or name == _as_host(scope["server"])


def _as_host(server: tuple[str, int | None] | None) -> str | None:
    """The address of this end of a connection, as a client would write it; None for a connection without one."""
    if server is None or server[1] is None:
        return None
    try:
        address: IPv4Address | IPv6Address = ip_address(server[0].partition("%")[0])
    except ValueError:
        return server[0]  # not from a socket: the name that a client in this process gives to the service
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or f"[{address}]")
    return str(address)
