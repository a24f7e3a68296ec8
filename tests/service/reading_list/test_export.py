"""A reading list is exported word for word, with footnotes and references that real readers of the formats take."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import bibtexparser
import docx
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from exported_lists import COLLECTED, FORMAT_NAMES, GUIDANCE, exported, guidance, passages, read_back, whole
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from service_collection import build

from index.build.types import Model
from service.reading_list.docx import Paragraph, package
from service.reading_list.entries import text_lines
from service.reading_list.formats import FORMATS
from service.reading_list.markdown import escaped


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("export"), model, COLLECTED)


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
        assert f"\n[^{n}]: {escaped(citation)}.\n" in text


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
    assert notes == [f"{n} {citation}." for n, citation in enumerate(citations, start=1)]
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
