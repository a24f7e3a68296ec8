"""The API keeps its contract, over a real index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from service_collection import ACCOUNT, FILES, IDS, build

from index.build.types import Model
from index.types import MODES, Encoder
from service.app import create_app
from service.citations.citer import STYLES

SUMMARY = {"id", "title", "date", "series", "body", "symbol", "kind", "url", "path"}
PASSAGE = {"id", "report_id", "text", "start", "end", "headings", "paragraphs", "pages", "speakers"}
REPORT = SUMMARY | {
    "symbols",
    "readings",
    "event_start",
    "event_end",
    "document_type",
    "agenda_item",
    "start_date",
    "end_date",
    "distribution_date",
    "location",
    "language",
    "words",
    "labels",
    "author",
    "twins",
    "later_versions",
    "sha256",
    "warnings",
    "blocks",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("api"), model)
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


def get(client: TestClient, address: str, **parameters: Any) -> Any:
    answer = client.get(address, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def hits(client: TestClient, q: str, **parameters: Any) -> list[Any]:
    found: list[Any] = get(client, "/api/search", q=q, **parameters)["hits"]
    return found


def test_a_program_may_ask_where_a_score_comes_from(client: TestClient) -> None:
    assert all(hit["explanation"] is None for hit in hits(client, "victim-centred approaches"))
    for hit in hits(client, "victim-centred approaches", explain=1):
        parts = hit["explanation"]
        weights = parts["weights"]
        sharp = weights["own_words"] * parts["words"] ** 2 + weights["own_keyword"] * parts["alone"] ** 2
        sharp += weights["fit"] * parts["fit"]
        total = parts["around"] + weights["report"] * parts["report"] + sharp
        assert hit["score"] == pytest.approx(total, abs=1e-4)


def test_more_like_a_passage(client: TestClient) -> None:
    first = hits(client, "victim-centred approaches")[0]["passage"]["id"]
    found = get(client, f"/api/passages/{first}/similar", k=3)
    assert len(found["hits"]) == 3
    assert first not in {hit["passage"]["id"] for hit in found["hits"]}
    assert client.get("/api/passages/0000000000000000/similar").status_code == 404


def test_a_search_answers_with_the_fields_of_the_contract(client: TestClient) -> None:
    found = get(client, "/api/search", q=" victim-centred approaches ")
    assert set(found) == {"query", "mode", "total", "build", "took_ms", "hits", "groups", "facets", "correction"}
    assert found["groups"] is None
    assert (found["query"], found["mode"]) == ("victim-centred approaches", "hybrid")
    assert found["total"] >= len(found["hits"]) > 0
    first = found["hits"][0]
    own = {"rank", "score", "scores", "citation", "sentence", "highlights", "also_in", "later_versions", "explanation"}
    assert set(first) == own | {"passage", "report"}
    assert set(first["scores"]) == {"semantic", "keyword"}
    assert set(first["passage"]) == PASSAGE
    assert set(first["report"]) == SUMMARY
    assert set(found["facets"]) == {"series", "kind", "body", "language", "year"}
    assert {"value": "official record", "count": 1} in found["facets"]["kind"]


def test_a_misspelt_question_comes_with_a_proposal(client: TestClient) -> None:
    assert get(client, "/api/search", q="victim-centred work")["correction"] is None
    found = get(client, "/api/search", q="vitcim-centred work")
    assert found["query"] == "vitcim-centred work"
    assert found["correction"] == {"question": "victim-centred work", "words": [["vitcim", "victim"]]}


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_finds_the_passage_and_marks_the_words(client: TestClient, mode: str) -> None:
    first = hits(client, "untraceable guns", mode=mode)[0]
    assert first["report"]["id"] == IDS["account"]
    marked = [first["passage"]["text"][start:end] for start, end in first["highlights"]]
    assert {"Untraceable", "guns"} <= set(marked)


def test_every_hit_is_cut_from_the_text_that_the_service_serves(client: TestClient) -> None:
    for hit in hits(client, "the", k=100):
        passage = hit["passage"]
        text = client.get(f"/api/reports/{passage['report_id']}/text").content.decode("utf-8")
        assert text[passage["start"] : passage["end"]] == passage["text"]


def test_the_pages_of_a_result_follow_each_other(client: TestClient) -> None:
    whole = hits(client, "the committee", k=100)
    paged = [hit for offset in range(len(whole)) for hit in hits(client, "the committee", k=1, offset=offset)]
    assert [hit["passage"]["id"] for hit in paged] == [hit["passage"]["id"] for hit in whole]
    assert [hit["rank"] for hit in paged] == list(range(1, len(whole) + 1))
    assert hits(client, "the committee", offset=len(whole)) == []


def test_passages_are_put_together_by_report(client: TestClient) -> None:
    single = hits(client, "the committee", k=100)
    found = get(client, "/api/search", q="the committee", group="report", each=2)
    assert found["hits"] == []
    assert found["total"] == len(found["groups"]) == len({hit["report"]["id"] for hit in single})
    for group in found["groups"]:
        own = [hit for hit in single if hit["report"]["id"] == group["report"]["id"]]
        assert group["report"] == own[0]["report"]
        assert group["total"] == len(own)
        assert [hit["passage"] for hit in group["hits"]] == [hit["passage"] for hit in own[:2]]
        assert [hit["rank"] for hit in group["hits"]] == list(range(1, len(own[:2]) + 1))
    second = get(client, "/api/search", q="the committee", group="report", k=1, offset=1)
    assert [group["report"]["id"] for group in second["groups"]] == [found["groups"][1]["report"]["id"]]
    dates = [g["report"]["date"] for g in get(client, "/api/search", q="the", group="report", sort="oldest")["groups"]]
    assert dates == sorted(dates)
    assert client.get("/api/search", params={"q": "a", "group": "year"}).status_code == 422


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"series": "Constructive Dialogue"}, {"digest"}),
        ({"series": ["Constructive Dialogue", "Sessions of the Committee"]}, {"digest", "record"}),
        ({"series": "Constructive Dialogue", "kind": "official record"}, set()),
        ({"kind": ["digest", "participant account"]}, {"digest", "account"}),
        ({"body": "General Assembly"}, {"record"}),
        ({"language": "fr"}, {"account"}),
        ({"report": "digest"}, {"digest"}),
        ({"symbol": "a/79/352"}, {"record"}),
        ({"from": "2023"}, {"digest", "record"}),
        ({"from": "2023-10-06", "to": "2023-10"}, {"digest"}),
        ({"from": "2023-10-07", "to": "2023"}, set()),
        ({"to": "2022"}, {"account"}),
        ({"to": "2022-05-01"}, {"account"}),
        ({"to": "2022-04"}, set()),
    ],
)
def test_filters_leave_only_reports_that_satisfy_all_of_them(
    client: TestClient, filters: dict[str, Any], expected: set[str]
) -> None:
    found = hits(client, "discussed victim-centred work", k=100, **filters)
    assert {hit["report"]["id"] for hit in found} == {IDS[name] for name in expected}


def test_the_collection_is_listed_newest_first_and_in_parts(client: TestClient) -> None:
    listed = get(client, "/api/reports")
    assert listed["total"] == 3
    assert [report["id"] for report in listed["reports"]] == [IDS[name] for name in ("record", "digest", "account")]
    assert get(client, "/api/reports", limit=1, offset=1)["reports"] == listed["reports"][1:2]


def test_a_report_has_the_fields_of_the_contract_and_its_structure(client: TestClient) -> None:
    report = get(client, "/api/reports/digest")
    assert set(report) == REPORT
    assert (report["date"], report["start_date"], report["end_date"]) == ("2023-10-04", "2023-10-04", "2023-10-06")
    assert [block["kind"] for block in report["blocks"]] == ["heading", "heading", "paragraph", "paragraph"]
    assert set(report["blocks"][0]) == {"kind", "start", "end", "level", "number", "pages", "speaker"}
    numbers = [block["number"] for block in get(client, "/api/reports/record")["blocks"]]
    assert numbers == [None, "1", "2", "3", None, "4"]


def test_the_text_of_a_report_is_its_canonical_text_byte_for_byte(client: TestClient) -> None:
    answer = client.get(f"/api/reports/{IDS['account']}/text")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.content == ACCOUNT.replace("\r\n", "\n").encode("utf-8")
    for name in ("record", "digest"):
        assert client.get(f"/api/reports/{name}/text").content == FILES[f"{name}.md"].encode("utf-8")


def test_passages_are_given_in_order_with_their_neighbours(client: TestClient) -> None:
    listed = get(client, "/api/reports/record/passages")
    passages = listed["passages"]
    assert listed["total"] == len(passages) == 2
    around = get(client, f"/api/passages/{passages[0]['id']}")
    assert set(around) == {"passage", "report", "previous", "next", "citation"}
    assert (around["previous"], around["passage"], around["next"]) == (None, passages[0], passages[1])
    assert around["report"]["id"] == "record"
    assert get(client, f"/api/passages/{passages[1]['id']}")["previous"] == passages[0]


def test_a_citation_is_the_same_wherever_it_is_shown(client: TestClient) -> None:
    first = hits(client, "guidance for law enforcement")[0]
    passage = first["passage"]["id"]
    assert first["citation"] == "A/79/352, para. 4"
    assert get(client, f"/api/passages/{passage}")["citation"] == first["citation"]
    assert get(client, f"/api/passages/{passage}/citation") == {
        "style": "un",
        "text": "A/79/352, para. 4",
        "media_type": "text/plain",
    }


@pytest.mark.parametrize("style", STYLES)
def test_each_style_of_citation_is_served(client: TestClient, style: str) -> None:
    passage = get(client, "/api/reports/digest/passages")["passages"][0]["id"]
    cited = get(client, f"/api/passages/{passage}/citation", style=style)
    assert (cited["style"], cited["media_type"]) == (style, STYLES[style].media_type)  # type: ignore[index]  # a style
    assert "not an official record" in cited["text"]


def test_the_service_says_that_it_lives_and_what_it_serves(client: TestClient) -> None:
    health = get(client, "/healthz")
    assert health["status"] == "ok"
    assert health["quotes"]["dropped"] == 0
    ready = get(client, "/readyz")
    assert (ready["status"], ready["reports"], ready["model"], ready["warning"]) == ("ready", 3, "hashing", None)
    assert ready["build"] == get(client, "/api/search", q="committee")["build"]


@pytest.mark.parametrize("address", ["/api/reports", "/api/reports/x", "/", "/docs", "/static/icon.svg", "/nowhere"])
def test_every_answer_forbids_foreign_and_inline_content(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.model
def test_the_sample_answers_with_its_real_model(sample_home: Path, real_encoder: Encoder) -> None:
    with TestClient(create_app(sample_home, lambda: real_encoder)) as client:
        found = hits(client, "people who sold a kidney", k=3)
        assert any("kidney" in hit["passage"]["text"] for hit in found)
        assert all("Rapporteur digest of “" in hit["citation"] for hit in found)
