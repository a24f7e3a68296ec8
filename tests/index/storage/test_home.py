"""The home: the pointer to the live build, the lock, retention, the way back, and what the system may refuse."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import BuildDamagedError, HomeLockedError, HomeUnusableError, IndexMissingError
from index.search.opening import open_live
from index.storage.home import live_build, new_build_id, published_builds, rollback
from index.storage.lock import exclusive
from index.types import Encoder, RebuildSummary

BuildHome = Callable[..., RebuildSummary]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def text_of(home: Path, encoder: Encoder) -> str:
    searcher = open_live(home, encoder)
    try:
        return searcher.report("a").text
    finally:
        searcher.close()


def build_several(build_home: BuildHome, count: int) -> list[str]:
    return [build_home({"a.md": f"State {number}."}).build for number in range(count)]


def test_a_home_without_an_index_says_how_to_make_one(home: Path) -> None:
    with pytest.raises(IndexMissingError, match=r"no index.*rapporteur rebuild"):
        live_build(home)
    assert not home.exists()


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"../../etc", b"x" * 5000, b"\xff\xfe", b"a\0b", b"20261124T120000"]
)
def test_a_pointer_that_names_no_build_is_damage(home: Path, build_home: BuildHome, content: bytes) -> None:
    build_home({"a.md": "Text."})
    (home / "CURRENT").write_bytes(content)
    with pytest.raises(BuildDamagedError, match=r"CURRENT names .*rollback"):
        live_build(home)


def test_a_rebuild_mends_a_damaged_pointer(home: Path, build_home: BuildHome) -> None:
    build_home({"a.md": "Text."})
    (home / "CURRENT").write_bytes(b"nonsense")
    assert build_home({}).build == live_build(home)


@pytest.mark.parametrize("lost", [True, False])
def test_rollback_mends_a_pointer_that_is_damaged_or_lost(home: Path, build_home: BuildHome, lost: bool) -> None:
    builds = build_several(build_home, 2)
    if lost:
        (home / "CURRENT").unlink()
    else:
        (home / "CURRENT").write_bytes(b"nonsense")
    assert rollback(home) == builds[-1] == live_build(home)


def test_rollback_goes_back_step_by_step_and_forward_by_name(
    home: Path, build_home: BuildHome, encoder: Encoder
) -> None:
    first, second, third = build_several(build_home, 3)
    assert [rollback(home), rollback(home)] == [second, first]
    assert text_of(home, encoder) == "State 0."
    with pytest.raises(IndexMissingError, match=f"no earlier whole build.*{third}"):
        rollback(home)
    assert rollback(home, third) == live_build(home) == third
    assert text_of(home, encoder) == "State 2."


def test_rollback_passes_over_a_damaged_build_and_refuses_it_by_name(home: Path, build_home: BuildHome) -> None:
    first, second, third = build_several(build_home, 3)
    (home / "builds" / second / "vectors.faiss").unlink()
    with pytest.raises(BuildDamagedError, match=f"{second}/vectors.faiss is missing"):
        rollback(home, second)
    assert live_build(home) == third
    assert rollback(home) == first


@pytest.mark.parametrize("to", ["", "..", "nonsense", "20200101T000000000-abcdef"])
def test_rollback_to_an_unknown_build_names_the_known_ones(home: Path, build_home: BuildHome, to: str) -> None:
    build = build_home({"a.md": "Text."}).build
    with pytest.raises(IndexMissingError, match=f"Builds here: {build}"):
        rollback(home, to)


def test_rollback_makes_no_home(home: Path) -> None:
    with pytest.raises(IndexMissingError):
        rollback(home)
    assert not home.exists()


def test_after_a_rollback_a_rebuild_goes_on_from_there_and_keeps_the_live_build(
    home: Path, build_home: BuildHome
) -> None:
    builds = build_several(build_home, 3)
    rollback(home, builds[0])
    newest = build_home({"b.md": "More."}).build
    assert live_build(home) == newest
    assert published_builds(home) == [*builds[1:], newest]


def test_three_builds_are_kept(home: Path, build_home: BuildHome) -> None:
    builds = build_several(build_home, 5)
    assert published_builds(home) == builds[-3:]
    assert sorted(entry.name for entry in (home / "builds").iterdir()) == builds[-3:]


def test_a_rebuild_removes_what_killed_ones_left_and_nothing_else(home: Path, build_home: BuildHome) -> None:
    build = build_home({"a.md": "Text."}).build
    (home / "builds" / ".20261124T120000000-abcdef" / "keywords").mkdir(parents=True)
    (home / "builds" / "20200101T000000000-abcdef").mkdir()  # without a manifest it is no build
    (home / "CURRENT.new").write_text("half")
    (home / "builds" / ".notes").write_text("kept by somebody")
    assert build_home({}).build == build
    assert sorted(entry.name for entry in (home / "builds").iterdir()) == [".notes", build]
    assert sorted(entry.name for entry in home.iterdir()) == ["CURRENT", "LOCK", "builds", "cache"]


def test_ids_sort_after_all_builds_even_when_the_clock_was_set_back(home: Path) -> None:
    (home / "builds" / "29990101T000000999-abcdef").mkdir(parents=True)
    assert new_build_id(home) > "29990101T000000999-abcdef"
    assert new_build_id(home).startswith("29990101T000001000-")


def test_the_lock_excludes_another_process_and_names_it(home: Path) -> None:
    code = "import sys; from pathlib import Path; from index.storage.lock import exclusive\n"
    code += "with exclusive(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HomeLockedError, match=rf"at work \(process {holder.pid}\).*Wait"), exclusive(home):
            pass
        holder.kill()
    with exclusive(home):  # the system gave the dead holder's lock back
        assert (home / "LOCK").read_text() == str(os.getpid())


@pytest.mark.parametrize("blocked", ["", "LOCK", "builds", "cache", "CURRENT.new", "CURRENT"])
def test_something_else_in_the_place_of_a_part_is_told_in_one_line(
    home: Path, build_home: BuildHome, blocked: str
) -> None:
    if blocked in ("", "builds", "cache"):
        (home / blocked).parent.mkdir(exist_ok=True)
        (home / blocked).write_text("a file")
    else:
        (home / blocked / "folder").mkdir(parents=True)
    with pytest.raises(HomeUnusableError, match=r"cannot be used: [A-Z].*\(.*\)\. .*--home") as refusal:
        build_home({"a.md": "Text."})
    assert "\n" not in str(refusal.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_home_that_may_not_be_written_to_is_told_and_still_opens(
    home: Path, build_home: BuildHome, encoder: Encoder
) -> None:
    build_home({"a.md": "Text."})
    folders = [home, *(path for path in home.rglob("*") if path.is_dir())]
    for path in [*home.rglob("*"), home]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with pytest.raises(HomeUnusableError, match="Permission denied"):
            build_home({"a.md": "Other text."})
        assert text_of(home, encoder) == "Text."
    finally:
        for path in folders:
            path.chmod(0o755)


@pytest.mark.parametrize("name", ["a b", "what?", "50%25", "x#y", "ünï", "file:x", "quote'\"", "-dash", "new\nline"])
def test_a_home_may_have_any_name(tmp_path: Path, build_home: BuildHome, encoder: Encoder, name: str) -> None:
    build_home({"a.md": "Text."})
    (tmp_path / "home").rename(tmp_path / name)
    assert text_of(tmp_path / name, encoder) == "Text."
