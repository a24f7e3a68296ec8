"""Every error is a problem document that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from service_collection import build
from structlog.testing import capture_logs

from corpus.errors import RapporteurError
from index import errors
from index.build.types import Model
from index.search.searcher import Searcher
from index.types import Encoder
from service import errors as service_errors
from service.app import create_app
from service.http.problems import TABLE, problem_of


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("problems"), model)
    with TestClient(create_app(home, lambda: encoder), raise_server_exceptions=False) as client:
        yield client


def problem(answer: Response, status: int, name: str) -> dict[str, Any]:
    """The problem document of an answer, checked."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    document: dict[str, Any] = answer.json()
    assert set(document) - {"errors"} == {"type", "title", "status", "detail", "instance", "remedy"}
    assert answer.status_code == document["status"] == status
    assert document["type"] == f"/problems/{name}"
    assert document["instance"] == answer.request.url.path
    assert document["title"]
    assert document["detail"]
    assert document["remedy"]
    assert "Traceback" not in answer.text
    return document


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/api/reports/nope", "unknown-report"),
        ("/api/reports/nope/text", "unknown-report"),
        ("/api/reports/nope/passages", "unknown-report"),
        ("/api/passages/nope", "unknown-passage"),
        ("/api/passages/nope/citation", "unknown-passage"),
        ("/api/nope", "not-found"),
        ("/api", "not-found"),
        ("/static/nope.css", "not-found"),
        ("/static/../app.py", "not-found"),
    ],
)
def test_what_is_not_there_is_a_problem(client: TestClient, address: str, name: str) -> None:
    problem(client.get(address), 404, name)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_method_that_is_not_allowed_is_a_problem(client: TestClient, method: str) -> None:
    answer = client.request(method, "/api/search?q=x")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, HEAD"


def test_head_is_answered_as_get_without_the_body(client: TestClient) -> None:
    for address in ("/healthz", "/readyz", "/api/reports", "/api/search?q=agenda", "/api/nope", "/reports", "/docs"):
        asked, head = client.get(address), client.head(address)
        assert (head.status_code, head.content) == (asked.status_code, b""), address
        assert head.headers["content-type"] == asked.headers["content-type"]
        assert head.headers["x-content-type-options"] == "nosniff"
    assert client.head("/api/ask").headers["allow"] == "POST"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/api/search?q=a&q=b", "q"),
        ("/api/search?q=a&k=5&k=5", "k"),
        ("/api/record?q=a&of=search&of=answer", "of"),
        ("/api/over-time?q=a&from=2020&from=2021", "from"),
        ("/api/reports?limit=1&limit=2", "limit"),
        ("/api/reports/record/citation?start=0&end=5&end=9", "end"),
    ],
)
def test_a_parameter_of_one_value_that_is_given_twice_is_refused(
    client: TestClient, address: str, parameter: str
) -> None:
    (error,) = problem(client.get(address), 422, "bad-request")["errors"]
    assert (error["parameter"], error["message"]) == (parameter, "given more than once")


def test_a_parameter_of_several_values_may_be_given_twice(client: TestClient) -> None:
    assert client.get("/api/search?q=agenda&report=record&report=digest").status_code == 200
    problem(client.get("/api/search?q=agenda&nope=1&nope=2"), 422, "bad-request")


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/api/verify", "/api/export"])
def test_a_body_that_cannot_be_read_is_a_problem_of_its_own(client: TestClient, path: str) -> None:
    answer = client.post(path, content=b'{"a": "\xff"}', headers={"Content-Type": "application/json"})
    document = problem(answer, 400, "unreadable-body")
    assert "Content-Type: application/json" in document["remedy"]


@pytest.mark.parametrize(
    ("headers", "content", "message"),
    [
        ({"Content-Type": "text/plain; charset=utf-8"}, b'{"question": "x"}', "sent as text/plain"),
        ({"Content-Type": "application/json"}, b"{", "not JSON"),
        ({}, b"", "missing"),
    ],
)
def test_a_body_that_is_no_json_is_told_what_is_expected(
    client: TestClient, headers: dict[str, str], content: bytes, message: str
) -> None:
    (error,) = problem(client.post("/api/ask", content=content, headers=headers), 422, "bad-request")["errors"]
    assert (error["parameter"], error["message"]) == ("body", message)
    assert error["allowed"] == "one JSON object, with the header Content-Type: application/json"


def test_a_whole_number_is_asked_for_as_one(client: TestClient) -> None:
    (error,) = problem(client.post("/api/ask", json={"question": "x", "k": 99}), 422, "bad-request")["errors"]
    assert error["allowed"] == "a whole number from 1 to 50"


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("", "q", "1 to 1000 characters"),
        ("q=", "q", "1 to 1000 characters"),
        ("q=%20%09", "q", "1 to 1000 characters"),
        (f"q={'x' * 1001}", "q", "1 to 1000 characters"),
        ("q=x&k=0", "k", "a whole number from 1 to 100"),
        ("q=x&k=101", "k", "a whole number from 1 to 100"),
        ("q=x&k=ten", "k", "a whole number from 1 to 100"),
        ("q=x&offset=-1", "offset", "a whole number from 0 to"),
        ("q=x&offset=99999999999999999999", "offset", "a whole number from 0 to"),
        ("q=x&mode=fuzzy", "mode", "one of hybrid, semantic, keyword"),
        ("q=x&kind=rumour", "kind", "one of official record, secretariat news"),
        ("q=x&from=2024-13", "from", "2021-11"),
        ("q=x&from=2023-02-29", "from", "2021-11"),
        ("q=x&to=yesterday", "to", "2021-11"),
        ("q=x&from=2024&to=2023-12-31", "to", "2021-11"),
        ("q=x&page=2", "page", "one of q, series, kind, body, language"),
        ("q=x&date_from=2023", "date_from", "from, to"),
        ("q=x&series=", "series", "1 to 500 characters; may be given more than once"),
        ("q=x" + 51 * "&report=a", "report", "may be given more than once"),
    ],
)
def test_a_bad_parameter_is_named_with_what_is_allowed(
    client: TestClient, query: str, parameter: str, allowed: str
) -> None:
    document = problem(client.get(f"/api/search?{query}"), 422, "bad-request")
    (error,) = document["errors"]
    assert (error["parameter"], error["place"]) == (parameter, "query")
    assert allowed in error["allowed"]
    assert parameter in document["detail"]


def test_all_bad_parameters_are_named_at_once(client: TestClient) -> None:
    document = problem(client.get("/api/search?k=0&mode=x&nope=1"), 422, "bad-request")
    assert {error["parameter"] for error in document["errors"]} == {"q", "k", "mode", "nope"}


@pytest.mark.parametrize(
    "address",
    [
        "/api/reports",
        "/api/reports/record",
        "/api/reports/record/text",
        "/api/reports/record/passages",
        "/api/passages/x",
    ],
)
def test_no_call_ignores_a_parameter_it_does_not_know(client: TestClient, address: str) -> None:
    document = problem(client.get(address, params={"nope": "1"}), 422, "bad-request")
    assert [error["parameter"] for error in document["errors"]] == ["nope"]


def test_a_question_without_a_word_is_a_problem(client: TestClient) -> None:
    problem(client.get("/api/search", params={"q": "?!"}), 422, "bad-query")


def test_a_failure_inside_the_service_is_logged_and_tells_nothing_of_its_inside(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(Searcher, "search", fail)
    with capture_logs() as logged:
        answer = client.get("/api/search?q=x")
    problem(answer, 500, "internal-error")
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]
    assert [(one["event"], str(one["exc_info"])) for one in logged] == [("request failed", "the secret inside")]


@pytest.mark.parametrize("address", ["/readyz", "/api/search?q=x", "/api/reports", "/api/reports/x", "/api/passages/x"])
def test_without_an_index_the_service_lives_but_is_not_ready(tmp_path: Path, encoder: Encoder, address: str) -> None:
    with TestClient(create_app(tmp_path / "none", lambda: encoder)) as client:
        assert client.get("/healthz").status_code == 200
        document = problem(client.get(address), 503, "no-index")
        assert "rapporteur rebuild" in document["remedy"]


def test_a_damaged_index_is_a_problem_that_names_the_file(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    home = build(tmp_path, model)
    (store,) = home.glob("builds/*/store.sqlite")
    store.write_bytes(store.read_bytes()[:-1])
    with TestClient(create_app(home, lambda: encoder)) as client:
        assert "store.sqlite" in problem(client.get("/readyz"), 503, "damaged-index")["detail"]


def test_every_error_a_request_can_meet_has_a_place_in_the_table() -> None:
    of_rebuilds = {
        errors.EmptyCorpusError,
        errors.FilesRejectedError,
        errors.HomeLockedError,
        errors.ModelRefusedError,
        errors.PurgedError,
        errors.SnapshotRefusedError,
    }
    of_commands = {service_errors.KeyNameError}
    modules = {**vars(errors), **vars(service_errors)}
    known = {one for one in modules.values() if isinstance(one, type) and issubclass(one, RapporteurError)}
    assert known - {RapporteurError} - of_rebuilds - of_commands == set(TABLE)


def test_an_error_without_a_place_in_the_table_still_says_what_to_do() -> None:
    document = problem_of(errors.HomeLockedError("Another rebuild is at work.", "Wait."), "/api/x")
    assert (document.status, document.type, document.remedy) == (500, "/problems/failure", "Wait.")
