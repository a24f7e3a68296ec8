"""What may be given to be checked: quotations, or a text that is read for them; and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from service_collection import build
from verified_collection import QUOTED, asked

from index.build.types import Model
from service.api.body_limit import MOST_BYTES
from service.quotations.request import LONGEST_QUOTE, LONGEST_TEXT, MOST_QUOTES


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("verification"), model, QUOTED)


def test_a_paragraph_is_read_for_its_quotations(client: TestClient) -> None:
    text = (
        "🔫 It “agreed on 12 recommendations,” says A/AC.1/2021/3; then ‘will meat again’.\n\n> It will meet\n> again"
    )
    document = asked(client, text=text, report="A/AC.1/2021/3")
    assert document["read_as"] == "quotations"
    assert [(quote["n"], quote["verdict"], quote["named"]) for quote in document["quotes"]] == [
        (1, "normalised", "found"),
        (2, "missing", "not there"),
        (3, "exact", "found"),
    ]
    assert (document["exact"], document["normalised"], document["missing"]) == (1, 1, 1)
    assert [text[quote["start"] : quote["end"]] for quote in document["quotes"]] == [
        "agreed on 12 recommendations,",
        "will meat again",
        "> It will meet\n> again",
    ]


def test_a_text_without_marks_is_one_quotation_then_its_sentences(client: TestClient) -> None:
    whole = asked(client, text="It will meet again in the autumn, when the budget is known.")
    assert (whole["read_as"], whole["exact"]) == ("whole", 1)
    sentences = asked(client, text="It will meet again in the autumn, when the budget is known. Zebras run at dawn.")
    assert (sentences["read_as"], sentences["exact"], sentences["missing"]) == ("sentences", 1, 1)
    missing = asked(client, text="Zebras run at dawn.")
    assert (missing["read_as"], len(missing["quotes"])) == ("whole", 1)


def test_a_sentence_of_a_report_that_has_quotations_itself_is_found_whole(client: TestClient) -> None:
    found = asked(client, text="Untraceable guns 🔫 were discussed — “home-made” ones above all.")
    assert (found["read_as"], found["exact"]) == ("whole", 1)


def refused(answer: Response) -> tuple[str, str, str]:
    document = answer.json()
    assert (answer.status_code, document["type"]) == (422, "/problems/bad-request"), answer.text
    (error,) = document["errors"]
    assert document["remedy"].startswith(f"Correct {error['parameter']}")
    return error["parameter"], error["message"], error["allowed"]


@pytest.mark.parametrize(
    ("body", "parameter", "says"),
    [
        ({}, "body", "give either `quotes` or `text`"),
        ({"quotes": [{"text": "a"}], "text": "a"}, "body", "give either `quotes` or `text`"),
        ({"quotes": [{"text": "a"}], "report": "a"}, "body", "`report` goes with `text`"),
        ({"quotes": []}, "quotes", "a list of 1 to 50"),
        ({"quotes": [{"text": "a"}] * (MOST_QUOTES + 1)}, "quotes", "a list of 1 to 50"),
        ({"quotes": [{"text": "a"}, {"text": ""}]}, "quotes.1.text", "1 to 5000 characters"),
        ({"quotes": [{"text": "a" * (LONGEST_QUOTE + 1)}]}, "quotes.0.text", "1 to 5000 characters"),
        (
            {"quotes": [{"text": "a" * LONGEST_QUOTE}] * 11},
            "body",
            "the quotes together have more than 50,000 characters",
        ),
        ({"quotes": [{"text": "?!"}]}, "quotes.0.text", "it has no letter and no digit"),
        ({"quotes": [{"text": "a", "report": " "}]}, "quotes.0.report", "1 to 500 characters"),
        ({"quotes": [{"text": "a", "page": 1}]}, "quotes.0.page", "one of text, report"),
        ({"quotes": [{}]}, "quotes.0.text", "missing"),
        ({"quotes": "a"}, "quotes", "a list of 1 to 50"),
        ({"text": "“a b” " * (MOST_QUOTES + 1)}, "body", f"{MOST_QUOTES + 1} quotations; the limit is {MOST_QUOTES}"),
        ({"text": "The panel met. " * (MOST_QUOTES + 1)}, "body", f"it has more than {MOST_QUOTES} sentences"),
        ({"text": "a" * (LONGEST_TEXT + 1)}, "text", "1 to 20000 characters"),
        ({"text": "a " * LONGEST_QUOTE}, "body", "without quotation marks is taken as one quotation; it has 10,000"),
        ({"text": f"“{'a ' * LONGEST_QUOTE}”"}, "body", "a quotation in it has 10,000 characters; the limit is 5,000"),
        ({"text": "a", "style": "mla"}, "style", "one of un, chicago, bibtex, ris, csl"),
        ({"text": "a", "nope": 1}, "nope", "one of quotes, text, report, style"),
        ([], "body", "an object with quotes, text, report, style"),
    ],
)
def test_a_bad_request_is_told_by_the_path_of_what_is_wrong(
    client: TestClient, body: Any, parameter: str, says: str
) -> None:
    name, message, allowed = refused(client.post("/api/verify", json=body))
    assert name == parameter
    assert says in f"{message}; {allowed}"


def test_what_is_no_json_is_told(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    assert refused(client.post("/api/verify", content=b'{"text": ', headers=headers))[:2] == ("body", "not JSON")


@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_request_that_never_ends_is_cut_off(client: TestClient, in_chunks: bool) -> None:
    chunk = b'{"text": "' + b"a" * 100_000
    content: Any = (
        iter([chunk] * (MOST_BYTES // len(chunk) + 1)) if in_chunks else chunk * (MOST_BYTES // len(chunk) + 1)
    )
    answer = client.post("/api/verify", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert answer.json()["remedy"] == "Send less at once."
