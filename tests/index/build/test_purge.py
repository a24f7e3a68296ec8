"""A purged report is in no byte of the home any more, does not come back, and a purge that was stopped is completed."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import index_home_driver
import pytest

from corpus.errors import RapporteurError
from index.build.integrity import verify
from index.build.purge import Purged, purge
from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.errors import (
    BuildDamagedError,
    HomeUnusableError,
    IndexMissingError,
    PurgedError,
    UnknownReportError,
)
from index.lexical.keyword_index import KeywordIndex
from index.search.opening import open_live
from index.storage.home import build_folder, live_build, published_builds, rollback
from index.storage.tombstones import PURGED, read_purges
from index.types import Encoder, RebuildSummary

BuildHome = Callable[..., RebuildSummary]
OTHERS = {
    "other.md": "# Meeting\n\nThe panel discussed protection and guidance on firearms.\n",
    "third.md": "# Session\n\nDelegations stressed victim-centred approaches.\n",
    "glossary.yaml": "TIP: trafficking in persons\n",
}
# Each secret stands in the report alone, and in a part of the home of its own.
SECRETS = ("Kowalczykowna", "zbrodniarz", "fjordlandschaft", "Évêque-Rouergue", "Mnemosynestraat", "ostrakismos")
WITNESS = """---
title: Statement of Kowalczykowna
---

# Hearing

The witness named the zbrodniarz at the fjordlandschaft, before Évêque-Rouergue.

She lived in the Mnemosynestraat Ostrakismos Settlement (MOS) and spoke of trafficking in persons (TIP).
"""


PARTS = ("Delegations", 40), ("Zbrodniarz", 20)
ARMADILLOS = "The first text, of armadillos."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run_purge(home: Path, model: Model) -> Callable[..., Purged]:
    return lambda *reports, **how: purge(home, reports, model, BuildSettings(), **how)


def places_of(home: Path, *texts: str) -> set[str]:
    """The files of the home that hold one of the texts, in any form; keyword indexes by their terms."""
    found = set()
    forms = {form for text in texts for part in text.lower().split("-") for form in forms_of(part)}
    for file in home.rglob("*"):
        if file.is_file() and any(form in file.read_bytes().lower() for form in forms):
            found.add(file.relative_to(home).as_posix())
        if any(form in str(file.relative_to(home)).lower().encode() for form in forms):
            found.add(file.name)
    for meta in home.rglob("meta.json"):
        terms = "\n".join(KeywordIndex(meta.parent).terms()).encode()
        if any(form in terms for form in forms):
            found.add(meta.parent.name)
    return found


def forms_of(text: str) -> set[bytes]:
    plain = text.replace("é", "e").replace("ê", "e")
    return {form.encode().lower() for form in (text, text.upper(), plain, json.dumps(text)[1:-1])}


def rows(file: Path) -> int:
    with closing(sqlite3.connect(file)) as db:
        return int(db.execute("SELECT count(*) FROM embeddings").fetchone()[0])


def test_the_search_of_these_tests_sees_a_report_that_is_there(home: Path, build_home: BuildHome) -> None:
    build = build_home({**OTHERS, "witness.md": WITNESS}).build
    places = places_of(home, *SECRETS, "witness")
    files = ("store.sqlite", "glossary.json", "postings-terms.txt")
    assert {"keywords", *(f"builds/{build}/{name}" for name in files)} <= places


def test_a_purged_report_is_in_no_byte_of_the_home(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged], encoder: Encoder
) -> None:
    only_others = build_home(OTHERS).build
    build_home({"witness.md": WITNESS})
    with_both = build_home({"copy of witness.md": WITNESS, "more.md": "Something else was said."}).build
    (cache,) = (home / "cache").iterdir()
    before = rows(cache)
    purged = run_purge("witness", reason="asked for")
    assert places_of(home, *SECRETS, "witness") == set()
    assert rows(cache) < before
    assert (purged.reports, purged.files, purged.build) == (("witness",), 1, live_build(home))
    assert published_builds(home) == [only_others, purged.build]
    assert with_both in purged.forgotten.removed
    assert purged.forgotten.traces == ()
    assert purged.forgotten.words >= 6
    assert purged.forgotten.embeddings >= 1
    assert verify(home).reports == 3
    searcher = open_live(home, encoder)
    try:
        assert sorted(one.id for one in searcher.summaries()) == ["more", "other", "third"]
        assert searcher.search("firearms").hits
        assert not searcher.search("zbrodniarz", mode="keyword").hits
    finally:
        searcher.close()


def test_the_cache_is_written_anew_so_that_no_page_of_it_is_left_over(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    many, few = ("\n\n".join(f"# Part {part}\n\n{word} {part}." for part in range(n)) for word, n in PARTS)
    build_home({"other.md": many, "witness.md": few})
    run_purge("witness")
    (cache,) = (home / "cache").iterdir()
    with closing(sqlite3.connect(cache)) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert rows(cache) == PARTS[0][1]


def test_short_forms_that_people_gave_stay_and_those_of_the_report_alone_go(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    build_home({**OTHERS, "witness.md": WITNESS})
    run_purge("witness")
    (home.parent / "corpus" / "witness.md").unlink()
    build_home({})
    pairs = json.loads((build_folder(home, live_build(home)) / "glossary.json").read_text())["pairs"]
    assert pairs == [["TIP", "trafficking in persons"]]


def test_what_remains_is_a_tombstone_without_content(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    build_home({**OTHERS, "witness.md": WITNESS})
    run_purge("witness.md", reason="asked for by the family")
    (tombstone,) = read_purges(home).tombstones
    assert len(tombstone.sha256) == 64
    assert tombstone.reason == "asked for by the family"
    assert read_purges(home).unfinished is None
    assert set(json.loads((home / PURGED).read_bytes())) == {"checksum", "tombstones", "unfinished"}


def test_a_purged_file_is_not_indexed_again_whatever_its_name_unless_that_is_allowed(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged], model: Model
) -> None:
    build_home({**OTHERS, "witness.md": WITNESS})
    run_purge("witness")
    again = build_home({"renamed.md": WITNESS, "renamed.md.yaml": "title: Anew\n"})
    assert (again.reports, again.purged, again.rejected) == (2, ("renamed.md", "witness.md"), ())
    assert build_home({"new.md": "Something new."}, full=True).purged == ("renamed.md", "witness.md")
    assert places_of(home, *SECRETS, "witness", "renamed") == set()
    corpus = home.parent / "corpus"
    with pytest.raises(RapporteurError, match=r"no purged file other\.md"):
        rebuild(corpus, home, model, BuildSettings(), allow_purged=["other.md"])
    allowed = rebuild(corpus, home, model, BuildSettings(), allow_purged=["witness.md"])
    assert (allowed.reports, allowed.purged) == (4, ())
    assert build_home({}).reports == 4


def test_the_rebuild_after_a_purge_changes_nothing_else(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    build_home({"other.md": OTHERS["other.md"], "witness.md": WITNESS, "bad.xyz": "no report"})
    purged = run_purge("witness")
    again = build_home({})
    assert (again.build, again.embedded, len(again.rejected)) == (purged.build, 0, 1)


def test_every_version_goes_and_a_file_that_took_over_an_old_name_stays(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    build_home({"witness.md": WITNESS, "a.md": ARMADILLOS})
    build_home(
        {"witness.md": WITNESS.replace("zbrodniarz", "man"), "b.md": "The first text, of armadillos.", "a.md": None}
    )
    build_home({"a.md": "The second text, of pangolins."})
    purged = run_purge("witness", "a")
    assert purged.files == 3
    assert places_of(home, *SECRETS, "pangolin") == set()
    assert places_of(home, "armadillo") != set()


def test_a_report_that_only_an_older_build_holds_goes_too(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    build_home({**OTHERS, "witness.md": WITNESS})
    build_home({"witness.md": None})
    assert places_of(home, *SECRETS) != set()
    assert run_purge("witness").forgotten.traces == ()
    assert places_of(home, *SECRETS) == set()


def test_no_way_leads_back_behind_a_purge(home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]) -> None:
    old = build_home({**OTHERS, "witness.md": WITNESS}).build
    shutil.copytree(build_folder(home, old), home.parent / "backup")
    run_purge("witness")
    with pytest.raises(IndexMissingError):
        rollback(home)
    with pytest.raises(IndexMissingError, match=old):
        rollback(home, old)
    shutil.copytree(home.parent / "backup", build_folder(home, old))
    with pytest.raises(PurgedError, match=f"{old} holds a report that was purged on 20"):
        rollback(home, old)
    with pytest.raises(IndexMissingError):
        rollback(home)


def test_a_file_that_still_holds_its_words_is_named_and_the_purge_stays_unfinished(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    build_home({**OTHERS, "witness.md": WITNESS})
    (home / "records").mkdir()
    record = home / "records" / "search.md"
    record.write_text("> The witness named the ZBRODNIARZ.")
    (trace,) = run_purge("witness").forgotten.traces
    assert (trace.path, trace.words) == ("records/search.md", 1)
    assert read_purges(home).unfinished is not None
    record.unlink()
    assert run_purge().forgotten.traces == ()
    assert read_purges(home).unfinished is None
    assert places_of(home, *SECRETS) == set()


def test_words_that_others_have_too_are_not_searched_for(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    build_home({"a.md": "Delegations stressed protection.", "b.md": "Delegations stressed protection!"})
    purged = run_purge("a")
    assert (purged.twins, purged.forgotten.words, purged.forgotten.traces) == (("b",), 0, ())


def test_the_last_report_can_be_purged(home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]) -> None:
    build_home({"witness.md": WITNESS})
    purged = run_purge("witness")
    assert (purged.build, purged.forgotten.traces) == (None, ())
    assert places_of(home, *SECRETS) == set()
    assert published_builds(home) == []
    with pytest.raises(IndexMissingError):
        live_build(home)
    assert build_home(OTHERS).reports == 2


def test_what_cannot_be_purged_is_told_and_nothing_happens(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    with pytest.raises(IndexMissingError):
        run_purge("witness")
    assert not home.exists()
    build = build_home({**OTHERS, "witness.md": WITNESS}).build
    with pytest.raises(UnknownReportError, match="'nobody'"):
        run_purge("witness", "nobody")
    with pytest.raises(UnknownReportError, match="no purge to complete"):
        run_purge()
    (build_folder(home, build) / "vectors.faiss").unlink()
    with pytest.raises(BuildDamagedError, match="Run a rebuild"):
        run_purge("witness")
    assert not (home / PURGED).exists()


def test_a_list_of_purged_files_that_was_altered_stops_every_rebuild(
    home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]
) -> None:
    build_home({**OTHERS, "witness.md": WITNESS})
    run_purge("witness")
    content = (home / PURGED).read_bytes()
    (home / PURGED).write_bytes(content.replace(b'"reason": ""', b'"reason": "x"'))
    with pytest.raises(HomeUnusableError, match="has been altered"):
        build_home({})
    assert live_build(home)


def test_a_home_is_for_its_owner_alone(home: Path, build_home: BuildHome, run_purge: Callable[..., Purged]) -> None:
    home.mkdir(mode=0o755)
    build_home({**OTHERS, "witness.md": WITNESS})
    run_purge("witness")
    build_home({"new.md": "Something new."})
    for path in [home, *home.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, index_home_driver.__file__, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.parametrize("completes", ["rebuild", "purge"])
def test_a_purge_killed_at_any_moment_leaves_a_whole_home_and_is_completed(
    home: Path, tmp_path: Path, build_home: BuildHome, completes: str
) -> None:
    build_home({**OTHERS, "old.md": "Something old."})
    build_home({"witness.md": WITNESS})
    build_home({"old.md": None})
    whole = tmp_path / "whole"
    shutil.copytree(home, whole)
    moments, killed, ordered = random.Random(2026), 0, 0
    takes = 0.0
    for n in range(12):
        shutil.rmtree(home)
        shutil.copytree(whole, home)
        lock = home / "LOCK"
        lock.unlink()
        process = start("purge", home, "witness")
        while not lock.exists() or lock.read_text() != str(process.pid):
            assert process.poll() is None, process.communicate()
            time.sleep(0.002)
        began = time.monotonic()
        if takes:
            # Every other one once the purge is ordered, however long that takes on a busy machine.
            while n % 2 and process.poll() is None and read_purges(home).unfinished is None:
                time.sleep(0.002)
            time.sleep(moments.uniform(0, 0.05) if n % 2 else takes * moments.uniform(0, 1))
            process.kill()
        process.communicate()
        killed += process.returncode < 0
        takes = takes or time.monotonic() - began
        verify(home)
        unfinished = read_purges(home).unfinished is not None
        ordered += unfinished
        if unfinished and completes == "purge":
            done = start("purge", home, "")
        elif completes == "purge":
            done = start("purge", home, "witness")
        else:
            done = start("rebuild", tmp_path / "corpus", home)
        said = done.communicate()
        if unfinished or completes == "purge":
            again = process.returncode < 0 and (done.returncode == 0 or "has a report 'witness'" in said[1])
            assert again or process.returncode == 0, said
            assert places_of(home, *SECRETS, "witness") == set()
            assert read_purges(home).unfinished is None
        verify(home)
    assert killed >= 6
    assert ordered >= 3
