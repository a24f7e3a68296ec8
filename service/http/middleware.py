"""Headers that every answer carries (nothing from elsewhere is loaded, nothing is guessed, no address is leaked), and
HEAD wherever GET is answered: the same headers without the body (RFC 9110, section 9.3.2)."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Of pages alone: what is no document can use none of it.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeaders:
    """ASGI middleware that sets SECURITY_HEADERS on every HTTP answer, and PERMISSIONS on pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)  # an answer may bring a stricter policy of its own
                if headers.get("Content-Type", "").startswith("text/html"):
                    headers["Permissions-Policy"] = PERMISSIONS
            await send(message)

        await self.app(scope, receive, send_with_headers)


class HeadAsGet:
    """ASGI middleware that has HEAD answered as GET, and lets nothing of the body through. The outermost one, so that
    what the others say of the body is said of the one that GET would send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, send_without_body)


def with_head(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers of a refusal; where GET is allowed, HEAD is."""
    return {
        name: f"{value}, HEAD" if name == "Allow" and "GET" in value and "HEAD" not in value else value
        for name, value in headers.items()
    }
