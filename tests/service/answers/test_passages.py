"""The order of the first passages by their best sentences: of an answerer, in the API, in a record, and on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import HashingEncoder
from fastapi.testclient import TestClient
from page_trees import page, texts
from service_collection import build

from index.build.types import Model
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Vectors
from service.answers import answerer
from service.answers.abstention import AbstentionClassifier, LogisticModel, Thresholds
from service.answers.answerer import Answerer
from service.answers.passages import FIRST, OF_EACH
from service.app import create_app
from service.citations.citer import Citer

QUESTION = "Which onions were bought?"
CHOSEN = "Nobody expected that the red onions of the seventh market were bought."


class ReadingEncoder(HashingEncoder):
    """Finds the answer in one sentence, and counts what it is given."""

    read = 0

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors:
        self.read += len(texts)
        return np.asarray([5.0 if "seventh" in text else -5.0 for text in texts], dtype=np.float32)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    files = {
        f"m{i:02}.txt": f"In market {i} onions were bought. Which onions they were is told below." for i in range(8)
    }
    return build(tmp_path_factory.mktemp("passages"), model, {**files, "seventh.txt": f"{CHOSEN} It was late."})


@pytest.fixture(scope="module")
def searcher(home: Path) -> Iterator[Searcher]:
    opened = open_live(home, ReadingEncoder())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(home, ReadingEncoder), base_url="http://localhost") as client:
        yield client


def listed(client: TestClient, **asked: str) -> list[str]:
    found = client.get("/api/search", params={"q": QUESTION, "k": "15", **asked}).json()["hits"]
    before = int(asked.get("offset", 0))
    assert [hit["rank"] for hit in found] == [before + n for n, _ in enumerate(found, 1)]
    return [hit["report"]["id"] for hit in found]


def test_the_passage_with_the_best_sentence_comes_first_and_the_rest_keep_their_order(home: Path) -> None:
    encoder = ReadingEncoder()
    searcher = open_live(home, encoder)
    found = searcher.search(QUESTION, k=15).hits
    assert 0 < [hit.report.id for hit in found].index("seventh") < FIRST
    ordered = Answerer(searcher, Citer(searcher)).order(QUESTION, found)
    assert ordered[0].report.id == "seventh"
    assert [hit.rank for hit in ordered] == [hit.rank for hit in found]
    rest = [hit.passage.id for hit in found if hit.report.id != "seventh"]
    assert [hit.passage.id for hit in ordered[1:]] == rest
    assert len(found) <= encoder.read <= FIRST * OF_EACH
    searcher.close()


def test_what_is_asked_for_exactly_keeps_its_order(searcher: Searcher) -> None:
    question = '"onions were bought"'
    found = searcher.search(question, k=15).hits
    assert Answerer(searcher, Citer(searcher)).order(question, found) == found


@pytest.mark.parametrize("asked", [{"mode": "keyword"}, {"sort": "newest"}, {"offset": "1"}, {}])
def test_a_program_gets_the_order_where_it_asks_for_it_and_it_applies(
    client: TestClient, asked: dict[str, str]
) -> None:
    plain, again = listed(client, **asked), listed(client, rerank="true", **asked)
    assert plain[0] != "seventh"
    assert again == plain if asked else again[0] == "seventh"


def test_fewer_passages_are_the_first_of_the_same_order(client: TestClient) -> None:
    assert listed(client, rerank="true", k="2") == listed(client, rerank="true")[:2]


def test_the_page_shows_the_order_and_its_record_holds_it(client: TestClient) -> None:
    tree = page(client, "/", q=QUESTION)
    assert "seventh" in texts(tree, ".hit")[0]
    assert "seventh" not in texts(page(client, "/", q=QUESTION, mode="semantic"), ".hit")[0]
    (link,) = {
        href for href in tree.xpath("//a/@href") if "/api/record" in href and "of=search" in href and "json" in href
    }
    record = client.get(link).json()
    assert record["settings"]["rerank"] is True
    assert record["results"][0]["report"] == "seventh"


@pytest.mark.parametrize(("confident", "heading"), [(0.9, "What the reports say"), (1.0, "Possible answer")])
def test_an_answer_that_is_not_sure_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch, confident: float, heading: str
) -> None:
    model, thresholds = LogisticModel({}, {}, {}, bias=3.0), Thresholds(answered=0.5, confident=confident)
    decisions = AbstentionClassifier(model, thresholds, model, thresholds)
    monkeypatch.setattr(answerer, "load_abstention_classifier", lambda: decisions)
    with TestClient(create_app(home, ReadingEncoder), base_url="http://localhost") as client:
        found = client.post("/api/ask", json={"question": QUESTION}).json()
        possible = confident == 1.0
        assert found["verdict"] == "answered"
        assert found["confidence"] == ("low" if possible else "high")
        assert found["says"] == (answerer.POSSIBLE if possible else None)
        tree = page(client, "/", q=QUESTION)
        assert texts(tree, "#answer") == [heading]
        assert texts(tree, ".answer .warning") == ([answerer.POSSIBLE] if possible else [])
        record = client.get("/api/record", params={"q": QUESTION, "of": "answer"}).json()
        assert (record["confidence"], record["says"]) == (found["confidence"], found["says"])
