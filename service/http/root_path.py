"""The service below a path of a proxy's host. Within, every address is as if it stood at the root; what goes out gets
the path in front: here the addresses of redirects, on pages the links."""

from __future__ import annotations

import re

from starlette.datastructures import URL, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The attributes by which a page leads to an address. Quotation marks in texts are escaped, so none can look like one.
_LINK = re.compile(r'(?<=\s)(href|src|action|formaction)="/(?!/)')


class RootPath:
    """ASGI middleware for a service whose addresses begin with `root`, such as "/reports-search". The proxy may take it
    off before it passes a request on, or leave it."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self.app = app
        self.root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_below(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if location := headers.get("location"):
                    address = URL(location)
                    headers["location"] = str(address.replace(path=self.root + address.path))
            await send(message)

        if scope["type"] == "http" and f"{scope['path']}/".startswith(f"{self.root}/"):
            raw = scope["raw_path"].removeprefix(self.root.encode())
            scope = {**scope, "path": scope["path"].removeprefix(self.root) or "/", "raw_path": raw or b"/"}
        await self.app(scope, receive, send_below)


def site_address(request: Request) -> str:
    """The address of the service as a client reached it, without a slash at its end: "https://example.org/search"."""
    return str(request.url.replace(path=request.app.state.root_path, query=""))


def links_below(root: str, page: str) -> str:
    """The HTML of a page with `root` in front of every address of the service that it leads to."""
    return _LINK.sub(rf'\1="{root}/', page) if root else page
