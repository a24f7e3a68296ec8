"""A changed file changes the fingerprint of its code, wherever in the tree it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

import corpus
import index
import service
from index.build import fingerprints
from index.build.fingerprints import ingest_fingerprint, tree_digest
from index.build.types import BuildSettings
from service.reading_list import program


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "inner" / "deeper").mkdir(parents=True)
    (tmp_path / "top.py").write_text("top = 1\n")
    (tmp_path / "inner" / "deeper" / "nested.py").write_text("nested = 1\n")
    return tmp_path


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: (tree / "inner" / "deeper" / "nested.py").write_text("nested = 2\n"),
        lambda tree: (tree / "inner" / "deeper" / "nested.py").rename(tree / "inner" / "nested.py"),
        lambda tree: (tree / "inner" / "new.py").write_text(""),
        lambda tree: (tree / "inner" / "deeper" / "nested.py").unlink(),
    ],
    ids=["changed", "moved", "added", "removed"],
)
def test_a_nested_file_counts(tree: Path, change) -> None:
    before = tree_digest(tree, ["*.py"])
    change(tree)
    assert tree_digest(tree, ["*.py"]) != before


def test_other_files_do_not_count(tree: Path) -> None:
    before = tree_digest(tree, ["*.py"])
    (tree / "inner" / "notes.txt").write_text("nothing")
    assert tree_digest(tree, ["*.py"]) == before


def test_a_tree_without_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        tree_digest(tmp_path, ["*.py"])


def test_a_changed_nested_reader_changes_which_builds_may_be_reused(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "__path__", [str(tree)])
    before = ingest_fingerprint("model", BuildSettings())
    (tree / "inner" / "deeper" / "nested.py").write_text("nested = 2\n")
    assert ingest_fingerprint("model", BuildSettings()) != before


@pytest.mark.parametrize("stage", [corpus, index, service])
def test_a_changed_nested_file_of_any_stage_makes_another_program(
    tree: Path, monkeypatch: pytest.MonkeyPatch, stage
) -> None:
    monkeypatch.setattr(stage, "__path__", [str(tree)])
    fingerprint = program.program_fingerprint.__wrapped__
    before = fingerprint()
    (tree / "inner" / "deeper" / "nested.py").write_text("nested = 2\n")
    assert fingerprint() != before


@pytest.mark.parametrize("writer", fingerprints.WRITERS)
def test_every_writer_is_there(writer: str) -> None:
    assert (Path(fingerprints.__file__).parents[1] / writer).is_dir()
