"""What a rebuild changed: the reports that were added, changed and removed since the build before it. A small JSON
file of the build, held to the manifest like the others."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.errors import BuildDamagedError, IndexMissingError
from index.storage.home import build_folder, live_build
from index.storage.manifest import REMEDY, STORE
from index.storage.store import StoredReport, titles_and_sources

CHANGES = "changes.json"


@dataclass(frozen=True, slots=True)
class Before:
    """The build that was live before a rebuild, and the title and the fingerprint of the files of each of its reports,
    by path; None where they cannot be read."""

    build: str
    reports: Mapping[str, tuple[str, str]] | None


@dataclass(frozen=True, slots=True)
class Named:
    """A report by its path in the corpus folder and its title."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What is different from the build `since`, each list by path; None where there was no build before.

    `compared` is False where there was one that could not be read: then nothing is said of single reports. A report has
    changed when its file or its sidecar has; one that was renamed counts as removed and as added.
    """

    since: str | None = None
    compared: bool = False
    added: tuple[Named, ...] = ()
    changed: tuple[Named, ...] = ()
    removed: tuple[Named, ...] = ()


def reports_before(home: Path) -> Before | None:
    """What the live build of `home` holds, whatever format, model and settings it was made with; None where there is
    none. Raises HomeUnusableError."""
    try:
        build = live_build(home)
    except IndexMissingError:
        return None
    except BuildDamagedError:
        return Before("", None)
    try:
        return Before(build, titles_and_sources(build_folder(home, build) / STORE))
    except BuildDamagedError:
        return Before(build, None)


def without_paths(changes: Changes, paths: Collection[str]) -> Changes:
    """The same, saying nothing of the reports at `paths`."""

    def left(named: tuple[Named, ...]) -> tuple[Named, ...]:
        return tuple(one for one in named if one.path not in paths)

    return replace(changes, added=left(changes.added), changed=left(changes.changed), removed=left(changes.removed))


def changes_since(before: Before | None, reports: Sequence[StoredReport], purged: Set[str] = frozenset()) -> Changes:
    """How `reports` differ from those that there were `before`. Nothing is said of those whose file, by its SHA-256, is
    among the `purged`."""
    if before is None or before.reports is None:
        return Changes(since=before.build if before else None)
    old = {path: one for path, one in before.reports.items() if one[1].partition("+")[0] not in purged}
    new = {one.report.path: (one.report.metadata.title, one.source) for one in reports}
    return Changes(
        since=before.build,
        compared=True,
        added=_named(new, {path for path in new if path not in old}),
        changed=_named(new, {path for path in new if path in old and old[path][1] != new[path][1]}),
        removed=_named(old, {path for path in old if path not in new}),
    )


def write_changes(changes: Changes, folder: Path) -> None:
    """Write what changed into the folder of a build."""
    (folder / CHANGES).write_text(json.dumps(asdict(changes), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def read_changes(folder: Path) -> Changes:
    """What changed with the build in `folder`. Raises BuildDamagedError."""
    try:
        content = json.loads((folder / CHANGES).read_text(encoding="utf-8"))
        lists = {name: tuple(Named(**one) for one in content[name]) for name in ("added", "changed", "removed")}
        return Changes(since=content["since"], compared=content["compared"], **lists)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildDamagedError(f"{folder.name}/{CHANGES} cannot be read.", REMEDY) from error


def _named(reports: Mapping[str, tuple[str, str]], paths: set[str]) -> tuple[Named, ...]:
    return tuple(Named(path, reports[path][0]) for path in sorted(paths))
