"""A build says what the rebuild that made it changed, by comparison with the build that was live before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import BuildDamagedError
from index.storage.changes import CHANGES, Changes, Named, read_changes, write_changes
from index.storage.home import build_folder, live_build, rollback
from index.storage.manifest import FORMAT, MANIFEST, STORE, read_manifest
from index.types import RebuildSummary

BuildHome = Callable[..., RebuildSummary]
A, B = Named("a.md", "On apples"), Named("b.md", "On “pears”")
FILES = {"a.md": "# On apples\n\nApples were named.\n", "b.md": "# On “pears”\n\nPears were named.\n"}


def live(tmp_path: Path) -> Path:
    return build_folder(tmp_path / "home", live_build(tmp_path / "home"))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    changes = Changes("20261124T000000000-000000", True, (A,), (B,), (Named("é/\u2028.md", "“x”"),))
    write_changes(changes, tmp_path)
    assert read_changes(tmp_path) == changes


def test_the_first_build_has_nothing_to_compare_with(tmp_path: Path, build_home: BuildHome) -> None:
    build_home(FILES)
    assert read_changes(live(tmp_path)) == Changes(since=None, compared=False)


def test_added_changed_and_removed_reports_are_named(tmp_path: Path, build_home: BuildHome) -> None:
    first = build_home(FILES)
    edited = FILES["a.md"].replace("named", "praised")
    build_home({"a.md": edited, "b.md": None, "c/d.md": "# On plums\n\nPlums were named.\n"})
    assert read_changes(live(tmp_path)) == Changes(first.build, True, (Named("c/d.md", "On plums"),), (A,), (B,))


def test_a_new_sidecar_changes_its_report(tmp_path: Path, build_home: BuildHome) -> None:
    build_home(FILES)
    build_home({"a.md.yaml": "title: On apples and pears\n"})
    assert read_changes(live(tmp_path)).changed == (Named("a.md", "On apples and pears"),)


def test_a_report_whose_file_is_rejected_now_counts_as_removed(tmp_path: Path, build_home: BuildHome) -> None:
    build_home(FILES)
    build_home({"b.md": "---\ntitle: [\n---\n"})
    assert read_changes(live(tmp_path)) == Changes(read_changes(live(tmp_path)).since, True, removed=(B,))


def test_a_full_rebuild_that_reads_everything_anew_changes_no_report(tmp_path: Path, build_home: BuildHome) -> None:
    first = build_home(FILES)
    build_home({}, full=True)
    assert read_changes(live(tmp_path)) == Changes(first.build, True)


def test_a_rebuild_after_going_back_compares_with_the_build_that_was_live(
    tmp_path: Path, build_home: BuildHome
) -> None:
    first = build_home(FILES)
    build_home({"b.md": None})
    rollback(tmp_path / "home")
    build_home({"a.md": FILES["a.md"] + "\nMore.\n"})
    assert read_changes(live(tmp_path)) == Changes(first.build, True, (), (A,), (B,))


def test_a_build_before_that_cannot_be_read_is_no_first_build(tmp_path: Path, build_home: BuildHome) -> None:
    first = build_home(FILES)
    (live(tmp_path) / STORE).write_text("no database")
    build_home({"b.md": None})
    assert read_changes(live(tmp_path)) == Changes(since=first.build, compared=False)


def test_a_build_before_of_another_format_is_compared_all_the_same(tmp_path: Path, build_home: BuildHome) -> None:
    first = build_home(FILES)
    manifest = live(tmp_path) / MANIFEST
    manifest.write_text(manifest.read_text().replace(f'"format": {FORMAT}', '"format": 1'))
    build_home({"b.md": None})
    assert read_changes(live(tmp_path)) == Changes(first.build, True, removed=(B,))


def test_the_manifest_holds_the_file_to_its_bytes(tmp_path: Path, build_home: BuildHome) -> None:
    build_home(FILES)
    assert CHANGES in {record.path for record in read_manifest(live(tmp_path)).files}


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"since": null, "compared": true, "added": [{}]}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / CHANGES).write_text(content)
    with pytest.raises(BuildDamagedError, match=CHANGES):
        read_changes(tmp_path)
