"""A build knows when each of its reports entered the collection, from build to build."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from arrivals import arrived, live, made_before_arrivals

from index.build.integrity import verify
from index.build.purge import purge
from index.build.types import BuildSettings, Model
from index.errors import BuildDamagedError
from index.storage.arrivals import ARRIVALS, UNKNOWN, Arrival, arrivals_after, read_arrivals, write_arrivals
from index.storage.changes import Changes, Named
from index.storage.manifest import STORE, read_manifest
from index.types import RebuildSummary

BuildHome = Callable[..., RebuildSummary]
FILES = {"a.md": "# On apples\n\nApples were named.\n", "b.md": "# On pears\n\nPears were named.\n"}
LONG_AGO = Arrival("2020-02-03T04:05:06Z")
NOW = "2026-12-03T06:15:21Z"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def made(home: Path) -> str:
    return read_manifest(live(home)).created


def test_all_reports_of_a_first_build_enter_with_it(home: Path, build_home: BuildHome) -> None:
    build_home(FILES)
    assert read_arrivals(live(home)) == {"a.md": Arrival(made(home)), "b.md": Arrival(made(home))}


@pytest.mark.parametrize("full", [False, True])
def test_a_rebuild_keeps_when_reports_entered(home: Path, build_home: BuildHome, full: bool) -> None:
    build_home(FILES)
    arrived(home, dict.fromkeys(FILES, LONG_AGO))
    build_home({"b.md": None, "c.md": "# On plums\n\nPlums were named.\n"}, full=full)
    assert read_arrivals(live(home)) == {"a.md": LONG_AGO, "c.md": Arrival(made(home))}


def test_a_report_that_changes_keeps_when_it_entered_and_says_when_it_changed(
    home: Path, build_home: BuildHome
) -> None:
    build_home(FILES)
    arrived(home, dict.fromkeys(FILES, LONG_AGO))
    build_home({"a.md": FILES["a.md"] + "\nMore.\n", "b.md.yaml": "title: Beside\n"})
    changed = Arrival(LONG_AGO.entered, made(home))
    assert read_arrivals(live(home)) == {"a.md": changed, "b.md": changed}
    build_home({"c.md": "# On plums\n\nPlums were named.\n"})
    assert read_arrivals(live(home)) == {"a.md": changed, "b.md": changed, "c.md": Arrival(made(home))}


def test_reports_of_a_build_from_before_arrivals_were_kept_stay_unknown(home: Path, build_home: BuildHome) -> None:
    build_home(FILES)
    made_before_arrivals(home)
    verify(home)
    assert read_arrivals(live(home)) == {}
    build_home({"a.md": FILES["a.md"] + "\nMore.\n", "c.md": "# On plums\n\nPlums were named.\n"})
    now = made(home)
    assert read_arrivals(live(home)) == {"a.md": Arrival(None, now), "b.md": UNKNOWN, "c.md": Arrival(now)}


def test_what_a_damaged_build_before_still_tells_is_kept(home: Path, build_home: BuildHome) -> None:
    build_home(FILES)
    arrived(home, {"a.md": LONG_AGO})
    (live(home) / STORE).write_text("no database")
    build_home({"b.md": None})
    assert read_arrivals(live(home)) == {"a.md": LONG_AGO}


def test_where_the_build_before_tells_nothing_no_report_is_called_new(home: Path, build_home: BuildHome) -> None:
    build_home(FILES)
    (live(home) / STORE).write_text("no database")
    (live(home) / ARRIVALS).write_text("[")
    build_home({"b.md": None})
    assert read_arrivals(live(home)) == {"a.md": UNKNOWN}


def test_a_purge_keeps_when_the_others_entered_and_names_what_is_purged_nowhere(
    home: Path, build_home: BuildHome, model: Model
) -> None:
    build_home(FILES)
    arrived(home, dict.fromkeys(FILES, LONG_AGO))
    build_home({"c.md": "# On plums\n\nPlums were named.\n"})
    before = read_arrivals(live(home))
    purge(home, ["b"], model, BuildSettings())
    assert read_arrivals(live(home)) == {path: before[path] for path in ("a.md", "c.md")}
    assert not [file for file in home.rglob(ARRIVALS) if "b.md" in file.read_text()]


def test_a_report_that_left_and_comes_back_enters_anew() -> None:
    changes = Changes("before", True, added=(Named("a.md", "On apples"),))
    assert arrivals_after(changes, {}, ["a.md"], NOW) == {"a.md": Arrival(NOW)}


def test_what_was_written_is_read_and_the_manifest_holds_it(home: Path, build_home: BuildHome, tmp_path: Path) -> None:
    arrivals = {"é/\u2028.md": Arrival(NOW, NOW), "b.md": UNKNOWN}
    write_arrivals(arrivals, tmp_path)
    assert read_arrivals(tmp_path) == arrivals
    build_home(FILES)
    assert ARRIVALS in {record.path for record in read_manifest(live(home)).files}


@pytest.mark.parametrize("content", ["", "[]", '{"a.md": 1}', '{"a.md": ["2020"]}'])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / ARRIVALS).write_text(content)
    with pytest.raises(BuildDamagedError, match=ARRIVALS):
        read_arrivals(tmp_path)
