"""Whatever stands in a report or in an address is shown as text, and no page needs more than the policy allows."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit

import lxml.html
import pytest
from fastapi.testclient import TestClient
from hostile_report import DRAWN_OUT, HOSTILE, INJECTIONS, VILLAIN
from lxml.html import HtmlElement
from page_trees import FOREIGN_DRAWINGS, page
from service_collection import FILES, build

from index.build.types import Model
from index.types import Encoder
from service.app import create_app


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("pages"), model, FILES | {"hostile.md": HOSTILE, "drawn-out.md": DRAWN_OUT})


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?q=onions",
        "/?q=onions&group=report&sort=newest",
        "/?q=zzz&mode=keyword",
        "/reports",
        "/reports/hostile",
        "/reports/hostile?q=onions",
        "/reports/drawn-out?part=2",
        "/reports/x",
        "/passages/x/similar",
        "/list",
        "/keys",
    ],
)
def test_no_page_has_inline_script_or_style(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"accept": "text/html"})
    tree = lxml.html.document_fromstring(answer.text)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert_own_scripts(tree)
    attributes = {name for element in tree.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert not list(tree.iter("style"))


def assert_own_scripts(tree: HtmlElement) -> None:
    """Every script of a page is a file of the service, and there is one at least."""
    scripts = list(tree.iter("script"))
    assert scripts
    assert all((one.get("src") or "").startswith("/static/") and not one.text for one in scripts)


def test_report_text_is_shown_as_text(client: TestClient) -> None:
    for address in (
        "/?q=onions&k=100",
        "/?q=onions&k=100&group=report",
        "/reports/hostile",
        "/reports/hostile?q=onions",
        "/reports/drawn-out?q=onions&part=2",
        "/reports/drawn-out?part=all",
        "/reports",
        similar_page(client),
    ):
        tree = page(client, address)
        assert not list(tree.iter("iframe", "base", "u", "i")), address
        assert not tree.xpath(FOREIGN_DRAWINGS), address
        assert VILLAIN in tree.text_content(), address
        links = [a.get("href") for a in tree.iter("a")]
        assert not [link for link in links if urlsplit(link).scheme not in {"", "http", "https"}]
    assert page(client, "/reports/drawn-out?part=2").cssselect(".parts")
    shown = " ".join(tree.text_content() for tree in page(client, "/reports/hostile").cssselect(".block"))
    assert all(text[:30] in shown for text in INJECTIONS[:19])


def similar_page(client: TestClient) -> str:
    """What is like a passage of the hostile report, with others of it among that."""
    passage = client.get("/api/reports/hostile/passages").json()["passages"][0]["id"]
    return f"/passages/{passage}/similar?k=100"


LONG = "x" * 10_000
PAGES = ("/", "/reports/hostile", "similar")
PARAMETERS = (
    "q",
    "series",
    "body",
    "symbol",
    "mode",
    "from",
    "sort",
    "group",
    "passage",
    "part",
    "at",
    "k",
    "offset",
    "item",
)


@pytest.mark.parametrize("text", [*INJECTIONS, LONG])
@pytest.mark.parametrize("place", PAGES)
def test_what_is_typed_is_shown_as_text(client: TestClient, text: str, place: str) -> None:
    address = similar_page(client).partition("?")[0] if place == "similar" else place
    for name in (*PARAMETERS, text):
        asked = {"q": "onions", name: text}
        answer = client.get(address, params=asked, headers={"accept": "text/html"})
        tree = lxml.html.document_fromstring(answer.text.replace("\u0000", "\ufffd"))
        assert answer.status_code == 200
        assert not list(tree.iter("iframe", "base", "style", "u", "i")), name
        assert not tree.xpath(FOREIGN_DRAWINGS), name
        assert_own_scripts(tree)
        assert len(tree.cssselect("h1")) == 1
        assert not [e for e in tree.iter() if any(a.startswith("on") for a in e.attrib)]
    for path in ("/reports/{}", "/files/{}", "/passages/{}/similar", "/api/reports/{}/citation?start=0&end=5"):
        found = client.get(path.format(quote(text, safe="")), headers={"accept": "text/html"})
        assert found.status_code in {200, 404}, path


def test_a_misspelt_question_is_proposed_as_text(client: TestClient) -> None:
    asked = 'onoins <script>alert(1)</script> "><b onmouseover=alert(5)>'
    tree = page(client, "/", q=asked)
    (link,) = tree.cssselect(".meant a")
    assert link.text_content() == asked.replace("onoins", "onions")
    assert not [e for e in tree.iter() if any(a.startswith("on") for a in e.attrib)]


def test_a_word_of_ten_thousand_letters_is_cited_whole(client: TestClient) -> None:
    text = client.get("/api/reports/hostile/text").text
    start = text.index(LONG)
    cited = client.get("/api/reports/hostile/citation", params={"start": start, "end": start + len(LONG)})
    assert cited.json()["quote"] == LONG


def test_the_hostile_file_itself_is_served_as_plain_text(client: TestClient, home: Path, encoder: Encoder) -> None:
    with TestClient(create_app(home, lambda: encoder, corpus=home.parent / "corpus")) as serving:
        answer = serving.get("/files/hostile")
        assert answer.text == HOSTILE
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
        )
