"""The collection as a table and as a list of the API: filters, orders, states, and what became of every other file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from arrivals import arrived
from fastapi.testclient import TestClient
from lxml.html import HtmlElement
from page_trees import page, texts

from index.search import filters
from index.storage.arrivals import Arrival
from index.types import Encoder, RebuildSummary
from service.app import create_app


def report(title: str, more: str, text: str = "Something was said.") -> str:
    return f"---\ntitle: {title}\n{more}\n---\n\n{text}\n"


NUMBERED = "1. The panel met.\n\n2. It adopted its agenda.\n"
LONG = "\n\n".join(
    f"Paragraph {n} of the long report says that delegates discussed item {n} of the agenda at some length."
    for n in range(12)
)
FIRST: dict[str, str | bytes | None] = {
    "kept.md": report("Budget", "date: 2019\nseries: Finance\nbody: Panel\nlanguage: en\nkind: digest", LONG),
    "twin.md": report("Budget, draft", "date: 2018\nseries: Finance\nlabels: [draft]", LONG + "\n\nA word more."),
    "edited.md": report(
        "apples", "start: 2023-10-04\nend: 2023-10-06\nsymbol: A/79/2\nkind: official record", NUMBERED
    ),
    "arabic.md": report("تقرير الحوار", "language: ar", "قال المتكلمون كلاما كثيرا."),
    "gone.md": report("Gone", "date: 2020"),
    "copy.md": report("Budget", "date: 2019\nseries: Finance\nbody: Panel\nlanguage: en\nkind: digest", LONG),
    "broken.md": "---\ntitle: [\n---\n",
    "minutes.xyz": "no format",
}
THEN: dict[str, str | bytes | None] = {
    "edited.md": report(
        "apples",
        "start: 2023-10-04\nend: 2023-10-06\nsymbol: A/79/2\nkind: official record",
        NUMBERED + "\n3. It closed.\n",
    ),
    "new.md": report("Minutes <b>", "date: 2024-02-29\nsymbol: A/79/10\nseries: Sessions"),
    "gone.md": None,
}
IDS = {"edited", "new", "twin", "arabic"}


@pytest.fixture
def client(tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder) -> Iterator[TestClient]:
    build_home(FIRST)
    build_home(THEN)
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        yield client


def listed(client: TestClient, **asked: str) -> list[str]:
    answer = client.get("/api/reports", params=asked)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["reports"]]


def rows(tree: HtmlElement) -> list[str]:
    return [str(a.get("href")).removeprefix("/reports/") for a in tree.cssselect("tbody th a")]


def budget(client: TestClient) -> str:
    """Which of the two files with the same bytes became the report."""
    (found,) = {"kept", "copy"} & set(listed(client))
    return found


def test_page_and_api_list_the_same_reports_in_the_same_order(client: TestClient) -> None:
    for asked in ({}, {"sort": "title"}, {"series": "Finance", "order": "ascending"}, {"state": "added"}):
        assert rows(page(client, "/reports", **asked)) == listed(client, **asked)
    assert set(listed(client)) == IDS | {budget(client)}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["new", "edited", "BUDGET", "twin", "arabic"]),
        ({"sort": "date", "order": "ascending"}, ["twin", "BUDGET", "edited", "new", "arabic"]),
        ({"sort": "title"}, ["edited", "BUDGET", "twin", "new", "arabic"]),
        ({"sort": "symbol"}, ["new", "edited", "BUDGET", "twin", "arabic"]),
        ({"sort": "symbol", "order": "descending"}, ["edited", "new", "BUDGET", "twin", "arabic"]),
        ({"sort": "paragraphs"}, ["twin", "BUDGET", "edited", "new", "arabic"]),
        ({"sort": "state"}, ["new", "edited", "twin", "BUDGET", "arabic"]),
    ],
)
def test_the_list_sorts_and_what_is_not_known_comes_last(
    client: TestClient, asked: dict[str, str], expected: list[str]
) -> None:
    assert listed(client, **asked) == [name.replace("BUDGET", budget(client)) for name in expected]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"series": "Finance"}, {"BUDGET", "twin"}),
        ({"body": "Panel"}, {"BUDGET"}),
        ({"kind": "official record"}, {"edited"}),
        ({"language": "ar"}, {"arabic"}),
        ({"symbol": "a/79/2"}, {"edited"}),
        ({"title": "BUDGET draft"}, {"twin"}),
        ({"title": "a/79"}, {"edited", "new"}),
        ({"from": "2023-10-06"}, {"edited", "new"}),
        ({"to": "2018"}, {"twin"}),
        ({"numbering": "numbered"}, {"edited"}),
        ({"numbering": "unnumbered", "series": "Finance"}, {"BUDGET", "twin"}),
        ({"state": "added"}, {"new"}),
        ({"state": "changed"}, {"edited"}),
        ({"state": "unchanged"}, {"BUDGET", "twin", "arabic"}),
        ({"state": "indexed"}, set()),
    ],
)
def test_the_list_filters(client: TestClient, asked: dict[str, str], expected: set[str]) -> None:
    assert set(listed(client, **asked)) == {name.replace("BUDGET", budget(client)) for name in expected}
    tree = page(client, "/reports", **asked)
    assert set(rows(tree)) == set(listed(client, **asked))
    assert len(tree.cssselect(".chip")) == len(asked)


def test_the_api_says_what_the_table_shows(client: TestClient) -> None:
    found: dict[str, Any] = {one["id"]: one for one in client.get("/api/reports").json()["reports"]}
    assert (found["edited"]["paragraphs"], found["edited"]["numbered"], found["edited"]["state"]) == (3, 3, "changed")
    assert found["twin"]["twins"] == [budget(client)]
    assert found["twin"]["labels"] == ["draft"]
    assert client.get("/api/reports", params={"series": "Finance", "limit": "1"}).json()["total"] == 2


def test_a_row_says_what_a_reader_has_to_know(client: TestClient) -> None:
    tree = page(client, "/reports", title="draft")
    (cells,) = [[" ".join(cell.text_content().split()) for cell in row] for row in tree.cssselect("tbody tr")]
    assert cells[:-1] == ["2018", "Budget, draft Draft", "Finance", "", "", "English", "13 unnumbered"]
    assert re.fullmatch(r"Unchanged Nearly identical to: Budget Entered \d+ [A-Z][a-z]+ \d{4}", cells[-1])
    assert texts(page(client, "/reports", title="apples"), "tbody td:first-child") == ["4–6 October 2023"]


def test_a_heading_sorts_and_the_one_in_use_says_so_and_turns_round(client: TestClient) -> None:
    tree = page(client, "/reports", title="a/79")
    heads = {" ".join(th.text_content().split()): th for th in tree.cssselect("thead th")}
    assert list(heads) == ["Date", "Report", "Series", "Body", "Symbol", "Language", "Paragraphs", "State"]
    assert [th.get("aria-sort") for th in heads.values()] == ["descending", *[None] * 7]
    turned = heads["Date"].cssselect("a")[0].get("href")
    assert parse_qs(urlsplit(turned).query) == {"title": ["a/79"], "sort": ["date"], "order": ["ascending"]}
    assert rows(page(client, turned)) == ["edited", "new"]
    by_symbol = page(client, heads["Symbol"].cssselect("a")[0].get("href"))
    assert rows(by_symbol) == ["new", "edited"]


def test_the_form_offers_what_the_other_filters_leave_and_keeps_what_is_in_use(client: TestClient) -> None:
    form = page(client, "/reports", series="Finance", sort="title").cssselect("form.sift")[0]
    series = [option.text for option in form.cssselect("select[name=series] option")]
    assert series == ["All", "Finance (2)", "Sessions (1)"]
    assert [option.text for option in form.cssselect("select[name=sort] option[selected]")] == ["Report"]
    assert [option.text for option in form.cssselect("select[name=series] option[selected]")] == ["Finance (2)"]
    assert not form.cssselect("input[type=hidden]")


def test_fields_left_empty_go_out_of_the_address(client: TestClient) -> None:
    answer = client.get("/reports?title=&series=&from=&sort=title&order=", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports?sort=title")


def test_a_filter_that_leaves_nothing_says_so_with_a_way_back(client: TestClient) -> None:
    tree = page(client, "/reports", state="indexed")
    assert texts(tree, ".nothing")[0].startswith("No report matches all these filters.")
    assert len(rows(page(client, tree.cssselect(".nothing a")[0].get("href")))) == 5


def test_pages_of_the_list_hold_every_report_once(client: TestClient) -> None:
    seen, address = [], "/reports?limit=2&sort=title"
    while address:
        tree = page(client, address)
        seen += rows(tree)
        address = next((a.get("href") for a in tree.cssselect("a[rel=next]")), "")
    assert seen == listed(client, sort="title")
    assert texts(page(client, "/reports?offset=70"), ".nothing") == ["This list has only 5 reports. Back to the first"]


def test_files_that_are_not_searched_are_named_with_the_reason(client: TestClient) -> None:
    tree = page(client, "/reports")
    assert "2 files could not be read" in texts(tree, ".lead")[0]
    assert texts(tree, "section[aria-labelledby=rejected] dt") == ["broken.md", "minutes.xyz"]
    assert all(texts(tree, "section[aria-labelledby=rejected] dd"))
    (copy,) = {"kept", "copy"} - {budget(client)}
    assert texts(tree, "section[aria-labelledby=copies] dt") == [f"{copy}.md"]
    assert texts(tree, "section[aria-labelledby=copies] dd") == ["Same as Budget"]


def test_the_page_says_what_the_last_rebuild_changed(client: TestClient) -> None:
    tree = page(client, "/reports")
    assert texts(tree, ".summary")[0].endswith(": 1 added, 1 changed, 1 removed.")
    named = texts(tree, "section[aria-labelledby=changes] li")
    assert named == ["Minutes <b> new.md", "apples edited.md", "Gone gone.md"]
    assert len(tree.cssselect("section[aria-labelledby=changes] li a")) == 2


def test_a_first_build_says_so(tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder) -> None:
    build_home({"one.md": report("One", "date: 2020")})
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        tree = page(client, "/reports")
        assert "the first build" in texts(tree, ".summary")[0]
        assert texts(tree, ".done") == ["Indexed"]
        assert not tree.cssselect(".files")


@pytest.mark.parametrize("name", ["title", "series", "body", "symbol"])
def test_what_is_typed_is_shown_as_text(client: TestClient, name: str) -> None:
    typed = """\"'></select></form><script>alert(1)</script><b onclick=x>"""
    tree = page(client, "/reports", **{name: typed})
    assert all(script.get("src") for script in tree.iter("script"))
    assert not [element for element in tree.iter() if element.get("onclick")]
    assert typed in tree.cssselect(".chip")[0].text_content()


def test_text_of_right_to_left_reports_keeps_its_direction(client: TestClient) -> None:
    (link,) = page(client, "/reports", language="ar").cssselect("tbody th a")
    assert (link.get("dir"), link.get("lang"), link.text) == ("auto", "ar", "تقرير الحوار")
    article = page(client, "/reports/arabic").cssselect("article.text")[0]
    assert (article.get("dir"), article.get("lang")) == ("rtl", "ar")
    assert page(client, "/reports/edited").cssselect("article.text")[0].get("dir") != "rtl"


@pytest.mark.parametrize(
    "wrong", ["sort=size", "order=up", "state=lost", "numbering=some", "limit=0", "from=x", "new_since=x"]
)
def test_what_cannot_be_asked_of_the_list_is_left_out_and_the_api_refuses_it(client: TestClient, wrong: str) -> None:
    tree = page(client, f"/reports?{wrong}")
    assert len(texts(tree, ".left-out p")) == 1
    assert len(tree.cssselect("tbody tr")) == len(page(client, "/reports").cssselect("tbody tr"))
    assert client.get(f"/api/reports?{wrong}").json()["type"] == "/problems/bad-request"


def test_a_joint_report_is_listed_under_each_body(
    tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder
) -> None:
    build_home({"kept.md": FIRST["kept.md"], "joint.md": report("Joint", "body: General Assembly; Security Council")})
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        for body in ("General Assembly", "Security Council"):
            assert texts(page(client, "/reports", body=body), "tbody th a") == ["Joint"]
        values = page(client, "/reports").xpath("//select[@id='by-body']/option/@value")
        assert values == ["", "General Assembly", "Panel", "Security Council"]


def test_a_file_whose_body_is_none_is_named_and_listed_under_other(
    tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_home({"kept.md": FIRST["kept.md"], "edited.md": FIRST["edited.md"]})
    with TestClient(create_app(tmp_path / "home", lambda: encoder)) as client:
        assert not page(client, "/reports").cssselect("#unknown")
        # No reader yields such a value any more, but builds that were made before have them.
        monkeypatch.setattr(filters, "_given", lambda report, field: False)
        tree = page(client, "/reports")
        (told,) = [one for one in texts(tree, ".files div") if "kept.md" in one]
        assert told == "kept.mdBody: Panel"
        listed = page(client, "/reports", body="other")
        assert texts(listed, "tbody th a") == ["Budget"]
        assert texts(listed, "#by-body option[selected]") == ["Other (1)"]


@pytest.fixture
def dated(tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder) -> Iterator[TestClient]:
    """Reports that entered the collection on different days; when "unknown" did is not known."""
    build_home({f"{name}.md": report(name, "date: 2020", f"About {name}.") for name in ("old", "late", "unknown")})
    home = tmp_path / "home"
    arrived(home, {"old.md": Arrival("2026-01-31T23:59:59Z", "2026-03-01T00:00:00Z"), "unknown.md": Arrival()})
    arrived(home, {"late.md": Arrival("2026-02-01T00:00:00Z")})
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2026-02-01", {"late"}),
        ("2026-02", {"late"}),
        ("2026-01-31", {"old", "late"}),
        ("2026", {"old", "late"}),
        ("2026-02-02", set()),
    ],
)
def test_what_is_new_since_a_day_is_what_entered_on_it_or_later(
    dated: TestClient, since: str, expected: set[str]
) -> None:
    assert set(listed(dated, new_since=since)) == expected
    tree = page(dated, "/reports", new_since=since)
    assert set(rows(tree)) == expected
    assert [chip.split(":")[0] for chip in texts(tree, ".chip")] == ["Remove filter New since"]
    assert tree.cssselect("input[name=new_since]")[0].get("value") == since


def test_the_list_sorts_by_when_reports_entered(dated: TestClient) -> None:
    assert listed(dated, sort="entered") == ["late", "old", "unknown"]
    assert listed(dated, sort="entered", order="ascending") == ["old", "late", "unknown"]
    tree = page(dated, "/reports", sort="entered")
    assert rows(tree) == ["late", "old", "unknown"]
    assert texts(tree, "#by-sort option[selected]") == ["Newest in the collection"]


def test_the_list_says_when_a_report_entered_and_changed(dated: TestClient) -> None:
    found = {one["id"]: (one["entered"], one["changed"]) for one in dated.get("/api/reports").json()["reports"]}
    assert found == {
        "old": ("2026-01-31T23:59:59Z", "2026-03-01T00:00:00Z"),
        "late": ("2026-02-01T00:00:00Z", None),
        "unknown": (None, None),
    }
    told = texts(page(dated, "/reports", sort="title"), "tbody td:last-child")
    assert told == [
        "Indexed Entered 1 February 2026",
        "Indexed Entered 31 January 2026, changed 1 March 2026",
        "Indexed",
    ]
