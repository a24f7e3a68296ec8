"""Changed documents are read by worker processes: what one of them does to its reader costs that file alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from made_pdfs import SENTENCE, Made
from scanned_pages import scan
from word_tokenizer import SpoilableTokenizer

from corpus.errors import FileRejectedError
from corpus.types import Report, SourceFile
from index.build.parsing import read_files
from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.types import RebuildSummary

PAGE = "<html><head><title>A page</title></head><body><article><h1>A page</h1><p>{}</p></article></body></html>"
WORDS = "The committee met in the morning and adopted the agenda that had been proposed to it. " * 4
# What a process does that reads HTML while this stands where Python looks for modules first.
TRAP = """
import corpus.formats
corpus.formats.READERS[".html"] = "trap:read"
"""
READER = """
import ctypes, os, time
from corpus.text.plaintext import read as read_text

def read(data, path):
    if path == "crash.html":
        ctypes.string_at(0)
    if path == "hang.html":
        time.sleep(60)
    if path == "bomb.html":
        held = bytearray(4_000_000_000)
    if path == "stumble.html":
        raise KeyError("structure")
    return read_text(data, path)
"""


@pytest.fixture
def trapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "trap"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(TRAP)
    (folder / "trap.py").write_text(READER)
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    monkeypatch.syspath_prepend(folder)


def written(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.mark.usefixtures("trapped")
def test_a_crash_a_hang_and_a_bomb_cost_one_file_each(tmp_path: Path, model: Model) -> None:
    names = ("bomb", "crash", "good", "hang", "other", "stumble")
    corpus = written(tmp_path / "corpus", note_md=WORDS, **{f"{name}_html": f"{name} {WORDS}" for name in names})
    settings = BuildSettings(read_seconds=6, read_megabytes=400)
    model = replace(model, workers=None)
    summary = rebuild(corpus, tmp_path / "home", model, settings)
    assert {rejection.path: rejection.reason for rejection in summary.rejected} == {
        "bomb.html": "needed more than 400 MB of memory",
        "crash.html": "crashed the reader",
        "hang.html": "took longer than 6 s to read",
        "stumble.html": "could not be read (KeyError: 'structure')",
    }
    assert summary.reports == 3
    again = rebuild(corpus, tmp_path / "home", model, settings)
    assert (again.build, again.unchanged) == (summary.build, 3)


@pytest.mark.slow
def test_what_stalls_or_swells_when_it_is_cut_costs_one_file_of_text_each(tmp_path: Path, model: Model) -> None:
    bad = {"slow_md": f"stall here {WORDS}", "large_txt": f"fill memory {WORDS}"}
    corpus = written(tmp_path / "corpus", good_md=WORDS, **bad)
    model = replace(model, tokenizer=SpoilableTokenizer, workers=None)
    summary = rebuild(corpus, tmp_path / "home", model, BuildSettings(read_seconds=6, read_megabytes=400))
    assert [(rejection.path, rejection.reason) for rejection in summary.rejected] == [
        ("large.txt", "needed more than 400 MB of memory"),
        ("slow.md", "took longer than 6 s to read"),
    ]
    assert summary.reports == 1


def test_an_unchanged_file_needs_no_process(tmp_path: Path, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(**files: str) -> RebuildSummary:
        corpus = written(tmp_path / "corpus", **files)
        return rebuild(corpus, tmp_path / "home", replace(model, workers=None), BuildSettings())

    build(page_html=PAGE.format(WORDS), note_md=WORDS)

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    assert build().unchanged == 2
    assert build(copy_md=WORDS).duplicates
    for name, text in {"page_html": PAGE.format(WORDS + "It rose."), "note_md": WORDS + "It rose."}.items():
        with pytest.raises(AssertionError, match="a process was started"):
            build(**{name: text})


def test_files_of_all_kinds_come_back_in_order_and_no_parser_is_loaded_here(tmp_path: Path) -> None:
    made = Made()
    made.line(f"{SENTENCE} left.")
    written(
        tmp_path / "c", a_md=WORDS, b_html=PAGE.format(WORDS), c_txt="", d_pdf=made.save(), e_pdf=b"%PDF", f_txt=WORDS
    )
    program = f"""
import sys
from pathlib import Path
from corpus.types import SourceFile
from index.build.types import BuildSettings
from index.build.parsing import read_files
names = ["a.md", "b.html", "c.txt", "d.pdf", "e.pdf", "f.txt"]
found = read_files(Path({str(tmp_path / "c")!r}), [(SourceFile(name), name) for name in names], BuildSettings())
print([getattr(one, "id", "-") for one in found])
print(sorted({{"pypdfium2", "trafilatura", "docx", "lxml"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['a.md', 'b.html', '-', 'd.pdf', '-', 'f.txt']", "[]"]


def read_one(folder: Path, name: str, **how: bool) -> Report | FileRejectedError:
    [outcome] = read_files(folder, [(SourceFile(name), "one")], BuildSettings(**how))  # type: ignore[arg-type]  # flags
    return outcome


def test_a_scan_is_rejected_with_the_way_out(tmp_path: Path) -> None:
    outcome = read_one(written(tmp_path / "c", scan_pdf=scan()), "scan.pdf")
    assert isinstance(outcome, FileRejectedError)
    assert outcome.message.startswith("scan without text")
    assert "--ocr" in outcome.remedy
    assert "tesseract" in outcome.remedy


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_a_scan_is_read_where_that_is_asked_for(tmp_path: Path) -> None:
    outcome = read_one(written(tmp_path / "c", scan_pdf=scan()), "scan.pdf", ocr=True)
    assert isinstance(outcome, Report)
    assert "machine-read" in outcome.metadata.labels


@pytest.mark.parametrize(("name", "text"), [("note.md", "# Titre\n\n{}"), ("note.txt", "{}")])
def test_a_language_that_nobody_names_is_that_of_the_text(tmp_path: Path, name: str, text: str) -> None:
    french = "Le comité s’est réuni dans la matinée et a adopté l’ordre du jour qui lui avait été proposé. " * 3
    for words, language in ((WORDS, "en"), (french, "fr"), ("Dix.", None)):
        outcome = read_one(written(tmp_path / "c", **{name.replace(".", "_"): text.format(words)}), name)
        assert isinstance(outcome, Report)
        assert outcome.metadata.language == language
