"""Identifiers: a report's comes from its path, a passage's from its report and its text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath


def report_ids(paths: Sequence[str]) -> dict[str, str]:
    """An id for each path, unique among `paths`: the path without its suffix as a slug of one URL segment.

    Paths whose slugs collide are told apart by a hash of the path; the first in sort order keeps the plain slug, so
    that ids do not depend on the order in which a file system lists its files.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(set(paths)):
        slug = _slug(path)
        identifier, length = slug, 6
        while identifier in taken:
            identifier = f"{slug}-{_digest(path, length)}"
            length += 2
        taken.add(identifier)
        ids[path] = identifier
    return ids


def passage_id(report_id: str, text: str, ordinal: int) -> str:
    """16 hexadecimal digits. `ordinal` counts, from 0, the passages of the report that have this very text."""
    key = f"{report_id}\0{ordinal}\0{text}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _slug(path: str) -> str:
    """The path in lower-case ASCII. Where that loses letters, "Доклад-en" and "Отчёт-en" would be one; then a hash of
    the path is part of the slug, so that the id stays the same whatever files are added."""
    stem = unicodedata.normalize("NFKD", _without_suffix(path))
    ascii_only = stem.encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    if not re.search("[a-z]", slug):
        return f"report-{_digest(path, 8)}"
    return f"{slug}-{_digest(path, 6)}" if any(map(_is_lost, stem)) else slug


def _is_lost(character: str) -> bool:
    """Whether a letter or digit has no ASCII form; an accent that stood on one is not missed."""
    return not character.isascii() and unicodedata.category(character)[0] in "LN"


def _digest(path: str, length: int) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:length]


def _without_suffix(path: str) -> str:
    """`path` without the suffix of its name. Not by `with_suffix`, which refuses "..md" from Python 3.13 on."""
    whole = PurePosixPath(path)
    return str(whole).removesuffix(whole.suffix)
