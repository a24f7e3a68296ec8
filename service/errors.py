"""What can be wrong with a request beyond what the index says; `index/errors.py` draws the tree they belong to."""

from __future__ import annotations

from corpus.errors import RapporteurError


class UnknownPlaceError(RapporteurError):
    """A report has no such place: the offsets reach beyond its text, or hold no words."""


class OriginalMissingError(RapporteurError):
    """The original file of a report is not served."""


class OriginalChangedError(RapporteurError):
    """The original file of a report is not the one that was indexed."""


class KeyMissingError(RapporteurError):
    """A request needs a key and has none, or one that is not known."""


class ScopeMissingError(RapporteurError):
    """The key of a request is not good for what it asks."""


class TooManyRequestsError(RapporteurError):
    """A client asks for more than its share. `seconds` says when it may try again."""

    def __init__(self, message: str, remedy: str, seconds: int) -> None:
        super().__init__(message, remedy)
        self.seconds = seconds


class KeysUnusableError(RapporteurError):
    """The file of keys cannot be read, written or understood; nobody is let in."""


class KeyNameError(RapporteurError):
    """A key cannot be added or removed under this name."""
