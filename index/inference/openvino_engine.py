"""OpenVINO behind the form of an engine. The one module that imports it.

OpenVINO runs the same single-precision model in two fifths of torch's time on an x86 server. A converted model loads
without torch, whose import alone takes seconds.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from queue import LifoQueue
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import openvino as ov
from openvino import Model as Model

from index.inference.types import Forward, Tokens
from index.machine import cores

if TYPE_CHECKING:
    import torch

DEVICE = "CPU"
BFLOAT16 = "BF16"


class CompiledModel:
    """A model ready to run, with as many requests side by side as there are cores."""

    def __init__(self, model: Model, *, bfloat16: bool = False) -> None:
        """In bfloat16 only where that is asked for and the processor multiplies in it."""
        core = ov.Core()
        short = bfloat16 and BFLOAT16 in core.get_property(DEVICE, "OPTIMIZATION_CAPABILITIES")
        settings: dict[str, Any] = {
            "INFERENCE_PRECISION_HINT": "bf16" if short else "f32",
            "NUM_STREAMS": cores(),
            "INFERENCE_NUM_THREADS": cores(),
            # Other processes have a claim to these cores too.
            "ENABLE_CPU_PINNING": False,
        }
        compiled = core.compile_model(model, DEVICE, settings)
        self._inputs = {name for port in compiled.inputs for name in port.get_names()}
        self._requests: LifoQueue[ov.InferRequest] = LifoQueue()
        for _ in range(cores()):
            self._requests.put(compiled.create_infer_request())

    def __call__(self, tokens: Tokens) -> Sequence[npt.NDArray[np.float32]]:
        request = self._requests.get()
        try:
            given = request.infer({name: rows for name, rows in tokens.items() if name in self._inputs})
            # Copied, since the request that holds them is used again.
            return [np.array(given[place], dtype=np.float32) for place in range(len(given))]
        finally:
            self._requests.put(request)


def convert(module: torch.nn.Module, example: Any) -> Model:
    """The torch `module`, traced with `example`, as a model of OpenVINO's."""
    with warnings.catch_warnings():
        # That what is traced holds for this example alone; whether it holds for others is checked by what comes out.
        warnings.simplefilter("ignore")
        return ov.convert_model(module, example_input=example)


def save(model: Model, file: Path, *, half: bool) -> None:
    """Write `model` to `file` (.xml) and the .bin beside it; its weights in half precision if `half`."""
    ov.save_model(model, file, compress_to_fp16=half)


def open_saved(file: Path, *, bfloat16: bool = False) -> Forward:
    """The model that `save` wrote."""
    return CompiledModel(ov.Core().read_model(file), bfloat16=bfloat16)
