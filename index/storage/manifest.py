"""What a build says of itself, and the checks that hold it to its word."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus.types import ChunkSettings
from index.errors import BuildDamagedError, BuildMismatchError

FORMAT = 17
MANIFEST = "manifest.json"
STORE = "store.sqlite"
VECTORS = "vectors.faiss"
KEYWORDS = "keywords"
LIBRARIES = ("faiss-cpu", "tantivy", "sentence-transformers", "langchain-text-splitters", "sentencex")
# Opening hashes files up to this size whole; of larger ones it checks the size and the first and last megabyte.
HASHED_AT_OPENING = 64 * 2**20
EDGE = 2**20
REMEDY = "Run a rebuild, or go back to an earlier build with `rapporteur rollback`."


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a build: size in bytes, SHA-256 of all of it, SHA-256 of its first and last megabyte."""

    path: str
    size: int
    sha256: str
    edges: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The identity of a build. `corpus` is a fingerprint of every input file and its outcome; `reading` one of all that
    decides how inputs become passages."""

    build: str
    created: str
    format: int
    model: str
    fingerprint: str
    dimension: int
    chunking: ChunkSettings
    reading: str
    corpus: str
    reports: int
    passages: int
    duplicates: int
    rejected: int
    libraries: dict[str, str]
    files: tuple[FileRecord, ...] = ()


def library_versions() -> dict[str, str]:
    """The versions of the libraries that shape a build."""
    return {name: version(name) for name in LIBRARIES}


def write_manifest(manifest: Manifest, folder: Path) -> Manifest:
    """Record the files of the build in `folder` and write the manifest, last; returns it with the records."""
    files = [_record(path, folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    whole = replace(manifest, files=tuple(files))
    (folder / MANIFEST).write_bytes(sealed(asdict(whole)))
    return whole


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the build in `folder`. Raises BuildDamagedError when it is missing or altered in any
    byte, and BuildMismatchError when another format was written."""
    name = f"{folder.name}/{MANIFEST}"
    try:
        content = (folder / MANIFEST).read_bytes()
        values: dict[str, Any] = json.loads(content)
        checksum, found = values.pop("checksum"), values["format"]
    except FileNotFoundError as error:
        raise BuildDamagedError(f"{name} is missing.", REMEDY) from error
    except OSError as error:
        raise BuildDamagedError(f"{name} cannot be read: {error.strerror}.", REMEDY) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BuildDamagedError(f"{name} cannot be read.", REMEDY) from error
    if sealed(values) != content:
        raise BuildDamagedError(f"{name} does not match its checksum {str(checksum)[:12]}.", REMEDY)
    if found != FORMAT:
        raise BuildMismatchError(f"{name} has format {found}, this program reads format {FORMAT}.", "Run a rebuild.")
    return _manifest(values)


def check_files(manifest: Manifest, folder: Path, *, whole: bool) -> None:
    """Compare the files of a build with their records; `whole` hashes the large ones too. Raises BuildDamagedError
    that names the first file that differs."""
    for record in manifest.files:
        check_file(record, folder, whole=whole)
    if manifest.build != folder.name:
        raise BuildDamagedError(f"{folder.name}/{MANIFEST} is that of another build, {manifest.build}.", REMEDY)


def check_file(record: FileRecord, folder: Path, *, whole: bool) -> None:
    """Compare one file of a build with its record, as `check_files` does."""
    name = f"{folder.name}/{record.path}"
    file = folder / record.path
    try:
        size = file.stat().st_size
        if size != record.size:
            raise BuildDamagedError(f"{name} has {size} bytes, expected {record.size}.", REMEDY)
        thorough = whole or size <= HASHED_AT_OPENING
        found, expected = (_sha256(file), record.sha256) if thorough else (_edges(file, size), record.edges)
    except FileNotFoundError as error:
        raise BuildDamagedError(f"{name} is missing.", REMEDY) from error
    except OSError as error:
        raise BuildDamagedError(f"{name} cannot be read: {error.strerror}.", REMEDY) from error
    if found != expected:
        raise BuildDamagedError(f"{name} has been altered: its checksum differs.", REMEDY)


def check_model(manifest: Manifest, fingerprint: str) -> None:
    """Raises BuildMismatchError when the build was made by another model than the one with `fingerprint`."""
    if manifest.fingerprint != fingerprint:
        raise BuildMismatchError(
            f"Build {manifest.build} was made by model {manifest.model} ({manifest.fingerprint[:12]}), "
            f"the running model is {fingerprint[:12]}.",
            "Run a rebuild, or name the build's model in RAPPORTEUR_MODEL.",
        )


def sealed(values: dict[str, Any]) -> bytes:
    """The one way to write these values as JSON: with the checksum of all of them."""
    body = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
    whole = values | {"checksum": hashlib.sha256(body).hexdigest()}
    return (json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _manifest(values: dict[str, Any]) -> Manifest:
    """The values of a sealed manifest of this program's format, which are therefore as they were written."""
    chunking = ChunkSettings(**values.pop("chunking"))
    files = tuple(FileRecord(**record) for record in values.pop("files"))
    return Manifest(**values, chunking=chunking, files=files)


def _record(path: Path, folder: Path) -> FileRecord:
    size = path.stat().st_size
    return FileRecord(path.relative_to(folder).as_posix(), size, _sha256(path), _edges(path, size))


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _edges(file: Path, size: int) -> str:
    with file.open("rb") as stream:
        digest = hashlib.sha256(stream.read(EDGE))
        stream.seek(max(0, size - EDGE))
        digest.update(stream.read(EDGE))
    return digest.hexdigest()
