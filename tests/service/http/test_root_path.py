"""Below a path of a proxy's host, every address that the service gives leads back to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from browser import Opened
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from lxml import html
from playwright.sync_api import expect
from service_collection import build

from index.build.types import Model
from index.types import Encoder
from service.app import create_app
from service.http.root_path import links_below
from service.settings import OWN_PATHS, SettingsError, load_settings

ROOT = "/inside/search"
HOSTILE = '# " href="/reports\n\nThe panel wrote <a href="/reports">"here"</a> and \' href="/x" \'.\n'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    folder = tmp_path_factory.mktemp("below")
    build(folder, model, {"hostile.md": HOSTILE})
    return build(folder, model)


@pytest.fixture(scope="module")
def below(home: Path, encoder: Encoder) -> FastAPI:
    return create_app(home, lambda: encoder, corpus=home.parent / "corpus", root_path=ROOT)


@pytest.fixture(scope="module", params=["left", "taken off"])
def client(below: FastAPI, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    """A client of a proxy that leaves the path on what it passes on, or takes it off."""
    with TestClient(below, follow_redirects=False) as client:
        if request.param == "taken off":
            passed_on = client.get

            def get(address: str, **how: object) -> Response:
                assert address.startswith(ROOT), address
                return passed_on(address.removeprefix(ROOT) or "/", **how)  # type: ignore[arg-type]

            client.get = get  # type: ignore[method-assign, assignment]
        yield client


def addresses(page: str, at: str) -> Iterator[str]:
    """All that a page leads to or loads, as a browser understands it, but what lies elsewhere."""
    for element in html.fromstring(page).iter():
        for name in ("href", "src", "action", "formaction"):
            if (given := element.get(name)) is not None:
                address = urljoin(f"http://testserver{at}", given)
                if urlsplit(address).netloc == "testserver":
                    yield address.removeprefix("http://testserver").partition("#")[0]


def first(path: str) -> str:
    return path.split("/")[1].partition("?")[0]


def test_every_address_on_every_page_holds(client: TestClient, below: FastAPI) -> None:
    """Crawls all pages from the start page; forms are sent as they are."""
    waiting = [f"{ROOT}/", f"{ROOT}/?q=agenda", f"{ROOT}/reports/hostile", f"{ROOT}/verify?text=%22the+agenda%22"]
    waiting += [f"{ROOT}/over-time?q=agenda", f"{ROOT}/docs"]
    seen: set[str] = set()
    while waiting and len(seen) < 250:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.is_redirect:
            waiting.append(answer.headers["location"])
            continue
        # These take a form with POST; without a question there is nothing to record.
        assert answer.status_code in ({405} if address.endswith("/list/export") else {200}), (address, answer.text)
        if answer.headers["content-type"].startswith("text/html"):
            found = list(addresses(answer.text, address))
            assert all(one == ROOT or one.startswith(f"{ROOT}/") for one in found), (address, found)
            waiting += found
    kinds = {first(one.removeprefix(ROOT)) for one in seen}
    assert kinds | {first(path) for path in below.openapi()["paths"]} | {
        "metrics",
        "problems",
        "sign-in",
        "sign-out",
    } == OWN_PATHS | {""}


def test_texts_are_left_as_they_are(client: TestClient) -> None:
    page = html.fromstring(client.get(f"{ROOT}/reports/hostile").text)
    shown = page.text_content()
    assert '<a href="/reports">"here"</a>' in shown
    assert "' href=\"/x\" '" in shown


def test_redirects_stay_below(client: TestClient) -> None:
    for address, leads in (
        ("/?q=agenda&k=", f"{ROOT}/?q=agenda"),
        ("/problems/no-index", f"{ROOT}/docs#problem-no-index"),
        ("/reports/", f"http://testserver{ROOT}/reports"),
    ):
        assert client.get(ROOT + address).headers["location"] == leads


def test_the_printed_address_is_the_one_that_leads_there(client: TestClient) -> None:
    page = html.fromstring(client.get(f"{ROOT}/reports/record?q=agenda").text)
    assert page.xpath("string(//p[@class='paper']/bdi)") == f"http://testserver{ROOT}/reports/record?q=agenda"


def test_the_description_says_where_the_calls_are(client: TestClient) -> None:
    assert client.get(f"{ROOT}/openapi.json").json()["servers"] == [{"url": ROOT}]


def test_without_a_root_path_nothing_is_added(home: Path, encoder: Encoder) -> None:
    with TestClient(create_app(home, lambda: encoder), follow_redirects=False) as client:
        assert client.get("/?q=agenda&k=").headers["location"] == "/?q=agenda"
        assert 'href="/reports"' in client.get("/").text
        assert "servers" not in client.get("/openapi.json").json()
        assert client.get(f"{ROOT}/reports").status_code == 404


def test_links_to_other_hosts_and_within_a_page_are_left() -> None:
    page = '<a href="#x"></a><a href="//other/x"></a><a href="https://other/"></a><a title="/x" href="/x"></a>'
    assert links_below("/r", page) == page.replace('href="/x"', 'href="/r/x"')


def test_no_path_of_the_service_may_be_the_root_path() -> None:
    for given, says in (
        ("/api/x", "of the service itself"),
        ("search", "no path"),
        ("/a b", "no path"),
        ("/a//b", "no path"),
    ):
        with pytest.raises(SettingsError, match=f"--root-path: .*{re.escape(says)}"):
            load_settings(root_path=given)
    assert [load_settings(root_path=given).root_path for given in ("/", "/a/b/", "")] == ["", "/a/b", ""]


@pytest.fixture(scope="module")
def new_app(below: FastAPI) -> Callable[[], FastAPI]:
    return lambda: below


@pytest.mark.browser
def test_what_scripts_lead_to_is_below_too(opened: Opened, address: str) -> None:
    page = opened(f"{ROOT}/?q=agenda")
    page.locator(".hit").first.get_by_role("button", name="Add to reading list").click()
    page.locator(".hit").nth(1).get_by_role("button", name="Add to reading list").click()
    page.get_by_role("link", name="Reading list").click()
    expect(page.locator(".entry")).to_have_count(2)
    page.get_by_role("button", name="Move down item 1").click()
    assert page.url.startswith(f"{address}{ROOT}/list?")
    page.get_by_role("button", name="Clear list").click()
    page.wait_for_url(f"{address}{ROOT}/list")
    page.goto(f"{address}{ROOT}/")
    assert page.locator("#recent a").evaluate("one => one.href") == f"{address}{ROOT}/?q=agenda"
    page.goto(f"{address}{ROOT}/reports/record")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.text .block'))")
    expect(page.locator("#selected .cite-text")).to_contain_text("A/79/352")
    assert page.locator("#selected .like").evaluate("one => one.href").startswith(f"{address}{ROOT}/passages/")
    assert page.locator("#selected .link").evaluate("one => one.href").startswith(f"{address}{ROOT}/reports/record?")
    page.goto(f"{address}{ROOT}/reports/record?fbclid=1")
    assert page.url == f"{address}{ROOT}/reports/record"
