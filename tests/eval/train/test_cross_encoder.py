"""Teaching the encoder to read a question beside a sentence."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from eval.data.questions import SAMPLE_QUESTIONS, UN_QUESTIONS, load_questions
from eval.errors import EvalInputError
from eval.train import cross_encoder as reader
from eval.train.counterfactuals import Counterfactuals
from eval.train.cross_encoder import FURTHER, NEGATIVES, ROUNDS, Learner, _batches, _open_questions, _pairs
from eval.train.examples import ANSWERING, BEST, TrainingExample, training_examples
from eval.types import Question
from index.dense.encoder import SentenceEncoder
from index.inference.torch_engine import as_tensors
from index.inference.types import Tokens
from index.rerank.model import CrossEncoderModel
from index.search.opening import open_live

CHAD = TrainingExample("What did Chad say in 2019?", ("Chad said no in 2019.",), ())
LESSON = TrainingExample("Who?", ("it was she",), tuple(f"other {i}" for i in range(9)))


def tiny() -> BertModel:
    torch.manual_seed(3)
    return BertModel(
        BertConfig(
            vocab_size=30,
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=24,
            hidden_dropout_prob=0.0,
        )
    )


def pairs(first: int) -> Tokens:
    """Two pairs that differ in one token."""
    ids = np.array([[first, 5, 6, 7], [first, 5, 6, 8]], dtype=np.int64)
    return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}


def test_it_learns_and_what_it_learnt_makes_the_same_model_of_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "RATE", 0.01)  # there is little to learn, and few steps
    steps = 60
    learner = Learner(tiny(), steps)
    answers = torch.tensor([1.0, 0.0])
    losses = [learner.learn(pairs(2), answers) for _ in range(steps)]
    assert losses[-1] < losses[0] / 2
    changes = learner.changes()
    assert any(name.startswith("transformer.encoder.layer.1.") for name in changes)
    assert not any(".embeddings." in name or "layer.0." in name for name in changes)
    again = CrossEncoderModel(tiny())
    again.apply_delta(changes)
    again.eval()
    learner.model.eval()
    with torch.no_grad():
        given = as_tensors(pairs(2))
        numbers, learnt = again(**given), learner.model(**given).float()
    assert numbers[0] > 0 > numbers[1]
    assert numbers.numpy() == pytest.approx(learnt.numpy(), abs=0.05)  # one in single precision, one in bfloat16


def test_what_was_learnt_is_gone_on_from_more_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "RATE", 0.01)
    first = Learner(tiny(), 20)
    for _ in range(20):
        first.learn(pairs(2), torch.tensor([1.0, 0.0]))
    learnt = first.changes()
    further = Learner(tiny(), 20, learnt)
    assert all(further.changes()[name] == pytest.approx(learnt[name], abs=1e-6) for name in learnt)
    further.learn(pairs(3), torch.tensor([0.0, 1.0]))
    moved = [abs(further.changes()[name] - learnt[name]).max() for name in learnt if not name.startswith("head")]
    # The first step of Adam moves a number by the rate, which begins at a twentieth of the highest.
    assert max(moved) == pytest.approx(0.01 * FURTHER / 20, rel=0.05)


def test_so_many_questions_of_a_file_are_taken_by_chance() -> None:
    files = [SAMPLE_QUESTIONS, UN_QUESTIONS]
    everything = list(load_questions(files, "dev"))
    assert _open_questions(files, None) == _open_questions(files, 10_000) == everything
    some = _open_questions(files, 7)
    assert len({one.id for one in some}) == 14
    assert some == _open_questions(files, 7) != everything[:14]
    assert some != _open_questions(files, 7, seed=1)
    assert [one in load_questions(SAMPLE_QUESTIONS, "dev") for one in some] == [True] * 7 + [False] * 7
    with pytest.raises(EvalInputError):
        _open_questions([SAMPLE_QUESTIONS, SAMPLE_QUESTIONS], 7)


def test_a_round_has_every_text_that_answers_and_some_of_the_others() -> None:
    changed = Counterfactuals([LESSON])
    found = _pairs([LESSON], changed, random.Random(1))
    assert [text for _, text, answer in found if answer] == ["it was she"]
    assert len({text for _, text, answer in found if not answer}) == NEGATIVES
    assert _pairs([LESSON], changed, random.Random(1)) == found != _pairs([LESSON], changed, random.Random(2))


def test_a_round_has_a_pair_in_which_a_name_was_changed() -> None:
    found = _pairs([CHAD], Counterfactuals([CHAD]), random.Random(1))
    [(question, text, answer)] = found[1:]
    assert answer == 0
    assert (question == CHAD.question) != ((text,) == CHAD.answering)


def test_batches_have_every_pair_once_and_like_lengths_together() -> None:
    given = [("q", "x" * length, 0.0) for length in range(100)]
    batches = list(_batches(given, random.Random(1)))
    assert sorted(pair for batch in batches for pair in batch) == sorted(given)
    spread = [max(len(text) for _, text, _ in batch) - min(len(text) for _, text, _ in batch) for batch in batches]
    assert max(spread) < 32


@pytest.mark.model
def test_lessons_take_the_judged_for_answers_and_others_from_what_looks_best(
    sample_home: Path, real_encoder: SentenceEncoder
) -> None:
    facts = [question for question in load_questions([SAMPLE_QUESTIONS], "dev") if question.kind == "fact"][:5]
    nothing = Question("none", "Who paid for the onions?", "unanswerable", "dev", ())
    persons = Question("persons", "List the names of all witnesses", "unanswerable", "dev", ())
    searcher = open_live(sample_home, real_encoder)
    try:
        found = list(training_examples(searcher, [*facts, nothing, persons]))
    finally:
        searcher.close()
    assert [lesson.question for lesson in found] == [question.question for question in (*facts, nothing)]
    assert (found[-1].answering, len(found[-1].negatives)) == ((), BEST)
    for lesson, question in zip(found, facts, strict=False):
        assert 1 <= len(lesson.answering) <= ANSWERING
        quotes = [" ".join(one.quote.split()) for one in question.relevant]
        said = [text.split(" | ")[-1] for text in (*lesson.answering, *lesson.negatives)]
        holding = [any(text in quote or quote in text for quote in quotes) for text in said]
        assert not any(holding[len(lesson.answering) :])
        assert any(holding)


def test_nothing_is_learnt_from_questions_of_one_sort(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "training_examples", lambda searcher, questions: [LESSON])
    monkeypatch.setattr(reader, "open_live", lambda home, encoder: Closing())
    monkeypatch.setattr(reader, "load_encoder", lambda model: None)
    monkeypatch.setattr(reader, "save_weight_delta", None)  # to call it would fail
    assert reader.main(["--asked", str(tmp_path), str(SAMPLE_QUESTIONS)]) == 1
    assert "nothing was learnt" in capsys.readouterr().err


def test_nothing_is_taught_further_that_was_made_for_another_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "load_weight_delta", lambda fingerprint: None)
    monkeypatch.setattr(reader, "save_weight_delta", None)  # to call it would fail
    assert reader.main(["--further", "--asked", str(tmp_path), str(SAMPLE_QUESTIONS)]) == 1
    assert "made for another model" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "rounds"),
    [([], ROUNDS), (["--further"], 1), (["--further", "--rounds", "3"], 3), (["--rounds", "1"], 1)],
)
def test_what_is_there_is_taught_more_where_that_is_asked_for_and_in_so_many_rounds(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    rounds: int,
) -> None:
    class Noting:
        """Learns nothing, and notes what it began with."""

        def __init__(self, transformer: object, steps: int, learnt: object = None) -> None:
            begun.append((steps, learnt))

        def learn(self, pairs: object, answers: torch.Tensor) -> float:
            return 0.0

        def changes(self) -> dict[str, object]:
            return {"head.bias": np.asarray([3.0], dtype=np.float32)}

    before = {"head.bias": np.asarray([1.0], dtype=np.float32)}
    begun: list[tuple[int, object]] = []
    saved: list[float] = []
    taught = [LESSON, TrainingExample("What?", (), ("nothing",))]
    monkeypatch.setattr(reader, "training_examples", lambda searcher, questions: taught)
    monkeypatch.setattr(reader, "open_live", lambda home, encoder: Closing())
    monkeypatch.setattr(reader, "load_weight_delta", lambda fingerprint: before)
    monkeypatch.setattr(reader, "Learner", Noting)
    monkeypatch.setattr(
        reader, "save_weight_delta", lambda fingerprint, changes, rank: saved.extend(changes["head.bias"])
    )
    further = "--further" in options
    assert reader.main([*options, "--asked", str(tmp_path), str(SAMPLE_QUESTIONS)]) == 0
    assert begun == [(rounds, before if further else None)]
    assert saved == [2.0 if further else 3.0]  # of what was taught further the mean of before and after is kept


def test_nothing_is_left_out_by_chance_in_attention_and_where_nothing_is_learnt() -> None:
    transformer = tiny()
    for module in transformer.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.1
    model = Learner(transformer, 20).model.transformer
    first, second = model.encoder.layer
    assert {m.p for part in (model.embeddings, first) for m in part.modules() if isinstance(m, torch.nn.Dropout)} == {0}
    assert second.attention.self.dropout.p == 0
    assert (second.attention.output.dropout.p, second.output.dropout.p) == (0.1, 0.1)


@pytest.mark.parametrize("option", ["--each", "--rounds"])
def test_how_many_is_a_number_above_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    with pytest.raises(SystemExit):
        reader.main([option, "0", "--asked", str(tmp_path), str(SAMPLE_QUESTIONS)])
    assert "above 0" in capsys.readouterr().err


class Closing:
    """A searcher that is only closed."""

    def close(self) -> None:
        """Nothing is open."""
