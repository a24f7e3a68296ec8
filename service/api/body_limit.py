"""The most that a request may send."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.reading_list.entries import LONGEST_NOTE, MOST_ITEMS

# In JSON and in a form a character takes twelve bytes at most, and no call but an export takes 80,000 characters.
MOST_BYTES = 1_000_000
# A reading list whose notes are all as long as they may be, and as much beside as any other request.
MOST_BYTES_OF_A_LIST = 12 * MOST_ITEMS * LONGEST_NOTE + MOST_BYTES
EXPORTS = frozenset({"/api/export", "/list/export"})


class BodyLimit:
    """ASGI middleware that reads no more than MOST_BYTES of a request, or MOST_BYTES_OF_A_LIST of one that exports a
    list; what is longer is refused with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = left = MOST_BYTES_OF_A_LIST if scope.get("path") in EXPORTS else MOST_BYTES

        async def bounded() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413, f"A request may send at most {most:,} bytes.")
            return message

        await self.app(scope, bounded if scope["type"] == "http" else receive, send)
