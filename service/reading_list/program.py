"""Which program this is: its name and version, and a fingerprint of all that decides what it finds."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import corpus
import index
import service
from index.build.fingerprints import DECIDING, tree_digest

NAME = "Rapporteur"
# Code; and what was learnt and fitted: how sentences are read, and when nothing answers.
_DECIDING = (*DECIDING, "*.npz", "*.json")
_LENGTH = 12


def program() -> str:
    """The name and version of this program."""
    return f"{NAME} {version('rapporteur-search')}"


@cache
def program_fingerprint() -> str:
    """12 hexadecimal digits that change with the version, the code and the learnt numbers. The version alone would not
    do: what is found changes more often than it. Read once, in some 20 ms."""
    whole = hashlib.sha256(program().encode())
    for stage in (corpus, index, service):
        whole.update(tree_digest(Path(stage.__path__[0]), _DECIDING))
    return whole.hexdigest()[:_LENGTH]
