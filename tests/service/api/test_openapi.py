"""The API is what its OpenAPI description says, and the description says everything."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from service_collection import build, running

from index.build.types import Model
from index.types import Encoder
from service.app import create_app
from service.http.problems import KINDS

pytestmark = pytest.mark.slow


def no_encoder() -> Encoder:
    raise AssertionError("the description needs no model")


DESCRIPTION: dict[str, Any] = create_app(Path("nowhere"), no_encoder).openapi()
OPERATIONS = {
    (operation := result.ok()).label: operation
    for result in schemathesis.openapi.from_dict(DESCRIPTION).get_all_operations()
}
# A schema cannot say that 31 February is no day, or that a question needs a word.
BEYOND_SCHEMA = (
    "GET /api/search",
    "GET /api/over-time",
    "GET /api/reports",
    "GET /api/record",
    "POST /api/ask",
    "POST /api/ask/stream",
    "POST /api/verify",
    "POST /api/export",
)
BOUNDED = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[str]:
    home = build(tmp_path_factory.mktemp("openapi"), model)
    with running(create_app(home, lambda: encoder)) as address:
        yield address


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_to_any_allowed_request_conforms_to_the_description(address: str, label: str) -> None:
    beyond_schema = [positive_data_acceptance] if label in BEYOND_SCHEMA else []

    @given(OPERATIONS[label].as_strategy())
    @BOUNDED
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=address, excluded_checks=beyond_schema)

    ask()


@pytest.mark.parametrize(
    "label",
    [
        "GET /api/search",
        "POST /api/ask",
        "POST /api/ask/stream",
        "POST /api/verify",
        "POST /api/export",
        "GET /api/reports",
        "GET /api/passages/{id}/citation",
    ],
)
def test_every_malformed_request_is_refused_as_the_description_says(address: str, label: str) -> None:
    @given(OPERATIONS[label].as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    @BOUNDED
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(base_url=address)

    ask()


def test_the_calls_of_the_contract_are_described_and_no_other() -> None:
    assert set(DESCRIPTION["paths"]) == {
        "/api/search",
        "/api/ask",
        "/api/record",
        "/api/ask/stream",
        "/api/verify",
        "/api/export",
        "/api/over-time",
        "/api/reports",
        "/api/reports/{id}",
        "/api/reports/{id}/text",
        "/api/reports/{id}/passages",
        "/api/reports/{id}/citation",
        "/api/passages/{id}",
        "/api/passages/{id}/citation",
        "/api/passages/{id}/similar",
        "/healthz",
        "/readyz",
    }


def test_every_call_and_parameter_and_field_is_described() -> None:
    for path, methods in DESCRIPTION["paths"].items():
        for call in methods.values():
            assert call["summary"], path
            assert call["description"], path
            for parameter in call.get("parameters", []):
                assert parameter["description"], (path, parameter["name"])
    for name, shape in DESCRIPTION["components"]["schemas"].items():
        assert shape["description"], name
        for field, value in shape["properties"].items():
            assert value.get("description") or "$ref" in str(value) or "const" in value, (name, field)


def test_every_error_is_described_as_a_problem_document() -> None:
    for methods in DESCRIPTION["paths"].values():
        for call in methods.values():
            for status, answer in call["responses"].items():
                if status != "200":
                    assert list(answer["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in DESCRIPTION["components"]["schemas"]


def test_every_call_that_takes_a_body_may_refuse_it() -> None:
    for path, methods in DESCRIPTION["paths"].items():
        for method, call in methods.items():
            if method == "post":
                assert {"400", "413", "422"} <= call["responses"].keys(), path


class _Page(HTMLParser):
    """Collects what a page loads and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.inline = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        self.inline |= "style" in found or tag == "style" or (tag == "script" and "src" not in found)
        target = found.get("src") or found.get("href") or ""
        (self.links if tag == "a" else self.loads).add(target)


def test_the_documentation_is_whole_and_loads_nothing_from_elsewhere(address: str) -> None:
    with TestClient(create_app(Path("nowhere"), lambda: _NoModel())) as client:
        text = client.get("/docs").text
    page = _Page()
    page.feed(text)
    assert not page.inline
    assert all(load == "" or load.startswith("/static/") for load in page.loads)
    assert all(link[1:] in page.ids for link in page.links if link.startswith("#"))
    for path, methods in DESCRIPTION["paths"].items():
        assert path in text
        for parameter in next(iter(methods.values())).get("parameters", []):
            assert f"<code>{parameter['name']}</code>" in text


def test_the_type_of_a_problem_is_an_address_that_explains_it() -> None:
    with TestClient(create_app(Path("nowhere"), lambda: _NoModel()), follow_redirects=False) as client:
        text = client.get("/docs").text
        for _, name, _ in KINDS:
            answer = client.get(f"/problems/{name}")
            assert (answer.status_code, answer.headers["location"]) == (303, f"/docs#problem-{name}")
            assert f'id="problem-{name}"' in text


class _NoModel:
    name, fingerprint, dimension = "none", "none", 1

    def encode(self, texts: object) -> Any:
        raise AssertionError("nothing is searched here")

    def score_pairs(self, question: str, texts: object) -> None:
        """It has not learnt to read."""
