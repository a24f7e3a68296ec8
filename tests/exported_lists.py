"""A collection to be collected from, and the call that exports a reading list, for the tests of it."""

from __future__ import annotations

from typing import Any, get_args

from fastapi.testclient import TestClient
from service_collection import FILES

from corpus.docx.reader import read
from corpus.types import Draft
from service.reading_list.formats import FormatName

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
COLLECTED = {**FILES, "odd.md": ODD}


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
