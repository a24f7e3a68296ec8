"""Every bad input has its outcome, with a reason its owner understands, and costs nothing else."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build.integrity import verify
from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.errors import EmptyCorpusError
from index.search.opening import open_live
from index.storage.home import live_build
from index.types import Duplicate, Encoder, RebuildSummary

BuildHome = Callable[..., RebuildSummary]
GOOD = "# Good report\n\nThe panel adopted its agenda.\n"


def reasons(summary: RebuildSummary) -> dict[str, str]:
    return {rejection.path: rejection.reason for rejection in summary.rejected}


def good_is_live(home: Path, encoder: Encoder) -> bool:
    verify(home)
    searcher = open_live(home, encoder)
    try:
        return searcher.report("good").text == GOOD
    finally:
        searcher.close()


REJECTED = [
    ("not UTF-8", "bad.md", "Réunion".encode("latin-1"), r"not UTF-8 text: byte 0xE9 at position 1 \(line 1\)"),
    ("binary", "bad.txt", b"\0\1\2", "not a text file"),
    ("never closed", "bad.md", b"---\ntitle: x\n\nText.\n", "front matter opened at line 1 is never closed"),
    ("broken front matter", "bad.md", b"---\ntitle: [x\n---\nText.\n", "front matter is not valid YAML at line"),
    ("alias bomb", "bad.md", b"---\na: &a [1]\nb: [*a, *a]\n---\nText.\n", "anchors and aliases are not accepted"),
    ("half a character", "bad.md", b'---\ntitle: "\\ud800"\n---\nText.\n', r"half of a character|not valid YAML"),
    ("no body", "bad.md", b"---\ntitle: x\n---\n# Only a heading\n", "no body text"),
    ("empty", "bad.md", b"", "empty file"),
    ("blank", "bad.txt", b" \n\n\t\n", "empty file"),
    ("60 MB", "bad.txt", b"All work and no play. " * 2_800_000, r"too large: 61\.6 MB, the limit is 50 MB"),
    ("unknown format", "bad.xyz", b"data", r"format \.xyz is not read; use "),
    ("no suffix", "README", b"data", "a file without a suffix is not read"),
    ("lone sidecar", "gone.md.yaml", b"title: x", "sidecar of a report that is not there"),
]


@pytest.mark.parametrize(("name", "content", "reason"), [case[1:] for case in REJECTED], ids=[c[0] for c in REJECTED])
def test_a_bad_file_is_rejected_with_its_reason(
    tmp_path: Path, build_home: BuildHome, encoder: Encoder, name: str, content: bytes, reason: str
) -> None:
    build_home({"good.md": GOOD})
    summary = build_home({name: content})
    assert list(reasons(summary)) == [name]
    assert re.search(reason, reasons(summary)[name]), reasons(summary)
    assert (summary.reports, summary.unchanged, summary.embedded) == (1, 1, 0)
    assert good_is_live(tmp_path / "home", encoder)
    again = build_home({})
    assert (again.build, reasons(again)) == (summary.build, reasons(summary))
    mended = build_home({name: None})
    assert (mended.rejected, mended.unchanged) == ((), 1)


def test_an_empty_folder_is_refused_and_nothing_is_lost(
    tmp_path: Path, build_home: BuildHome, encoder: Encoder
) -> None:
    build_home({"good.md": GOOD})
    with pytest.raises(EmptyCorpusError, match=r"no report in .*left alone"):
        build_home({"good.md": None})
    assert good_is_live(tmp_path / "home", encoder)


NAMES = [
    "with space.md",
    "quote'\"`.md",
    "Žürich – 会議 🎉.md",
    "percent%41?x=1&y#z.md",
    "-dash.md",
    "[b] *c*.txt",
    "a\nb.md",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_may_hold_anything(tmp_path: Path, build_home: BuildHome, encoder: Encoder, name: str) -> None:
    summary = build_home({"good.md": GOOD, name: "Text in an oddly named file."})
    assert (summary.reports, summary.rejected) == (2, ())
    searcher = open_live(tmp_path / "home", encoder)
    (report,) = [report for report in searcher.summaries() if report.path == name]
    assert searcher.report(report.id).text == "Text in an oddly named file."
    assert "/" not in report.id
    searcher.close()
    assert build_home({}).unchanged == 2


def test_a_name_that_is_no_text_is_rejected(tmp_path: Path, build_home: BuildHome) -> None:
    build_home({"good.md": GOOD})
    (tmp_path / "corpus" / os.fsdecode(b"bad\xff.md")).write_text("Text.")
    assert reasons(build_home({})) == {"bad\\udcff.md": "its name is not valid UTF-8; rename it"}


def test_the_same_file_twice_is_one_report_and_a_duplicate(build_home: BuildHome) -> None:
    summary = build_home({"good.md": GOOD, "again/good copy.md": GOOD})
    assert (summary.reports, summary.rejected) == (1, ())
    assert summary.duplicates == (Duplicate("good.md", "again/good copy.md"),)


def test_of_a_bad_file_that_is_there_twice_both_are_rejected(build_home: BuildHome) -> None:
    summary = build_home({"good.md": GOOD, "a.md": b"\xff", "b.md": b"\xff"})
    assert list(reasons(summary)) == ["a.md", "b.md"]
    assert summary.duplicates == ()


def test_links_are_followed_inside_the_folder_only(tmp_path: Path, build_home: BuildHome) -> None:
    build_home({"good.md": GOOD})
    corpus = tmp_path / "corpus"
    (tmp_path / "secret.md").write_text("Not for the collection.")
    (corpus / "out.md").symlink_to(tmp_path / "secret.md")
    (corpus / "nowhere.md").symlink_to("gone.md")
    (corpus / "circle.md").symlink_to("circle.md")
    (corpus / "folder").symlink_to(tmp_path)
    (corpus / "in.md").symlink_to("good.md")
    os.mkfifo(corpus / "pipe.md")
    summary = build_home({})
    assert (summary.reports, summary.duplicates) == (1, (Duplicate("in.md", "good.md"),))
    told = reasons(summary)
    assert "outside the corpus folder" in told["out.md"]
    assert "leads nowhere" in told["nowhere.md"]
    assert "leads nowhere" in told["circle.md"]
    assert "folder" in told["folder"]
    assert "not a regular file" in told["pipe.md"]
    assert len(told) == 5


def at_first_reading(tmp_path: Path, model: Model, happens: Callable[[], object]) -> RebuildSummary:
    """Rebuild while something happens to the corpus after stock was taken and before the first file is read."""
    pending = [happens]

    def progress(stage: str, done: int, total: int) -> None:
        if pending:
            pending.pop()()

    return rebuild(tmp_path / "corpus", tmp_path / "home", model, BuildSettings(), progress=progress)


def test_a_file_that_vanishes_is_rejected_and_read_when_it_is_back(
    tmp_path: Path, build_home: BuildHome, model: Model, encoder: Encoder
) -> None:
    build_home({"good.md": GOOD})
    file = tmp_path / "corpus" / "new.md"
    file.write_text("New text.")
    summary = at_first_reading(tmp_path, model, file.unlink)
    assert reasons(summary) == {"new.md": "vanished during the rebuild"}
    assert good_is_live(tmp_path / "home", encoder)
    file.write_text("New text.")
    assert (build_home({}).reports, build_home({}).rejected) == (2, ())


def test_when_one_of_two_equal_files_vanishes_the_other_is_the_report(
    tmp_path: Path, build_home: BuildHome, model: Model
) -> None:
    build_home({"good.md": GOOD})
    for name in ("a.md", "b.md"):
        (tmp_path / "corpus" / name).write_text("New text.")
    summary = at_first_reading(tmp_path, model, (tmp_path / "corpus" / "a.md").unlink)
    assert (summary.reports, list(reasons(summary)), summary.duplicates) == (2, ["a.md"], ())


@pytest.mark.parametrize("name", ["new.md", "new.md.yaml"])
def test_a_file_that_changes_and_changes_back_is_read_again(
    tmp_path: Path, build_home: BuildHome, model: Model, encoder: Encoder, name: str
) -> None:
    build_home({"good.md": GOOD})
    before = {"new.md": "Text as it was.", "new.md.yaml": "title: As it was"}
    for file, content in before.items():
        (tmp_path / "corpus" / file).write_text(content)
    changed = tmp_path / "corpus" / name
    at_first_reading(tmp_path, model, lambda: changed.write_text(before[name].replace("s it was", "t another time")))
    changed.write_text(before[name])
    assert build_home({}).reports == 2
    searcher = open_live(tmp_path / "home", encoder)
    report = searcher.report("new")
    assert (report.text, report.metadata.title) == ("Text as it was.", "As it was")
    searcher.close()


def test_when_the_folder_vanishes_the_live_build_stays(
    tmp_path: Path, build_home: BuildHome, model: Model, encoder: Encoder
) -> None:
    build = build_home({"good.md": GOOD}).build
    (tmp_path / "corpus" / "good.md").write_text(GOOD + "\nMore.\n")
    with pytest.raises(EmptyCorpusError, match=r"good\.md: vanished during the rebuild"):
        at_first_reading(tmp_path, model, lambda: (tmp_path / "corpus").rename(tmp_path / "moved"))
    assert live_build(tmp_path / "home") == build
    assert good_is_live(tmp_path / "home", encoder)


def test_a_file_that_a_reader_stumbles_over_costs_only_itself(
    tmp_path: Path, build_home: BuildHome, encoder: Encoder
) -> None:
    build_home({"good.md": GOOD})
    deep = "> " * 20_000 + "deep"
    summary = build_home({"deep.md": deep, "long.md": "word " * 200_000, "other.md": "Other text."})
    assert summary.reports + len(summary.rejected) == 4
    assert good_is_live(tmp_path / "home", encoder)
