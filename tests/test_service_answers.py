"""An answer is made of quotes, each cut from the stored text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from service_collection import build

from index.build import Model
from index.types import Encoder
from service.app import create_app


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("answers"), model)
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


def ask(client: TestClient, question: str, **more: Any) -> Any:
    answer = client.post("/api/ask", json={"question": question, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_quotes_slice_exactly_from_the_text_that_is_served(client: TestClient) -> None:
    found = ask(client, "which channels do organizations seldom use?")
    assert found["quotes"]
    for quote in found["quotes"]:
        text = client.get(f"/api/reports/{quote['report']['id']}/text").text
        assert text[quote["start"] : quote["end"]] == quote["text"]


def test_a_quote_says_where_it_is_from_and_what_kind_of_text_that_is(client: TestClient) -> None:
    quote = ask(client, "guidance for law enforcement")["quotes"][0]
    assert quote["text"] == "The Committee recommended guidance for law enforcement."
    assert (quote["source"], quote["pinpoint"]) == ("Official record", "para. 4")
    assert quote["citation"] == "A/79/352, para. 4"


def test_filters_and_k_bound_an_answer(client: TestClient) -> None:
    found = ask(client, "victim-centred approaches", k=1, filters={"kind": ["digest"]})
    assert [quote["report"]["kind"] for quote in found["quotes"]] == ["digest"]
    assert (found["searched"]["reports"], found["searched"]["readable"]) == (1, 3)
