"""One fingerprint of all that decides how an input becomes passages and embedding texts."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import corpus
from corpus.types import ChunkSettings
from index.manifest import FORMAT, library_versions


def reading_fingerprint(model: str, chunking: ChunkSettings, max_bytes: int) -> str:
    """Changes with the reading code itself, the libraries, the model (whose tokenizer measures passages) and the
    settings; a build of another fingerprint is no base for the next one."""
    whole = hashlib.sha256()
    for source in sorted(Path(corpus.__file__).parent.glob("*.py")):
        whole.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    settings = [FORMAT, model, asdict(chunking), max_bytes, library_versions()]
    whole.update(json.dumps(settings, sort_keys=True).encode())
    return whole.hexdigest()
