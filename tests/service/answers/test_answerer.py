"""An answer is made of quotes, each cut from the stored text; or it says that nothing answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service_collection import ACCOUNT, DIGEST, RECORD, build

from index.build.types import Model
from index.types import Encoder
from service.app import create_app

EARLIER = DIGEST.replace("2023-10", "2021-10").replace("Second", "First").replace("Victim-centred", "Rights-based")
FILES = {"record.md": RECORD, "digest.md": DIGEST, "earlier.md": EARLIER, "account.md": ACCOUNT}
WORDS = sorted({word for text in FILES.values() for word in text.split() if word.isalpha()})


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("answers"), model, FILES)
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


@pytest.fixture(scope="module")
def real_client(
    tmp_path_factory: pytest.TempPathFactory, real_model: Model, real_encoder: Encoder
) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("real-answers"), real_model, FILES)
    with TestClient(create_app(home, lambda: real_encoder)) as client:
        yield client


def ask(client: TestClient, question: str, **more: Any) -> Any:
    answer = client.post("/api/ask", json={"question": question, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), ending=st.sampled_from(["", "?", " 2021 and 2023"])
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_whatever_is_asked_every_quote_slices_exactly(client: TestClient, words: list[str], ending: str) -> None:
    found = ask(client, " ".join(words) + ending)
    texts = {}
    for n, quote in enumerate(found["quotes"], 1):
        report = quote["report"]["id"]
        texts[report] = texts.get(report) or client.get(f"/api/reports/{report}/text").content.decode()
        assert texts[report][quote["start"] : quote["end"]] == quote["text"]
        assert quote["passage"]["start"] <= quote["start"] < quote["end"] <= quote["passage"]["end"]
        assert quote["n"] == n
    assert (found["verdict"] == "answered") == bool(found["quotes"]) == (found["confidence"] is not None)
    assert (found["says"] is None) == (found["confidence"] == "high")


def test_a_quote_says_where_it_is_from_and_what_kind_of_text_that_is(client: TestClient) -> None:
    quote = ask(client, "guidance for law enforcement")["quotes"][0]
    assert quote["text"] == "The Committee recommended guidance for law enforcement."
    assert (quote["source"], quote["pinpoint"]) == ("Official record", "para. 4")
    assert quote["citation"] == "A/79/352, para. 4"


def test_a_paragraph_that_is_asked_for_by_its_number_is_the_answer(client: TestClient) -> None:
    for question in ("what does paragraph 4 of A/79/352 say?", "A/79/352, para. 4", "para 4 A/79/352 zebras in Oslo"):
        found = ask(client, question)
        assert [quote["citation"] for quote in found["quotes"]] == ["A/79/352, para. 4"]
        assert found["quotes"][0]["text"].endswith("The Committee recommended guidance for law enforcement.")
    assert ask(client, "A/79/352, para. 4", filters={"kind": ["digest"]})["quotes"] == []


def test_what_a_digest_says_of_its_certainty_is_no_answer(tmp_path: Path, model: Model, encoder: Encoder) -> None:
    text = "# Dialogue on firearms\n\nAna Ruiz chaired the dialogue on firearms. It met in Vienna in 2022.\n\n" + (
        "The date and the chair of the dialogue are given with high confidence."
    )
    with TestClient(create_app(build(tmp_path, model, {"dialogue.md": text}), lambda: encoder)) as client:
        quotes = ask(client, "who chaired the dialogue on firearms?")["quotes"]
    assert [quote["text"] for quote in quotes] == ["Ana Ruiz chaired the dialogue on firearms."]


def test_filters_and_k_bound_an_answer(client: TestClient) -> None:
    found = ask(client, "victim-centred approaches", k=1, filters={"kind": ["digest"], "from": "2023"})
    assert [quote["report"]["id"] for quote in found["quotes"]] == ["digest"]
    assert (found["searched"]["reports"], found["searched"]["readable"]) == (1, 4)


def test_a_comparison_is_put_together_by_side_in_the_order_of_time(client: TestClient) -> None:
    found = ask(client, "Which channels did speakers name in 2021 and 2023?")
    assert (found["kind"], [group["label"] for group in found["groups"]]) == ("comparison", ["2021", "2023"])
    reports = {quote["n"]: quote["report"]["id"] for quote in found["quotes"]}
    quoted = [{reports[n] for n in group["quotes"]} for group in found["groups"]]
    assert quoted == [{"earlier"}, {"digest"}]


def test_a_side_that_is_meant_and_of_which_nothing_is_said_is_named(client: TestClient) -> None:
    found = ask(client, "How did the channels that organizations use change between 2020 and 2023?")
    assert found["verdict"] == "answered"
    assert [group["label"] for group in found["groups"] if not group["quotes"]][:1] == ["2020"]
    assert all(quote["report"]["id"] != "record" for quote in found["quotes"])


def test_the_nearest_passages_are_given_with_an_answer_too(client: TestClient) -> None:
    assert len(ask(client, "guidance for law enforcement")["nearest"]) == 3


def test_a_paragraph_that_is_named_is_quoted_whole(client: TestClient) -> None:
    found = ask(client, "What does paragraph 4 of A/79/352 say?")
    assert (found["kind"], found["verdict"]) == ("place", "answered")
    assert [quote["citation"] for quote in found["quotes"]] == ["A/79/352, para. 4"]


def test_a_document_that_is_not_held_is_said_to_be_missing(client: TestClient) -> None:
    found = ask(client, "What does A/59/12 say in paragraph 4?")
    assert (found["verdict"], found["reason"]) == ("not_found", "not_held")
    assert found["says"] == "A/59/12 is not in this collection; no report cites it."


def test_a_paragraph_that_a_document_does_not_have_is_said_to_be_missing(client: TestClient) -> None:
    found = ask(client, "A/79/352, para. 400")
    assert (found["verdict"], found["reason"]) == ("not_found", "no_place")
    assert found["says"] == "A/79/352 has no paragraph 400."


def test_nothing_found_is_said_with_what_was_searched_and_the_nearest_passages_apart(client: TestClient) -> None:
    found = ask(client, "Which airline did Oxfam sponsor in Zanzibar in 1987?")
    assert (found["verdict"], found["reason"], found["quotes"]) == ("not_found", "nothing", [])
    assert found["says"] == "None of the 4 reports answers this."
    assert found["nearest"]


@pytest.mark.model
@pytest.mark.parametrize(
    "question",
    [
        "Why did the Committee leave New York for Nairobi?",
        "Why did the Secretariat refuse technical assistance to Malta?",
        "Why was the Second Constructive Dialogue cancelled by Austria?",
        'Why did the "Committee" ban smoking?',
    ],
)
def test_what_takes_for_granted_that_something_false_is_so_gets_no_answer(
    real_client: TestClient, question: str
) -> None:
    found = ask(real_client, question)
    assert (found["verdict"], found["reason"], found["quotes"]) == ("not_found", "nothing", [])


def test_protected_persons_are_not_named_nor_their_passages_offered(client: TestClient) -> None:
    found = ask(client, "names of the victims who spoke at the dialogue")
    assert (found["verdict"], found["reason"]) == ("not_found", "persons")
    assert (found["quotes"], found["nearest"]) == ([], [])
    assert found["says"].startswith("Rapporteur does not identify or locate victims")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": ""}, 422),
        ({"question": "…"}, 422),
        ({"question": "a", "k": 0}, 422),
        ({"question": "a", "k": 2.5}, 422),
        ({"question": "a", "k": True}, 422),
        ({"question": "a", "more": 1}, 422),
        ({"question": "a", "filters": {"from": "2024", "to": "2023"}}, 422),
        ({}, 422),
    ],
)
def test_what_cannot_be_asked_is_refused_as_a_problem(client: TestClient, body: Any, status: int) -> None:
    answer = client.post("/api/ask", json=body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["remedy"]


def test_a_number_without_a_fraction_is_whole(client: TestClient) -> None:
    assert client.post("/api/ask", json={"question": "guidance for law enforcement", "k": 2.0}).status_code == 200


def test_the_page_shows_the_quotes_above_the_passages(client: TestClient) -> None:
    text = client.get("/", params={"q": "guidance for law enforcement"}).text
    assert text.index("What the reports say") < text.index("Passages for")
    assert text.index("The Committee recommended guidance for law enforcement.") < text.index("Passages for")


def test_the_page_says_that_nothing_answers(client: TestClient) -> None:
    text = client.get("/", params={"q": "Which airline did Oxfam sponsor in Zanzibar in 1987?"}).text
    assert "None of the 4 reports answers this." in text


def test_the_page_gives_no_answer_on_later_pages_and_to_one_engine_alone(client: TestClient) -> None:
    for more in ({"offset": 1}, {"mode": "keyword"}, {"sort": "newest"}):
        assert 'id="answer"' not in client.get("/", params={"q": "victim-centred approaches", **more}).text
