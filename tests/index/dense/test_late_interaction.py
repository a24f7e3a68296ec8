"""Words are compared one by one, and read in the text that they stand in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import EmbeddingText
from index.dense.late_interaction import UNIT, LateInteractionIndex, content_word_spans, to_bytes, write_words
from index.dense.projection import SIZE, load_projection
from index.types import Encoder, Int8Array, Vectors


def unit(random: np.random.Generator, count: int, size: int = 8) -> Vectors:
    vectors = random.standard_normal((count, size)).astype(np.float32)
    scaled: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


@given(st.lists(st.integers(1, 6), min_size=1, max_size=9), st.integers(1, 5), st.data())
def test_each_word_of_the_question_counts_with_its_nearest_word(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], asked: int, data: st.DataObject
) -> None:
    random = np.random.default_rng(data.draw(st.integers(0, 99)))
    passages: list[Int8Array] = [to_bytes(unit(random, size)) for size in sizes]
    question, weights = unit(random, asked), random.uniform(0.1, 2, asked).astype(np.float32)
    rows = np.asarray(data.draw(st.lists(st.integers(0, len(sizes) - 1), min_size=1)))
    folder = tmp_path_factory.mktemp("build")
    write_words(passages, folder)
    nearest = [(passages[row].astype(np.float32) / UNIT @ question.T).max(axis=0) for row in rows]
    wanted = [float((best * weights).sum() / weights.sum()) for best in nearest]
    assert LateInteractionIndex(folder).maxsim(question, weights, rows) == pytest.approx(wanted, abs=1e-5)


def test_a_question_without_words_is_like_nothing(tmp_path: Path) -> None:
    write_words([to_bytes(unit(np.random.default_rng(0), 2))], tmp_path)
    found = LateInteractionIndex(tmp_path).maxsim(
        np.zeros((0, 8), np.float32), np.zeros(0, np.float32), np.asarray([0])
    )
    assert found.tolist() == [0]


def test_the_small_words_are_left_out_unless_there_is_nothing_else() -> None:
    text = "How were the victims of trafficking heard?"
    assert [text[start:end] for start, end in content_word_spans(text)] == ["victims", "trafficking", "heard"]
    assert content_word_spans("who is it") == ((0, 9),)


def test_another_models_projection_is_orthonormal_and_always_the_same() -> None:
    made = load_projection("a model that nobody has", 384)
    assert made.shape == (384, SIZE)
    assert np.allclose(made.T @ made, np.eye(SIZE), atol=1e-5)
    assert np.array_equal(made, load_projection("another", 384))


@pytest.mark.model
def test_a_word_is_read_in_its_sentence(real_encoder: Encoder) -> None:
    """The same word is nearer to itself in the same sense than in another."""

    def read(text: str, word: str) -> Vectors:
        start = text.index(word)
        return real_encoder.encode_question(text, ((start, start + len(word)),)).words[0]

    bank = read("She swam to the bank of the river.", "bank")
    money = read("The bank lent the company money.", "bank")
    stream = read("Children played on the bank of a stream.", "bank")
    assert bank @ stream > bank @ money + 0.1


@pytest.mark.model
def test_a_passage_and_a_question_read_words_alike(real_encoder: Encoder) -> None:
    text = "Survivors asked for a larger part in the review."
    spans = content_word_spans(text)
    question = real_encoder.encode_question(text, spans)
    passage = real_encoder.encode_passages([EmbeddingText(text, ((0, len(text)),))], [spans])[0]
    assert passage.words.shape == (len(spans), SIZE)
    cosines = (question.words * (passage.words.astype(np.float32) / UNIT)).sum(axis=1)
    assert cosines == pytest.approx(np.ones(len(spans)), abs=0.01)
    assert question.whole @ passage.vectors[0].astype(np.float32) == pytest.approx(1, abs=0.001)


@pytest.mark.model
def test_words_beyond_the_models_window_are_stood_in_for_by_the_whole(real_encoder: Encoder) -> None:
    text = "migrants " * 400
    spans = content_word_spans(text)
    read = real_encoder.encode_question(text, spans)
    assert read.words.shape == (400, SIZE)
    assert np.isfinite(read.words).all()
    assert np.array_equal(read.words[-1], read.words[-2])
    assert not np.array_equal(read.words[0], read.words[-1])
