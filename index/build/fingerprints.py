"""Fingerprints of the code: of all that decides what a build makes of its inputs, and of whole folders of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import corpus
from index.build.types import BuildSettings
from index.storage.manifest import FORMAT, library_versions

# The packages of the index that decide what is written, beside all of the corpus stage.
WRITERS = ("build", "dense", "lexical", "storage")
# Code, and what it learnt or looks up, which decides as much.
DECIDING = ("*.py", "*.crfsuite", "*.tsv")


def ingest_fingerprint(model: str, settings: BuildSettings) -> str:
    """Changes with the code that reads inputs and writes builds, the libraries, the model (whose tokenizer measures
    passages) and the settings; a build of another fingerprint is no base for the next one."""
    index = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for folder in (Path(corpus.__path__[0]), *(index / writer for writer in WRITERS)):
        whole.update(tree_digest(folder, DECIDING))
    given = asdict(settings) | {"keep": None}  # how many builds stay is no matter of content
    whole.update(json.dumps([FORMAT, model, given, library_versions()], sort_keys=True).encode())
    return whole.hexdigest()


def tree_digest(folder: Path, patterns: Iterable[str]) -> bytes:
    """SHA-256 over every file of `folder`, however deep, whose name matches one of `patterns`: of its path from
    `folder` on and of its bytes, so that a file that is changed, added, moved or renamed changes it. Raises
    FileNotFoundError when there is none."""
    files = sorted({file for pattern in patterns for file in folder.rglob(pattern)})
    if not files:
        raise FileNotFoundError(f"no code in {folder}")
    whole = hashlib.sha256()
    for file in files:
        path = file.relative_to(folder).as_posix()
        whole.update(path.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return whole.digest()
