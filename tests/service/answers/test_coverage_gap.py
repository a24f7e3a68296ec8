"""How far the words of a question are from those of a place in the reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from made_sentences import asked_of

from corpus.types import Metadata, Passage, ReportSummary
from index.lexical.keyword_index import stem
from index.search.evidence import Evidence, PassageEvidence
from index.search.question import analyse
from index.types import Hit, Scores
from service.answers.candidates import Candidate
from service.answers.coverage_gap import OTHER_NAME, OTHER_WORD, CoverageGap, coverage_gap
from service.answers.scope import Names

REPORTS = (
    ReportSummary("a", "a.md", "0" * 64, Metadata(title="Dialogue", start_date="2022-05-06", end_date="2022-05-06"), 9),
    ReportSummary("b", "b.md", "0" * 64, Metadata(title="Dialogue", start_date="2023-05-06", end_date="2023-05-06"), 9),
)
NAMES = Names(REPORTS)


def measured(question: str, *passages: Sequence[str], near: float = 0.0, context: Sequence[str] = ()) -> CoverageGap:
    """The gaps of `question` in passages, each a list of sentences and each of a report of its own; a word of the
    question that does not stand in a sentence has a word there with the cosine `near`."""
    words = tuple(stem(word) for word in question.lower().rstrip("?").split() if word not in {"the", "did", "what"})
    sentences = [
        one
        for report, texts in zip(REPORTS, passages, strict=False)
        for one in cut(report, texts, words, near, context)
    ]
    evidence = Evidence(
        question=analyse(question),
        words=words,
        idf=np.ones(len(words), dtype=np.float32),
        weights={((word,),): 1.0 for word in words},
        passages=tuple({id(one.passage): one.passage for one in sentences}.values()),
    )
    return coverage_gap(evidence, sentences, asked_of(question), NAMES)


def cut(
    report: ReportSummary, texts: Sequence[str], words: Sequence[str], near: float, context: Sequence[str]
) -> list[Candidate]:
    text = " ".join(texts)
    hit = Hit(1, 1.0, Scores(1.0, None), Passage(report.id, report.id, 0, len(text), text), report, (0, len(text)))
    around = np.zeros(len(words), dtype=np.float32)
    nearness = np.zeros((0, len(words)), dtype=np.float32)
    passage = PassageEvidence(hit, (), frozenset(map(stem, context)), (), nearness, around)
    found, start = [], 0
    for n, said in enumerate(texts):
        stems = frozenset(stem(word) for word in said.lower().rstrip(".").split())
        nearest = np.full(len(words), near, dtype=np.float32)
        found.append(Candidate(passage, start, start + len(said), n, stems, 0.5, nearest, 1.0 - n / 10))
        start += len(said) + 1
    return found


def test_nothing_is_missing_where_all_words_stand() -> None:
    got = measured("speakers asked markings", ["Speakers asked for markings."])
    assert (got.gap, got.overlap) == (0.0, 1.0)


def test_one_word_that_nothing_comes_near_weighs_more_than_several_that_are_nearly_met() -> None:
    one = measured("speakers asked markings resign", ["Speakers asked for markings."])
    several = measured("folk begged signs change", ["Speakers asked for markings."], near=0.6)
    assert one.gap > several.gap
    assert (one.overlap, several.overlap) == (0.75, 0.0)


def test_the_words_must_stand_in_one_place() -> None:
    question = "donors thanked markings"
    together = measured(question, ["Donors were thanked.", "Others spoke of markings."])
    apart = measured(question, ["Donors were thanked.", "It rained.", "It snowed.", "Others spoke of markings."])
    assert together.gap == 0.0 < apart.gap


def test_what_is_known_of_a_passage_counts() -> None:
    assert measured("donors thanked Vienna", ["Donors were thanked."], context=["Vienna"]).gap == 0.0


def test_a_name_is_not_met_by_what_is_like_it() -> None:
    (far,) = measured("Frontex", ["Europol spoke."], near=0.9).far
    assert far == pytest.approx(1 - OTHER_NAME * OTHER_WORD)
    (far,) = measured("police", ["Europol spoke."], near=0.9).far
    assert far == pytest.approx(1 - OTHER_WORD)


@pytest.mark.parametrize("word", ["2019", "17", "third"])
def test_numbers_and_ordinals_are_met_or_not(word: str) -> None:
    assert measured(f"dialogue {word}", ["The dialogue was short."]).named.tolist() == [False, True]


def test_a_year_is_met_by_a_report_of_that_year() -> None:
    assert measured("donors thanked in 2022", ["Donors were thanked in Vienna."]).gap == 0.0
    assert measured("donors thanked in 2021", ["Donors were thanked in Vienna."]).gap > 0.0


def test_the_names_of_a_comparison_may_stand_apart() -> None:
    passages = ["Bali heard donors."], ["Paris heard donors."]
    assert measured("donors heard Bali versus Paris", *passages).far[[2, 4]].tolist() == [0.0, 0.0]
    assert max(measured("donors heard Bali near Paris", *passages).far[[2, 4]]) > 0.8


def test_only_a_place_counts_that_holds_what_is_asked_for() -> None:
    question = "how many donors gave"
    assert measured(question, ["How many donors gave."]).gap == 0.0
    both = measured(question, ["How many donors gave."], ["The 12 donors left."])
    assert both.gap > 0.0


def test_words_that_begin_alike_for_long_are_one() -> None:
    assert measured("tanzanian minister", ["The minister of Tanzania spoke."]).gap == 0.0
    assert measured("organised minister", ["The minister sold an organ."]).gap > 0.0


def test_a_longer_question_may_weigh_its_words_differently() -> None:
    got = measured("speakers resign", ["Speakers left."])
    heavier = replace(got, weights=np.asarray([1.0, 9.0], dtype=np.float32))
    assert heavier.gap > got.gap
