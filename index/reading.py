"""One fingerprint of all that decides what a build makes of its inputs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

import corpus
from index.build import BuildSettings
from index.manifest import FORMAT, library_versions

# The code that decides what is written, beside all of the corpus stage.
WRITERS = ("store.py", "keywords.py", "vectors.py", "windows.py", "words.py", "postings.py", "twins.py", "writing.py")


def reading_fingerprint(model: str, settings: BuildSettings) -> str:
    """Changes with the code that reads inputs and writes builds, the libraries, the model (whose tokenizer measures
    passages) and the settings; a build of another fingerprint is no base for the next one."""
    whole = hashlib.sha256()
    here = Path(__file__).parent
    for source in [*sorted(Path(corpus.__file__).parent.glob("*.py")), *(here / name for name in WRITERS)]:
        whole.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    given = asdict(settings) | {"keep": None}  # how many builds stay is no matter of content
    whole.update(json.dumps([FORMAT, model, given, library_versions()], sort_keys=True).encode())
    return whole.hexdigest()
