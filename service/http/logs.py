"""How the service logs: one event a line on standard error, so that standard output stays free for answers. What a
reader asked is never in it: of an exception it has type and place, not the message, which may repeat a question."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any, TextIO

import structlog
from structlog.typing import ExcInfo, Processor

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


class _Handler(logging.StreamHandler[TextIO]):
    """Writes what libraries log."""


def configure(*, as_json: bool = False) -> None:
    """Call when the service starts. With `as_json`, a line is one JSON object."""
    for name in TOLD_BY:
        logger = logging.getLogger(name)
        if not any(isinstance(one, OnceAMinute) for one in logger.filters):
            logger.addFilter(OnceAMinute())
    first: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_written)]
    if as_json:
        exceptions = structlog.processors.ExceptionRenderer(without_words)
        last = [exceptions, structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(
        processors=[*first, *last],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = _Handler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=first,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [*(one for one in root.handlers if not isinstance(one, _Handler)), handler]


def without_words(exc_info: Any) -> str:
    """The types of an exception and of what led to it, and where each was raised; of what the system refused, also the
    reason. No variable, and no message."""
    return "\n".join(_lines(exc_info[1]))


def _lines(error: BaseException | None) -> Iterator[str]:
    if error is None:
        return
    if (before := error.__cause__ or (None if error.__suppress_context__ else error.__context__)) is not None:
        yield from _lines(before)
        yield "which led to:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    reason = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    yield f"{type(error).__module__}.{type(error).__qualname__}{reason}"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield "with:"
            yield from _lines(one)


def _written(stream: TextIO, exc_info: ExcInfo) -> None:
    stream.write(f"\n{without_words(exc_info)}")
