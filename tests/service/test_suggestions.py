"""What is suggested while somebody types is what the collection has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.types import Encoder, RebuildSummary
from service.app import create_app


def report(title: str, more: str, text: str = "Something was said.") -> str:
    return f"---\ntitle: {title}\n{more}\n---\n\n{text}\n"


LAW = "The Panel spoke of international humanitarian law (IHL)."
FILES = {
    "a.md": report("Report on fishing", "symbol: [A/79/352, S/2025/1]\nbody: Security Council", LAW),
    "b.md": report("Fishing fleets, 2025", "symbol: A/79/9\nseries: Fishing days\nbody: Security Council", LAW),
    **{f"c{n}.md": report(f"Fishing notes {n}", "series: Fishing days", f"Note {n}.") for n in range(6)},
    "d.md": report("Économie <b>bleue</b>", "body: Conseil économique", "Un texte."),
}


@pytest.fixture
def client(tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder) -> Iterator[TestClient]:
    build_home(FILES)
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        yield client


def suggested(client: TestClient, q: str, **more: str) -> list[tuple[str, str]]:
    answer = client.get("/api/suggest", params={"q": q, **more})
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["text"]) for one in answer.json()["suggestions"]]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("internat", ("term", "international humanitarian law")),
        ("law hum", ("term", "international humanitarian law")),
        ("ihl", ("term", "international humanitarian law")),
        ("SECUR", ("body", "Security Council")),
        ("fishing d", ("series", "Fishing days")),
        ("a/79/35", ("symbol", "A/79/352")),
        ("S/2025", ("symbol", "S/2025/1")),
        ("fleets", ("report", "Fishing fleets, 2025")),
        ("economie", ("report", "Économie <b>bleue</b>")),
        ("ÉCONOMIQUE", ("body", "Conseil économique")),
    ],
)
def test_the_beginning_of_a_word_or_a_symbol_suggests_what_has_it(
    client: TestClient, typed: str, first: tuple[str, str]
) -> None:
    assert suggested(client, typed)[0] == first


def test_what_begins_as_it_was_typed_comes_first_and_titles_leave_room(client: TestClient) -> None:
    found = suggested(client, "fish", limit="50")
    assert found[0] == ("series", "Fishing days")
    assert [kind for kind, _ in found[1:4]] == ["report"] * 3
    assert len(found) == 9
    assert found[-1] == ("report", "Report on fishing")
    assert len(suggested(client, "fish")) == 8
    assert len(suggested(client, "fish", limit="2")) == 2


@pytest.mark.parametrize("typed", ["", "  ", "???", "/", "zebra", "a/79 fishing"])
def test_nothing_is_suggested_for_what_the_collection_has_not(client: TestClient, typed: str) -> None:
    assert suggested(client, typed) == []


def test_every_suggestion_leads_somewhere(client: TestClient) -> None:
    for typed in ("fish", "law", "a/79", "security", "bleue"):
        answer = client.get("/api/suggest", params={"q": typed}).json()["suggestions"]
        assert answer
        for one in answer:
            page = client.get(one["url"], headers={"accept": "text/html"})
            assert page.status_code == 200
            assert one["reports"] >= 1


def test_a_term_that_one_report_has_is_none_of_the_collection(client: TestClient) -> None:
    assert suggested(client, "note") == [("report", f"Fishing notes {n}") for n in range(6)]


@pytest.mark.parametrize("asked", ["", "q=x&limit=0", "q=x&kind=term", "q=" + "x" * 201])
def test_what_it_does_not_take_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/api/suggest?{asked}").status_code == 422
