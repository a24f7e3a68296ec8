"""The root of the exception tree; `index/errors.py` draws the whole of it."""

from __future__ import annotations


class RapporteurError(Exception):
    """Something that a person has to be told. `remedy` says what to do about it, in one clause."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class FileRejectedError(RapporteurError):
    """One input file cannot be indexed. The message is the reason shown to its owner; other files go on."""
