"""The model's own tokenizer counts a text of any length, in little memory."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import pytest

from corpus.sandbox.pool import read_in_workers
from corpus.types import Tokenizer
from index.model import locate_model
from index.tokenizer import LONGEST_PART, fast_tokenizer, load_tokenizer

WORDS = ["committee", "Überprüfung", "anti-trafficking", "(2024)", "会议", "x" * 150, "e\u0301tat", "\n", "don't"]


def text_of(length: int, seed: int) -> str:
    draw = random.Random(seed)
    words: list[str] = []
    while sum(map(len, words)) < length:
        words += [draw.choice(WORDS) + draw.choice([" ", "  ", "\n\n"]) for _ in range(1000)]
    return "".join(words)


def test_a_long_text_has_as_many_tokens_as_the_library_finds_in_the_whole() -> None:
    whole = fast_tokenizer(locate_model())
    texts = ["", "One word.", text_of(LONGEST_PART * 3, 1), " " * LONGEST_PART * 2, text_of(LONGEST_PART, 2)]
    counts = [len(whole.encode(text, add_special_tokens=False)) for text in texts]
    assert load_tokenizer(locate_model()).count(texts) == counts


def counter() -> Callable[[str], int]:
    return partial(count_repeated, load_tokenizer(locate_model()))


def count_repeated(tokenizer: Tokenizer, text: str) -> int:
    return sum(tokenizer.count([text * 400_000]))


@pytest.mark.slow
def test_a_line_of_megabytes_is_counted_in_little_memory() -> None:
    assert list(read_in_workers(["a word "], counter, processes=1, seconds=60, megabytes=300)) == [800_000]
