"""The stand-in for the model's tokenizer. It has a module of its own, which the processes that cut files import."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class WordTokenizer:
    """Counts words and punctuation marks."""

    max_tokens: int = 254

    def count(self, texts: list[str]) -> list[int]:
        return [len(_WORD.findall(text)) for text in texts]


@dataclass(frozen=True)
class SpoilableTokenizer(WordTokenizer):
    """The stand-in, which a text with certain words stalls or fills with memory, as a worse one might."""

    def count(self, texts: list[str]) -> list[int]:
        if any("stall here" in text for text in texts):
            time.sleep(60)
        if any("fill memory" in text for text in texts):
            bytearray(4_000_000_000)
        return super().count(texts)
