"""How far a quote reaches: neighbours in a paragraph, and the sentence before what points back."""

from __future__ import annotations

import pytest
from made_sentences import cut, passage

from service.answers.candidates import Candidate
from service.answers.spans import BROUGHT, LONGEST, spans


def run_of(*texts: str, between: str = " ", speakers: tuple[str, ...] = ()) -> list[Candidate]:
    """Sentences of one passage, one after the other."""
    return cut(passage(between.join(texts), speakers=speakers), *((text, 1.0) for text in texts))


def quoted(chosen: list[Candidate], sentences: list[Candidate]) -> list[str]:
    return [one.passage.hit.passage.text[one.start : one.end] for one in spans(chosen, sentences)]


def words(count: int, letter: str = "w") -> str:
    return " ".join([*(f"{letter}{n}" for n in range(count - 1)), "end."])


def test_neighbours_on_two_lines_of_a_paragraph_become_one() -> None:
    found = run_of("The panel met.", "Speakers praised onions.", between="\n")
    assert quoted(found, found) == ["The panel met.\nSpeakers praised onions."]


def test_neighbours_in_two_paragraphs_stay_two() -> None:
    found = run_of("The panel met.", "Speakers praised onions.", between="\n\n")
    assert quoted(found, found) == ["The panel met.", "Speakers praised onions."]
    assert quoted(found[::-1], found) == ["Speakers praised onions.", "The panel met."]


@pytest.mark.parametrize(("more", "quotes"), [(0, 1), (1, 2)])
def test_neighbours_become_one_up_to_so_many_words(more: int, quotes: int) -> None:
    found = run_of(words(LONGEST - 30), words(30 + more, "v"))
    assert len(quoted(found, found)) == quotes
    assert len(quoted(found[::-1], found)) == quotes


def test_sentences_apart_stay_apart() -> None:
    found = run_of("The panel met.", "It rained there.", "Speakers praised onions.")
    assert quoted([found[0], found[2]], found) == ["The panel met.", "Speakers praised onions."]


@pytest.mark.parametrize(
    "said",
    [
        "They named two channels.",
        "Its members agreed.",
        "That was too little.",
        "Both asked for data.",
        "Those were too few.",
        "Another was data.",
        "The same was said of data.",
        "The latter asked for data.",
        "In their view, data was short.",
        "For this, data was wanted.",
        "There too data was short.",
        "By that date, it observed, data was short.",
        "Naming poverty as a driver, he asked for data.",
        "The second one asked for data.",
        "The last topic was data.",
    ],
)
def test_what_points_back_brings_the_sentence_before_it(said: str) -> None:
    found = run_of("The panel met.", said)
    assert quoted(found[1:], found) == [f"The panel met. {said}"]


@pytest.mark.parametrize(
    "said",
    [
        "Those attending asked for data.",
        "Those who came asked for data.",
        "Both of the bodies asked for data.",
        "Others in the room asked for data.",
        "Such as came asked for data.",
        "Thematic panels followed.",
        "Itself a donor, Oxfam asked for data.",
        "Theresa asked for data.",
        "By that date, Oxfam observed, data was short.",
        "by that date, it observed, data was short.",
        "The second meeting was held in Vienna.",
        "In Vienna they asked for data.",
    ],
)
def test_what_does_not_point_back_stands_alone(said: str) -> None:
    found = run_of("The panel met.", said)
    assert quoted(found[1:], found) == [said]


def test_what_is_brought_may_bring_one_more_but_no_third() -> None:
    found = run_of("The panel met.", "It heard Oxfam.", "It asked for data.", "They all agreed.")
    assert quoted(found[2:3], found) == ["The panel met. It heard Oxfam. It asked for data."]
    assert quoted(found[3:], found) == ["It heard Oxfam. It asked for data. They all agreed."]


def test_what_is_brought_brings_nothing_where_it_does_not_point_back() -> None:
    found = run_of("The panel met.", "Oxfam spoke.", "It asked for data.")
    assert quoted(found[2:], found) == ["Oxfam spoke. It asked for data."]


@pytest.mark.parametrize(("count", "brought"), [(BROUGHT, True), (BROUGHT + 1, False)])
def test_a_long_sentence_before_is_not_brought(count: int, brought: bool) -> None:
    before = words(count)
    found = run_of(before, "They named two channels.")
    assert quoted(found[1:], found) == [f"{before} They named two channels." if brought else "They named two channels."]


def test_what_points_back_at_the_beginning_of_a_passage_stands_alone() -> None:
    found = run_of("They named two channels.", "Oxfam spoke.")
    assert quoted(found[:1], found) == ["They named two channels."]


def test_a_sentence_that_was_brought_is_not_quoted_again() -> None:
    found = run_of("Oxfam spoke.", "It rained there.", "They all agreed.")
    assert quoted([found[2], found[0]], found) == ["Oxfam spoke. It rained there. They all agreed."]


@pytest.mark.parametrize("between", ["\n\n**Ann Lee:** ", "\nAnn Lee: ", " Ann Lee: "])
def test_no_quote_is_of_two_speakers(between: str) -> None:
    apart = run_of("Onions were praised.", "It was too little.", between=between, speakers=("Ann Lee", "Bo Ek"))
    assert quoted(apart[1:], apart) == ["It was too little."]
    assert quoted(apart, apart) == ["Onions were praised.", "It was too little."]
    others = run_of("Onions were praised.", "It was too little.", between=between, speakers=("Bo Ek",))
    assert len(quoted(others[1:], others)[0]) > len("It was too little.")


def test_what_stands_in_a_quote_already_is_not_brought_again() -> None:
    found = run_of("Oxfam praised onions.", "It closed late.", between="\n\n")
    assert quoted(found, found) == ["Oxfam praised onions.", "It closed late."]
    assert quoted(found[::-1], found) == ["Oxfam praised onions.\n\nIt closed late."]
