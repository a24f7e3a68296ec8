"""The Atom feed of the collection and of searches, read by a feed parser as a subscriber's program reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from arrivals import arrived
from fastapi.testclient import TestClient
from page_trees import page

from index.storage.arrivals import Arrival
from index.types import Encoder, RebuildSummary
from service.app import create_app

BuildHome = Callable[..., RebuildSummary]


def report(title: str, more: str, text: str) -> str:
    return f"---\ntitle: {title}\n{more}\n---\n\n{text}\n"


FILES = {
    "a.md": report(
        "Apples & <pears>",
        "date: 2019-05-04\nseries: Fruit\nbody: Panel\nsymbol: A/1/2\nkind: official record",
        "Delegates spoke of apples and pears. They asked for more apples and pears.",
    ),
    "b.md": report("Ships", "date: 2020\nseries: Sea\nkind: digest", "Ships were inspected in every harbour."),
    "c.md": report("Orchards", "date: 2021\nseries: Fruit", "Apples and pears grow in orchards."),
    "d.md": report("Undated", "date: 2021\nseries: Fruit", "Apples and pears were sold."),
}
ENTERED = {
    "a.md": Arrival("2026-01-01T00:00:00Z", "2026-04-01T12:30:00Z"),
    "b.md": Arrival("2026-02-01T00:00:00Z"),
    "c.md": Arrival("2026-03-01T00:00:00Z"),
    "d.md": Arrival(),
}


@pytest.fixture
def home(tmp_path: Path, build_home: BuildHome) -> Path:
    build_home(FILES)
    arrived(tmp_path / "home", ENTERED)
    return tmp_path / "home"


@pytest.fixture
def client(home: Path, encoder: Encoder) -> Iterator[TestClient]:
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


def read(client: TestClient, **asked: str) -> Any:
    answer = client.get("/feed.atom", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/atom+xml"
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.keys() >= {"id", "title", "updated", "author"}
    assert all(entry.keys() >= {"id", "title", "updated", "link", "summary"} for entry in found.entries)
    return found


def titles(found: Any) -> list[str]:
    return [entry.title for entry in found.entries]


def test_reports_stand_in_the_order_in_which_they_entered_or_changed(client: TestClient) -> None:
    found = read(client)
    assert titles(found) == ["Apples & <pears>", "Orchards", "Ships"]
    assert [entry.updated for entry in found.entries] == [
        "2026-04-01T12:30:00Z",
        "2026-03-01T00:00:00Z",
        "2026-02-01T00:00:00Z",
    ]
    assert found.entries[0].published == "2026-01-01T00:00:00Z"
    assert found.feed.updated == "2026-04-01T12:30:00Z"


def test_an_entry_says_what_the_report_is_and_leads_to_it(client: TestClient) -> None:
    first, _, ships = read(client).entries
    assert first.summary == "Official record, A/1/2, 4 May 2019. Changed on 1 April 2026."
    assert [author.name for author in first.authors] == ["Panel"]
    assert {tag.term for tag in first.tags} == {"Fruit", "Panel", "official record"}
    assert ships.summary == "Digest, not an official record, 2020."
    for entry in (first, ships):
        assert entry.link.startswith("http://testserver/reports/")
        assert client.get(entry.link).status_code == 200


def test_ids_stay_while_reports_do(home: Path, build_home: BuildHome, encoder: Encoder) -> None:
    def ids() -> dict[str, str]:
        with TestClient(create_app(home, lambda: encoder)) as client:
            return {entry.title: entry.id for entry in read(client).entries}

    before = ids()
    assert len(set(before.values())) == 3
    build_home({"b.md": FILES["b.md"] + "\nMore.\n", "e.md": report("Plums", "date: 2022", "Plums are new.")})
    after = ids()
    assert after.items() >= before.items()
    assert set(after) - set(before) == {"Plums"}


def test_a_search_is_subscribed_to_with_the_words_of_each_report(client: TestClient) -> None:
    found = read(client, q="apples and pears", series="Fruit")
    assert titles(found) == ["Apples & <pears>", "Orchards"]
    assert found.feed.title == "New reports on “apples and pears” (Series: Fruit)"
    orchards = found.entries[1]
    assert orchards.summary.startswith("“Apples and pears grow in orchards.” (")
    opened = urlsplit(orchards.link)
    assert opened.path == "/reports/c"
    assert client.get(f"{opened.path}?{opened.query}").status_code == 200
    search = urlsplit(found.feed.link)
    assert (search.path, search.query) == ("/", "q=apples+and+pears&series=Fruit")
    assert titles(read(client, q='"inspected in every harbour"')) == ["Ships"]


def test_filters_choose_and_what_only_arranges_or_is_not_known_is_ignored(client: TestClient) -> None:
    assert titles(read(client, series="Sea")) == ["Ships"]
    assert titles(read(client, title="A/1/2")) == ["Apples & <pears>"]
    assert titles(read(client, **{"from": "2021"})) == ["Orchards"]
    assert len(read(client, sort="title", new_since="2027", utm_source="letter").entries) == 3
    nothing = read(client, series="Nowhere")
    assert not nothing.entries
    assert nothing.feed.updated.endswith("Z")


@pytest.mark.parametrize("asked", ["from=x", "kind=rumour", "q=%3F%3F", "q=name+the+victims"])
def test_a_feed_that_would_hold_something_else_is_refused(client: TestClient, asked: str) -> None:
    answer = client.get(f"/feed.atom?{asked}")
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-query")


def test_a_program_that_has_the_newest_is_told_so(client: TestClient) -> None:
    version = client.get("/feed.atom").headers["etag"]
    again = client.get("/feed.atom", headers={"if-none-match": version})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", version)
    assert client.get("/feed.atom?series=Sea", headers={"if-none-match": version}).status_code == 200


def test_what_xml_cannot_hold_breaks_no_feed(tmp_path: Path, build_home: BuildHome, encoder: Encoder) -> None:
    build_home({"a.md": report('"A\\u0001B ]]> &amp;"', "date: 2019", "Something was said.")})
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        assert len(read(client).entries) == 1
        assert len(read(client, q="A\x0bB something").entries) <= 1


def test_below_a_path_of_a_proxy_every_address_is_below_it(home: Path, encoder: Encoder) -> None:
    app = create_app(home, lambda: encoder, root_path="/below")
    with TestClient(app, base_url="http://localhost") as client:
        found = read(client, series="Sea")
    links = [*(link.href for link in found.feed.links), found.entries[0].link, found.feed.id]
    assert all(link.startswith("http://localhost/below/") for link in links)


@pytest.mark.parametrize(
    ("address", "feed"),
    [
        ("/", "/feed.atom"),
        ("/?series=Sea", "/feed.atom?series=Sea"),
        ("/?q=apples&series=Fruit&mode=keyword&k=5", "/feed.atom?q=apples&series=Fruit"),
        ("/reports?title=a&sort=title&state=added&limit=1", "/feed.atom?title=a"),
    ],
)
def test_pages_offer_the_feed_of_what_they_show(client: TestClient, address: str, feed: str) -> None:
    tree = page(client, address)
    (told,) = tree.cssselect('link[rel="alternate"][type="application/atom+xml"]')
    assert told.get("href") == feed
    (seen,) = [a for a in tree.iter("a") if (a.text or "").startswith("Subscribe")]
    assert seen.get("href") == feed
    assert client.get(feed).status_code == 200
