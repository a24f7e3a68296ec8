"""What answers say to browsers and caches, and what only the operator can add to a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from page_trees import page, texts
from service_collection import build

from index.build.types import Model
from service.settings import SettingsError, load_settings


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("headers"), model)


def test_a_static_file_is_kept_for_good_under_the_version_it_has_and_no_other(client: TestClient) -> None:
    tree = page(client, "/")
    addresses = [*tree.xpath("//link[starts-with(@href, '/static/')]/@href"), *tree.xpath("//script/@src")]
    assert len(addresses) > 3
    for address in addresses:
        assert client.get(address).headers["cache-control"] == "max-age=31536000, immutable"
    plain = addresses[1].partition("?")[0]
    for other in (plain, f"{plain}?v=0123456789"):
        assert "immutable" not in client.get(other).headers.get("cache-control", "")


def test_what_holds_a_draft_is_not_stored(client: TestClient) -> None:
    for answer in (
        client.post("/verify", data={"text": "It never said"}),
        client.post("/api/verify", json={"text": "It never said"}),
        client.post("/list/export", data={"format": "ris", "item": "0" * 16, "note": "private"}),
    ):
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_no_page_may_use_what_it_does_not_need(client: TestClient) -> None:
    for address in ("/", "/reports/record", "/nowhere"):
        answer = client.get(address, headers={"accept": "text/html"})
        policy = answer.headers["permissions-policy"].split(", ")
        assert {"camera=()", "geolocation=()", "microphone=()"} <= {*policy}


def test_the_list_of_reports_takes_the_orders_that_the_search_has(client: TestClient) -> None:
    assert texts(page(client, "/reports?sort=newest"), "tbody th") == texts(page(client, "/reports"), "tbody th")
    oldest = texts(page(client, "/reports?sort=oldest"), "tbody th")
    assert oldest == texts(page(client, "/reports?sort=date&order=ascending"), "tbody th")
    assert oldest != texts(page(client, "/reports"), "tbody th")
    tree = page(client, "/reports?sort=newest")
    assert not tree.cssselect(".left-out")
    assert [one.get("aria-sort") for one in tree.cssselect("th.date")] == ["descending"]


def test_readers_are_asked_for_remarks_only_where_the_operator_names_an_address(
    new_app: Callable[[], FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = new_app()
    with TestClient(app) as client:
        assert "Send feedback" not in page(client, "/").text_content()
        monkeypatch.setenv("RAPPORTEUR_FEEDBACK", "library@example.org")
        app.state.feedback = load_settings().feedback
        (link,) = [a for a in page(client, "/help").cssselect(".foot a") if a.text_content() == "Send feedback"]
        assert link.get("href") == "mailto:library@example.org"


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", "nowhere", "https://", "a b@c"])
def test_an_address_for_remarks_is_one_that_can_be_followed(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("RAPPORTEUR_FEEDBACK", wrong)
    with pytest.raises(SettingsError, match="RAPPORTEUR_FEEDBACK"):
        load_settings()
    monkeypatch.setenv("RAPPORTEUR_FEEDBACK", "https://example.org/remarks?of=rapporteur")
    assert load_settings().feedback == "https://example.org/remarks?of=rapporteur"
