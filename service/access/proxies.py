"""What proxies may say of a request: the client's address and scheme (X-Forwarded-For, X-Forwarded-Proto), and who the
user is. It is believed from the addresses that the operator names, and from nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


class NamedProxies:
    """ASGI middleware. The user whom a proxy names in `user_header` stands in the request's state as `user`."""

    def __init__(self, app: ASGIApp, proxies: Sequence[str], user_header: str = "") -> None:
        self.app = app
        self.user_header = user_header
        self.believed = ProxyHeadersMiddleware(app, list(proxies))  # type: ignore[arg-type]  # its own types of ASGI

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        peer = scope["client"]
        if self.user_header and peer and peer[0] in self.believed.trusted_hosts:
            named = Headers(scope=scope).getlist(self.user_header)
            if len(named) == 1 and (user := named[0].strip()):  # a second one could be the client's own
                scope.setdefault("state", {})["user"] = user
        await self.believed(scope, receive, send)  # type: ignore[arg-type]
