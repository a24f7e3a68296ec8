"""Change true sentences by machine, in ways that a model errs in, and count how many pass the checks all the same.

    python -m eval.answers.phrasing_attacks --sentences 1000 --seed 1

The sentences are those of the sample reports. Unchanged and rightly cited they should pass; changed, hardly any should:
what passes is mostly grammar that went wrong without a change of meaning. The checks are those without the encoder,
which these changes hardly move.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

import corpus
from corpus.read import read_report
from corpus.text.sentences import sentence_spans
from corpus.types import SourceFile
from index.types import Vectors
from service.phrasing.checks import QuotedEvidence, fault

SAMPLE = Path(corpus.__file__).parent / "reports"
LOSABLE = ("not", "no", "should", "must", "could", "may", "some", "only", "more than", "at least", "nearly")
_VERB = re.compile(r"\b(?:was|were|is|are|had|should|could|has|have)\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
Attack = tuple[str, str]


class Alike:
    """An encoder to which all texts are the same, so that the other checks decide."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Equal unit vectors."""
        return np.full((len(texts), 2), np.sqrt(0.5), dtype=np.float32)


def sample_sentences(most: int, seed: int) -> list[str]:
    """Up to `most` sentences of the sample reports, in an order that `seed` decides, none twice."""
    found: dict[str, None] = {}
    for file in sorted(SAMPLE.glob("*.md")):
        report = read_report(SAMPLE, SourceFile(file.name), file.stem)
        for block in report.blocks:
            if block.kind != "heading":
                text = " ".join(report.text[block.start : block.end].split())
                found |= dict.fromkeys(text[a:b] for a, b in sentence_spans(text))
    sentences = [one for one in found if 6 <= len(one.split()) <= 45 and one.endswith(".") and "*" not in one]
    random.Random(seed).shuffle(sentences)
    return sentences[:most]


def attacks(sentence: str, other: str, dice: random.Random) -> Iterator[Attack]:
    """What is done to `sentence`, quote 1, beside `other`, quote 2: a name for it, and what comes of it."""
    body = sentence.removesuffix(".")
    yield "nothing", f"{sentence} [1]"
    yield "the other quote cited", f"{sentence} [2]"
    yield "cited without need", f"{sentence} [1, 2]"
    words, others = body.split(), other.removesuffix(".").split()
    yield "spliced", f"{' '.join(words[: len(words) // 2] + others[len(others) // 2 :])} [1, 2]."
    for name, pattern, put in _replacements(dice):
        if places := list(pattern.finditer(body)):
            place = dice.choice(places)
            yield name, f"{body[: place.start()]}{put(place[0])}{body[place.end() :]} [1]."
    for lost in LOSABLE:
        if found := re.search(rf"\b{lost} ", body):
            yield f"{lost} left out", f"{body[: found.start()]}{body[found.end() :]} [1]."
    yield from _moved(words, dice)


def _replacements(dice: random.Random) -> list[tuple[str, re.Pattern[str], Callable[[str], str]]]:
    return [
        ("a number changed", re.compile(r"\d+"), lambda found: str(int(found) + dice.choice([1, 2, 10]))),
        ("a name changed", _NAME, lambda _: "Zembla"),
        ("not put in", _VERB, lambda found: f"{found} not"),
    ]


def _moved(words: Sequence[str], dice: random.Random) -> Iterator[Attack]:
    content = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if len({words[i].lower() for i in content}) < 2:
        return
    one = dice.choice(content)
    two = dice.choice([i for i in content if words[i].lower() != words[one].lower()])
    swapped = list(words)
    swapped[one], swapped[two] = words[two], words[one]
    yield "two words exchanged", f"{' '.join(swapped)} [1]."
    yield "a word left out", f"{' '.join([*words[:one], *words[one + 1 :]])} [1]."


def attacked(sentences: Sequence[str], seed: int) -> tuple[Counter[str], Counter[str], list[Attack]]:
    """How many changed sentences there were of each kind, how many of them passed, and those that did."""
    dice = random.Random(seed)
    made: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    kept = []
    for i, sentence in enumerate(sentences):
        other = sentences[(i + 1) % len(sentences)]
        evidence = QuotedEvidence({1: sentence, 2: other}, "", Alike())
        for name, changed in attacks(sentence, other, dice):
            made[name] += 1
            if fault(changed, evidence) is None:
                passed[name] += 1
                kept.append((name, changed))
    return made, passed, kept


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.answers.phrasing_attacks", description="Attack the phrasing's checks."
    )
    parser.add_argument("--sentences", type=int, default=1000, help="how many to change (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="what decides the changes (default: 1)")
    parser.add_argument("--show", action="store_true", help="print every changed sentence that passed")
    given = parser.parse_args(arguments)
    made, passed, kept = attacked(sample_sentences(given.sentences, given.seed), given.seed)
    for name, count in sorted(made.items()):
        print(f"{name:22} {passed[name]:5} of {count:5} pass")
    if given.show:
        print("\n".join(f"{name}: {changed}" for name, changed in kept if name != "nothing"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
