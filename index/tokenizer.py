"""The embedding model's own tokenizer. The one module that imports `tokenizers`; needs no torch."""

from __future__ import annotations

import os

from tokenizers import Tokenizer as FastTokenizer

from corpus.types import Tokenizer
from index.model import ModelFiles


class ModelTokenizer:
    """Counts tokens exactly as the encoder will see them."""

    def __init__(self, model: ModelFiles) -> None:
        self.max_tokens = model.max_tokens
        # One batch is spread over threads inside the library; unset, it warns after every fork.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
        self._tokenizer = fast_tokenizer(model)

    def count(self, texts: list[str]) -> list[int]:
        """Token counts without special tokens, one for each text."""
        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [len(encoding) for encoding in encodings]


def fast_tokenizer(model: ModelFiles) -> FastTokenizer:
    """The tokenizer of `model` as the library has it, which cuts and fills up nothing; every call makes a new one."""
    tokenizer = FastTokenizer.from_file(str(model.path / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_tokenizer(model: ModelFiles) -> Tokenizer:
    """The tokenizer of `model`."""
    return ModelTokenizer(model)
