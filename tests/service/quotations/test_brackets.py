"""A quotation in pieces: what its brackets may change, what is said of words left out, and what is not looked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from service_collection import build
from verified_collection import QUOTED, asked, one

from index.build.types import Model
from service.api import verify as verify_api
from service.quotations import chains as verification_chains
from service.quotations.chains import find_chains
from service.quotations.folding import fold
from service.quotations.pieces import taken_apart
from service.quotations.request import verify_quotes, verify_text

RULES = """# Rules

1. States may not attend, and the Chair can't vote.

## Speakers

2. Speakers from 1,400 groups took the floor.[^1]

3. Nobody else did.

4. So say the minutes, L.4 and Rev.1 of them.

5. Every man is mortal unless a country, which hardly spoke, refused to use a non-State actor for long-term aid.

6. We take the view of UN-Women, of Non-Aligned States and of NON-STATE groups on non-proliferation
again today.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("brackets"), model, QUOTED | {"rules.md": RULES})


@pytest.mark.parametrize(
    ("quote", "changes", "warnings"),
    [
        ("The panel ... agreed on 12", ["words left out"], []),
        ("The panel ... all of it", ["marks of omission"], []),
        ("... all of it ...", ["marks of omission"], []),
        ("[t]he panel – all of it", ["altered in brackets"], []),
        ("agree[s] on 12", ["altered in brackets"], []),
        ("[t]he panel ... agreed", ["altered in brackets", "words left out"], []),
        ("agreed [sic] on 12 recommendations", ["altered in brackets"], []),
        ("agreed on 1[2] recommendations", ["altered in brackets"], []),
        ("agreed on [1]2 recommendations", ["altered in brackets"], []),
        ("agreed on [12] recommendations", ["altered in brackets"], []),
        ("[12] recommendations to States", ["altered in brackets"], []),
        ("agreed on [many] recommendations", ["altered in brackets"], []),
        ("Speakers from 1[,400] groups", ["altered in brackets"], []),
        ("agreed [not] on 12", ["altered in brackets"], ["“[not]” does not stand there."]),
        ("[No] recommendations to States", ["altered in brackets"], ["“[No]” does not stand there."]),
        ("agreed on 12 [or 13] recommendations", ["altered in brackets"], ["“[or 13]” does not stand there."]),
        ("recommendations to [ten] States", ["altered in brackets"], ["“[ten]” does not stand there."]),
        (
            "agreed on [no] recommendations",
            ["altered in brackets"],
            ["“[no]” does not stand there; the report has “12” in its place."],
        ),
        ("States may ... attend", ["words left out"], ["Words left out include “not”."]),
        ("the Chair [can] vote", ["altered in brackets"], ["Words replaced include “can't”."]),
        ("the Chair [cannot] vote", ["altered in brackets"], []),
        ("Every man is mortal ... a country", ["words left out"], ["Words left out include “unless”."]),
        ("a country, which [...] spoke", ["words left out"], ["Words left out include “hardly”."]),
        ("which hardly spoke [and agreed] to use", ["altered in brackets"], ["Words replaced include “refused”."]),
        ("to use a [State] actor", ["altered in brackets"], ["Words replaced include “non-state”."]),
        ("to use a [non-]State actor", ["altered in brackets"], []),
        ("actor for long[-term] aid", ["altered in brackets"], []),
        ("We take[n] the view", ["altered in brackets"], []),
        ("the view of ... Non-Aligned States", ["words left out"], []),
        ("UN-Women, of ... States and", ["words left out"], []),
        ("States and of ... groups", ["words left out"], ["Words left out include “non-state”."]),
        ("groups on ... again today", ["words left out"], []),
        ("mortal unless a countr[ies]", ["altered in brackets"], []),
        ("The panel [failed to agree] on 12", ["altered in brackets"], ["“[failed to agree]” does not stand there"]),
        ("Speakers from 1,400 [non-State] groups", ["altered in brackets"], ["“[non-State]” does not stand there."]),
        (
            "States ... took the floor",
            ["words left out"],
            ["Words left out include “not”, “can't”.", "it runs over 2 paragraphs and 1 heading."],
        ),
        ("Speakers ... else did", ["words left out"], ["include “nobody”.", "it runs over 2 paragraphs."]),
    ],
)
def test_a_quotation_in_pieces_is_never_exact_and_says_what_differs(
    client: TestClient, quote: str, changes: list[str], warnings: list[str]
) -> None:
    found = one(client, quote)
    assert (found["verdict"], found["places"][0]["verdict"]) == ("normalised", "normalised")
    assert found["places"][0]["changes"] == changes
    told = found["warnings"]
    assert told == found["places"][0]["warnings"]
    assert len(told) == len(warnings)
    assert all(wanted in warning for wanted, warning in zip(warnings, told, strict=True))


@pytest.mark.parametrize(
    ("quote", "warnings"),
    [
        ("agreed on 1[3] recommendations", []),
        ("agreed on [2]2 recommendations", []),
        ("agreed on [13] recommendations", ["“[13]” is not what stands there: “12”."]),
        ("[13] recommendations to States", ["“[13]” is not what stands there: “12”."]),
        ("agreed on [13]", ["“[13]” is not what stands there: “12”."]),
        ("The pan[ther] – all of it", ["“pan[ther]” makes another word of “panel”."]),
        ("[xy]he panel – all of it", ["“[xy]he” makes another word of “The”."]),
        ("[un]known.", ["“[un]known.” makes another word of “known”."]),
        ("[un-]known.", ["“[un-]known.” makes another word of “known”."]),
        ("[non-]States may not attend", ["“[non-]States” makes another word of “States”."]),
        ("The panel[-free]", ["“panel[-free]” makes another word of “panel”."]),
        ("Every man[y] is mortal", ["“man[y]” makes another word of “man”."]),
        ("to us[y] a non-State", ["“us[y]” makes another word of “use”."]),
        ("the[n] Chair can't vote", ["“the[n]” makes another word of “the”."]),
        ("The panel ... e ... States", ["“e” is too short a piece to be looked for; give the words beside it too."]),
        ("a ... b", ["Its pieces are too short to be looked for."]),
        (" ... ".join(["panel"] * 13), ["It has 13 pieces; at most 12 are looked for."]),
    ],
)
def test_another_word_or_number_in_brackets_is_not_found(client: TestClient, quote: str, warnings: list[str]) -> None:
    found = one(client, quote)
    assert (found["verdict"], found["places"], found["warnings"]) == ("missing", [], warnings)


def test_words_left_out_are_printed_where_they_are_few(client: TestClient) -> None:
    (place,) = one(client, "States may ... attend")["places"]
    assert (place["omitted"], place["between"]) == ([1], ["not"])
    (place,) = one(client, "Sentence 3 of the ... Sentence 9 of the")["places"]
    assert (place["omitted"], place["between"]) == ([56], [None])


@pytest.mark.parametrize(
    ("quote", "verdict", "changes"),
    [
        ("agreed on 12 recommendations to States parties¹", "normalised", ["note sign"]),
        ("agreed on 12 recommendations to States parties.12", "normalised", ["note sign"]),
        ("agreed on 12 recommendations to States parties,²", "normalised", ["final punctuation", "note sign"]),
        ("7. It will meet again", "normalised", ["paragraph number"]),
        ("(b) It will meet again", "normalised", ["paragraph number"]),
        ("7. It will meet again¹", "normalised", ["note sign", "paragraph number"]),
        ("2. It will meet again", "exact", []),
        ("when the budget is known!", "normalised", ["final punctuation"]),
    ],
)
def test_a_note_sign_and_a_paragraph_number_are_no_part_of_the_words(
    client: TestClient, quote: str, verdict: str, changes: list[str]
) -> None:
    found = one(client, quote)
    assert (found["verdict"], found["places"][0]["changes"]) == (verdict, changes)


@pytest.mark.parametrize(
    "quote", ["when the budget is known?", "agreed on 12²", "say the minutes, L.5", "L.4 and Rev.2"]
)
def test_a_question_or_a_power_is_something_else(client: TestClient, quote: str) -> None:
    assert one(client, quote)["verdict"] == "missing"


def test_a_piece_that_comes_often_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []
    find_spans = verification_chains.find_spans
    monkeypatch.setattr(
        verification_chains, "find_spans", lambda quote, *more: sought.append(quote.raw) or find_spans(quote, *more)
    )
    apart = taken_apart(" ... ".join(["again"] * 11 + ["there"]))
    assert find_chains(apart, fold("again " * 20 + "there"))
    assert [one.strip() for one in sought] == ["again", "there"]


def test_the_same_few_words_over_and_over_are_not_compared(client: TestClient) -> None:
    assert one(client, "panel " * 500)["nearest"] == "too few words"
    assert one(client, "Zebras run across the dusty plain")["nearest"] == "nothing alike"
    assert one(client, "The panel – all of it – agreed on 13 recommendations")["nearest"] == "found"
    assert one(client, "agreed on 12 recommendations")["nearest"] is None


@pytest.mark.parametrize("body", [{"quotes": [{"text": "the panel"}] * 3}, {"text": "“the panel”, “zebras”, “a”"}])
def test_what_there_was_no_time_for_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, body: dict[str, object]
) -> None:
    monkeypatch.setattr(verify_api, "verify_quotes", partial(verify_quotes, seconds=-1))
    monkeypatch.setattr(verify_api, "verify_text", partial(verify_text, seconds=-1))
    found = asked(client, **body)
    assert (found["exact"], found["missing"], found["not_looked_for"]) == (0, 0, 3)
    assert {(quote["verdict"], quote["complete"], quote["nearest"]) for quote in found["quotes"]} == {
        ("not looked for", False, None)
    }
