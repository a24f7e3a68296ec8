"""Every input ends up in exactly one place, with a reason where it is not taken."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import RapporteurError
from corpus.ids import passage_id, report_ids
from corpus.scan import scan
from corpus.types import Scan, SourceFile

SLUG = set("abcdefghijklmnopqrstuvwxyz0123456789-")


def reasons(folder: Path) -> dict[str, str]:
    return {rejection.path: rejection.reason for rejection in scan(folder).rejected}


def test_reports_are_found_in_sub_folders_in_order_of_path(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.md", "b/a.TXT", "b/it's “odd” ñ.md"):
        (tmp_path / name).write_text("x")
    assert [source.path for source in scan(tmp_path).sources] == ["b/a.TXT", "b/it's “odd” ñ.md", "z.md"]


def test_hidden_names_are_no_part_of_the_corpus(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.md").write_text("x")
    (tmp_path / ".hidden.md").write_text("x")
    assert scan(tmp_path) == Scan((), ())


def test_a_sidecar_belongs_to_its_report(tmp_path: Path) -> None:
    for name in ("a.md", "a.md.yaml", "b.md", "b.md.yml", "b.md.yaml"):
        (tmp_path / name).write_text("x")
    assert scan(tmp_path).sources == (SourceFile("a.md", "a.md.yaml"), SourceFile("b.md", "b.md.yaml"))
    assert reasons(tmp_path) == {"b.md.yml": "second sidecar of b.md; b.md.yaml was taken"}


def test_a_sidecar_without_a_report_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.md.yaml").write_text("title: x")
    assert "report that is not there (it would be named a.md)" in reasons(tmp_path)["a.md.yaml"]


@pytest.mark.parametrize("name", ["a.xyz", "noformat"])
def test_an_unknown_format_is_rejected_with_the_formats_that_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert "Markdown" in reasons(tmp_path)[name]


def test_links_are_followed_to_files_inside_the_folder_only(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "sub").mkdir(parents=True)
    (corpus / "a.md").write_text("x")
    (tmp_path / "secret.md").write_text("x")
    for name, target in {
        "in": "a.md",
        "out": "../secret.md",
        "none": "gone.md",
        "dir": "sub",
        "loop": "loop.md",
    }.items():
        (corpus / f"{name}.md").symlink_to(target)
    assert [source.path for source in scan(corpus).sources] == ["a.md", "in.md"]
    found = reasons(corpus)
    assert set(found) == {"out.md", "none.md", "dir.md", "loop.md"}
    assert "outside the corpus folder" in found["out.md"]
    assert "leads nowhere" in found["none.md"]
    assert "links to folders" in found["dir.md"]


def test_a_pipe_is_rejected_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    assert "not a regular file" in reasons(tmp_path)["a.md"]


def test_a_name_that_is_not_utf8_is_rejected_in_a_printable_form(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (path,) = reasons(tmp_path)
    assert path.encode("utf-8") == b"caf\\udce9.md"


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert scan(tmp_path).sources == ()


@pytest.mark.parametrize(("name", "said"), [("gone", "does not exist"), ("file.md", "is not a folder")])
def test_a_corpus_that_is_no_folder_is_an_error_with_a_remedy(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "file.md").write_text("x")
    with pytest.raises(RapporteurError, match=said) as caught:
        scan(tmp_path / name)
    assert caught.value.remedy


@given(st.lists(st.text(min_size=1, max_size=12).map(lambda name: name + ".md"), unique=True))
def test_report_ids_are_unique_slugs_whatever_the_order_of_paths(paths: list[str]) -> None:
    ids = report_ids(paths)
    assert len(set(ids.values())) == len(paths)
    assert all(identifier and set(identifier) <= SLUG for identifier in ids.values())
    assert report_ids(paths[::-1]) == ids


def test_ids_read_like_their_paths() -> None:
    ids = report_ids(["2023/Réunion 4 (final).md", "会议.md", "a.md", "a.txt", "A.md"])
    assert ids["2023/Réunion 4 (final).md"] == "2023-reunion-4-final"
    assert ids["会议.md"].startswith("report-")
    assert ids["A.md"] == "a"
    assert all(ids[path].startswith("a-") and len(ids[path]) == 8 for path in ("a.md", "a.txt"))


def test_an_id_stays_the_same_when_a_file_is_added_whose_letters_are_lost_too() -> None:
    alone = report_ids(["Доклад-en.md"])["Доклад-en.md"]
    both = report_ids(["Доклад-en.md", "Акт-en.md", "en.md"])
    assert both["Доклад-en.md"] == alone
    assert both["en.md"] == "en"
    assert all(re.fullmatch("en-[0-9a-f]{6}", both[path]) for path in ("Доклад-en.md", "Акт-en.md"))
    assert report_ids(["Zürich_naïve.md"]) == {"Zürich_naïve.md": "zurich-naive"}


def test_a_passage_id_depends_on_report_text_and_ordinal() -> None:
    ids = {passage_id(*key) for key in (("a", "x", 0), ("b", "x", 0), ("a", "y", 0), ("a", "x", 1))}
    assert len(ids) == 4
    assert all(len(identifier) == 16 and int(identifier, 16) >= 0 for identifier in ids)
