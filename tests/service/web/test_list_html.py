"""The page of the reading list as it is sent: what the address holds, shown as text; and what its form sends back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
import rispy
from fastapi.testclient import TestClient
from hostile_report import HOSTILE, INJECTIONS
from lxml.html import HtmlElement
from page_trees import FOREIGN_DRAWINGS
from service_collection import FILES, build

from index.build.types import Model
from index.types import Encoder
from service.app import create_app

GONE = "0123456789abcdef"
JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("list"), model, FILES | {"hostile.md": HOSTILE})
    with TestClient(create_app(home, lambda: encoder), follow_redirects=False) as client:
        yield client


def keys(client: TestClient, report: str) -> list[str]:
    return [one["id"] for one in client.get(f"/api/reports/{report}/passages").json()["passages"]]


def seen(client: TestClient, *items: str, status: int = 200, **more: str) -> HtmlElement:
    answer = client.get("/list", params={"item": list(items), **more}, headers={"accept": "text/html"})
    assert answer.status_code == status, answer.text
    return lxml.html.document_fromstring(answer.text.replace("\u0000", "\ufffd"))


def test_the_words_of_any_report_are_shown_as_text(client: TestClient) -> None:
    tree = seen(client, *keys(client, "hostile"))
    shown = tree.text_content()
    assert not list(tree.iter("iframe", "base", "style", "svg", "u", "i", "img[onerror]"))
    assert not [e for e in tree.iter() if any(name.startswith("on") or name == "style" for name in e.attrib)]
    assert all(text.replace("\u0000", "").replace("\u2028", "")[:30] in shown for text in INJECTIONS[:19])


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_is_no_place_is_left_out_of_the_list_and_the_page_says_so(client: TestClient, text: str) -> None:
    for address in ("/list", "/", "/reports/record"):
        answer = client.get(address, params={"item": text}, headers={"accept": "text/html"})
        tree = lxml.html.document_fromstring(answer.text.replace("\u0000", "\ufffd"))
        assert answer.status_code == 200
        assert "We left 1 item out of the reading list" in tree.text_content()
        assert not list(tree.iter("iframe", "base", "style", "u", "i"))
        assert not tree.xpath(FOREIGN_DRAWINGS)


def test_the_list_is_moved_about_by_addresses_that_keep_the_search(client: TestClient) -> None:
    first, second = keys(client, "record")[:2]
    third = keys(client, "digest")[0]

    def after(**change: int) -> list[str]:
        asked = {"q": "guidance", "item": [first, second, third], **change}
        answer = client.get("/list", params=asked)
        assert answer.status_code == 303
        told = parse_qs(urlsplit(answer.headers["location"]).query)
        assert told["q"] == ["guidance"]
        assert not set(told) & {"up", "down", "remove"}
        return told["item"]

    assert after(up=3) == [first, third, second]
    assert after(down=1) == [second, first, third]
    assert after(remove=2) == [first, third]
    assert after(up=1) == after(down=3) == after(up=9) == after(remove=9) == [first, second, third]


def test_what_is_gone_is_told_with_what_to_do(client: TestClient) -> None:
    tree = seen(client, GONE, "record:5-60:00000000")
    told = [" ".join(one.text_content().split()) for one in tree.cssselect(".entry .warning")]
    assert told[0].startswith("The passage is no longer in the collection")
    assert told[1].startswith("The report has changed")
    assert all("Search for it again or remove it" in one for one in told)
    (report,) = tree.cssselect(".entry .warning a")
    assert report.get("href") == f"/reports/record?item={GONE}&item=record%3A5-60%3A00000000"


def sent(client: TestClient, status: int = 200, **fields: Any) -> str:
    answer = client.post("/list/export", data=fields, headers={"accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer.text


def test_fields_of_the_form_that_stand_beside_each_other_belong_together(client: TestClient) -> None:
    first, second = keys(client, "record")[0], keys(client, "digest")[0]
    fields = {"format": "ris", "item": [first, GONE, second], "note": ["one", "", "three"], "known": ["", "A/1/2", ""]}
    record, lost, digest = rispy.loads(sent(client, **fields))
    assert record["notes"][-1].endswith("Note: one")
    assert lost["title"] == "No longer in the collection: A/1/2"
    assert digest["notes"][-1].endswith("Note: three")


def test_searches_are_recorded_even_if_this_version_does_not_understand_them(client: TestClient) -> None:
    arranged = "q=guidance&kind=digest&sort=newest&offset=10&group=report&other=1"
    searches = [arranged, "q=guidance&from=never", "kind=digest"]
    text = sent(client, format="markdown", item=keys(client, "record")[0], search=searches)
    lines = [line for line in text.partition("## Record of the search")[2].splitlines() if line]
    how = "searched by words and meaning, the best by date, newest first, filtered by kind of source: Digest"
    assert lines[0].startswith("Searched in a collection of 4 reports")
    assert lines[1] == f"“guidance”, {how}, with other=1."
    assert "“guidance”, asked as q=guidance\\&from=never." in lines


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"format": "pdf", "item": GONE}, "A format, and a list of at least one item"),
        ({"format": "ris"}, "A format, and a list of at least one item"),
        ({"format": "ris", "item": [GONE] * 201}, "A format, and a list of at least one item"),
        ({"format": "ris", "item": GONE, "style": "x"}, "A format, and a list of at least one item"),
        ({"format": "ris", "item": "<b>"}, "names no place"),
        ({"format": "ris", "item": GONE, "note": "n" * 5001}, "at most 5,000 characters"),
    ],
)
def test_what_the_form_never_sends_is_refused_on_a_page(client: TestClient, fields: dict[str, Any], told: str) -> None:
    assert told in lxml.html.document_fromstring(sent(client, 422, **fields)).text_content()


def test_a_list_that_is_too_large_to_send_is_refused_with_the_bound(client: TestClient) -> None:
    assert "at most 13,000,000 bytes" in sent(client, 413, format="ris", item=GONE, note="n" * 13_000_001)
    assert "at most 2,000 fields" in sent(client, 422, format="ris", item=[GONE] * 2_001)


@pytest.mark.parametrize("letter", ["é", "語", "😀"])
def test_a_list_within_its_bounds_is_saved_in_any_script(client: TestClient, letter: str) -> None:
    items = [f"record:{n}-{n + 9}" for n in range(200)]
    text = sent(client, format="markdown", item=items, note=[letter * 5_000] * 200)
    assert text.count(letter * 5_000) == 200
    listed = [{"report": "record", "start": n, "end": n + 9, "note": letter * 5_000} for n in range(200)]
    asked = json.dumps({"format": "markdown", "items": listed})
    assert client.post("/api/export", content=asked, headers=JSON).status_code == 200


def test_the_page_of_a_long_list_grows_with_its_length_only(client: TestClient) -> None:
    """Each entry could repeat the whole list in its addresses; 200 entries would then take megabytes."""
    item = "record:5-60:0000{:04x}".format
    few, many = (client.get("/list", params={"item": [item(n) for n in range(count)]}) for count in (51, 200))
    assert len(many.content) / len(few.content) < 200 / 51 * 1.1
