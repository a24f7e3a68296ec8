"""A collection whose words are quoted, and the call that checks quotations, for the tests of it."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient
from service_collection import FILES

from service.quotations.search import MOST_FOUND

DRAFT = """---
title: Draft report of the panel
symbol: A/AC.1/2021/3
date: 2021-03-04
kind: official record
labels: [draft, machine-read]
---

# Draft report of the panel

1. The panel – all of it – agreed on 12 recommendations to States parties.

2. It will meet again in the autumn, when the budget is known.
"""
REVISED = (
    DRAFT.replace("/2021/3", "/2021/3/Rev.1").replace("labels: [draft, machine-read]\n", "").replace("Draft r", "R")
)
LONG = "# Long\n\n" + "\n\n".join(f"Sentence {n} of the long report speaks of matter {n * 37}." for n in range(150))
ECHO = "# Echo\n\n" + " ".join("Again the same." for _ in range(MOST_FOUND + 30)) + "\n"
QUOTED = FILES | {"draft.md": DRAFT, "revised.md": REVISED, "long.md": LONG, "echo.md": ECHO}


def asked(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/verify", json=body)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    for quote in document["quotes"]:
        for place in quote["places"]:
            text = client.get(f"/api/reports/{place['report']['id']}/text").text
            for part in place["parts"]:
                assert text[part["start"] : part["end"]] == part["text"]
            assert (place["start"], place["end"]) == (place["parts"][0]["start"], place["parts"][-1]["end"])
        if closest := quote["closest"]:
            text = client.get(f"/api/reports/{closest['report']['id']}/text").text
            kept = "".join(one["text"] for one in closest["segments"] if one["kind"] != "yours")
            assert text[closest["start"] : closest["end"]] == closest["text"] == kept
    return document


def one(client: TestClient, text: str, report: str | None = None, **more: Any) -> dict[str, Any]:
    (quote,) = asked(client, quotes=[{"text": text, "report": report}], **more)["quotes"]
    return dict(quote)
