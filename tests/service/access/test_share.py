"""Each client has its share of the service, whatever others ask of it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from service_collection import build, running

from index.build.types import Model
from index.types import Encoder
from service.access import limits, share
from service.access.keys import add_key, keys_file
from service.access.limits import MOST_CLIENTS, Limit, Rates
from service.access.lines import Line
from service.app import create_app
from service.live import OpenIndex

QUOTE = {"quotes": [{"text": "adopted its agenda"}]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("share"), model)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets time pass, which otherwise stands still."""
    now = [1000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])

    def passes(seconds: float) -> None:
        now[0] += seconds

    return passes


def test_a_client_has_a_minutes_worth_and_gets_it_back_with_time(clock: Callable[[float], None]) -> None:
    limit = Limit(60)
    assert [limit.wait("ada") for _ in range(60)] == [0.0] * 60
    assert limit.wait("ada") == pytest.approx(1)
    assert limit.wait("bob") == 0
    clock(1)
    assert limit.wait("ada") == 0
    assert limit.wait("ada") == pytest.approx(1)
    clock(3600)
    assert sum(limit.wait("ada") == 0 for _ in range(100)) == 60


def test_clients_that_are_long_gone_are_forgotten(clock: Callable[[float], None]) -> None:
    limit = Limit(60)
    for n in range(MOST_CLIENTS):
        limit.wait(str(n))
    clock(60)
    limit.wait("ada")
    assert len(limit._due) == 1


@given(st.lists(st.integers(0, 3), min_size=1, max_size=60), st.integers(1, 4), st.integers(1, 4))
def test_clients_take_turns_and_every_turn_comes(asked: list[int], places: int, each: int) -> None:
    async def served() -> None:
        """Who has had a place longest leaves first."""
        line = Line(places, each)
        turns = [(client, line.enter(str(client))) for client in asked]
        working = [one for one in turns if one[1].done()]
        waiting = [one for one in turns if not one[1].done()]
        since = dict.fromkeys(asked, 0)  # how many others have had turns that one who could work has waited for
        while working:
            held = Counter(client for client, _ in working)
            assert max(held.values()) <= each
            assert len(working) == places or all(held[client] == each for client, _ in waiting)
            assert line.waiting == len(waiting)
            client, turn = working.pop(0)
            line.leave(str(client), turn)
            held[client] -= 1
            let_in = [one for one in waiting if one[1].done()]
            for following, _ in let_in:
                for other in {one for one, _ in waiting if held[one] < each} - {following}:
                    since[other] += 1
                    assert since[other] <= len(set(asked)), "one turn of each other client at most"
                since[following] = 0
            working += let_in
            waiting = [one for one in waiting if not one[1].done()]
        assert not waiting
        assert len([turn for turn in (line.enter(str(n)) for n in range(places + 1)) if turn.done()]) == places

    asyncio.run(served())


def test_a_wait_that_is_given_up_holds_nobody_up() -> None:
    async def given_up() -> None:
        line = Line(1, 1)
        first, second, third = (line.enter(name) for name in ("ada", "bob", "cyd"))
        line.leave("bob", second)
        line.leave("ada", first)
        assert third.done()
        line.leave("cyd", third)
        assert line.waiting == 0
        assert line.enter("ada").done()

    asyncio.run(given_up())


@pytest.fixture
def few(home: Path, encoder: Encoder) -> Iterator[Callable[[str], TestClient]]:
    """Clients at an address of their own, of a service that allows few requests."""
    app = create_app(home, lambda: encoder, rates=Rates(requests=5, heavy=2))
    with TestClient(app):
        yield lambda address: TestClient(app, client=(address, 1))


def test_too_many_requests_are_refused_with_when_to_try_again(few: Callable[[str], TestClient]) -> None:
    client = few("192.0.2.1")
    assert [client.get("/api/reports").status_code for _ in range(6)] == [200] * 5 + [429]
    refused = client.get("/api/reports")
    assert refused.json()["type"] == "/problems/too-many-requests"
    assert refused.headers["content-type"] == "application/problem+json"
    assert 10 < int(refused.headers["retry-after"]) <= 12
    page = client.get("/reports", headers={"Accept": "text/html"})
    assert (page.status_code, "retry-after" in page.headers) == (429, True)
    assert html.fromstring(page.text).xpath("string(//h1)") == "Too many requests"
    assert client.get("/static/page.css").status_code == 200
    assert few("192.0.2.2").get("/api/reports").status_code == 200


def test_heavy_calls_are_counted_apart(few: Callable[[str], TestClient]) -> None:
    client = few("192.0.2.1")
    assert [client.post("/api/verify", json=QUOTE).status_code for _ in range(3)] == [200, 200, 429]
    assert client.post("/api/ask", json={"question": "Who adopted the agenda?"}).status_code == 429
    assert [client.get("/api/reports").status_code for _ in range(4)] == [200] * 3 + [429]


def test_a_network_of_ipv6_is_one_client_and_this_machine_is_not_counted(few: Callable[[str], TestClient]) -> None:
    for n in range(5):
        assert few(f"2001:db8::{n}").get("/api/reports").status_code == 200
    assert few("2001:db8::ffff").get("/api/reports").status_code == 429
    assert few("2001:db8:0:1::1").get("/api/reports").status_code == 200
    for here in ("127.0.0.1", "::1"):
        assert {few(here).get("/api/reports").status_code for _ in range(9)} == {200}


def test_keys_are_counted_each_for_itself_wherever_they_are_used(
    tmp_path: Path, model: Model, encoder: Encoder
) -> None:
    home = build(tmp_path, model)
    keys = [{"Authorization": f"Bearer {add_key(keys_file(home), name)}"} for name in ("ada", "bob")]
    app = create_app(home, lambda: encoder, rates=Rates(requests=4, heavy=2))
    with TestClient(app):
        here, there = TestClient(app), TestClient(app, client=("192.0.2.1", 1))
        for key in keys:
            asked = [client.get("/api/reports", headers=key).status_code for client in (here, there) * 3]
            assert asked == [200] * 4 + [429] * 2


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, home: Path, encoder: Encoder) -> Iterator[str]:
    """The address of a service whose checks take half a second each."""
    app = create_app(home, lambda: encoder)
    with running(app) as address:
        index: OpenIndex = app.state.live.state.index
        shown = index.texts.letters

        def slowly(report_id: str) -> object:
            time.sleep(0.5)
            return shown(report_id)

        monkeypatch.setattr(index.texts, "letters", slowly)
        yield address


def test_a_client_that_went_away_while_it_waited_is_not_worked_for(slow: str) -> None:
    def check(seconds: float) -> None:
        with suppress(httpx.ReadTimeout):
            httpx.post(f"{slow}/api/verify", json=QUOTE, timeout=seconds)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(check, [0.3] * 10))
        started = time.monotonic()
        check(30)
    # One was at work already; the nine others would have taken several seconds.
    assert time.monotonic() - started < 3.5


def test_the_heavy_call_of_one_client_does_not_wait_for_those_of_another(
    slow: str, home: Path, request: pytest.FixtureRequest
) -> None:
    keys = {}
    for name in ("ada", "bob"):
        keys[name] = {"Authorization": f"Bearer {add_key(keys_file(home), name)}"}
    request.addfinalizer(keys_file(home).unlink)

    def check(name: str) -> float:
        started = time.monotonic()
        assert httpx.post(f"{slow}/api/verify", json=QUOTE, headers=keys[name], timeout=60).status_code == 200
        return time.monotonic() - started

    alone = check("bob")
    with ThreadPoolExecutor(4) as pool:
        others = [pool.submit(check, "ada") for _ in range(4)]
        time.sleep(0.2)
        assert check("bob") < 1.5 * alone
        assert max(one.result() for one in others) > 3 * alone


def test_one_client_has_so_many_requests_under_way_and_no_more(slow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(share, "MOST_AT_ONCE", 3)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: httpx.post(f"{slow}/api/verify", json=QUOTE, timeout=60), range(6)))
    assert sorted(one.status_code for one in answers) == [200] * 3 + [429] * 3
    assert {one.headers.get("retry-after") for one in answers} == {None, "1"}
    assert httpx.post(f"{slow}/api/verify", json=QUOTE, timeout=60).status_code == 200


@pytest.mark.model
@pytest.mark.slow
def test_sixty_checks_of_one_client_cost_the_next_search_of_another_little(
    sample_home: Path, real_encoder: Encoder
) -> None:
    words = [f"{word}{n}" for n, word in enumerate(["trafficking", "persons", "measures", "delegations"] * 8)]
    body = {"quotes": [{"text": " ".join([*words[n:], *words[:n]])} for n in range(len(words))]}
    done: list[int] = []
    with running(create_app(sample_home, lambda: real_encoder)) as address, ThreadPoolExecutor(60) as pool:
        search = f"{address}/api/search?q=victims+of+trafficking"
        assert httpx.get(search).status_code == 200

        def check() -> None:
            with suppress(httpx.ReadTimeout):
                done.append(httpx.post(f"{address}/api/verify", json=body, timeout=15).status_code)

        checks = [pool.submit(check) for _ in range(60)]
        time.sleep(1)
        times = []
        for _ in range(5):
            started = time.monotonic()
            assert httpx.get(search, timeout=60).status_code == 200
            times.append(time.monotonic() - started)
        assert len(done) < 50, "the checks are too quick to be in anybody's way"
        assert max(times) < 0.5, times
        for one in checks:
            one.result()
