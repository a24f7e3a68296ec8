"""How the service logs: one event a line on standard error, so that standard output stays free for answers."""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter

import structlog

SECONDS = 60.0
# Where uvicorn and the event loop tell of what any client can cause as often as it likes.
TOLD_BY = ("uvicorn.error", "asyncio")
_Cause = tuple[str, type[BaseException] | None]


class OnceAMinute(logging.Filter):
    """Lets one record a minute through for each cause, the first line of its message and the type of its exception. It
    then says how many it has kept back since the one before."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[_Cause, float] = {}
        self._kept_back: Counter[_Cause] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged."""
        first, *rest = str(record.msg).split("\n", 1)
        cause = (first, record.exc_info[0] if record.exc_info else None)
        now = time.monotonic()
        if cause in self._told and now - self._told[cause] < SECONDS:
            self._kept_back[cause] += 1
            return False
        self._told[cause] = now
        if more := self._kept_back.pop(cause, 0):
            record.msg = "\n".join([f"{first} This happened {more:,} times more since it was last told.", *rest])
        return True


def configure() -> None:
    """Call when the service starts."""
    for name in TOLD_BY:
        logger = logging.getLogger(name)
        if not any(isinstance(one, OnceAMinute) for one in logger.filters):
            logger.addFilter(OnceAMinute())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Plain, because the default one prints the variables of every frame: whole reports, and it takes seconds.
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
