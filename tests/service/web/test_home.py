"""The start page of any collection: its newest reports, years, bodies, kinds and terms, all narrowed by filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from arrivals import arrived
from fastapi.testclient import TestClient
from lxml.html import HtmlElement
from page_trees import page, texts

from index.storage.arrivals import Arrival
from index.types import Encoder, FacetCount, RebuildSummary
from service.app import create_app
from service.http.addresses import Address
from service.web.home import SHOWN_YEARS, YearBar, bars

BuildHome = Callable[..., RebuildSummary]
LAW = "The Panel spoke of international humanitarian law (IHL) at some length."


def report(title: str, more: str, text: str) -> str:
    return f"---\ntitle: {title}\n{more}\n---\n\n{text}\n"


FILES = {
    "a.md": report("Alpha", "date: 2019\nbody: Panel\nkind: digest\nsymbol: A/1/2", LAW),
    "b.md": report("Beta", "start: 2023-12-30\nend: 2024-01-02\nbody: Panel\nkind: official record", LAW),
    "c.md": report("Gamma", "date: 2024-05-06\nbody: Council; Panel", "Ships were inspected."),
    "d.md": report("Delta", "kind: digest", "Without a date, on international humanitarian law."),
}


@pytest.fixture
def client(tmp_path: Path, build_home: BuildHome, encoder: Encoder) -> Iterator[TestClient]:
    build_home(FILES)
    arrived(tmp_path / "home", {"a.md": Arrival("2026-05-05T00:00:00Z"), "d.md": Arrival()})
    arrived(tmp_path / "home", dict.fromkeys(("b.md", "c.md"), Arrival("2026-03-03T00:00:00Z")))
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        yield client


def lines(tree: HtmlElement, section: str) -> list[str]:
    return texts(tree, f"section[aria-labelledby={section}] li")


def chart(tree: HtmlElement) -> list[tuple[str, str]]:
    links = tree.cssselect("svg.years a")
    return [(str(link.get("aria-label")), str(link.get("href"))) for link in links]


def test_the_newest_reports_are_those_that_entered_last_then_those_of_the_latest_meetings(client: TestClient) -> None:
    tree = page(client, "/")
    assert lines(tree, "newest") == [
        "Alpha 2019, A/1/2, entered 5 May 2026",
        "Gamma 6 May 2024, entered 3 March 2026",
        "Beta 30 December 2023–2 January 2024, entered 3 March 2026",
        "Delta",
    ]
    (every, subscribe) = tree.cssselect("section[aria-labelledby=newest] .ways a")
    assert (every.text, every.get("href"), subscribe.get("href")) == (
        "See all 4",
        "/reports?sort=entered",
        "/feed.atom",
    )


def test_each_year_is_a_bar_that_leads_to_its_reports(client: TestClient) -> None:
    tree = page(client, "/")
    assert chart(tree) == [
        ("2024: 2 reports", "/reports?from=2024&to=2024"),
        ("2023: 1 report", "/reports?from=2023&to=2023"),
        ("2019: 1 report", "/reports?from=2019&to=2019"),
    ]
    assert [bar.get("width") for bar in tree.cssselect("svg.years .bar")] == ["100.0%", "50.0%", "50.0%"]
    assert "2020–2022none" in "".join(texts(tree, "svg.years"))
    assert "1 report has no date." in texts(tree, "section[aria-labelledby=years] p")
    for name, url in chart(tree):
        assert len(page(client, url).cssselect("tbody tr")) == int(name.split()[1])


def test_bodies_kinds_and_terms_are_counted(client: TestClient) -> None:
    tree = page(client, "/")
    assert lines(tree, "facet-body") == ["Panel 3 reports", "Council 1 report"]
    assert lines(tree, "facet-kind") == ["Digest 2 reports", "Official record 1 report"]
    assert lines(tree, "terms") == ["international humanitarian law 3 reports"]
    assert not tree.cssselect("#facet-year, #facet-series")


def test_a_filter_narrows_all_that_the_page_shows(client: TestClient) -> None:
    tree = page(client, "/", body="Council")
    assert lines(tree, "newest") == ["Gamma 6 May 2024, entered 3 March 2026"]
    assert chart(tree) == [("2024: 1 report", "/reports?body=Council&from=2024&to=2024")]
    assert lines(tree, "facet-body") == ["Remove filter Council 1 report", "Panel 3 reports"]
    assert not lines(tree, "terms")
    (every, subscribe) = tree.cssselect("section[aria-labelledby=newest] .ways a")
    assert (every.get("href"), subscribe.get("href")) == (
        "/reports?body=Council&sort=entered",
        "/feed.atom?body=Council",
    )
    nothing = page(client, "/", body="Nobody")
    assert texts(nothing, "section[aria-labelledby=newest] .muted") == ["No report matches all these filters."]


def test_a_year_in_use_leaves_the_chart_of_all_years(client: TestClient) -> None:
    tree = page(client, "/", **{"from": "2019", "to": "2019", "kind": "digest"})
    assert chart(tree) == [("2019: 1 report", "/reports?kind=digest&from=2019&to=2019")]
    assert lines(tree, "newest") == ["Alpha 2019, A/1/2, entered 5 May 2026"]


def test_a_term_leads_to_a_search_for_it(client: TestClient) -> None:
    (link,) = page(client, "/", kind="digest").cssselect("section[aria-labelledby=terms] a")
    assert link.get("href") == "/?kind=digest&q=international+humanitarian+law"


def test_a_collection_of_one_plain_file_has_a_page_too(tmp_path: Path, build_home: BuildHome, encoder: Encoder) -> None:
    build_home({"a.txt": "Something was said."})
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        tree = page(client, "/")
        assert len(lines(tree, "newest")) == 1
        assert not tree.cssselect("svg.years, .browse")


def test_many_years_end_in_one_bar_for_all_before() -> None:
    counts = [FacetCount(str(year), 2) for year in range(2025, 1945, -1) if year != 2020]
    *shown, last = bars(counts, Address("/reports", (("from", "1900"),)))
    assert len(shown) == SHOWN_YEARS
    assert shown[5] == YearBar("2020", 0, 0.0, "")
    assert last == YearBar("Before 2014", 2 * 68, 100.0, "/reports?to=2013")
    assert not list(bars([], Address("/reports")))
