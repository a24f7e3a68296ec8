"""Reports in several languages: each is known by its text, counted, and can be filtered on page and API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from service_collection import build

from index.build.types import Model
from index.types import Encoder
from service.app import create_app

ENGLISH = "Agenda 2030.\n\nThe committee met in the morning and adopted the agenda that had been proposed to it.\n"
FRENCH = (
    "Agenda 2030.\n\nLe comité s’est réuni dans la matinée et a adopté l’ordre du jour qui lui avait été proposé.\n"
)
DECLARED = "---\nlanguage: es\n---\n\nAgenda 2030 is what this is about, and its language is said to be another.\n"
PLAIN = "Agenda 2030\n\nThe working group heard statements of delegations and took note of the reports before it.\n"
FILES = {"one.md": ENGLISH, "deux.md": FRENCH, "tres.md": DECLARED, "four.txt": PLAIN}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("languages"), model, FILES)
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


def test_a_language_is_what_metadata_say_and_else_what_the_text_is_in(client: TestClient) -> None:
    found = {name: client.get(f"/api/reports/{name}").json()["language"] for name in ("one", "deux", "tres", "four")}
    assert found == {"one": "en", "deux": "fr", "tres": "es", "four": "en"}


def test_the_api_counts_languages_and_filters_by_them(client: TestClient) -> None:
    asked = {"q": "agenda 2030"}
    counts = client.get("/api/search", params=asked).json()["facets"]["language"]
    assert counts == [{"value": "en", "count": 2}, {"value": "es", "count": 1}, {"value": "fr", "count": 1}]
    french = client.get("/api/search", params=asked | {"language": "fr"}).json()
    assert {hit["report"]["id"] for hit in french["hits"]} == {"deux"}


def test_the_page_offers_languages_by_name_and_says_which_is_in_use(client: TestClient) -> None:
    page = client.get("/", params={"q": "agenda 2030"}).text
    assert '<h2 id="facet-language">Language</h2>' in page
    assert "French" in page
    assert "Spanish" in page
    filtered = client.get("/", params={"q": "agenda 2030", "language": "fr"}).text
    assert "Remove filter" in filtered
    assert 'lang="fr"' in filtered
    assert 'lang="en"' not in filtered.split("<main", 1)[1]


def test_one_language_alone_is_no_choice(client: TestClient) -> None:
    page = client.get("/", params={"q": "agenda 2030", "report": "one"}).text
    assert "facet-language" not in page
