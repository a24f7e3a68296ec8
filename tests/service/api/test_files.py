"""The original file of a report is served exactly, or not at all, and nothing in it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from page_trees import page, texts
from service_collection import FILES, build

from index.build.types import Model
from index.types import Encoder
from service.api.files import Originals
from service.app import create_app
from service.errors import OriginalChangedError, OriginalMissingError

WEB = (
    "<!doctype html><html lang=en><title>Onions</title><body><h1>Onions</h1><p>Onions were sold.</p><script>1</script>"
)
OUTSIDE = "The secret of the onions.\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    """A folder with a corpus, its home, and a file beside them that nobody may see."""
    folder = tmp_path_factory.mktemp("originals")
    (folder / "secret.md").write_text(OUTSIDE)
    build(folder, model, FILES | {"web.html": WEB})
    return folder


@pytest.fixture(scope="module")
def client(folder: Path, encoder: Encoder) -> Iterator[TestClient]:
    with TestClient(create_app(folder / "home", lambda: encoder, corpus=folder / "corpus")) as client:
        yield client


def test_a_text_is_shown_as_plain_text_byte_for_byte(client: TestClient) -> None:
    answer = client.get("/files/record")
    assert answer.content == FILES["record.md"].encode()
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"] == "inline; filename*=utf-8''record.md"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["content-security-policy"].endswith("sandbox")


def test_a_file_with_a_strange_name_keeps_it(client: TestClient) -> None:
    answer = client.get("/files/notes-of-a-participant")
    assert answer.content == FILES["Notes of a “participant”.md"].encode()
    assert answer.headers["content-disposition"] == (
        "inline; filename*=utf-8''Notes%20of%20a%20%E2%80%9Cparticipant%E2%80%9D.md"
    )


def test_a_web_page_is_saved_and_never_shown(client: TestClient) -> None:
    answer = client.get("/files/web")
    assert answer.text == WEB
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"].endswith("sandbox")


@pytest.mark.parametrize(
    "id",
    ["../secret.md", "..%2Fsecret.md", "%2e%2e%2fsecret", "secret", "/etc/passwd", "record.md", "a%00b", "x" * 5000],
)
def test_what_is_no_report_has_no_file(client: TestClient, id: str) -> None:
    answer = client.get(f"/files/{id}")
    assert answer.status_code == 404
    assert OUTSIDE not in answer.text


def test_a_path_that_leads_out_of_the_folder_leads_nowhere(client: TestClient, folder: Path) -> None:
    (folder / "corpus" / "link.md").symlink_to(folder / "secret.md")
    (folder / "corpus" / "away").symlink_to(folder)
    with client.app.state.live.lease() as index:  # type: ignore[attr-defined]  # the test client types it as a callable
        report = index.searcher.summary("record")
    originals = Originals(folder / "corpus")
    assert originals.read(report).content == FILES["record.md"].encode()
    for path in (
        "../secret.md",
        "link.md",
        "away/secret.md",
        str(folder / "secret.md"),
        ".",
        "",
        "\0",
        "no.md",
        "x" * 999,
    ):
        with pytest.raises(OriginalMissingError):
            originals.read(replace(report, path=path))
    with pytest.raises(OriginalChangedError):
        originals.read(replace(report, path="digest.md"))


def test_a_file_that_has_changed_is_not_passed_off_as_the_original(client: TestClient, folder: Path) -> None:
    file = folder / "corpus" / "digest.md"
    before = file.read_bytes()
    try:
        file.write_bytes(before + b"\nAdded later.\n")
        answer = client.get("/files/digest")
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/changed-file")
        assert "rebuild" in answer.json()["remedy"]
        shown = page(client, "/files/digest", 409)
        assert texts(shown, "h1") == ["The original file is not the one that was indexed"]
        file.unlink()
        assert client.get("/files/digest").status_code == 404
        assert not page(client, "/reports/digest").cssselect(".original")
    finally:
        file.write_bytes(before)
    assert page(client, "/reports/digest").cssselect(".original a")[0].get("href") == "/files/digest"


def test_without_the_folder_there_is_no_file_and_no_link(folder: Path, encoder: Encoder) -> None:
    for corpus in (None, folder / "nowhere"):
        with TestClient(create_app(folder / "home", lambda: encoder, corpus=corpus)) as client:
            assert client.get("/files/record").json()["type"] == "/problems/no-file"
            assert not page(client, "/reports/record").cssselect(".original")
