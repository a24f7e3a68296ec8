"""The encoder as it reads a question beside a text."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers import BertConfig, BertModel

from index.errors import ModelRefusedError
from index.inference.types import Tokens
from index.lexical.stopwords import in_full
from index.model import locate_model
from index.rerank.cross_encoder import (
    PairTokenizer,
    load_weight_delta,
    save_weight_delta,
    shares,
    weight_delta_checksum,
)
from index.rerank.model import CrossEncoderModel
from index.types import Encoder
from service.answers.abstention import FILE as FITTED

QUESTION = "Who chaired the meeting?"
ANSWER = "Meeting on roots | The session opened at ten. | Ms. Rosa Moreno of Chile chaired the meeting."
OTHERS = (
    "Meeting on roots | The session opened at ten. | Participants called for better funding of shelters.",
    "Meeting on roots | Ms. Rosa Moreno spoke. | The meeting lasted for two days.",
)


@pytest.mark.model
def test_what_answers_reads_better_than_what_is_about_the_same(real_encoder: Encoder) -> None:
    numbers = real_encoder.score_pairs(QUESTION, [*OTHERS, ANSWER])
    assert numbers is not None
    assert numbers.argmax() == 2


@pytest.mark.model
def test_a_name_in_capitals_reads_like_the_name_in_full(real_encoder: Encoder) -> None:
    asked, said = "What did the WHO want of the US?", "Talks on roots | The WHO asked the US for money."
    short, long = real_encoder.score_pairs(asked, [said]), real_encoder.score_pairs(in_full(asked), [in_full(said)])
    other = real_encoder.score_pairs(asked, [said.replace("WHO", "Ministry")])
    assert short is not None
    assert long is not None
    assert other is not None
    assert short.tolist() == long.tolist()
    assert short[0] > other[0]


@pytest.mark.model
def test_a_text_reads_the_same_beside_others(real_encoder: Encoder) -> None:
    texts = [ANSWER, "word " * 400, *OTHERS, "Roots.", ANSWER + " " + OTHERS[0]]
    together = real_encoder.score_pairs(QUESTION, texts)
    alone = [real_encoder.score_pairs(QUESTION, [text]) for text in texts]
    assert together is not None
    for one, number in zip(alone, together, strict=True):
        assert one is not None
        assert one[0] == pytest.approx(number, abs=0.1)  # in bfloat16 the last digits differ


@pytest.mark.model
def test_several_threads_read_at_once(real_encoder: Encoder) -> None:
    questions = [f"Who chaired meeting {n}?" for n in range(8)]
    alone = [real_encoder.score_pairs(question, [*OTHERS, ANSWER]) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: real_encoder.score_pairs(question, [*OTHERS, ANSWER]), questions))
    for one, other in zip(alone, together, strict=True):
        assert one is not None
        assert other is not None
        assert one.tolist() == other.tolist()


def _rows(made: Tokens) -> list[tuple[list[int], list[int]]]:
    """The tokens of each pair, and which of them are of the text."""
    return list(zip(made["input_ids"].tolist(), made["token_type_ids"].tolist(), strict=True))


@pytest.mark.model
def test_a_question_longer_than_what_is_read_leaves_room_for_the_text(real_encoder: Encoder) -> None:
    more = "I ask because our office writes the history of the series, and neither the programme nor the list of those "
    question = f"{QUESTION} {more * 20}"
    made = PairTokenizer(locate_model())([(question, ANSWER), (QUESTION, ANSWER)])
    long, short = ([int(i) for i, of_text in zip(*row, strict=True) if of_text] for row in _rows(made))
    assert long == short
    numbers = real_encoder.score_pairs(question, [*OTHERS, ANSWER])
    assert numbers is not None
    assert numbers.argmax() == 2


@pytest.mark.model
def test_nothing_to_read_gives_nothing(real_encoder: Encoder) -> None:
    numbers = real_encoder.score_pairs(QUESTION, [])
    assert numbers is not None
    assert numbers.shape == (0,)


@pytest.mark.model
def test_reading_leaves_the_vectors_as_they_are(real_encoder: Encoder) -> None:
    before = real_encoder.encode([QUESTION])
    real_encoder.score_pairs(QUESTION, [ANSWER])
    assert (real_encoder.encode([QUESTION]) == before).all()


def test_the_changes_are_for_the_default_model() -> None:
    changes = load_weight_delta(locate_model().fingerprint)
    assert changes is not None
    assert changes["head.weight"].shape == (1, 384)
    assert not any("embeddings" in name or "layer.0." in name for name in changes)


def test_what_decides_was_fitted_to_these_changes() -> None:
    assert json.loads(FITTED.read_text(encoding="utf-8"))["cross-encoder"] == weight_delta_checksum()


def test_changes_that_do_not_fit_are_refused() -> None:
    model = CrossEncoderModel(
        BertModel(BertConfig(vocab_size=9, hidden_size=8, num_hidden_layers=1, num_attention_heads=1))
    )
    head = {"head.weight": np.ones((1, 8), dtype=np.float32), "head.bias": np.ones(1, dtype=np.float32)}
    model.apply_delta(head)
    with pytest.raises(ModelRefusedError, match=r"head\.bias"):
        model.apply_delta({"head.weight": head["head.weight"]})
    with pytest.raises(ModelRefusedError, match="elsewhere"):
        model.apply_delta({**head, "elsewhere": head["head.bias"]})


@given(lengths=st.lists(st.integers(1, 600), min_size=1, max_size=12), cores=st.integers(1, 9))
def test_every_text_is_read_by_one_core(lengths: list[int], cores: int) -> None:
    parts = shares(lengths, cores)
    assert sorted(place for part in parts for place in part) == list(range(len(lengths)))
    assert len(parts) <= cores
    assert all(parts)


def test_two_cores_have_done_after_about_the_same_time() -> None:
    assert shares([50, 10, 10, 10, 10, 10], 2) == [[1, 2, 3, 4, 5], [0]]


def test_another_model_has_no_reader(tmp_path: Path) -> None:
    save_weight_delta("one", {"head.bias": np.ones(1, dtype=np.float32)}, 2, tmp_path / "pairs.npz")
    assert load_weight_delta("one", tmp_path / "pairs.npz") is not None
    assert load_weight_delta("another", tmp_path / "pairs.npz") is None


def test_a_wide_change_is_kept_as_the_nearest_of_its_rank(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    narrow = chance.standard_normal((40, 2)) @ chance.standard_normal((2, 30))
    wide = narrow + 0.001 * chance.standard_normal((40, 30))
    given = {"wide": wide.astype(np.float32), "row": np.arange(3, dtype=np.float32)}
    save_weight_delta("one", given, 2, tmp_path / "pairs.npz")
    kept = load_weight_delta("one", tmp_path / "pairs.npz")
    assert kept is not None
    assert set(kept) == {"wide", "row"}
    assert kept["wide"] == pytest.approx(narrow, abs=0.02)
    assert kept["row"].tolist() == [0, 1, 2]
