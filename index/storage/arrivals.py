"""When each report of a build entered the collection, and when it last changed. A small JSON file of the build, held to
the manifest like the others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

from index.errors import BuildDamagedError
from index.storage.changes import Changes
from index.storage.home import build_folder
from index.storage.manifest import REMEDY

ARRIVALS = "arrivals.json"


@dataclass(frozen=True, slots=True)
class Arrival:
    """The times of the rebuilds that took a report in, and that last found its file or its sidecar changed since: UTC,
    as 2026-12-03T06:15:21Z. None where that is not known, or did not happen."""

    entered: str | None = None
    changed: str | None = None


UNKNOWN = Arrival()


def arrivals_before(home: Path, changes: Changes) -> Mapping[str, Arrival]:
    """By path the arrivals that the build before a rebuild knew; none where there was none or it cannot be read."""
    if not changes.since:
        return {}
    try:
        return read_arrivals(build_folder(home, changes.since))
    except BuildDamagedError:
        return {}


def arrivals_after(
    changes: Changes, earlier: Mapping[str, Arrival], paths: Iterable[str], now: str
) -> dict[str, Arrival]:
    """By path the arrivals that a build has which is made `now`: those of `earlier`, but for what is new or changed. A
    report that was there before arrivals were kept stays unknown."""
    added, changed = ({one.path for one in named} for named in (changes.added, changes.changed))

    def arrival(path: str) -> Arrival:
        if changes.since is None or path in added:
            return Arrival(now)
        known = earlier.get(path, UNKNOWN)
        return Arrival(known.entered, now) if path in changed else known

    return {path: arrival(path) for path in paths}


def write_arrivals(arrivals: Mapping[str, Arrival], folder: Path) -> None:
    """Write arrivals into the folder of a build."""
    content = {path: astuple(arrival) for path, arrival in arrivals.items()}
    (folder / ARRIVALS).write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def read_arrivals(folder: Path) -> dict[str, Arrival]:
    """The arrivals of the build in `folder`, by path; none of a build that was made before they were kept. Raises
    BuildDamagedError."""
    try:
        content = json.loads((folder / ARRIVALS).read_text(encoding="utf-8"))
        return {path: Arrival(entered, changed) for path, (entered, changed) in content.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BuildDamagedError(f"{folder.name}/{ARRIVALS} cannot be read.", REMEDY) from error
