"""What can be wrong with a request beyond what the index says; `index/errors.py` draws the tree they belong to."""

from __future__ import annotations

from corpus.errors import RapporteurError


class UnknownPlaceError(RapporteurError):
    """A report has no such place: the offsets reach beyond its text, or hold no words."""


class OriginalMissingError(RapporteurError):
    """The original file of a report is not served."""


class OriginalChangedError(RapporteurError):
    """The original file of a report is not the one that was indexed."""
