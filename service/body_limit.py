"""The most that a request may send."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Ten times the longest text that any call takes, whatever its characters need in JSON.
MOST_BYTES = 1_000_000


class BodyLimit:
    """ASGI middleware that reads no more than MOST_BYTES of a request; what is longer is refused with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        left = MOST_BYTES

        async def bounded() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413, f"A request may send at most {MOST_BYTES:,} bytes.")
            return message

        await self.app(scope, bounded if scope["type"] == "http" else receive, send)
