"""What an inference engine takes and returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

# The engines, and the choice that is left to the check on this machine.
EngineName = Literal["auto", "openvino", "torch"]
# input_ids, attention_mask and token_type_ids, each of shape (texts, tokens), int64.
Tokens = Mapping[str, npt.NDArray[np.int64]]
# Tokens -> the model's outputs, float32, the first axis of each being the texts. One call takes one thread; calls from
# several threads run side by side.
Forward = Callable[[Tokens], Sequence[npt.NDArray[np.float32]]]
