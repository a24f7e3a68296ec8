"""A running service swaps to each new build without failing a request, and to no other build."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from service_collection import FILES, build, running, wait_until

from index.build.purge import purge
from index.build.types import BuildSettings, Model
from index.errors import BuildDamagedError, IndexMissingError
from index.storage.home import live_build, rollback
from index.types import Encoder
from service.app import create_app
from service.live import LiveIndex

OTHER = {"record.md": FILES["record.md"].replace("law enforcement", "customs officers")}
THIRD = {"record.md": FILES["record.md"].replace("law enforcement", "coast guards")}


@contextmanager
def served(home: Path, encoder: Encoder) -> Iterator[httpx.Client]:
    """The service over HTTP on a free port, looking for new builds very often."""
    app = create_app(home, lambda: encoder, poll_seconds=0.02)
    with running(app) as address, httpx.Client(base_url=address) as client:
        yield client


def build_of(client: httpx.Client | TestClient) -> str:
    return str(client.get("/readyz").json().get("build"))


def test_builds_go_live_one_after_the_other_while_no_request_fails(
    tmp_path: Path, model: Model, encoder: Encoder
) -> None:
    home = build(tmp_path, model)
    failures: list[str] = []
    seen: set[str] = set()
    stop = threading.Event()

    def ask(address: str) -> int:
        asked = 0
        with httpx.Client(base_url=address) as client:
            while not stop.is_set():
                found = client.get("/api/search", params={"q": "guidance for law enforcement", "k": 100})
                if found.status_code != 200 or not found.json()["hits"]:
                    failures.append(found.text)
                else:
                    seen.add(found.json()["build"])
                text = client.get("/api/reports/record/text")
                if text.status_code != 200:
                    failures.append(text.text)
                asked += 2
        return asked

    published = [live_build(home)]
    with served(home, encoder) as client, ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(ask, str(client.base_url)) for _ in range(4)]
        try:
            for files in (OTHER, THIRD, FILES, OTHER, THIRD):
                build(tmp_path, model, files)
                published.append(live_build(home))
                wait_until(lambda: build_of(client) == live_build(home))
                wait_until(lambda: live_build(home) in seen)
        finally:
            stop.set()
        asked = sum(asker.result() for asker in askers)
    assert failures == []
    assert asked > 20
    assert seen == set(published)


def test_a_service_started_without_an_index_serves_the_first_build(
    tmp_path: Path, model: Model, encoder: Encoder
) -> None:
    with served(tmp_path / "home", encoder) as client:
        assert client.get("/api/reports").status_code == 503
        home = build(tmp_path, model)
        wait_until(lambda: build_of(client) == live_build(home))
        assert client.get("/api/reports").json()["total"] == len(FILES)


def test_a_service_follows_the_way_back_to_an_earlier_build(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    first = live_build(build(tmp_path, model))
    home = build(tmp_path, model, OTHER)
    with served(home, encoder) as client:
        assert build_of(client) != first
        rollback(home)
        wait_until(lambda: build_of(client) == first)


def test_a_damaged_build_is_not_served_and_the_one_before_goes_on(
    tmp_path: Path, model: Model, encoder: Encoder
) -> None:
    home = build(tmp_path, model)
    live = LiveIndex(home, encoder)
    live.refresh()
    good = live_build(home)
    build(tmp_path, model, OTHER)
    damage(home)
    assert live.stale()
    live.refresh()
    assert isinstance(live.state.problem, BuildDamagedError)
    with live.lease() as index:
        assert index.searcher.manifest.build == good
        assert index.searcher.report("digest").text == FILES["digest.md"]
    assert not live.stale()
    live.close()


def test_readiness_tells_of_a_build_that_was_refused_and_forgets_it_when_a_good_one_comes(
    tmp_path: Path, model: Model, encoder: Encoder
) -> None:
    home = build(tmp_path, model)
    good = live_build(home)
    with served(home, encoder) as client:
        bad = "20991231T000000000-000000"
        shutil.copytree(home / "builds" / good, home / "builds" / bad)
        damage(home, bad)
        point_to(home, bad)
        wait_until(lambda: client.get("/readyz").json()["warning"] is not None)
        ready = client.get("/readyz").json()
        assert (ready["status"], ready["build"]) == ("ready", good)
        assert bad in ready["warning"]
        assert client.get("/api/search?q=guidance").status_code == 200
        point_to(home, good)
        wait_until(lambda: client.get("/readyz").json()["warning"] is None)


def test_a_build_that_was_mended_in_place_is_served(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    home = build(tmp_path, model)
    store = home / "builds" / live_build(home) / "store.sqlite"
    whole = store.read_bytes()
    damage(home)
    with served(home, encoder) as client:
        assert client.get("/readyz").status_code == 503
        store.write_bytes(whole)
        wait_until(lambda: client.get("/readyz").status_code == 200)


def test_a_damaged_live_build_is_answered_for_by_the_newest_whole_one_and_returns_when_mended(
    tmp_path: Path, model: Model, encoder: Encoder, capsys: pytest.CaptureFixture[str]
) -> None:
    oldest = live_build(build(tmp_path, model))
    kept = live_build(build(tmp_path, model, OTHER))
    home = build(tmp_path, model, THIRD)
    newest = live_build(home)
    store = home / "builds" / newest / "store.sqlite"
    whole = store.read_bytes()
    damage(home)
    damage(home, kept)
    with served(home, encoder) as client:
        ready = client.get("/readyz").json()
        assert (ready["status"], ready["build"]) == ("ready", oldest)
        assert ready["warning"].startswith(f"{newest}/store.sqlite has ")
        assert ready["warning"].endswith(f"Until then the older build {oldest} answers.")
        assert client.get("/api/search?q=law+enforcement").json()["build"] == oldest
        page = client.get("/", headers={"Accept": "text/html"}).text
        assert "The newest state of the collection cannot be read. You see that of " in page
        store.write_bytes(whole)
        wait_until(lambda: build_of(client) == newest)
        assert client.get("/readyz").json()["warning"] is None
        assert "The newest state" not in client.get("/", headers={"Accept": "text/html"}).text
    told = capsys.readouterr().err
    assert re.search(rf"kept build refused +build={kept}", told)
    assert re.search(rf"build refused .*serving={oldest}", told)
    assert re.search(rf"build live .*build={newest}", told)


def test_damage_to_the_build_that_answers_is_noticed_and_another_one_takes_over(
    tmp_path: Path, model: Model, encoder: Encoder
) -> None:
    kept = live_build(build(tmp_path, model))
    home = build(tmp_path, model, OTHER)
    newest = live_build(home)
    with served(home, encoder) as client:
        assert build_of(client) == newest
        store = home / "builds" / newest / "store.sqlite"
        whole = store.read_bytes()
        damage(home)
        wait_until(lambda: build_of(client) == kept)
        damage(home, kept)
        wait_until(lambda: client.get("/readyz").status_code == 503)
        assert client.get("/api/search?q=guidance").status_code == 503
        store.write_bytes(whole)
        wait_until(lambda: build_of(client) == newest)


def test_files_that_are_touched_but_whole_go_on_answering(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    home = build(tmp_path, model)
    live = LiveIndex(home, encoder)
    live.refresh()
    (home / "builds" / live_build(home) / "store.sqlite").touch()
    assert live.stale()
    live.refresh()
    assert not live.stale()
    assert live.state.problem is None
    live.close()


@pytest.mark.parametrize("lost", [True, False])
def test_a_pointer_that_is_lost_or_damaged_is_no_outage(
    tmp_path: Path, model: Model, encoder: Encoder, lost: bool
) -> None:
    home = build(tmp_path, model)
    build(tmp_path, model, OTHER)
    newest = live_build(home)
    if lost:
        (home / "CURRENT").unlink()
    else:
        (home / "CURRENT").write_text("nonsense")
    live = LiveIndex(home, encoder)
    live.refresh()
    assert live.state.problem is not None
    with live.lease() as index:
        assert index.searcher.manifest.build == newest
    live.close()


def test_after_a_rollback_the_builds_before_stand_in_first(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    oldest = live_build(build(tmp_path, model))
    build(tmp_path, model, OTHER)
    home = build(tmp_path, model, THIRD)
    rollback(home)
    damage(home)
    live = LiveIndex(home, encoder)
    live.refresh()
    with live.lease() as index:
        assert index.searcher.manifest.build == oldest
    live.close()


def test_no_purged_report_is_served_whatever_is_damaged(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    home = build(tmp_path, model)
    old = live_build(home)
    shutil.copytree(home / "builds" / old, tmp_path / "backup")
    with served(home, encoder) as client:
        assert client.get("/api/reports/record/text").status_code == 200
        purge(home, ["record"], model, BuildSettings())
        wait_until(lambda: client.get("/api/reports/record/text").status_code == 404)
        shutil.copytree(tmp_path / "backup", home / "builds" / old)
        damage(home)
        wait_until(lambda: client.get("/readyz").status_code == 503)


def test_a_purge_of_all_reports_ends_their_service(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    home = build(tmp_path, model)
    with served(home, encoder) as client:
        assert client.get("/api/reports/record/text").status_code == 200
        purge(home, ["record", "digest", "notes-of-a-participant"], model, BuildSettings())
        wait_until(lambda: client.get("/readyz").status_code == 503)
        assert client.get("/api/reports/record/text").status_code == 503


def test_a_request_finishes_on_the_build_it_began_with(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    home = build(tmp_path, model)
    live = LiveIndex(home, encoder)
    live.refresh()
    with live.lease() as old:
        for files in (OTHER, THIRD, FILES, OTHER, THIRD):
            build(tmp_path, model, files)
            live.refresh()
        assert not (home / "builds" / old.searcher.manifest.build).exists()
        assert old.searcher.search("guidance for law enforcement").hits
        assert old.searcher.report("record").text == FILES["record.md"]
        with live.lease() as new:
            assert new.searcher.report("record").text == THIRD["record.md"]
    live.close()


def test_a_build_is_closed_when_its_last_request_ends_and_not_before(
    tmp_path: Path, model: Model, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = build(tmp_path, model)
    live = LiveIndex(home, encoder)
    live.refresh()
    closed: list[str] = []
    with live.lease() as old, live.lease() as same:
        assert old is same
        name, close = old.searcher.manifest.build, old.searcher.close
        monkeypatch.setattr(old.searcher, "close", lambda: (closed.append(name), close()))
        build(tmp_path, model, OTHER)
        live.refresh()
        assert closed == []
    assert closed == [name]
    live.close()
    with pytest.raises(IndexMissingError), live.lease():
        pass


def damage(home: Path, name: str | None = None) -> None:
    """Cut the last byte off the store of a build, by default of the live one."""
    store = home / "builds" / (name or live_build(home)) / "store.sqlite"
    store.write_bytes(store.read_bytes()[:-1])


def point_to(home: Path, name: str) -> None:
    """Make a build live, as a rebuild does in its last step."""
    (home / "CURRENT.new").write_text(f"{name}\n")
    (home / "CURRENT.new").replace(home / "CURRENT")
