"""The embedding model's own tokenizer. The one module that imports `tokenizers`; needs no torch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpus.types import Tokenizer
from index.model import ModelFiles

if TYPE_CHECKING:
    from tokenizers import Tokenizer as FastTokenizer

LONGEST_PART = 100_000
"""Characters of a text that are counted at once: a token takes over a hundred bytes while it is counted."""
_BATCH = 1_000_000


class ModelTokenizer:
    """Counts tokens exactly as the encoder will see them."""

    def __init__(self, model: ModelFiles) -> None:
        self.max_tokens = model.max_tokens
        # One batch is spread over threads inside the library; unset, it warns after every fork.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
        self._tokenizer = fast_tokenizer(model)

    def count(self, texts: list[str]) -> list[int]:
        """Token counts without special tokens, one for each text. A long text is counted in parts, which a word longer
        than LONGEST_PART may fall into two of."""
        counts = [0] * len(texts)
        for batch in _batches(texts):
            encodings = self._tokenizer.encode_batch_fast([part for _, part in batch], add_special_tokens=False)
            for (place, _), encoding in zip(batch, encodings, strict=True):
                counts[place] += len(encoding)
        return counts


def fast_tokenizer(model: ModelFiles) -> FastTokenizer:
    """The tokenizer of `model` as the library has it, which cuts and fills up nothing; every call makes a new one."""
    # Imported here because what only names this function, to have it called elsewhere, needs no engine.
    from tokenizers import Tokenizer as FastTokenizer

    tokenizer = FastTokenizer.from_file(str(model.path / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_tokenizer(model: ModelFiles) -> Tokenizer:
    """The tokenizer of `model`."""
    return ModelTokenizer(model)


def _batches(texts: Iterable[str]) -> Iterator[list[tuple[int, str]]]:
    """The parts of all texts, each with the place of its text, in batches that are counted in little memory."""
    batch: list[tuple[int, str]] = []
    size = 0
    for place, text in enumerate(texts):
        for part in _parts(text):
            if size + len(part) > _BATCH:
                yield batch
                batch, size = [], 0
            batch.append((place, part))
            size += len(part)
    if batch:
        yield batch


def _parts(text: str) -> Iterator[str]:
    """A text whole, or a long one cut in front of white space, across which counts add up."""
    start = 0
    while len(text) - start > LONGEST_PART:
        end = start + LONGEST_PART
        gap = max(text.rfind(" ", start + 1, end), text.rfind("\n", start + 1, end))
        end = gap if gap > 0 else end
        yield text[start:end]
        start = end
    yield text[start:]
