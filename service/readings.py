"""Where the fields of a report were read and how sure that is, in words for people."""

from __future__ import annotations

import math
from collections.abc import Iterable
from textwrap import shorten

from corpus.types import UNSURE, FieldReading, Metadata

LINE_WIDTH = 90


def unsure(readings: Iterable[FieldReading]) -> tuple[str, ...]:
    """The fields that should be looked at, as Metadata names them."""
    return tuple(reading.field for reading in readings if reading.certainty < UNSURE)


def field_name(field: str) -> str:
    """A field as people call it: "document type"."""
    return field.replace("_", " ")


def where(reading: FieldReading) -> str:
    """Where a field was read: "print p. 1: the line", "file name"."""
    place = f"{reading.source} p. {reading.page}" if reading.page else reading.source
    line = shorten(reading.line, LINE_WIDTH, placeholder="…")
    return f"{place}: {line}" if line else place


def how_sure(reading: FieldReading) -> str:
    """How sure a reading is: "sure", or "unsure, 62 %"."""
    if reading.certainty >= UNSURE:
        return "sure"
    return f"unsure, {math.floor(100 * reading.certainty + 1e-6)} %"


def value_of(metadata: Metadata, field: str) -> str:
    """The value of a field on one line."""
    value = getattr(metadata, field)
    return "; ".join(value) if isinstance(value, tuple) else str(value or "")
