"""A reading list is exported word for word, with footnotes and references that real readers of the formats take."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any, get_args

import bibtexparser
import docx
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from service_collection import FILES, build

from corpus.docx import read
from corpus.types import Draft
from index.build import Model
from index.types import Encoder
from service.app import create_app
from service.export_docx_package import Paragraph, package
from service.export_formats import FORMATS, FormatName
from service.export_markdown import escaped
from service.reading_list import MOST_ITEMS, text_lines

ODD = """---
title: 'Notes *on* <b>rules</b> & “rights”'
date: 2021-03-02
kind: transcript
language: ar
labels: [draft]
---

1. قرر المجلس تمديد الولاية.

2. Costs rose by 5 * 3 < 20 & $7; see [annex](http://example.org) ![x] `code` _now_ {\\\\bad} #1 ~2~ a|b ^c^!

+ A list item that begins with a plus, and 1) a number.
"""
GUIDANCE = "The Committee recommended guidance for law enforcement."
GONE = "0123456789abcdef"
FORMAT_NAMES: tuple[FormatName, ...] = get_args(FormatName)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("export"), model, {**FILES, "odd.md": ODD})
    with TestClient(create_app(home, lambda: encoder)) as client:
        yield client


def passages(client: TestClient, report: str) -> list[dict[str, Any]]:
    return list(client.get(f"/api/reports/{report}/passages").json()["passages"])


def whole(client: TestClient) -> list[dict[str, Any]]:
    """Every passage of the collection as an item."""
    reports = client.get("/api/reports").json()["reports"]
    return [{"passage": one["id"]} for report in reports for one in passages(client, report["id"])]


def guidance(client: TestClient, **more: str) -> dict[str, Any]:
    """The sentence GUIDANCE as an item."""
    text = client.get("/api/reports/record/text").text
    start = text.index(GUIDANCE)
    return {"report": "record", "start": start, "end": start + len(GUIDANCE), **more}


def exported(client: TestClient, form: str, items: list[dict[str, Any]], **more: Any) -> bytes:
    answer = client.post("/api/export", json={"format": form, "items": items, **more})
    assert answer.status_code == 200, answer.text
    return answer.content


def read_back(content: bytes) -> Draft:
    """A Word file as this project reads reports."""
    return read(content, "list.docx")


def rendered_quotes(markdown: str) -> list[list[str]]:
    """The lines of each block quotation, as a reader of the rendered Markdown sees them."""
    quotes: list[list[str]] = []
    inside = False
    for token in MarkdownIt("commonmark").parse(markdown):
        inside = token.type == "blockquote_open" or (inside and token.type != "blockquote_close")
        if token.type == "blockquote_open":
            quotes.append([])
        if inside and token.type == "inline":
            assert {child.type for child in token.children or []} <= {"text", "text_special"}, token.content
            quotes[-1].append("".join(child.content for child in token.children or []))
    return quotes


def expected_lines(client: TestClient, item: dict[str, Any]) -> list[str]:
    return text_lines(client.get(f"/api/passages/{item['passage']}").json()["passage"]["text"])


def test_the_file_comes_under_a_name_and_type_of_its_own_and_is_not_to_be_kept(client: TestClient) -> None:
    suffixes = {"markdown": "md", "docx": "docx", "ris": "ris", "bibtex": "bib", "csl": "json"}
    for name in FORMAT_NAMES:
        answer = client.post("/api/export", json={"format": name, "items": [guidance(client)]})
        today = datetime.now(UTC).date().isoformat()
        assert answer.headers["content-disposition"] == (
            f'attachment; filename="reading-list-{today}.{suffixes[name]}"'
        )
        assert answer.headers["content-type"].split(";")[0] == FORMATS[name].media_type
        assert answer.headers["cache-control"] == "no-store"


def test_markdown_renders_every_passage_word_for_word_with_a_footnote_each(client: TestClient) -> None:
    items = whole(client)
    text = exported(client, "markdown", items).decode()
    quotes = rendered_quotes(text)
    wanted = [expected_lines(client, item) for item in items]
    assert [[*lines[:-1], lines[-1].removesuffix(f"[^{n}]")] for n, lines in enumerate(quotes, start=1)] == wanted
    for n, item in enumerate(items, start=1):
        citation = client.get(f"/api/passages/{item['passage']}/citation").json()["text"]
        assert f"\n[^{n}]: {escaped(citation)}\n" in text


@given(
    st.text(
        st.one_of(st.sampled_from("\\`*_{}[]<>()#+-.!|~$^&:;=\"' 19a"), st.characters(codec="utf-8", categories=["L"])),
        min_size=1,
        max_size=30,
    )
)
def test_any_line_renders_as_itself(line: str) -> None:
    (line, *_) = text_lines(line) or ["a"]
    assert rendered_quotes(f"> {escaped(line)}[^1]\n") == [[f"{line}[^1]"]]


def test_word_has_a_real_footnote_at_the_end_of_each_quotation(client: TestClient) -> None:
    items = whole(client)
    content = exported(client, "docx", items)
    draft = read_back(content)
    texts = [draft.text[block.start : block.end] for block in draft.blocks]
    wanted = [line for item in items for line in expected_lines(client, item)]
    quoted = iter(texts)
    assert all(any(line in text for text in quoted) for line in wanted)  # in this order
    notes = [draft.text[block.start : block.end] for block in draft.blocks if block.kind == "footnote"]
    citations = [client.get(f"/api/passages/{item['passage']}/citation").json()["text"] for item in items]
    assert notes == [f"{n} {citation}" for n, citation in enumerate(citations, start=1)]
    kinds = [block.kind for block in draft.blocks]
    assert [i for i, kind in enumerate(kinds) if kind == "footnote" and kinds[i - 1] != "paragraph"] == []


def test_word_files_open_in_python_docx_with_their_styles(client: TestClient) -> None:
    document = docx.Document(io.BytesIO(exported(client, "docx", [guidance(client, note="For the annex")])))
    styles = [(one.style.name if one.style else None, one.text) for one in document.paragraphs]
    assert ("Quote", GUIDANCE) in styles
    assert ("Normal", "Note: For the annex") in styles
    assert document.core_properties.title == "Reading list"


def test_text_from_right_to_left_is_marked_so_in_word(client: TestClient) -> None:
    items = [{"passage": one["id"]} for one in passages(client, "odd")]
    xml = zipfile.ZipFile(io.BytesIO(exported(client, "docx", items))).read("word/document.xml").decode()
    (paragraph,) = [one for one in xml.split("<w:p>") if "الولاية" in one]
    assert "<w:bidi/>" in paragraph
    assert '<w:rPr><w:rtl/><w:lang w:bidi="ar"/></w:rPr>' in paragraph
    assert "<w:bidi/>" not in next(one for one in xml.split("<w:p>") if "Costs rose" in one)


@given(st.text(min_size=1).map(lambda text: " ".join(text.split()) or "a"), st.text(min_size=1))
def test_no_character_breaks_a_word_file(text: str, note: str) -> None:
    text, note = (one.encode("utf-8", "replace").decode() for one in (text, note))
    content = package(text, date(2026, 11, 24), [Paragraph(text, "Quote", "fr", note)])
    document = docx.Document(io.BytesIO(content))
    assert len(document.paragraphs) == 1
    assert read_back(package("", date(2026, 11, 24), [Paragraph("Words.", "Quote", None, "A note.")]))


def test_the_same_list_gives_the_same_bytes(client: TestClient) -> None:
    items = whole(client)
    assert exported(client, "docx", items) == exported(client, "docx", items)


def test_reference_managers_get_one_reference_a_report_with_every_quote_as_a_note(client: TestClient) -> None:
    record = {"passage": passages(client, "record")[0]["id"]}
    digest = {"passage": passages(client, "digest")[0]["id"], "note": "Compare 2022"}
    items = [guidance(client, note="For the\nannex"), digest, record]
    quoted = f"para. 4: “{GUIDANCE}” Note: For the annex"

    references = rispy.loads(exported(client, "ris", items).decode())
    assert [one["id"] for one in references] == ["record", "digest"]
    assert quoted in references[0]["notes"]
    assert sum(note.startswith("para") for note in references[0]["notes"]) == 2
    assert any(note.endswith("Note: Compare 2022") for note in references[1]["notes"])
    assert not any("unknown_tag" in one for one in references)

    library = bibtexparser.parse_string(
        exported(client, "bibtex", items).decode(), append_middleware=[LatexDecodingMiddleware()]
    )
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["record", "digest"]
    assert quoted in library.entries[0]["annote"]
    assert "para. 4" not in library.entries[0]["note"]

    items_read = json.loads(exported(client, "csl", items))
    assert list(CiteProcJSON(items_read)) == ["record", "digest"]
    assert quoted in items_read[0]["note"].splitlines()


def test_what_is_gone_is_named_in_its_place_in_every_format(client: TestClient) -> None:
    lost = {"passage": GONE, "known_as": "A/1/2, para. 3", "note": "Needed"}
    items = [guidance(client), lost, {"passage": passages(client, "digest")[0]["id"]}]
    name = "No longer in the collection: A/1/2, para. 3"
    markdown = exported(client, "markdown", items).decode()
    assert "1 more is no longer in the collection." in markdown
    assert f"\n## 2. {name}\n" in markdown
    assert "Note: Needed" in markdown
    draft = read_back(exported(client, "docx", items))
    headings = [draft.text[block.start : block.end] for block in draft.blocks if block.kind == "heading"]
    assert f"2. {name}" in headings
    assert [one["title"] for one in rispy.loads(exported(client, "ris", items).decode())][1] == name
    library = bibtexparser.parse_string(exported(client, "bibtex", items).decode())
    assert name in library.entries[1]["title"]
    (gone,) = [one for one in json.loads(exported(client, "csl", items)) if one["title"] == name]
    assert "Search for it again" in gone["note"]
    assert gone["note"].endswith("Note: Needed")


def test_a_list_of_which_nothing_is_left_is_still_a_file(client: TestClient) -> None:
    for form in FORMAT_NAMES:
        assert b"No longer in the collection" in exported(client, form, [{"passage": GONE}]) or form == "docx"
    draft = read_back(exported(client, "docx", [{"passage": GONE}]))
    assert f"1. No longer in the collection: Item {GONE}" in draft.text


def test_words_that_changed_since_they_were_collected_are_not_quoted(client: TestClient) -> None:
    text = exported(client, "markdown", [guidance(client, check="00000000")]).decode()
    assert GUIDANCE not in text
    assert "No longer in the collection: Report on the review of implementation" in text


def test_the_record_says_how_the_passages_were_found(client: TestClient) -> None:
    record = [
        {"q": "guidance?", "series": ["Sessions of the Committee"], "from": "2024", "mode": "keyword"},
        {"q": "attendance"},
    ]
    found = client.get("/api/search", params={"q": "attendance"}).json()
    for form in FORMAT_NAMES:
        content = exported(client, form, [guidance(client)], record=record)
        text = read_back(content).text if form == "docx" else content.decode()
        assert "“guidance?”, searched by exact words, filtered by series: Sessions of the Committee; " in text
        assert "“attendance”, searched by words and meaning, without filters." in text
        assert f"in a collection of 4 reports with Rapporteur {version('rapporteur-search')}: build " in text
        assert f"build {found['build']}, corpus " in text
    assert "Record of the search" not in exported(client, "markdown", [guidance(client)]).decode()


@pytest.mark.parametrize("form", ["markdown", "docx"])
def test_the_record_lists_what_each_search_finds(client: TestClient, form: str) -> None:
    found = client.get("/api/search", params={"q": "attendance"}).json()
    content = exported(client, form, [guidance(client)], record=[{"q": "attendance", "k": 3}])
    text = read_back(content).text if form == "docx" else content.decode()
    listed = text.partition("“attendance”, searched")[2]
    cited = [hit["citation"] for hit in found["hits"]]
    wanted = [f"{n}. {escaped(one) if form == 'markdown' else one}" for n, one in enumerate(cited, start=1)]
    assert len(wanted) > 1
    at = [listed.index(line) for line in wanted]
    assert at == sorted(at)


def test_a_record_of_a_question_without_a_word_is_refused(client: TestClient) -> None:
    body = {"format": "ris", "items": [guidance(client)], "record": [{"q": "?!"}]}
    answer = client.post("/api/export", json=body)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/bad-query")


def test_footnotes_come_in_the_style_that_was_asked_for(client: TestClient) -> None:
    text = exported(client, "markdown", [guidance(client)], style="chicago").decode()
    assert "[^1]: General Assembly, “Report on the review of implementation,” A/79/352, New York, October 15" in text


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"passage": "x"},
        {"report": "record"},
        {"report": "record", "start": 5},
        {"report": "record", "start": 5, "end": 5},
        {"report": "record", "start": 0, "end": 20_001},
        {"passage": GONE, "report": "record", "start": 0, "end": 5},
        {"passage": GONE, "start": 4},
        {"passage": GONE, "note": "n" * 5001},
        {"passage": GONE, "unknown": 1},
    ],
)
def test_what_names_no_place_is_refused_as_a_problem(client: TestClient, item: dict[str, Any]) -> None:
    answer = client.post("/api/export", json={"format": "ris", "items": [item]})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/bad-request"


def test_a_list_has_one_item_at_least_and_a_bound(client: TestClient) -> None:
    for items in ([], [{"passage": GONE}] * (MOST_ITEMS + 1)):
        assert client.post("/api/export", json={"format": "ris", "items": items}).status_code == 422
    assert client.post("/api/export", json={"format": "pdf", "items": [{"passage": GONE}]}).status_code == 422


def test_nothing_of_a_list_is_logged(client: TestClient, capfd: pytest.CaptureFixture[str]) -> None:
    items = [guidance(client, note="My secret thought"), {"passage": GONE, "note": "My secret thought"}]
    exported(client, "docx", items, record=[{"q": "my secret question"}])
    logged = "".join(capfd.readouterr())
    assert "secret" not in logged
    assert GONE not in logged
