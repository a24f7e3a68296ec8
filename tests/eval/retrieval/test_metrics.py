"""Ranking measures and bootstrap: what must hold for every run."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.retrieval import metrics
from eval.retrieval.bootstrap import compare, estimate
from eval.retrieval.report import difference_table

IDS = [f"p{i}" for i in range(15)]
GRADES = st.dictionaries(st.sampled_from(IDS), st.sampled_from([1, 2]), min_size=1)
RANKING = st.lists(st.sampled_from(IDS), unique=True)
VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)
K = st.integers(1, 12)


@given(grades=GRADES, ranking=RANKING, k=K)
def test_every_measure_lies_between_zero_and_one(grades: dict[str, int], ranking: list[str], k: int) -> None:
    for measure in (metrics.ndcg, metrics.reciprocal_rank, metrics.capped_recall):
        assert 0 <= measure({"q": grades}, {"q": ranking}, k)["q"] <= 1 + 1e-12


@given(grades=GRADES, k=K)
def test_the_best_order_is_worth_one(grades: dict[str, int], k: int) -> None:
    best = sorted(grades, key=lambda id_: -grades[id_])
    for measure in (metrics.ndcg, metrics.reciprocal_rank, metrics.capped_recall):
        assert measure({"q": grades}, {"q": best}, k)["q"] == pytest.approx(1)


@given(grades=GRADES, k=K)
def test_silence_counts_as_zero(grades: dict[str, int], k: int) -> None:
    for measure in (metrics.ndcg, metrics.reciprocal_rank, metrics.capped_recall):
        assert measure({"q": grades, "r": grades}, {"q": []}, k) == {"q": 0.0, "r": 0.0}


@given(grades=GRADES, ranking=RANKING, k=K)
def test_reciprocal_rank_is_that_of_the_first_found(grades: dict[str, int], ranking: list[str], k: int) -> None:
    expected = next((1 / rank for rank, id_ in enumerate(ranking[:k], 1) if id_ in grades), 0.0)
    assert metrics.reciprocal_rank({"q": grades}, {"q": ranking}, k)["q"] == pytest.approx(expected)


@given(grades=GRADES, ranking=RANKING, k=K)
def test_recall_is_found_out_of_what_could_be_found(grades: dict[str, int], ranking: list[str], k: int) -> None:
    expected = len(grades.keys() & set(ranking[:k])) / min(k, len(grades))
    assert metrics.capped_recall({"q": grades}, {"q": ranking}, k)["q"] == pytest.approx(expected)


def test_ndcg_discounts_by_rank_and_gains_by_grade() -> None:
    value = metrics.ndcg({"q": {"a": 2, "b": 1}}, {"q": ["b", "x", "a"]}, 10)["q"]
    assert value == pytest.approx((1 + 2 / math.log2(4)) / (2 + 1 / math.log2(3)))


def test_many_passages_of_one_rank_run_keep_their_order() -> None:
    ranking = [f"p{i:04d}" for i in range(500, 0, -1)]
    assert metrics.reciprocal_rank({"q": {"p0001": 1}}, {"q": ranking}, 500)["q"] == pytest.approx(1 / 500)


def test_a_grade_can_be_demanded() -> None:
    qrels = {"q": {"helps": 1, "answers": 2}}
    assert metrics.reciprocal_rank(qrels, {"q": ["helps", "answers"]}, 10, grade=2)["q"] == 0.5
    assert metrics.capped_recall(qrels, {"q": ["helps"]}, 10, grade=2)["q"] == 0.0


@given(values=VALUES)
def test_the_interval_repeats_itself_and_holds_the_mean(values: list[float]) -> None:
    first, second = estimate(values), estimate(values)
    assert first == second
    assert min(values) - 1e-9 <= first.low <= first.high <= max(values) + 1e-9
    assert first.mean == pytest.approx(sum(values) / len(values))


def test_the_interval_narrows_with_more_questions() -> None:
    few, many = estimate([0.0, 1.0] * 5), estimate([0.0, 1.0] * 500)
    assert many.high - many.low < (few.high - few.low) / 5


def test_a_configuration_is_no_better_than_itself() -> None:
    values = {"a": 0.2, "b": 0.9}
    same = compare(values, values)
    assert (same.mean, same.low, same.high, same.better, same.worse) == (0, 0, 0, 0, 0)


def test_pairs_show_a_small_but_steady_gain() -> None:
    second = {str(i): (i % 10) / 10 for i in range(100)}
    first = {id_: value + 0.01 for id_, value in second.items()}
    gain = compare(first, second)
    assert gain.low > 0
    assert gain.better == 100
    assert "+0.010" in difference_table({"ndcg": gain}, ("new", "old"))


def test_only_shared_questions_are_compared() -> None:
    assert compare({"a": 1.0, "b": 1.0}, {"b": 0.0, "c": 0.0}).n == 1
    assert compare({"a": 1.0}, {"c": 0.0}).n == 0
