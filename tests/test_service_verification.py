"""What is said of a quotation: where it stands, in which report, what differs, and what comes nearest otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from service_collection import FILES, build
from structlog.testing import capture_logs

from index.build import Model
from index.searcher import Searcher
from index.types import Encoder
from service import verification
from service.app import create_app
from service.body_limit import MOST_BYTES
from service.verification import MOST_FOUND, MOST_LISTED, verify
from service.verification_request import LONGEST_QUOTE, LONGEST_TEXT, MOST_QUOTES
from service.verification_texts import FoldedTexts

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
MORE = {"draft.md": DRAFT, "revised.md": REVISED, "long.md": LONG, "echo.md": ECHO}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[TestClient]:
    home = build(tmp_path_factory.mktemp("verification"), model, FILES | MORE)
    with TestClient(create_app(home, lambda: encoder), raise_server_exceptions=False) as client:
        yield client


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


def test_a_quotation_is_found_with_its_place_passage_and_pinpoint(client: TestClient) -> None:
    found = one(client, "recommended guidance for law enforcement")
    assert (found["verdict"], found["total"], found["complete"], found["named"]) == ("exact", 1, True, None)
    (place,) = found["places"]
    assert (place["report"]["id"], place["verdict"], place["changes"]) == ("record", "exact", [])
    passages = client.get("/api/reports/record/passages").json()["passages"]
    assert place["passages"] == [p["id"] for p in passages if "guidance for law enforcement" in p["text"]]
    assert place["citation"] == "A/79/352, para. 4"


def test_the_pinpoint_is_that_of_the_words_not_of_their_passage(client: TestClient) -> None:
    places = [one(client, f"matter {n * 37}.")["places"][0] for n in (0, 7, 149)]
    assert [place["citation"].rpartition("[")[2] for place in places] == [
        f"para. {n}, unnumbered]" for n in (1, 8, 150)
    ]


def test_citations_come_in_the_style_that_is_asked_for(client: TestClient) -> None:
    place = one(client, "recommended guidance for law enforcement", style="bibtex")["places"][0]
    assert place["citation"].startswith("@")
    assert "para. 4" in place["citation"]


def test_a_quotation_may_run_over_the_border_of_a_passage(client: TestClient) -> None:
    passages = client.get("/api/reports/long/passages").json()["passages"]
    assert len(passages) > 1
    text = client.get("/api/reports/long/text").text
    quote = text[passages[0]["end"] - 40 : passages[1]["start"] + 40].partition(" ")[2].rpartition(" ")[0]
    found = one(client, quote)
    assert found["verdict"] == "exact"
    assert found["places"][0]["passages"] == [passages[0]["id"], passages[1]["id"]]
    assert "paras." in found["places"][0]["citation"]


def test_a_heading_can_be_quoted_though_no_passage_holds_it(client: TestClient) -> None:
    (place,) = one(client, "Recommendations", "record")["places"]
    assert (place["report"]["id"], place["passages"]) == ("record", [])
    assert place["citation"].startswith("A/79/352")


def test_front_matter_is_no_part_of_the_report(client: TestClient) -> None:
    assert one(client, "kind: official record")["verdict"] == "missing"
    assert one(client, "Report on the review of implementation")["verdict"] == "missing"


def test_typography_is_named_place_by_place(client: TestClient) -> None:
    found = one(client, 'The  panel--all of it--agreed on 12 "recommenda-\ntions"')
    assert found["verdict"] == "missing"
    found = one(client, "The  panel--all of it--agreed on 12 recommenda-\ntions")
    assert found["verdict"] == "normalised"
    assert found["places"][0]["changes"] == ["dashes", "hyphenation", "white space"]
    assert found["places"][0]["parts"][0]["text"] == "The panel – all of it – agreed on 12 recommendations"


def test_every_place_is_told_and_nearly_the_same_reports_are_named(client: TestClient) -> None:
    found = one(client, "It will meet again in the autumn")
    assert [place["report"]["id"] for place in found["places"]] == ["revised", "draft"]
    revised, draft = found["places"]
    assert (revised["twins"], draft["twins"]) == (["draft"], ["revised"])
    assert [later["id"] for later in draft["later_versions"]] == ["revised"]
    assert (draft["labels"], revised["labels"]) == (["draft", "machine-read"], [])
    assert draft["source"] == "Official record, draft, machine-read"


def test_a_digest_is_told_from_what_it_digests(client: TestClient) -> None:
    (place,) = one(client, "written submissions and attendance")["places"]
    assert "digest" in place["source"].lower()
    assert "not an official record" in place["citation"]


@pytest.mark.parametrize("name", ["draft", "A/AC.1/2021/3", "a/ac.1/2021/3", " Draft report of  the panel "])
def test_a_report_is_named_by_id_symbol_or_title(client: TestClient, name: str) -> None:
    found = one(client, "meet again in the autumn", name)
    assert found["named"] == "found"
    assert [place["report"]["id"] for place in found["places"]] == ["draft", "revised"]


def test_a_quotation_that_stands_in_another_report_than_the_one_named_is_told_so(client: TestClient) -> None:
    found = one(client, "meet again in the autumn", "record")
    assert (found["verdict"], found["named"]) == ("exact", "not there")
    assert {place["report"]["id"] for place in found["places"]} == {"revised", "draft"}
    assert one(client, "meet again in the autumn", "A/99/1")["named"] == "unknown"
    assert one(client, "zebras run", "record")["named"] == "not there"


def test_of_many_places_the_first_are_listed_and_the_search_ends_somewhere(client: TestClient) -> None:
    found = one(client, "Again the same")
    assert (found["total"], found["complete"]) == (MOST_FOUND, False)
    assert len(found["places"]) == MOST_LISTED
    found = one(client, "of the long report")
    assert (found["total"], found["complete"], len(found["places"])) == (150, True, MOST_LISTED)


@pytest.mark.parametrize(
    ("quote", "parts", "omitted"),
    [
        ("The panel ... agreed on 12", ["The panel", "agreed on 12"], [3]),
        ("The panel […] agreed [...] to States", ["The panel", "agreed", "to States"], [3, 3]),
        ("[t]he panel – all of it", ["The panel – all of it"], []),
        ("... all of it ...", ["all of it"], []),
        ("agreed on [a dozen] recommendations", ["agreed on", "recommendations"], [1]),
        ("agree[s] on 12", ["agreed", "on 12"], [0]),
        (
            "recommendations to States parties. . . . It will meet",
            ["recommendations to States parties", "It will meet"],
            [1],
        ),
    ],
)
def test_pieces_are_found_in_their_order(client: TestClient, quote: str, parts: list[str], omitted: list[int]) -> None:
    found = one(client, quote, "draft")
    place = found["places"][0]
    assert [part["text"].rstrip(".") for part in place["parts"]] == parts
    assert place["omitted"] == omitted
    assert found["pieces"]
    assert {piece["verdict"] for piece in found["pieces"]} <= {"exact", "normalised"}


@pytest.mark.parametrize(
    ("quote", "verdicts"),
    [
        ("agreed on 12 ... The panel", ["exact", "exact"]),  # the other way round
        ("The panel ... guidance for law enforcement", ["exact", "exact"]),  # from two reports
        ("The panel ... the zebras", ["exact", "missing"]),
        ("[s]he panel – all of it", ["missing"]),
    ],
)
def test_pieces_in_another_order_or_report_are_missing_as_a_whole(
    client: TestClient, quote: str, verdicts: list[str]
) -> None:
    found = one(client, quote)
    assert (found["verdict"], found["places"]) == ("missing", [])
    assert [piece["verdict"] for piece in found["pieces"]] == verdicts


def test_punctuation_put_inside_the_closing_mark_is_no_fault_but_told(client: TestClient) -> None:
    found = one(client, "agreed on 12 recommendations,")
    assert (found["verdict"], found["places"][0]["changes"]) == ("normalised", ["final punctuation"])
    assert found["places"][0]["parts"][0]["text"] == "agreed on 12 recommendations"


@pytest.mark.parametrize(
    ("quote", "yours", "source"),
    [
        ("The panel – all of it – agreed on 13 recommendations", ["13"], ["12"]),
        ("the panel – all of it – agreed on 12 recommendations", ["the"], ["The"]),
        ("The panel – all of it – agreed on recommendations", [], ["12"]),
        ("The panel – all of it – gladly agreed on 12 recommendations", ["gladly"], []),
        ("Its panel – all of it – agreed on 12 suggestions", ["Its", "suggestions"], ["The", "recommendations"]),
    ],
)
def test_the_nearest_text_shows_what_differs(
    client: TestClient, quote: str, yours: list[str], source: list[str]
) -> None:
    found = one(client, quote, "draft")
    assert found["verdict"] == "missing"
    closest = found["closest"]
    assert closest["report"]["id"] == "draft"
    assert closest["similarity"] >= 0.75
    assert closest["citation"].startswith("A/AC.1/2021/3 (draft; machine-read), ")
    assert [one["text"].strip() for one in closest["segments"] if one["kind"] == "yours"] == yours
    assert [one["text"].strip() for one in closest["segments"] if one["kind"] == "source"] == source


def test_what_nothing_is_like_has_no_nearest_text(client: TestClient) -> None:
    for quote in ("Zebras run across the dusty plain at dawn", "the panel of zebras", "Zebras"):
        found = one(client, quote)
        assert (found["verdict"], found["closest"]) == ("missing", None)


def test_a_paragraph_is_read_for_its_quotations(client: TestClient) -> None:
    text = (
        "🔫 It “agreed on 12 recommendations,” says A/AC.1/2021/3; then ‘will meat again’.\n\n> It will meet\n> again"
    )
    document = asked(client, text=text, report="A/AC.1/2021/3")
    assert document["read_as"] == "quotations"
    assert [(quote["n"], quote["verdict"], quote["named"]) for quote in document["quotes"]] == [
        (1, "normalised", "found"),
        (2, "missing", "not there"),
        (3, "normalised", "found"),
    ]
    assert (document["exact"], document["normalised"], document["missing"]) == (0, 2, 1)
    assert [text[quote["start"] : quote["end"]] for quote in document["quotes"]] == [
        "agreed on 12 recommendations,",
        "will meat again",
        "> It will meet\n> again",
    ]


def test_a_text_without_marks_is_one_quotation_then_its_sentences(client: TestClient) -> None:
    whole = asked(client, text="It will meet again in the autumn, when the budget is known.")
    assert (whole["read_as"], whole["exact"]) == ("whole", 1)
    sentences = asked(client, text="It will meet again in the autumn, when the budget is known. Zebras run at dawn.")
    assert (sentences["read_as"], sentences["exact"], sentences["missing"]) == ("sentences", 1, 1)
    missing = asked(client, text="Zebras run at dawn.")
    assert (missing["read_as"], len(missing["quotes"])) == ("whole", 1)


def test_a_sentence_of_a_report_that_has_quotations_itself_is_found_whole(client: TestClient) -> None:
    found = asked(client, text="Untraceable guns 🔫 were discussed — “home-made” ones above all.")
    assert (found["read_as"], found["exact"]) == ("whole", 1)


def refused(answer: Response) -> tuple[str, str, str]:
    document = answer.json()
    assert (answer.status_code, document["type"]) == (422, "/problems/bad-request"), answer.text
    (error,) = document["errors"]
    assert document["remedy"].startswith(f"Correct {error['parameter']}")
    return error["parameter"], error["message"], error["allowed"]


@pytest.mark.parametrize(
    ("body", "parameter", "says"),
    [
        ({}, "body", "give either `quotes` or `text`"),
        ({"quotes": [{"text": "a"}], "text": "a"}, "body", "give either `quotes` or `text`"),
        ({"quotes": [{"text": "a"}], "report": "a"}, "body", "`report` goes with `text`"),
        ({"quotes": []}, "quotes", "a list of 1 to 50"),
        ({"quotes": [{"text": "a"}] * (MOST_QUOTES + 1)}, "quotes", "a list of 1 to 50"),
        ({"quotes": [{"text": "a"}, {"text": ""}]}, "quotes.1.text", "1 to 5000 characters"),
        ({"quotes": [{"text": "a" * (LONGEST_QUOTE + 1)}]}, "quotes.0.text", "1 to 5000 characters"),
        (
            {"quotes": [{"text": "a" * LONGEST_QUOTE}] * 11},
            "body",
            "the quotes together have more than 50,000 characters",
        ),
        ({"quotes": [{"text": "?!"}]}, "quotes.0.text", "it has no letter and no digit"),
        ({"quotes": [{"text": "a", "report": " "}]}, "quotes.0.report", "1 to 500 characters"),
        ({"quotes": [{"text": "a", "page": 1}]}, "quotes.0.page", "one of text, report"),
        ({"quotes": [{}]}, "quotes.0.text", "missing"),
        ({"quotes": "a"}, "quotes", "a list of 1 to 50"),
        ({"text": "“a b” " * (MOST_QUOTES + 1)}, "body", f"it has {MOST_QUOTES + 1} quotations; at most {MOST_QUOTES}"),
        ({"text": "The panel met. " * (MOST_QUOTES + 1)}, "body", f"it has more than {MOST_QUOTES} sentences"),
        ({"text": "a" * (LONGEST_TEXT + 1)}, "text", "1 to 20000 characters"),
        ({"text": "a " * LONGEST_QUOTE}, "body", "without quotation marks is taken as one quotation; it has 10,000"),
        ({"text": f"“{'a ' * LONGEST_QUOTE}”"}, "body", "a quotation in it has 10,000 characters, at most 5,000"),
        ({"text": "a", "style": "mla"}, "style", "one of un, chicago, bibtex, ris, csl"),
        ({"text": "a", "nope": 1}, "nope", "one of quotes, text, report, style"),
        ([], "body", "an object with quotes, text, report, style"),
    ],
)
def test_a_bad_request_is_told_by_the_path_of_what_is_wrong(
    client: TestClient, body: Any, parameter: str, says: str
) -> None:
    name, message, allowed = refused(client.post("/api/verify", json=body))
    assert name == parameter
    assert says in f"{message}; {allowed}"


def test_what_is_no_json_is_told(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    assert refused(client.post("/api/verify", content=b'{"text": ', headers=headers))[:2] == ("body", "not JSON")


@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_request_that_never_ends_is_cut_off(client: TestClient, in_chunks: bool) -> None:
    chunk = b'{"text": "' + b"a" * 100_000
    content: Any = (
        iter([chunk] * (MOST_BYTES // len(chunk) + 1)) if in_chunks else chunk * (MOST_BYTES // len(chunk) + 1)
    )
    answer = client.post("/api/verify", content=content, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert answer.json()["remedy"] == "Send less at once."


@pytest.fixture(scope="module")
def searcher(client: TestClient) -> Searcher:
    opened: Searcher = client.app.state.live.state.index.searcher  # type: ignore[attr-defined]  # it is the application
    return opened


def test_a_collection_too_large_to_be_held_is_verified_all_the_same(searcher: Searcher) -> None:
    held, none_held = FoldedTexts(searcher), FoldedTexts(searcher, letters_held=0, folded_held=0)
    for quote in ("meet again in the autumn", "The panel ... agreed on 12", "zebras run"):
        for _ in range(2):
            assert verify(searcher, none_held, quote) == verify(searcher, held, quote)


def test_a_place_that_does_not_slice_is_dropped_and_logged(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "Part", _wrong_part)
    with capture_logs() as logged:
        found = verify(searcher, FoldedTexts(searcher), "meet again in the autumn")
    assert (found.verdict, found.places, found.total) == ("missing", (), 0)
    assert {one["log_level"] for one in logged} == {"error"}


def _wrong_part(text: str, *where: Any) -> verification.Part:
    return _PART(text.upper(), *where)


_PART = verification.Part
