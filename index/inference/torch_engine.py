"""Models as sentence-transformers and torch run them. The one module that imports sentence-transformers; takes seconds
to import."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

# The product never asks a model hub, whatever the libraries would like.
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar, set_verbosity_error

from index.inference.types import Tokens
from index.model import ModelFiles

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class SentenceModel(torch.nn.Module):
    """A sentence-transformers model from tokens to (vectors of the texts, states of their tokens)."""

    def __init__(self, model: ModelFiles) -> None:
        super().__init__()
        set_verbosity_error()  # type: ignore[no-untyped-call]  # transformers leaves both untyped
        disable_progress_bar()  # type: ignore[no-untyped-call]
        self.whole = SentenceTransformer(str(model.path), device="cpu", local_files_only=True)
        self.eval()

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Shapes (texts, dimension) and (texts, tokens, dimension of a state)."""
        given = self.whole(dict(zip(INPUTS, (input_ids, attention_mask, token_type_ids), strict=True)))
        return given["sentence_embedding"], given["token_embeddings"]

    def transformer(self) -> Any:
        """The transformer inside, with its own weights: the cross-encoder starts from it."""
        return self.whole[0].auto_model


class TorchForward:
    """A torch module behind the form of an engine."""

    def __init__(self, module: torch.nn.Module) -> None:
        self._module = module.eval()

    def __call__(self, tokens: Tokens) -> Sequence[npt.NDArray[np.float32]]:
        # Each call is one thread's: callers share their work out themselves. Set anew in every thread.
        if torch.get_num_threads() != 1:
            torch.set_num_threads(1)
        with torch.inference_mode():
            given = self._module(**as_tensors(tokens))
        outputs = given if isinstance(given, tuple) else (given,)
        return [one.float().numpy() for one in outputs]


def as_tensors(tokens: Tokens) -> Mapping[str, torch.Tensor]:
    """The same numbers as tensors."""
    return {name: torch.from_numpy(rows) for name, rows in tokens.items()}


def example_tokens() -> dict[str, torch.Tensor]:
    """Two texts of sixteen tokens, for tracing a module."""
    ones = torch.ones(2, 16, dtype=torch.long)
    return dict(zip(INPUTS, (ones, ones, torch.zeros_like(ones)), strict=True))


def has_bfloat16() -> bool:
    """Whether the processor multiplies in bfloat16; without it that would take longer than in single precision."""
    # Older versions of torch do not tell; the last name is that of ARM.
    able: Mapping[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    return any(able.get(name) for name in ("avx512_bf16", "amx_bf16", "bf16"))


def plain_encode(model: ModelFiles) -> Callable[[Sequence[str]], npt.NDArray[np.float32]]:
    """`SentenceTransformer.encode` as most people call it, in batches of 32: what the benchmark compares with."""
    plain = SentenceTransformer(str(model.path), device="cpu", local_files_only=True)

    def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.asarray(plain.encode(list(texts), batch_size=32), dtype=np.float32)

    return encode
