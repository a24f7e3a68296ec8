"""A snapshot gives the same home elsewhere; one of which a byte was altered gives nothing."""

from __future__ import annotations

import hashlib
import random
import stat
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build.integrity import verify
from index.build.purge import purge
from index.build.types import BuildSettings, Model
from index.errors import (
    BuildDamagedError,
    HomeUnusableError,
    IndexMissingError,
    SnapshotRefusedError,
)
from index.search.opening import open_live
from index.storage.home import build_folder, live_build, published_builds, rollback
from index.storage.snapshot import MARK, restore_snapshot, write_snapshot
from index.types import Encoder, RebuildSummary

BuildHome = Callable[..., RebuildSummary]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def files_in(home: Path) -> dict[str, bytes]:
    """The content of every file of a home but the lock."""
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.name != "LOCK"
    }


def test_a_home_restored_elsewhere_is_the_same_and_answers(
    home: Path, tmp_path: Path, build_home: BuildHome, encoder: Encoder, model: Model
) -> None:
    first = build_home({"a.md": "The panel discussed firearms.", "gone.md": "Kowalczykowna spoke."}).build
    purge(home, ["gone"], model, BuildSettings())
    second = build_home({"b.md": "Guidance was recommended."}).build
    made = write_snapshot(home, tmp_path / "saved")
    elsewhere = tmp_path / "other" / "place"
    restored = restore_snapshot(tmp_path / "saved", elsewhere)
    assert files_in(elsewhere) == files_in(home)
    assert {"CURRENT", "PURGED"} < files_in(elsewhere).keys()
    assert first not in made.builds
    assert (restored.build, restored.builds, made.left_out) == (second, tuple(published_builds(home)), ())
    assert verify(elsewhere).build == second
    searcher = open_live(elsewhere, encoder)
    assert searcher.search("guidance", mode="keyword").total == 1
    searcher.close()
    assert rollback(elsewhere) == made.builds[-2]
    assert stat.S_IMODE((tmp_path / "saved").stat().st_mode) == 0o600
    for path in [elsewhere, *elsewhere.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "home", "other", "saved"]


def test_any_archive_program_opens_a_snapshot(home: Path, tmp_path: Path, build_home: BuildHome) -> None:
    build_home({"a.md": "Text."})
    write_snapshot(home, tmp_path / "saved")
    listed = subprocess.run(["tar", "tf", tmp_path / "saved"], capture_output=True, text=True, check=True)
    assert set(listed.stdout.split("\n")[:-1]) == files_in(home).keys()


def test_a_snapshot_of_which_one_byte_was_altered_is_refused(home: Path, tmp_path: Path, build_home: BuildHome) -> None:
    build_home({"a.md": "Text."})
    saved = tmp_path / "saved"
    write_snapshot(home, saved)
    whole = saved.read_bytes()
    places = [0, len(whole) - 1, whole.rindex(MARK), *random.Random(2026).sample(range(len(whole)), 40)]
    spoilt = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places]
    for content in (*spoilt, b"", whole[:-1], whole[: len(whole) // 2], whole + b"\0", b"no snapshot" * 99):
        saved.write_bytes(content)
        with pytest.raises(SnapshotRefusedError, match="no whole snapshot"):
            restore_snapshot(saved, tmp_path / "elsewhere")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "home", "saved"]


@pytest.mark.parametrize("name", ["/tmp/x", "../x", "link"])
def test_a_snapshot_made_by_a_liar_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    saved = tmp_path / "saved"
    with tarfile.open(saved, "w") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = (tarfile.SYMTYPE, "/etc") if name == "link" else (tarfile.REGTYPE, "")
        archive.addfile(member)
    content = saved.read_bytes()
    saved.write_bytes(content + MARK + hashlib.sha256(content).hexdigest().encode() + b"\n")
    with pytest.raises(SnapshotRefusedError, match="which no home has"):
        restore_snapshot(saved, tmp_path / "elsewhere")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["saved"]


def test_a_home_with_anything_in_it_is_refused_and_an_empty_one_is_taken(
    home: Path, tmp_path: Path, build_home: BuildHome
) -> None:
    build_home({"a.md": "Text."})
    write_snapshot(home, tmp_path / "saved")
    before = files_in(home)
    with pytest.raises(HomeUnusableError, match="is not empty"):
        restore_snapshot(tmp_path / "saved", home)
    assert files_in(home) == before
    (tmp_path / "file").write_text("a file")
    with pytest.raises(HomeUnusableError, match="is not empty"):
        restore_snapshot(tmp_path / "saved", tmp_path / "file")
    (tmp_path / "empty").mkdir()
    assert restore_snapshot(tmp_path / "saved", tmp_path / "empty").build == live_build(home)


def test_what_is_damaged_is_not_saved(home: Path, tmp_path: Path, build_home: BuildHome) -> None:
    saved = tmp_path / "saved"
    with pytest.raises(IndexMissingError):
        write_snapshot(home, saved)
    old = build_home({"a.md": "Text."}).build
    new = build_home({"a.md": "Other text."}).build
    (build_folder(home, old) / "vectors.faiss").unlink()
    made = write_snapshot(home, saved)
    assert (made.builds, made.left_out) == ((new,), (old,))
    (build_folder(home, new) / "vectors.faiss").unlink()
    with pytest.raises(BuildDamagedError):
        write_snapshot(home, tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_a_purge_that_is_not_finished_is_not_saved(
    home: Path, tmp_path: Path, build_home: BuildHome, model: Model
) -> None:
    build_home({"a.md": "Text.", "witness.md": "Kowalczykowna, Zbrodniarz and Mnemosynestraat."})
    (home / "notes.txt").write_text("Kowalczykowna")
    assert purge(home, ["witness"], model, BuildSettings()).forgotten.traces
    with pytest.raises(SnapshotRefusedError, match="rapporteur purge"):
        write_snapshot(home, tmp_path / "saved")


def test_a_place_that_cannot_be_written_to_is_told(home: Path, tmp_path: Path, build_home: BuildHome) -> None:
    build_home({"a.md": "Text."})
    for file, reason in (
        (tmp_path / "none" / "saved", "No such file or directory"),
        (home / "saved", "inside the home"),
        (tmp_path / "corpus" / "a.md", "already"),
    ):
        with pytest.raises(SnapshotRefusedError, match=reason):
            write_snapshot(home, file)
    with pytest.raises(SnapshotRefusedError, match="cannot be read"):
        restore_snapshot(tmp_path / "none", tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()
