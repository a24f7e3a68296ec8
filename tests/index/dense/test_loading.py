"""Which engine runs the models, and what a home keeps of them."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corpus.types import EmbeddingText
from index.dense.encoder import SentenceEncoder, load_encoder
from index.dense.late_interaction import content_word_spans
from index.dense.loading import CROSS_ENCODER, ENCODER, SUMS, _is_better, load_models
from index.inference.types import Tokens
from index.model import ModelFiles, locate_model
from index.types import Encoder

TEXTS = (
    "Onions.",
    "The onion growers of four regions met in Lima, and asked for better sheds.",
    "A market for red onions was opened. " * 9,
    "word " * 400,
)
QUESTION = "Who asked for better sheds?"


@pytest.fixture(scope="module")
def by_torch() -> SentenceEncoder:
    model = locate_model()
    return SentenceEncoder(model, load_models(model, kept=None, engine="torch"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of converted models."""
    folder = tmp_path_factory.mktemp("home") / "models"
    load_encoder(locate_model(), kept=folder, engine="openvino")
    return folder


@pytest.fixture(scope="module")
def by_openvino(kept: Path) -> SentenceEncoder:
    model = locate_model()
    return SentenceEncoder(model, load_models(model, kept=kept, engine="openvino"))


@pytest.mark.model
def test_both_engines_give_the_same_vectors(by_torch: SentenceEncoder, by_openvino: SentenceEncoder) -> None:
    assert (by_torch.engine, by_openvino.engine) == ("torch", "openvino")
    assert by_openvino.encode(TEXTS) == pytest.approx(by_torch.encode(TEXTS), abs=1e-5)
    given = [EmbeddingText(text, ((0, 7), (8, 30))) for text in TEXTS]
    words = [content_word_spans(text) for text in TEXTS]
    for one, other in zip(
        by_torch.encode_passages(given, words), by_openvino.encode_passages(given, words), strict=True
    ):
        assert one.vectors == pytest.approx(other.vectors, abs=2e-3)  # kept in half precision
        assert len(one.words) == len(other.words)
        differing = np.count_nonzero(np.asarray(one.words) != np.asarray(other.words))
        assert differing <= 0.01 * np.size(one.words)  # a number on the border between two bytes


@pytest.mark.model
def test_both_engines_score_pairs_alike(by_torch: SentenceEncoder, by_openvino: SentenceEncoder) -> None:
    ours, theirs = by_openvino.score_pairs(QUESTION, TEXTS), by_torch.score_pairs(QUESTION, TEXTS)
    assert ours is not None
    assert theirs is not None
    assert ours == pytest.approx(theirs, abs=0.1)  # in bfloat16 the last digits differ
    assert ours.argmax() == theirs.argmax() == 1


@pytest.mark.model
def test_a_text_reads_the_same_alone_and_among_others(by_openvino: SentenceEncoder) -> None:
    together = by_openvino.encode([*TEXTS, *reversed(TEXTS)])
    assert together[: len(TEXTS)] == pytest.approx(
        np.stack([by_openvino.encode([text])[0] for text in TEXTS]), abs=1e-5
    )
    assert together[len(TEXTS) :] == pytest.approx(together[: len(TEXTS)][::-1], abs=1e-5)


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "place"), [(ENCODER.replace("xml", "bin"), 10**7), (CROSS_ENCODER, 999), (SUMS, 99), (SUMS, 0)]
)
def test_kept_models_that_were_damaged_are_made_again(
    name: str, place: int, kept: Path, by_torch: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    (folder,) = kept.iterdir()
    whole = (folder / SUMS).read_bytes()
    file = folder / name
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    (kept / "of-an-older-version").mkdir()
    with caplog.at_level(logging.WARNING):
        again = load_encoder(locate_model(), kept=kept, engine="openvino")
    assert "made again" in caplog.text
    assert [one.name for one in kept.iterdir()] == [folder.name]
    assert len((folder / SUMS).read_bytes()) == len(whole)
    assert again.encode(TEXTS) == pytest.approx(by_torch.encode(TEXTS), abs=1e-5)


@pytest.mark.model
def test_models_that_cannot_be_kept_run_all_the_same(
    tmp_path: Path, by_torch: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "models").write_text("a file in the way")
    encoder = load_encoder(locate_model(), kept=tmp_path / "models", engine="openvino")
    assert "could not be kept" in caplog.text
    assert encoder.encode(TEXTS) == pytest.approx(by_torch.encode(TEXTS), abs=1e-5)


def _engine(vectors: npt.NDArray[np.float32], seconds: float) -> object:
    def forward(tokens: Tokens) -> Sequence[npt.NDArray[np.float32]]:
        time.sleep(seconds)
        return [vectors]

    return forward


@pytest.mark.parametrize(
    ("turned", "seconds", "better"),
    [(0.0, 0.0, True), (0.1, 0.0, False), (0.0, 0.02, False)],
    ids=["the same, faster", "others", "slower"],
)
def test_an_engine_is_taken_when_it_gives_the_same_in_less_time(turned: float, seconds: float, better: bool) -> None:
    theirs = np.eye(2, 3, dtype=np.float32)
    assert _is_better(_engine(theirs + np.float32(turned), seconds), _engine(theirs, 0.01)) is better  # type: ignore[arg-type]


def test_another_model_has_another_place(tmp_path: Path) -> None:
    from index.dense.loading import _key

    one = ModelFiles("one", tmp_path, "1" * 64, 254)
    other = ModelFiles("one", tmp_path, "2" * 64, 254)
    assert _key(one) != _key(other)
