"""The cross-encoder as a torch module: what is taught, and what is converted for other engines."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import torch

from index.errors import ModelRefusedError
from index.rerank.cross_encoder import FILE, WeightDelta

HEAD = {"head.weight", "head.bias"}


class CrossEncoderModel(torch.nn.Module):
    """A transformer with one number for each pair on top: of the mean of all tokens' states and the first one's."""

    def __init__(self, transformer: Any, *, share: bool = True) -> None:
        """`transformer` is copied, but for its table of tokens where that is shared: it is half of the model and does
        not change."""
        super().__init__()
        table = transformer.embeddings
        self.transformer = copy.deepcopy(transformer, {id(table): table} if share else {})
        self.dropout = torch.nn.Dropout(0.1)
        self.head = torch.nn.Linear(transformer.config.hidden_size, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """The number of each pair, shape (pairs,)."""
        states = self.transformer(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)[0]
        inside = attention_mask[..., None].to(states.dtype)
        mean = (states * inside).sum(1) / inside.sum(1)
        numbers: torch.Tensor = self.head(self.dropout(mean + states[:, 0]))[:, 0]
        return numbers

    def apply_delta(self, delta: WeightDelta) -> None:
        """Add `delta`, whose keys are names of parameters, to the transformer; what it has of the head replaces the
        head. Raises ModelRefusedError for a name that the model has not, or without a head."""
        own: Mapping[str, torch.nn.Parameter] = dict(self.named_parameters())
        if wrong := (delta.keys() - own.keys()) | (HEAD - delta.keys()):
            raise ModelRefusedError(
                f"{FILE.name} does not fit the model as transformers builds it: {', '.join(sorted(wrong))}.",
                "Run `python -m eval.train.cross_encoder` again, or install the versions in constraints.txt.",
            )
        with torch.no_grad():
            for name, change in delta.items():
                made = torch.from_numpy(change)
                own[name].copy_(made if name in HEAD else own[name] + made)
