"""Texts that are nearly the same are found, whatever else is in the collection, and others are not."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Mapping, Set

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.near_duplicates import NEARLY_SAME, Twins, find_twins, sketch_of

WORDS = [f"word{n}" for n in range(4000)]


def twins_of(texts: Mapping[str, str], fresh: Set[str] | None = None) -> tuple[Twins, ...]:
    """Pairs of nearly the same texts, by their names, as a rebuild finds them: sketched first, then compared."""
    sketches = {report: sketch_of(text) for report, text in texts.items()}
    return tuple(find_twins(sketches, texts.keys() if fresh is None else fresh, texts.__getitem__))


def _text(seed: int, length: int = 2000) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def _edited(text: str, every: int) -> str:
    """The text with one word in `every` replaced."""
    return " ".join(f"new{i}" if i % every == 0 else word for i, word in enumerate(text.split()))


def _exact(one: str, other: str) -> float:
    """Similarity by its definition, without hashes."""
    a, b = ({tuple(words[i : i + 3]) for i in range(len(words) - 2)} for words in (one.split(), other.split()))
    return len(a & b) / len(a | b)


def test_a_revision_is_a_twin_and_another_report_is_not() -> None:
    original = _text(1)
    twins = twins_of({"draft": original, "final": _edited(original, 40), "other": _text(2)})
    assert [(t.first, t.second) for t in twins] == [("draft", "final")]


def test_similarity_is_what_is_shared_over_what_there_is() -> None:
    one, other = _text(1), _edited(_text(1), 60)
    (twins,) = twins_of({"a": one, "b": other})
    assert twins.similarity == pytest.approx(_exact(one, other))


def test_the_same_text_in_another_layout_is_a_twin() -> None:
    text = _text(3, 50)
    assert twins_of({"a": text, "b": text.upper().replace(" ", ",\n")}) == (Twins("a", "b", 1.0),)


def test_three_copies_are_three_pairs() -> None:
    assert len(twins_of(dict.fromkeys("abc", _text(4, 100)))) == 3


def test_a_shared_preamble_does_not_make_twins() -> None:
    preamble = _text(5, 600)
    assert twins_of({"a": preamble + " " + _text(6), "b": preamble + " " + _text(7)}) == ()


@pytest.mark.parametrize("text", ["", "One", "Two words", "— … !"])
def test_a_text_without_three_words_has_no_twin(text: str) -> None:
    assert twins_of({"a": text, "b": text}) == ()


@pytest.mark.parametrize("length", [20, 100, 1000, 10_000])
def test_no_pair_well_above_the_threshold_is_missed(length: int) -> None:
    for seed in range(15):
        text = _text(seed, length)
        cut = " ".join(text.split()[: round(length * 0.8)])
        assert len(twins_of({"a": text, "b": cut})) == 1


@given(st.dictionaries(st.text("abc", min_size=1), st.text("xyz ", max_size=60), max_size=6))
def test_twins_are_ordered_pairs_of_the_reports_given(texts: dict[str, str]) -> None:
    for twins in twins_of(texts):
        assert twins.first < twins.second
        assert {twins.first, twins.second} <= texts.keys()
        assert NEARLY_SAME <= twins.similarity <= 1


def test_a_pair_is_found_once_where_one_of_it_is_fresh_and_not_where_none_is() -> None:
    texts = dict.fromkeys("abcd", _text(4, 100))
    pairs = [(t.first, t.second) for t in twins_of(texts, {"b", "c"})]
    assert sorted(pairs) == [("a", "b"), ("a", "c"), ("b", "c"), ("b", "d"), ("c", "d")]
    assert twins_of(texts, set()) == ()


def test_many_short_texts_of_one_kind_are_compared_in_little_memory() -> None:
    words = random.Random(8)
    texts = {
        f"r{n}": f"The {words.choice(WORDS[:9])} of {words.choice(WORDS[:9])} {n} met on the {words.choice(WORDS[:9])}."
        for n in range(600)
    }
    tracemalloc.start()
    try:
        assert all(twins.similarity >= NEARLY_SAME for twins in twins_of(texts))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000


def test_two_hundred_reports_take_less_than_three_seconds() -> None:
    texts = {f"r{n}": _text(n, 1500) for n in range(200)}
    begun = time.monotonic()
    assert twins_of(texts) == ()
    assert time.monotonic() - begun < 3
