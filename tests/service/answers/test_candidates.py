"""Where a sentence that could be quoted begins, and what speaks for it and against it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from made_sentences import asked_of, passage, summary

from index.lexical.keyword_index import stem
from index.search.evidence import Evidence, PassageEvidence, SpanCosine
from index.search.question import Question
from index.types import Vectors
from service.answers.candidates import SIGNALS, Scope, sentences_of
from service.answers.scope import Names

AGAINST = {"rank", "of_other_time", "of_sources", "of_agenda", "row", "note", "stem", "fragment"}


def vector(*numbers: float) -> Vectors:
    return np.asarray(numbers, dtype=np.float32)


def evidence_of(
    *passages: PassageEvidence,
    words: str = "",
    idf: Sequence[float] | None = None,
    phrases: tuple[str, ...] = (),
    symbols: tuple[str, ...] = (),
) -> Evidence:
    stems = tuple(map(stem, words.split()))
    return Evidence(
        question=Question(words, words, words, words, phrases=phrases, symbols=symbols),
        words=stems,
        idf=vector(*(idf or [1.0] * len(stems))),
        weights={((word,),): 1.0 for word in stems},
        passages=passages,
    )


def scores(part: str, evidence: Evidence, *, question: str = "onions", scope: Scope | None = None) -> list[float]:
    """One signal of all sentences, below zero where it speaks against them."""
    sign = -1.0 if part in AGAINST else 1.0
    found = sentences_of(evidence, asked_of(question), scope)
    return [sign * one.signals[SIGNALS.index(part)] for one in found]


def said(text: str, *speakers: str) -> list[str]:
    found = sentences_of(evidence_of(passage(text, speakers=speakers)), asked_of("onions"))
    return [one.text for one in found]


@pytest.mark.parametrize("marker", ["- ", "* ", "• ", "> ", "3. ", "(12) ", "2.4. ", "(iv) ", "- (a) "])
def test_what_introduces_a_list_item_is_no_part_of_a_quote(marker: str) -> None:
    assert said(f"{marker}Speakers praised onions.") == ["Speakers praised onions."]


def test_a_number_that_a_sentence_begins_with_is_a_part_of_it() -> None:
    assert said("12 speakers praised onions.") == ["12 speakers praised onions."]


@pytest.mark.parametrize("name", ["**Ann Lee:** ", "Ann Lee: "])
def test_the_name_of_who_speaks_is_no_part_of_a_quote(name: str) -> None:
    assert said(f"{name}Onions are praised here.", "Ann Lee") == ["Onions are praised here."]


@pytest.mark.parametrize("name", ["**Mr. Bo Ek:** ", "Hon. Bo Ek (Mt. Royal): "])
def test_no_sentence_ends_in_the_name_of_who_speaks(name: str) -> None:
    text = f"Onions are praised here.\n\n{name}I praise Mr. Lee. Leeks were never praised."
    assert said(text, name.strip("*: "), "Ann Lee") == [
        "Onions are praised here.",
        "I praise Mr. Lee.",
        "Leeks were never praised.",
    ]


def test_what_stands_before_a_colon_is_left_out_only_where_it_is_a_speaker() -> None:
    assert said("A note: onions are praised here.", "Ann Lee") == ["A note: onions are praised here."]


def test_a_marker_after_the_name_of_who_speaks_is_left_out_too() -> None:
    assert said("**Ann Lee:** - Onions are praised here.", "Ann Lee") == ["Onions are praised here."]


def test_a_sentence_of_two_words_is_not_quoted_and_still_counts_as_a_sentence() -> None:
    found = sentences_of(evidence_of(passage("It opened. Speakers praised onions.")), asked_of("onions"))
    assert [(one.text, one.nth) for one in found] == [("Speakers praised onions.", 1)]


def test_a_sentence_counts_by_the_best_of_the_windows_that_it_touches() -> None:
    text = "Speakers praised onions. Nobody praised leeks there."
    windows = (SpanCosine(0, 24, 0.3), SpanCosine(0, len(text), 0.5), SpanCosine(25, len(text), 0.9))
    found = sentences_of(evidence_of(passage(text, windows=windows)), asked_of("onions"))
    assert [one.cosine for one in found] == [0.5, 0.9]


def test_a_symbol_that_was_asked_for_speaks_for_a_sentence_in_any_spelling() -> None:
    own = passage("They read CTOC/COP/2010/6 aloud. They read CTOC/COP/2010/7 aloud. They read the report aloud.")
    first, second, third = scores("exact", evidence_of(own, symbols=("CTOC/COP/2010/6",)))
    assert first > second == third == 0.0
    (lower,) = scores("exact", evidence_of(passage("They read ctoc/cop/2010/6 aloud."), symbols=("CTOC/COP/2010/6",)))
    assert lower == first


def test_a_phrase_that_was_asked_for_speaks_for_a_sentence_in_any_case_and_across_lines() -> None:
    own = passage("They praised Red\nOnions loudly. They praised onions loudly.")
    first, second = scores("exact", evidence_of(own, phrases=("leeks", "red onions")))
    assert first > second == 0.0


def test_a_whole_sentence_goes_before_a_row_of_a_table() -> None:
    (row,) = scores("ended", evidence_of(passage("Onions 12 14")))
    for ending in ".!?;:”\"’')":
        (whole,) = scores("ended", evidence_of(passage(f"Speakers praised onions{ending}")))
        assert whole > row == 0.0


def test_a_report_that_is_meant_goes_before_others_and_one_of_another_date_behind_them() -> None:
    passages = [passage("Speakers praised onions.", summary(name)) for name in "abc"]
    scope = Scope(meant=frozenset("a"), within=frozenset("ab"))
    first, second, third = scores("meant", evidence_of(*passages), scope=scope)
    assert first > second == third == 0.0
    first, second, third = scores("of_other_time", evidence_of(*passages), scope=scope)
    assert first == second == 0.0 > third
    assert scores("of_other_time", evidence_of(*passages), scope=Scope(meant=frozenset("a"))) == [0.0, 0.0, 0.0]
    assert scores("of_other_time", evidence_of(*passages), scope=Scope(within=frozenset())) == [third] * 3


def test_the_first_passage_goes_before_the_later_ones_and_by_less_and_less() -> None:
    passages = [passage("Speakers praised onions.", rank=rank) for rank in (1, 2, 3)]
    first, second, third = scores("rank", evidence_of(*passages))
    assert first == 0.0 > second > third
    assert first - second > second - third


@pytest.mark.parametrize(
    "text",
    [
        "The source does not say who came.",
        "This digest was made from two pages.",
        "*The only source is a news item.*",
        "The date of it is given with high confidence.",
        "All of this is well supported by pages.",
        "No attendance figure for it was found.",
        "The second date is an inference from them.",
    ],
)
def test_what_a_digest_says_of_its_sources_goes_behind_what_was_said(text: str) -> None:
    own, other = scores("of_sources", evidence_of(passage(text), passage("Speakers named a source of pride.")))
    assert own < other == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "The source of the firearms was not known.",
        "This source of funding was cut by a third.",
        "The minutes show that the group agreed to fund shelters.",
        "The programme was extended to nine countries.",
        "The digest of cases was praised.",
    ],
)
def test_sources_and_programmes_that_reports_speak_of_do_not_frame_them(text: str) -> None:
    for weight in ("of_sources", "of_agenda"):
        assert scores(weight, evidence_of(passage(text))) == [0.0]


@pytest.mark.parametrize(
    "text",
    [
        "The agenda covered onions, leeks and fair scales.",
        "The main topics at the meeting were roots and soils.",
        "Themes included seeds.",
        "Trends in onions and honest scales made up the agenda.",
    ],
)
def test_what_stood_on_an_agenda_goes_behind_what_was_said(text: str) -> None:
    said = passage("Speakers wanted a place on the agenda for onions.")
    own, other = scores("of_agenda", evidence_of(passage(text), said))
    assert own < other == 0.0


@pytest.mark.parametrize(
    ("weight", "text", "question"),
    [
        ("of_agenda", "The agenda covered onions and leeks.", "Which themes were on it?"),
        ("of_sources", "The sources do not name the chair.", "How reliable is the account?"),
        ("of_sources", "This digest rests on one page.", "Which sources are there?"),
    ],
)
def test_agendas_and_sources_may_be_asked_for(weight: str, text: str, question: str) -> None:
    assert scores(weight, evidence_of(passage(text)), question=question) == [0.0]
    assert scores(weight, evidence_of(passage(text)), question="What was wanted for onions?")[0] < 0.0


def test_the_kind_of_thing_that_is_asked_for_speaks_for_a_sentence() -> None:
    own = passage("Baker Hussen (Iraq) opened it. Somebody opened it.")
    first, second = scores("expected", evidence_of(own), question="Who opened it?")
    assert first > second == 0.0
    assert scores("expected", evidence_of(own)) == [0.0, 0.0]


def test_words_that_the_context_leaves_open_count_where_the_sentence_has_them() -> None:
    own = passage("Speakers praised onions. Vienna praised leeks.", context=["Vienna"], around=vector(0, 0))
    evidence = evidence_of(own, words="onions Vienna")
    assert scores("left_open", evidence) == [1.0, 0.0]
    assert scores("in_context", evidence) == [1.0, 0.5]


def test_where_the_context_leaves_no_word_open_all_count() -> None:
    own = passage("Speakers praised onions. Somebody praised leeks.", context=["onions"], around=vector(0))
    assert scores("left_open", evidence_of(own, words="onions")) == [1.0, 0.0]


def test_words_near_those_of_the_question_count_with_the_context_and_less_where_it_is_as_near() -> None:
    text = "Bulbs were praised. Rain was forecast."
    far, near = (
        passage(
            text,
            spans=((0, 5), (11, 18), (20, 24)),
            nearness=vector(0.8, 0.1, 0.0).reshape(3, 1),
            around=vector(around),
        )
        for around in (0.0, 0.6)
    )
    apart, together = (evidence_of(own, words="onions") for own in (far, near))
    assert scores("near_context", apart) == pytest.approx([0.8, 0.0])
    assert scores("near_context", together) == pytest.approx([0.8, 0.6])
    assert scores("nearest", apart) == pytest.approx([0.8, 0.0])


def test_a_word_that_the_context_has_come_near_counts_less_for_the_sentence_alone() -> None:
    own = passage(
        "Bulbs were praised.",
        spans=((0, 5), (11, 18)),
        nearness=vector(0.9, 0, 0, 0.1).reshape(2, 2),
        around=vector(0.5, 0),
    )
    (alone,) = scores("nearest", evidence_of(own, words="onions praise"))
    (among,) = scores("near_context", evidence_of(own, words="onions praise"))
    assert alone == pytest.approx((0.9 * 0.5 + 0.1 * 1.0) / 1.5)
    assert among == pytest.approx((0.9 + 0.1) / 2)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    own = passage("Bulbs were praised.", spans=((0, 5),), nearness=vector(0.9, 0.1).reshape(1, 2), around=vector(0, 0))
    (score,) = scores("near_context", evidence_of(own, words="onions praise", idf=(3.0, 1.0)))
    assert score == pytest.approx((3 * 0.9 + 0.1) / 4)


def test_what_only_repeats_what_is_known_of_the_report_goes_behind_what_is_new() -> None:
    own = passage("Vienna heard speakers. Onions were praised.", context=["Vienna", "heard", "speakers"])
    first, second = scores("new", evidence_of(own))
    assert first == 0.0 < second
    for question in ("When was it held?", "Where was it held?"):
        assert scores("new", evidence_of(own), question=question) == [0.0, 0.0]


def test_a_sentence_of_the_year_that_is_asked_for_is_told_from_one_of_another() -> None:
    own = passage("In 2023 onions were praised. In 2024 leeks were praised. Roots were praised.")
    question = "How many onions were praised in 2023?"
    assert scores("of_time", evidence_of(own), question=question) == [1.0, 0.0, 0.0]
    assert scores("of_other_time", evidence_of(own), question=question) == [0.0, -1.0, 0.0]


def test_where_a_sentence_names_no_year_its_report_may_be_of_the_time() -> None:
    own = summary("a", "2023-05-04")
    found = sentences_of(
        evidence_of(passage("Onions were praised.", own)),
        asked_of("How many onions were praised in 2023?"),
        names=Names([own]),
    )
    assert [one.signals[SIGNALS.index("of_time")] for one in found] == [0.5]


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("row", "Onions | 12 | 14", "Onions rose from 12 to 14."),
        ("note", "12 Taken from the list of onions.", "12 speakers praised the onions."),
        ("stem", "The speakers asked that growers should:", "The speakers praised all growers."),
        ("fragment", "praised by all of the growers.", "Praised by all of the growers."),
    ],
)
def test_what_says_little_by_itself_is_told_from_a_sentence(part: str, text: str, told: str) -> None:
    assert scores(part, evidence_of(passage(text), passage(told))) == [-1.0, 0.0]


def test_what_recommends_is_told_where_recommendations_are_asked_for() -> None:
    own = passage("The panel urges growers to plant. The panel met twice.")
    assert scores("acting", evidence_of(own), question="What was recommended to growers?") == [1.0, 0.0]
    assert scores("acting", evidence_of(own), question="Who met the growers?") == [0.0, 0.0]


def test_the_names_and_numbers_of_a_question_count_where_they_stand() -> None:
    own = passage("Lima counted 41 onions. Nobody counted leeks.", context=["Rome"])
    question = "Did Lima or Rome count 41 onions?"
    assert scores("names", evidence_of(own), question=question) == [1.0, 1 / 3]
    assert scores("numbers", evidence_of(own), question=question) == [1.0, 0.0]
