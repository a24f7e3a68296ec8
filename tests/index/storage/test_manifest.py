"""The manifest: written as it is read, and altered by nobody unnoticed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import ChunkSettings
from index.errors import BuildDamagedError, BuildMismatchError
from index.storage.manifest import (
    EDGE,
    FORMAT,
    HASHED_AT_OPENING,
    MANIFEST,
    Manifest,
    check_files,
    check_model,
    read_manifest,
    write_manifest,
)

BUILD = "20261124T120000123-1a2b3c"
MANIFESTS = st.builds(
    Manifest,
    build=st.just(BUILD),
    created=st.just("2026-11-24T12:00:00Z"),
    format=st.just(FORMAT),
    model=st.text(st.characters(exclude_categories=["Cs"])),
    fingerprint=st.text("0123456789abcdef", min_size=64, max_size=64),
    dimension=st.integers(1, 4096),
    chunking=st.builds(ChunkSettings, st.integers(32, 512), st.integers(0, 64)),
    reading=st.text("0123456789abcdef"),
    corpus=st.text("0123456789abcdef"),
    reports=st.integers(0),
    passages=st.integers(0),
    duplicates=st.integers(0),
    rejected=st.integers(0),
    libraries=st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.text("0123456789.")),
)
SAMPLE = Manifest(
    BUILD, "2026-11-24T12:00:00Z", FORMAT, "model", "f" * 64, 384, ChunkSettings(), "r", "c", 1, 2, 3, 4, {"faiss": "1"}
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / BUILD
    (folder / "keywords").mkdir(parents=True)
    (folder / "store.sqlite").write_bytes(b"store")
    (folder / "keywords" / "meta.json").write_bytes(b"")
    return folder


@settings(max_examples=50)
@given(manifest=MANIFESTS)
def test_what_is_written_is_read(manifest: Manifest, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("build")
    written = write_manifest(manifest, folder)
    assert read_manifest(folder) == written


def test_every_file_is_recorded_but_the_manifest_itself(folder: Path) -> None:
    written = write_manifest(SAMPLE, folder)
    assert [(record.path, record.size) for record in written.files] == [("keywords/meta.json", 0), ("store.sqlite", 5)]
    check_files(written, folder, whole=True)


def test_any_single_altered_byte_is_damage(folder: Path) -> None:
    write_manifest(SAMPLE, folder)
    whole = (folder / MANIFEST).read_bytes()
    for position in range(len(whole)):
        altered = bytearray(whole)
        altered[position] ^= 1
        (folder / MANIFEST).write_bytes(altered)
        with pytest.raises(BuildDamagedError, match=rf"{BUILD}/{MANIFEST} .*rollback"):
            read_manifest(folder)


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{}", b'"text"', b"\xff", b"{"])
def test_what_is_no_manifest_is_damage(folder: Path, content: bytes) -> None:
    (folder / MANIFEST).write_bytes(content)
    with pytest.raises(BuildDamagedError, match=MANIFEST):
        read_manifest(folder)


def test_a_folder_in_the_place_of_the_manifest_is_damage(folder: Path) -> None:
    (folder / MANIFEST).mkdir()
    with pytest.raises(BuildDamagedError, match="cannot be read: Is a directory"):
        read_manifest(folder)


def test_another_format_is_refused_with_both_numbers(folder: Path) -> None:
    write_manifest(replace(SAMPLE, format=FORMAT + 1), folder)
    with pytest.raises(BuildMismatchError, match=rf"format {FORMAT + 1}.*reads format {FORMAT}.*Run a rebuild"):
        read_manifest(folder)


def test_another_model_is_refused_with_both_fingerprints() -> None:
    check_model(SAMPLE, "f" * 64)
    with pytest.raises(BuildMismatchError, match=r"model \(f{12}\).*a{12}.*RAPPORTEUR_MODEL"):
        check_model(SAMPLE, "a" * 64)


def test_a_build_under_another_name_is_refused(folder: Path) -> None:
    write_manifest(SAMPLE, folder)
    renamed = folder.rename(folder.with_name("20270101T000000000-000000"))
    with pytest.raises(BuildDamagedError, match=f"that of another build, {BUILD}"):
        check_files(read_manifest(renamed), renamed, whole=False)


def test_of_a_large_file_opening_checks_the_edges_and_verifying_everything(folder: Path) -> None:
    with (folder / "vectors.faiss").open("wb") as file:
        file.truncate(HASHED_AT_OPENING + 1)  # a sparse file
    manifest = write_manifest(SAMPLE, folder)
    for position, seen_at_opening in ((0, True), (EDGE, False), (HASHED_AT_OPENING, True)):
        with (folder / "vectors.faiss").open("r+b") as file:
            file.seek(position)
            file.write(b"\1")
        with pytest.raises(BuildDamagedError, match=re.escape("vectors.faiss has been altered")):
            check_files(manifest, folder, whole=True)
        if seen_at_opening:
            with pytest.raises(BuildDamagedError, match=re.escape("vectors.faiss has been altered")):
                check_files(manifest, folder, whole=False)
        else:
            check_files(manifest, folder, whole=False)
        with (folder / "vectors.faiss").open("r+b") as file:
            file.seek(position)
            file.write(b"\0")


def test_the_manifest_is_json_for_other_programs(folder: Path) -> None:
    write_manifest(SAMPLE, folder)
    assert json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["chunking"]["passage_tokens"] == 200
