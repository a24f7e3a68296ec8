"""What the service tells of itself to those who run it, and that it tells nothing of what readers ask."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from service_collection import build, running

from index.build.types import Model
from index.search.searcher import Searcher
from index.types import Encoder
from service.access.limits import Rates
from service.app import create_app
from service.http.logs import without_words

SECRET = "zanzibar"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("figures"), model)


@pytest.fixture
def app(home: Path, encoder: Encoder) -> FastAPI:
    return create_app(home, lambda: encoder, rates=Rates(requests=20, heavy=1))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


def figures(client: TestClient) -> dict[tuple[str, ...], float]:
    """The samples by name and values of labels, which are in the order of their names."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in found for one in family.samples}


def test_requests_are_counted_by_route_and_never_by_what_was_asked(client: TestClient) -> None:
    for address in (f"/?q={SECRET}", f"/api/search?q={SECRET}", f"/api/search?q={SECRET}", f"/reports/{SECRET}"):
        client.get(address)
    client.request(SECRET.upper(), f"/{SECRET}")
    found = figures(client)
    assert found["rapporteur_requests_total", "GET", "/api/search", "200"] == 2
    assert found["rapporteur_requests_total", "GET", "/reports/{id}", "404"] == 1
    assert found["rapporteur_requests_total", "other", "none", "404"] == 1
    assert SECRET not in client.get("/metrics").text.lower()


def test_every_stage_of_a_request_has_its_time(client: TestClient) -> None:
    client.post("/api/verify", json={"quotes": [{"text": "adopted its agenda"}]})
    found = figures(client)
    for stage in ("receiving", "waiting", "working", "sending"):
        assert found["rapporteur_stage_seconds_count", "/api/verify", stage] == 1
    assert found["rapporteur_stage_seconds_sum", "/api/verify", "working"] > 0
    assert (found["rapporteur_waiting_heavy",], found["rapporteur_waiting_light",]) == (0, 0)


def test_what_is_rejected_is_told_by_its_reason(app: FastAPI) -> None:
    with TestClient(app) as local:
        local.get("/", headers={"Host": "evil.com"})
        local.post("/api/ask", content=b"x" * 1_000_001)
        far = TestClient(app, client=("192.0.2.1", 1))
        for _ in range(3):
            far.post("/api/verify", json={"quotes": [{"text": "agenda"}]})
        found = figures(local)
        assert {reason: found["rapporteur_rejected_total", reason] for reason in ("unknown host", "too large")} == {
            "unknown host": 1,
            "too large": 1,
        }
        assert found["rapporteur_rejected_total", "too many requests"] == 2
        assert found["rapporteur_rejected_total", "no key"] == 0


def test_the_build_has_its_age(client: TestClient) -> None:
    found = figures(client)
    assert 0 < found["rapporteur_build_age_seconds",] < 600
    assert (found["rapporteur_ready",], found["rapporteur_build_problem",]) == (1, 0)


def test_without_an_index_there_are_figures_too(tmp_path: Path, encoder: Encoder) -> None:
    with TestClient(create_app(tmp_path, lambda: encoder)) as client:
        found = figures(client)
        assert (found["rapporteur_ready",], found["rapporteur_build_problem",]) == (0, 1)


@pytest.mark.parametrize("as_json", [False, True])
def test_no_log_holds_what_was_asked(
    home: Path,
    encoder: Encoder,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    as_json: bool,
) -> None:
    def fail(self: Searcher, question: str, **_: object) -> None:
        try:
            raise ValueError(f"no room for {question}")
        except ValueError as error:
            raise RuntimeError(f"cannot search for {question}") from error

    monkeypatch.setattr(Searcher, "search", fail)
    with running(create_app(home, lambda: encoder, log_json=as_json)) as address:
        assert httpx.get(f"{address}/api/search?q={SECRET}").status_code == 500
        assert httpx.post(f"{address}/api/verify", content=SECRET).status_code == 422
        logging.getLogger("uvicorn.error").warning(f"from a library, JSON: {as_json}")
    logged = capfd.readouterr().err
    assert SECRET not in logged
    assert "builtins.RuntimeError" in logged
    assert "in fail" in logged
    if as_json:
        lines = [json.loads(line) for line in logged.splitlines()]
        assert {"build live", "request failed", "from a library, JSON: True"} <= {one["event"] for one in lines}
        assert all({"event", "level", "timestamp"} <= one.keys() for one in lines)
        assert {one["level"] for one in lines} == {"info", "error", "warning"}


def test_of_an_exception_the_types_and_places_are_told_and_the_reason_of_the_system() -> None:
    try:
        try:
            raise OSError(28, "No space left on device", SECRET)
        except OSError:
            raise ExceptionGroup(SECRET, [sqlite3.OperationalError(SECRET)])  # noqa: B904
    except ExceptionGroup as error:
        told = without_words((type(error), error, error.__traceback__))
    assert SECRET not in told
    for part in ("builtins.OSError: No space left", "which led to:", "ExceptionGroup", "sqlite3.OperationalError"):
        assert part in told
    assert f"{__file__}:" in told
