"""What tells an answered question from one that nothing answers, computed from evidence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from made_sentences import asked_of, cut, passage, summary

from index.lexical.keyword_index import stem
from index.search.evidence import Evidence, PassageEvidence, SpanCosine
from index.search.question import analyse
from service.answers.candidates import SIGNALS
from service.answers.features import (
    FEW,
    SPREAD,
    USUAL_Z,
    Features,
    all_mismatched,
    features,
    only_quotes,
)
from service.answers.scope import Names

EARLIER, LATER = summary("earlier", "2021-10-04"), summary("later", "2023-10-04")
NAMES = Names((EARLIER, LATER))
SAID = "Donors were thanked."


def windows(*cosines: float) -> tuple[SpanCosine, ...]:
    return tuple(SpanCosine(0, len(SAID), cosine) for cosine in cosines)


def evidence_of(question: str, *passages: PassageEvidence) -> Evidence:
    words = tuple(stem(word) for word in question.lower().rstrip("?").split())
    return Evidence(
        question=analyse(question),
        words=words,
        idf=np.ones(len(words), dtype=np.float32),
        weights={((word,),): 1.0 for word in words},
        passages=passages,
    )


def weighed(
    question: str,
    *cosines: float,
    numbers: Mapping[int, float] | None = None,
    text: str = SAID,
    of_other_time: float = 0.0,
) -> Features:
    """The features of a question of which two reports, of 2021 and 2023, say the same."""
    around = np.zeros(len(question.split()), dtype=np.float32)
    first = passage(text, EARLIER, windows=windows(*cosines), around=around)
    second = passage(text, LATER, around=around)
    signals = tuple(of_other_time * (name == "of_other_time") for name in SIGNALS)
    found = [replace(one, signals=signals) for one in (*cut(first, (text, 1.0)), *cut(second, (text, 0.9)))]
    return features(evidence_of(question, first, second), found, numbers or {}, asked_of(question), NAMES)


def test_a_cosine_far_above_the_usual_ones_is_a_lift() -> None:
    cosines = [0.1] * (FEW - 1) + [0.9]
    expected = (0.9 - np.mean(cosines)) / (np.std(cosines) + SPREAD)
    assert weighed("donors", *cosines).max_cosine_z == pytest.approx(expected)
    assert weighed("donors", *cosines).max_cosine_z > USUAL_Z


def test_cosines_that_are_all_alike_give_no_lift() -> None:
    assert weighed("donors", *[0.4] * FEW).max_cosine_z == pytest.approx(0.0)
    assert weighed("donors", *[0.4] * (FEW - 1), 0.401).max_cosine_z < 0.1


def test_of_few_windows_what_is_usual_is_taken() -> None:
    assert weighed("donors", *[0.1] * (FEW - 2), 0.9).max_cosine_z == USUAL_Z


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("who thanked donors", 1.0),
        ("Could donors be thanked", 1.0),
        ("donors thanked?", 1.0),
        ("(how donors were thanked)", 1.0),
        ("donors thanked", 0.0),
        ("donors who were thanked", 0.0),
        ("whereabouts of donors", 0.0),
    ],
)
def test_what_is_put_as_a_question_wants_more_than_its_subject(question: str, asked: float) -> None:
    assert weighed(question).is_question == asked


def test_the_length_of_a_question_is_the_logarithm_of_its_words() -> None:
    assert weighed("donors").log_content_words == 0.0
    assert weighed("donors thanked onions praised").log_content_words == pytest.approx(math.log(4))


def test_a_gap_counts_for_more_in_a_question_that_stands_there_word_for_word() -> None:
    half, none = weighed("donors resigned"), weighed("patrons resigned")
    assert 0.0 < half.coverage_gap < none.coverage_gap
    assert half.gap_overlap == pytest.approx(half.coverage_gap / 2)
    assert none.gap_overlap == 0.0
    assert weighed("donors thanked").gap_overlap == 0.0


def test_names_numbers_and_dates_are_counted_as_what_must_be_there() -> None:
    assert weighed("thanked Oxfam in 2021").named_terms == 2.0
    assert weighed("thanked donors").named_terms == 0.0


def test_what_was_read_gives_its_two_highest_numbers_and_the_date_of_the_best_sentence() -> None:
    best = weighed("donors thanked in 2021", numbers={0: -1.0, 1: 2.0})
    assert (best.rerank_score, best.second_score, best.date_mismatch) == (2.0, -1.0, 0.0)
    later = weighed("donors thanked in 2021", numbers={1: 2.0})
    assert (later.rerank_score, later.second_score, later.date_mismatch) == (2.0, 2.0, 1.0)


def test_the_best_sentence_tells_whether_it_names_other_years() -> None:
    assert weighed("donors thanked in 2021", numbers={0: 1.0}, of_other_time=1.0).other_year == 1.0
    assert weighed("donors thanked in 2021", numbers={0: 1.0}).other_year == 0.0


def test_what_compares_is_told() -> None:
    assert weighed("how did thanking donors change between 2021 and 2023").is_comparison == 1.0
    assert weighed("donors thanked").is_comparison == 0.0


def test_what_names_the_year_that_is_asked_for_is_not_astray() -> None:
    told = weighed("donors thanked in 2019", numbers={0: 1.0}, text="Donors were thanked for 2019.")
    assert told.date_mismatch == 0.0
    assert weighed("donors thanked in 2019", numbers={0: 1.0}).date_mismatch == 1.0


def test_a_fact_of_the_time_before_a_year_may_be_told_in_that_year() -> None:
    numbers = {1: 1.0}
    assert weighed("which donors were thanked before 2023", numbers=numbers).date_mismatch == 0.0
    assert weighed("which donors were thanked before 2022", numbers=numbers).date_mismatch == 1.0
    assert weighed("donors thanked before 2023", numbers=numbers).date_mismatch == 1.0


def test_where_nothing_was_read_there_is_nothing_of_reading() -> None:
    silent = weighed("donors thanked in 2019")
    assert (silent.rerank_score, silent.second_score, silent.date_mismatch, silent.other_year) == (0.0,) * 4


def test_all_is_astray_only_where_no_passage_is_of_the_date_or_names_its_year() -> None:
    passages = [passage(SAID, EARLIER), passage(f"{SAID} It was 2020.", LATER)]
    assert all_mismatched(passages, asked_of("donors in 2019"), NAMES)
    assert not all_mismatched(passages, asked_of("donors in 2020"), NAMES)
    assert not all_mismatched(passages, asked_of("donors in 2021"), NAMES)
    assert not all_mismatched(passages, asked_of("donors"), NAMES)
    assert all_mismatched(passages, asked_of("donors before 2019"), NAMES)
    assert all_mismatched(passages, asked_of("donors after 2024"), NAMES)
    assert not all_mismatched(passages, asked_of("donors after 2023"), NAMES)
    assert not all_mismatched(passages, asked_of("donors until 2020"), NAMES)
    assert not all_mismatched(passages, asked_of("donors before 2022"), NAMES)
    assert not all_mismatched(passages, asked_of("donors before the 2019 session"), NAMES)
    assert not all_mismatched(passages, asked_of("what donors must give by 2030"), NAMES)


@pytest.mark.parametrize(
    "question",
    [
        '"red onions"',
        "What was said about “red onions”?",
        "Which reports mention «red onions»?",
        'find "red onions" and "leeks"',
        '"red onions" in A/79/352',
        'who mentions "A/79/352" and "leeks"?',
    ],
)
def test_a_question_may_tell_only_what_it_quotes(question: str) -> None:
    assert only_quotes(analyse(question))


@pytest.mark.parametrize(
    "question",
    [
        'Why did "Oxfam" ban onions?',
        '"red onions" leeks',
        'What was said of "..."?',
        "What was said about red onions?",
        "A/79/352",
        'a 5" pipe',
        'What did WHO say about "kidney sales"?',
    ],
)
def test_a_question_that_tells_more_than_it_quotes_is_no_mere_quotation(question: str) -> None:
    assert not only_quotes(analyse(question))
