"""A record holds what was asked of what, and the search can be made again from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from service_collection import FILES, build

from index.build import Model
from index.opening import open_live
from index.searcher import Searcher
from index.types import Encoder, Filters
from service.answers import Answerer
from service.app import create_app
from service.citations import Citer
from service.records import (
    Record,
    Settings,
    UnreadableRecordError,
    read_record,
    record_answer,
    record_search,
    repeat,
    to_json,
    to_markdown,
)

QUESTION = "which channels do organizations seldom use?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    folder = tmp_path_factory.mktemp("records")
    build(folder, model)
    return folder


@pytest.fixture(scope="module")
def searcher(folder: Path, encoder: Encoder) -> Iterator[Searcher]:
    searcher = open_live(folder / "home", encoder)
    yield searcher
    searcher.close()


def searched(searcher: Searcher, **filters: tuple[str, ...]) -> Record:
    return record_search(searcher, Citer(searcher), QUESTION, Settings(k=2), Filters(**filters))  # type: ignore[arg-type]


def answered(searcher: Searcher) -> Record:
    return record_answer(searcher, Answerer(searcher, Citer(searcher)).answer(QUESTION), None)


def test_a_record_says_what_was_asked_of_what(searcher: Searcher) -> None:
    record = searched(searcher, kind=("digest",))
    manifest = searcher.manifest
    assert (record.build, record.model, record.corpus) == (manifest.build, manifest.model, manifest.corpus)
    assert (record.question, record.settings.k, record.filters.kind) == (QUESTION, 2, ("digest",))
    for found in record.results:
        assert searcher.text(found.report)[found.start : found.end] == found.text


@pytest.mark.parametrize("write", [to_json, to_markdown])
@pytest.mark.parametrize("make", [searched, answered])
def test_a_record_is_read_back_as_it_was_and_repeats_itself(searcher: Searcher, write: object, make: object) -> None:
    record = make(searcher)  # type: ignore[operator]
    again = read_record(write(record))  # type: ignore[operator]
    assert again == record
    repeated = repeat(again, searcher, Citer(searcher))
    assert (repeated.same_build, repeated.same_results, repeated.gone, repeated.new) == (True, True, (), ())
    assert "the same build" in repeated.says


def test_markdown_survives_reports_with_fences(searcher: Searcher) -> None:
    record = searched(searcher)
    fenced = record.results[0].model_copy(update={"text": "```json\n{}\n```"})
    record = record.model_copy(update={"results": (fenced,)})
    assert read_record(to_markdown(record)) == record


def test_another_build_is_said_with_what_has_changed(
    folder: Path, model: Model, encoder: Encoder, searcher: Searcher
) -> None:
    record = searched(searcher)
    changed = {**FILES, "digest.md": FILES["digest.md"].replace("Speakers named", "Panellists named")}
    build(folder, model, changed)
    other = open_live(folder / "home", encoder)
    repeated = repeat(record, other, Citer(other))
    other.close()
    assert (repeated.same_build, repeated.same_results) == (False, False)
    assert "what changed: reports" in repeated.says
    assert repeated.gone
    assert repeated.new


@pytest.mark.parametrize("content", ["", "# Notes", "{}", '{"of": "search"}', "```json\n[]\n```"])
def test_what_is_no_record_is_refused_with_a_remedy(content: str) -> None:
    with pytest.raises(UnreadableRecordError, match="no record of a search"):
        read_record(content)


def test_the_api_gives_records_in_both_formats(folder: Path, encoder: Encoder) -> None:
    with TestClient(create_app(folder / "home", lambda: encoder)) as client:
        asked = {"q": QUESTION, "k": 1, "kind": "digest"}
        as_json = client.get("/api/record", params=asked)
        assert read_record(as_json.text).settings.k == 1
        assert json.loads(as_json.text)["filters"]["kind"] == ["digest"]
        markdown = client.get("/api/record", params={**asked, "of": "answer", "format": "markdown"})
        assert markdown.headers["content-type"].startswith("text/markdown")
        assert read_record(markdown.text).of == "answer"
