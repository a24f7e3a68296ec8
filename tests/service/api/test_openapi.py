"""The API is what its OpenAPI description says, and the description says everything."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from service_collection import build, running

from corpus.dates import first_day, last_day
from index.build.types import Model
from index.types import Encoder
from service.app import create_app
from service.http.problems import KINDS
from service.quotations.folding import has_word
from service.quotations.request import too_much
from service.reading_list.entries import LONGEST_SPAN
from service.schemas.ask import MOST_QUOTES
from service.schemas.parameters import DATE

pytestmark = pytest.mark.slow


def no_encoder() -> Encoder:
    raise AssertionError("the description needs no model")


DESCRIPTION: dict[str, Any] = create_app(Path("nowhere"), no_encoder).openapi()
OPERATIONS = {
    (operation := result.ok()).label: operation
    for result in schemathesis.openapi.from_dict(DESCRIPTION).get_all_operations()
}
BOUNDED = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[str]:
    home = build(tmp_path_factory.mktemp("openapi"), model)
    with running(create_app(home, lambda: encoder)) as address:
        yield address


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_to_any_allowed_request_conforms_to_the_description(address: str, label: str) -> None:
    @given(OPERATIONS[label].as_strategy())
    @BOUNDED
    def ask(case: schemathesis.Case) -> None:
        excluded = [positive_data_acceptance] if beyond_schema(case) else []
        case.call_and_validate(base_url=address, excluded_checks=excluded)

    ask()


def beyond_schema(case: schemathesis.Case) -> bool:
    """Whether a request may be refused for what no schema can say: how values stand to each other."""
    query = case.query if isinstance(case.query, dict) else {}
    body = case.body if isinstance(case.body, dict) else {}
    searches = [query, body.get("filters", {}), *body.get("record", [])]
    places = body.get("items", [])
    return (
        any(ends_before_it_begins(one) for one in searches)
        or any(is_no_span(one) for one in places)
        or (query.get("of") == "answer" and (query.get("k") or 0) > MOST_QUOTES)
        or ("quotes" in body and (body["quotes"] is None or body.get("report") is not None))
        or ("text" in body and (body["text"] is None or too_much(body["text"]) is not None))
        # What the description of a question to be answered does not say yet.
        or ("question" in body and (not has_word(body["question"]) or isinstance(body.get("k"), float)))
    )


def ends_before_it_begins(search: dict[str, Any]) -> bool:
    begins, ends = search.get("from"), search.get("to")
    return bool(begins and ends and first_day(begins) > last_day(ends))


def is_no_span(item: dict[str, Any]) -> bool:
    """The end is not after the start, or too far from it, or what is there is null."""
    start, end = item.get("start", 0), item.get("end", 1)
    named = [item[key] for key in ("passage", "report") if key in item]
    return None in (start, end, *named) or not 0 < end - start <= LONGEST_SPAN


def test_the_description_is_a_valid_openapi_document_and_defines_all_that_it_refers_to() -> None:
    schemathesis.openapi.from_dict(DESCRIPTION).validate()
    referred = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(DESCRIPTION)))
    assert referred == set(DESCRIPTION["components"]["schemas"])


def test_a_date_is_described_so_that_it_is_every_day_there_is_and_no_other() -> None:
    """Years that tell the rules of leap years apart, and everything that looks like a day."""
    for year in (0, 1, 4, 1900, 2000, 2023, 2024, 2100, 2400, 9999):
        for month in range(14):
            for day in range(33):
                date = f"{year:04}-{month:02}-{day:02}"
                try:
                    real = datetime.date.fromisoformat(date).year > 0
                except ValueError:
                    real = False
                assert bool(re.fullmatch(DATE, date)) is real, date
    assert all(re.fullmatch(DATE, one) for one in ("2021", "2021-11", "2024-02"))
    assert not any(re.fullmatch(DATE, one) for one in ("", "0000", "2021-00", "2021-13", "21", "2021-1", "2021\n"))


@pytest.mark.parametrize(
    "item", [{"start": False, "end": 5}, {"start": "0", "end": 5}, {"start": 0, "end": "5"}, {"start": 0, "end": True}]
)
def test_an_export_takes_numbers_for_numbers_alone(address: str, item: dict[str, Any]) -> None:
    body = {"format": "ris", "items": [{"report": "record", **item}]}
    refused = httpx.post(f"{address}/api/export", json=body)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/bad-request")
    body["items"] = [{"report": "record", "start": 0, "end": 5}]
    assert httpx.post(f"{address}/api/export", json=body).status_code == 200
    body["record"] = [{"q": "agenda", "k": "5"}]
    assert httpx.post(f"{address}/api/export", json=body).status_code == 422


def test_an_open_end_of_a_place_is_described_as_refused(address: str) -> None:
    schema = DESCRIPTION["components"]["schemas"]["ExportItem"]
    assert schema["dependentRequired"] == {"start": ["end"], "end": ["start"]}
    body = {"format": "ris", "items": [{"passage": "0" * 16, "start": 3}]}
    assert httpx.post(f"{address}/api/export", json=body).status_code == 422


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
        "/api/suggest",
        "/api/ask",
        "/api/record",
        "/api/ask/stream",
        "/api/verify",
        "/api/export",
        "/api/download/search",
        "/api/download/reports",
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
