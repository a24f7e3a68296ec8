"""uvicorn's server, which may also be stopped before it serves."""

from __future__ import annotations

from types import FrameType

import uvicorn

from service.stopping import stop_now


class StoppableServer(uvicorn.Server):
    """uvicorn hears a signal when it has started; loading a model takes seconds, and there is nothing to finish yet."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """While starting, end at once; afterwards, finish the requests that are under way."""
        if not self.started:
            stop_now(sig, frame)
        super().handle_exit(sig, frame)
