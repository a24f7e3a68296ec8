"""What is said of a quotation: where it stands, in which report, what differs, and what comes nearest otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from service_collection import build
from structlog.testing import capture_logs
from verified_collection import QUOTED, one

from index.build.types import Model
from index.search.searcher import Searcher
from service.quotations import check as verification_places
from service.quotations import search as verification_search
from service.quotations import spans as verification_time
from service.quotations.check import look_up, verify
from service.quotations.pieces import Sought, whole_forms
from service.quotations.search import MOST_FOUND
from service.quotations.texts import FoldedTexts
from service.quotations.types import MOST_LISTED, Part

COPIED = (
    "# Copied\n\nThe others agreed on 12 recommendations.\n\nIn the end the panel agreed once more: it agreed on 12 "
    "recommendations; and went.\n"
)
REFRAIN = "# Refrain\n\n" + "So nothing  is agreed. " * (MOST_LISTED + 4) + "But nothing is agreed.\n"
MOTTO = "# Motto\n\nHere nothing  is agreed, it says.\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(
        tmp_path_factory.mktemp("verification"),
        model,
        QUOTED | {"copied.md": COPIED, "refrain.md": REFRAIN, "motto.md": MOTTO},
    )


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


def test_all_forms_are_sought_in_every_report(client: TestClient) -> None:
    found = one(client, "agreed on 12 recommendations.")
    assert [(place["report"]["id"], place["changes"]) for place in found["places"]] == [
        ("copied", []),
        ("revised", ["final punctuation"]),
        ("draft", ["final punctuation"]),
        ("copied", ["final punctuation"]),
    ]
    assert (found["verdict"], found["total"]) == ("exact", 4)
    found = one(client, "agreed on 12 recommendations.", "draft")
    assert (found["verdict"], found["named"], found["total"]) == ("normalised", "found", 4)
    assert found["places"][0]["report"]["id"] == "draft"
    assert found["places"][1]["verdict"] == "exact"


def test_a_piece_is_sought_in_all_its_forms(client: TestClient) -> None:
    (place,) = one(client, "In the end ... agreed on 12 recommendations.")["places"]
    assert [part["text"] for part in place["parts"]] == ["In the end", "agreed on 12 recommendations"]


def test_of_many_places_those_to_the_letter_and_in_the_named_report_are_listed(client: TestClient) -> None:
    found = one(client, "nothing is agreed")
    assert (found["verdict"], found["total"], len(found["places"])) == ("exact", MOST_LISTED + 6, MOST_LISTED)
    assert [place["verdict"] for place in found["places"][:2]] == ["exact", "normalised"]
    found = one(client, "nothing is agreed.", "motto")
    assert (found["verdict"], found["named"], found["places"][0]["report"]["id"]) == ("normalised", "found", "motto")


def test_of_many_places_the_first_are_listed_and_the_search_ends_somewhere(client: TestClient) -> None:
    found = one(client, "Again the same")
    assert (found["total"], found["complete"]) == (MOST_FOUND, False)
    assert len(found["places"]) == MOST_LISTED
    found = one(client, "of the long report")
    assert (found["total"], found["complete"], len(found["places"])) == (150, True, MOST_LISTED)


def test_what_was_found_before_the_time_was_over_is_told(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0]

    def forms_until_the_time_is_over(quote: str) -> Iterator[Sought]:
        first, *others = whole_forms(quote)
        yield first
        now[0] = 2
        yield from others

    monkeypatch.setattr(verification_time, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(verification_search, "whole_forms", forms_until_the_time_is_over)
    found = look_up(searcher, FoldedTexts(searcher), "recommended guidance for law enforcement!", until=1)
    assert found.verdict == "not looked for"
    now[0] = 0
    found = look_up(searcher, FoldedTexts(searcher), "when the budget is known.", until=1)
    assert (found.verdict, found.complete, {one.verdict for one in found.places}) == ("exact", False, {"exact"})


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
    for quote in ("Zebras run across the dusty plain at dawn", "the panel of zebras", "Zebras", "ʼ"):
        found = one(client, quote)
        assert (found["verdict"], found["closest"]) == ("missing", None)


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
    monkeypatch.setattr(verification_places, "Part", _wrong_part)
    with capture_logs() as logged:
        found = verify(searcher, FoldedTexts(searcher), "meet again in the autumn")
    assert (found.verdict, found.places, found.total) == ("missing", (), 0)
    assert {one["log_level"] for one in logged} == {"error"}


def _wrong_part(text: str, *where: Any) -> Part:
    return Part(text.upper(), *where)
