"""Homes whose reports entered the collection when a test says they did."""

from __future__ import annotations

from pathlib import Path

from index.storage.arrivals import ARRIVALS, Arrival, read_arrivals, write_arrivals
from index.storage.home import build_folder, live_build
from index.storage.manifest import MANIFEST, read_manifest, write_manifest


def live(home: Path) -> Path:
    return build_folder(home, live_build(home))


def arrived(home: Path, arrivals: dict[str, Arrival]) -> None:
    """Set when reports of the live build arrived, by path."""
    write_arrivals(read_arrivals(live(home)) | arrivals, live(home))
    _seal(live(home))


def made_before_arrivals(home: Path) -> None:
    """Leave the live build as it was made before arrivals were kept."""
    (live(home) / ARRIVALS).unlink()
    _seal(live(home))


def _seal(folder: Path) -> None:
    manifest = read_manifest(folder)
    (folder / MANIFEST).unlink()
    write_manifest(manifest, folder)
