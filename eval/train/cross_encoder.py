"""Teach the encoder to read a question beside a sentence: `python -m eval.train.cross_encoder --asked HOME FILE ...
[--asked ...]`.

Each HOME is asked the questions of its FILEs, which are open ones that nothing is measured by and the decision that
nothing answers is not fitted to; a folder of SQuAD articles may stand for a file. Of a question with an answer the
examples are sentences that hold a judged quote, the best looking others, and one of both with a name or a number
changed (eval/train/counterfactuals.py); of one without the best looking ones, none of which answers. What is learnt is
written to index/weights/cross_encoder.npz; run `python -m eval.train.sentence_score` and `python -m
eval.train.abstention` afterwards. Takes about 45 minutes on two cores that have bfloat16. With --further what is there
already is taught more, once through the questions (--rounds), and the mean of both is kept (WiSE-FT: Wortsman and
others, arXiv:2109.01903): put old questions among the new, of which --each takes some by chance, others with another
--seed, lest what was learnt be forgotten (eval/TRIED.md has the last such calls).

The table of tokens and the first layer stay as they are.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from corpus.errors import RapporteurError
from eval.data.questions import load_questions
from eval.train.counterfactuals import Counterfactuals
from eval.train.examples import TrainingExample, training_examples
from eval.train.sentence_score import questions_in
from eval.types import Question
from index.dense.encoder import load_encoder
from index.inference.torch_engine import SentenceModel, as_tensors
from index.inference.types import Tokens
from index.machine import cores
from index.model import locate_model
from index.rerank.cross_encoder import (
    FILE,
    PairTokenizer,
    WeightDelta,
    load_weight_delta,
    save_weight_delta,
)
from index.rerank.model import CrossEncoderModel
from index.search.opening import open_live
from service.settings import load_settings

NEGATIVES = 5  # of one question in one round
ROUNDS, BATCH, SEED = 2, 32, 20261125
FURTHER = 1 / 2  # of the rate, when what was learnt is taught more
RATE, WARM, LEAST = 1e-4, 0.1, 0.03  # the rate rises for a tenth of the steps, then falls to almost nothing
HEAD = 10  # how many times faster the new part learns
ANSWERING_COUNTS, SMOOTHED = 2.5, 0.02
FROZEN = 1
# Matrices of this rank do nearly what the whole changes do (a correlation of .995 on questions not learnt from).
RANK = 32
SHOWN_EACH = 100
Array = npt.NDArray[np.float32]


class Learner:
    """The model while it learns: its weights in single precision, its products in bfloat16."""

    def __init__(self, transformer: Any, steps: int, learnt: WeightDelta | None = None) -> None:
        """Begins with `transformer`, changed by what was `learnt` before where that is to go on. Raises
        ModelRefusedError when `learnt` does not fit it."""
        torch.manual_seed(SEED)
        self.model = CrossEncoderModel(transformer, share=False)
        self.model.train()
        held = (self.model.transformer.embeddings, *self.model.transformer.encoder.layer[:FROZEN])
        for part in held:
            part.requires_grad_(False)
        _without_chance([*(m for part in held for m in part.modules()), *_attentions(self.model)])
        # What stands on top of the transformer for another task is not used.
        self._learning = {n: p for n, p in self.model.named_parameters() if p.requires_grad and "pooler" not in n}
        # Before `learnt` is added: what is kept are changes to the weights as they were published.
        self._first = {name: parameter.detach().clone() for name, parameter in self._learning.items()}
        if learnt is not None:
            self.model.apply_delta(learnt)
        rate = RATE * (1 if learnt is None else FURTHER)
        head = {"params": self.model.head.parameters(), "lr": rate * HEAD}
        rest = {"params": [p for n, p in self._learning.items() if not n.startswith("head")], "lr": rate}
        self._optimizer = torch.optim.AdamW([rest, head])
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda step: min(step / steps / WARM + 1 / steps, max(LEAST, 1 - step / steps), 1)
        )

    def learn(self, pairs: Tokens, answers: torch.Tensor) -> float:
        """One step; returns the loss."""
        with torch.autocast("cpu", torch.bfloat16):
            numbers = self.model(**as_tensors(pairs))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            numbers.float(),
            answers * (1 - 2 * SMOOTHED) + SMOOTHED,
            pos_weight=torch.tensor(ANSWERING_COUNTS),
        )
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        torch.nn.utils.clip_grad_norm_(self._learning.values(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        return float(loss.detach())

    def changes(self) -> dict[str, Array]:
        """What was learnt: by how much each parameter changed; of the new part the whole."""
        with torch.no_grad():
            return {
                name: (now if name.startswith("head") else now - self._first[name]).numpy()
                for name, now in self._learning.items()
            }


def teach(
    taught: Sequence[TrainingExample],
    transformer: Any,
    tokenizer: PairTokenizer,
    learnt: WeightDelta | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
) -> dict[str, Array]:
    """What the model learns of all training examples, in several rounds, on top of what was `learnt` before if that is
    given; `transformer` stays as it is. Raises ModelRefusedError when `learnt` does not fit it."""
    chance = random.Random(seed)
    torch.set_num_threads(cores())  # what was asked before took one
    changed = Counterfactuals(taught)
    steps = rounds * -(-len(_pairs(taught, changed, chance)) // BATCH)
    learner = Learner(transformer, steps, learnt)
    started, done, recent = time.perf_counter(), 0, 0.0
    for _ in range(rounds):
        pairs = _pairs(taught, changed, chance)
        for batch in _batches(pairs, chance):
            answers = torch.tensor([answer for _, _, answer in batch])
            loss = learner.learn(tokenizer([(question, text) for question, text, _ in batch]), answers)
            done += 1
            recent += (loss - recent) / min(done, SHOWN_EACH)
            if done % SHOWN_EACH == 0:
                print(
                    f"{done:>6} of {steps} steps, loss {recent:.3f}, {time.perf_counter() - started:.0f} s", flush=True
                )
    return learner.changes()


def mean(before: WeightDelta, after: WeightDelta) -> dict[str, Array]:
    """Of each parameter the mean of two changes. What was taught further knows more that is new and has forgotten some
    that was old; halfway there it has most of both."""
    return {name: (before[name] + after[name]) * np.float32(0.5) for name in after}


def _attentions(model: CrossEncoderModel) -> Iterator[torch.nn.Module]:
    """Where attention leaves out pairs of tokens by chance."""
    for layer in model.transformer.encoder.layer:
        yield layer.attention.self.dropout


def _without_chance(parts: Iterable[torch.nn.Module]) -> None:
    """Nothing is left out by chance: not where nothing is learnt, and not in attention, where drawing for every two
    tokens takes a seventh of the time."""
    for part in parts:
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0


def _open_questions(files: Sequence[Path], each: int | None, seed: int = SEED) -> list[Question]:
    """The open questions of all files, or so many of each by chance. Raises EvalInputError for an id that stands in two
    of them."""
    load_questions(file for file in files if not file.is_dir())
    parts = [questions_in(file) for file in files]
    chance = random.Random(seed)
    return [
        question
        for part in parts
        for question in (part if each is None or each >= len(part) else chance.sample(part, each))
    ]


def _pairs(
    taught: Sequence[TrainingExample], changed: Counterfactuals, chance: random.Random
) -> list[tuple[str, str, float]]:
    """The examples of one round: of the others of each question some by chance, and what can be changed in it."""
    found = []
    for example in taught:
        others = chance.sample(example.negatives, min(NEGATIVES, len(example.negatives)))
        found += [(example.question, text, 1.0) for text in example.answering]
        found += [(example.question, text, 0.0) for text in others]
        if (pair := changed.of(example, chance)) is not None:
            found.append((*pair, 0.0))
    return found


def _batches(pairs: list[tuple[str, str, float]], chance: random.Random) -> Iterator[list[tuple[str, str, float]]]:
    """All pairs in an order of chance, those of like length together, so that little is read in vain."""
    mixed = chance.sample(pairs, len(pairs))
    for first in range(0, len(mixed), BATCH * BATCH):
        alike = sorted(mixed[first : first + BATCH * BATCH], key=lambda pair: len(pair[0]) + len(pair[1]))
        batches = [alike[i : i + BATCH] for i in range(0, len(alike), BATCH)]
        yield from chance.sample(batches, len(batches))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.train.cross_encoder", description="Teach the encoder to read pairs."
    )
    parser.add_argument(
        "--asked",
        type=Path,
        nargs="+",
        action="append",
        required=True,
        metavar=("HOME", "FILE"),
        help="a home with reports, and files of open questions about them, or a folder of SQuAD articles; may be given "
        "several times",
    )
    parser.add_argument("--each", type=int, metavar="N", help="take N questions of each file, by chance (all)")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"times through all ({ROUNDS}, or 1 further)")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help="another chance takes other questions")
    parser.add_argument("--further", action="store_true", help="teach what was learnt before more, and keep the mean")
    options = parser.parse_args(arguments)
    if not all(files for _, *files in options.asked):
        parser.error("--asked takes a home and at least one file of questions")
    rounds = options.rounds if options.rounds is not None else 1 if options.further else ROUNDS
    if rounds < 1 or (options.each is not None and options.each < 1):
        parser.error("--rounds and --each take a number above 0")
    model = locate_model(load_settings().model)
    learnt = load_weight_delta(model.fingerprint) if options.further else None
    if options.further and learnt is None:
        print(f"{FILE.name} was made for another model than {model.fingerprint}: leave out --further.", file=sys.stderr)
        return 1
    encoder = load_encoder(model)
    taught: list[TrainingExample] = []
    try:
        for home, *files in options.asked:
            searcher = open_live(home, encoder)
            try:
                taught += training_examples(searcher, _open_questions(files, options.each, options.seed))
            finally:
                searcher.close()
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    answered = sum(bool(example.answering) for example in taught)
    print(f"{len(taught)} questions, {answered} of them with an answer", flush=True)
    if not 0 < answered < len(taught):
        print("Questions with an answer and without one are needed; nothing was learnt.", file=sys.stderr)
        return 1
    try:
        changes = teach(taught, SentenceModel(model).transformer(), PairTokenizer(model), learnt, rounds, options.seed)
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    save_weight_delta(model.fingerprint, changes if learnt is None else mean(learnt, changes), RANK)
    print(f"{FILE.name} is written; now run `python -m eval.train.abstention`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
