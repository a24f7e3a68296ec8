"""Whatever happens to any file of a build is noticed by opening and by verifying, and told with the way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build.integrity import verify
from index.errors import BuildDamagedError, IndexMissingError
from index.search.opening import open_live
from index.storage.home import build_folder, live_build, rollback
from index.storage.manifest import MANIFEST
from index.types import Encoder, RebuildSummary

BuildHome = Callable[..., RebuildSummary]
Change = Callable[[Path], object]
REPORT = "# Meeting\n\nThe panel discussed protection.\n\n## Views\n\nOne NGO asked for guidance on firearms.\n"


def flip(file: Path, position: int) -> None:
    content = bytearray(file.read_bytes())
    content[position] ^= 0x10
    file.write_bytes(content)


def changes(size: int) -> dict[str, Change]:
    """Every way to damage a file of `size` bytes."""
    found: dict[str, Change] = {"removed": Path.unlink, "longer": lambda f: f.write_bytes(f.read_bytes() + b"\0")}
    if size:
        found |= {
            "first byte": lambda f: flip(f, 0),
            "middle byte": lambda f: flip(f, size // 2),
            "last byte": lambda f: flip(f, -1),
            "one byte short": lambda f: f.write_bytes(f.read_bytes()[:-1]),
            "half": lambda f: f.write_bytes(f.read_bytes()[: size // 2]),
            "emptied": lambda f: f.write_bytes(b""),
        }
    return found


def test_damage_to_any_file_is_noticed_and_named(tmp_path: Path, build_home: BuildHome, encoder: Encoder) -> None:
    build_home({"a.md": REPORT, "b.md": "Other text."})
    home = tmp_path / "home"
    folder = build_folder(home, live_build(home))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert {file.name for file in files} > {MANIFEST, "store.sqlite", "vectors.faiss", "meta.json"}
    for file in files:
        whole = file.read_bytes()
        for name, change in changes(len(whole)).items():
            change(file)
            expected = re.escape(f"{folder.name}/{file.relative_to(folder)}") + r" .*(rebuild|rollback)"
            for look in (lambda: verify(home), lambda: open_live(home, encoder)):
                with pytest.raises(BuildDamagedError) as damage:
                    look()
                assert re.search(expected, str(damage.value)), (name, str(damage.value))
            file.write_bytes(whole)
    assert verify(home).files == len(files) - 1
    open_live(home, encoder).close()


@pytest.mark.parametrize("victim", [MANIFEST, "store.sqlite", "vectors.faiss"])
def test_rollback_leads_out_of_damage(tmp_path: Path, build_home: BuildHome, encoder: Encoder, victim: str) -> None:
    home = tmp_path / "home"
    first = build_home({"a.md": REPORT}).build
    second = build_home({"a.md": REPORT.replace("NGO", "state")}).build
    (build_folder(home, second) / victim).unlink()
    assert rollback(home) == first
    searcher = open_live(home, encoder)
    assert searcher.report("a").text == REPORT
    searcher.close()
    assert verify(home).build == first


def test_a_rebuild_leads_out_of_damage_without_embedding_anything(
    tmp_path: Path, build_home: BuildHome, encoder: Encoder
) -> None:
    home = tmp_path / "home"
    first = build_home({"a.md": REPORT})
    flip(build_folder(home, first.build) / "store.sqlite", 5000)
    second = build_home({})
    assert second.build != first.build
    assert (second.embedded, second.reused, second.unchanged) == (0, first.passages, 0)
    assert verify(home).build == second.build
    searcher = open_live(home, encoder)
    assert searcher.report("a").text == REPORT
    searcher.close()


def test_a_kept_build_that_was_damaged_does_not_stand_in_the_way(tmp_path: Path, build_home: BuildHome) -> None:
    first = build_home({"a.md": REPORT}).build
    (build_folder(tmp_path / "home", first) / "store.sqlite").write_bytes(b"gone")
    assert build_home({"a.md": "Other text."}).reports == 1
    assert build_home({"a.md": "Third text."}).reports == 1


def test_a_build_removed_whole_is_damage_and_a_home_removed_whole_is_no_index(
    tmp_path: Path, build_home: BuildHome, encoder: Encoder
) -> None:
    home = tmp_path / "home"
    build_folder(home, build_home({"a.md": REPORT}).build).rename(tmp_path / "elsewhere")
    for look in (lambda: verify(home), lambda: open_live(home, encoder)):
        with pytest.raises(BuildDamagedError, match="CURRENT names"):
            look()
    home.rename(tmp_path / "moved")
    for look in (lambda: verify(home), lambda: open_live(home, encoder)):
        with pytest.raises(IndexMissingError, match="rapporteur rebuild"):
            look()


def test_damage_to_the_cache_costs_embeddings_only(tmp_path: Path, build_home: BuildHome) -> None:
    before = build_home({"a.md": REPORT})
    (cache,) = (tmp_path / "home" / "cache").iterdir()
    cache.write_bytes(b"rubbish")
    after = build_home({"b.md": "New text."})
    assert (after.embedded, after.unchanged) == (before.passages + 1, 1)
    assert verify(tmp_path / "home").passages == after.passages


def test_looking_at_a_build_leaves_no_trace_in_it(tmp_path: Path, build_home: BuildHome, encoder: Encoder) -> None:
    build_home({"a.md": REPORT})
    home = tmp_path / "home"
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    verify(home)
    searcher = open_live(home, encoder)
    assert searcher.search("guidance", mode="keyword").total == 1
    searcher.close()
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
