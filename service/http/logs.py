"""How the service logs: one event a line on standard error, so that standard output stays free for answers."""

from __future__ import annotations

import sys

import structlog


def configure() -> None:
    """Call once, when the service starts."""
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
