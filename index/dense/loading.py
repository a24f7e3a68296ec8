"""Loads the encoder's and the cross-encoder's weights into an inference engine.

Importing torch takes seconds and a conversion to OpenVINO one or two, so a home keeps what was converted, with the
checksums of the files. A home in which torch was found to be quicker keeps nothing.
"""

from __future__ import annotations

import copy
import json
import logging
import os
import platform
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.inference.types import EngineName, Forward, Tokens
from index.model import ModelFiles
from index.rerank.cross_encoder import load_weight_delta, weight_delta_checksum
from index.storage.disk import OWNERS_FOLDER, UNFINISHED, replace_file, sync

if TYPE_CHECKING:
    from index.inference.openvino_engine import Model
    from index.inference.torch_engine import SentenceModel
    from index.rerank.model import CrossEncoderModel

ENCODER, CROSS_ENCODER, SUMS = "encoder.xml", "cross_encoder.xml", "sha256.json"
RUNS, PROBE_TOKENS = 3, 48
# Vectors of the two engines must have at least this cosine: they differ by rounding in single precision alone.
SAME = 0.99999
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedModels:
    """What an engine runs. `sentences` gives (vectors of texts, states of tokens); `pairs`, loaded when it is called,
    one number for each pair, or is None where no cross-encoder was learnt for the model."""

    engine: str
    sentences: Forward
    pairs: Callable[[], Forward | None]


def load_models(model: ModelFiles, *, kept: Path | None, engine: EngineName) -> LoadedModels:
    """The models in `engine`; "auto" takes OpenVINO where it gives the numbers of torch, faster. Converted models are
    looked for in the folder `kept`, and left there. Raises ModelRefusedError when the weights of the cross-encoder do
    not fit."""
    folder = None if kept is None or engine == "torch" else kept / _key(model)
    if folder is not None and (found := _open_kept(folder)) is not None:
        return found
    from index.inference.openvino_engine import CompiledModel, convert
    from index.inference.torch_engine import SentenceModel, TorchForward, example_tokens

    module = SentenceModel(model)
    by_torch = LoadedModels("torch", TorchForward(module), partial(_pairs_by_torch, model, module))
    if engine == "torch":
        return by_torch
    converted = convert(module, example_tokens())
    forward = CompiledModel(converted)
    if engine == "auto" and not _is_better(forward, by_torch.sentences):
        return by_torch
    if folder is not None:
        pairs = _pair_module(model, module)
        _keep(folder, converted, None if pairs is None else convert(pairs, example_tokens()))
    return LoadedModels("openvino", forward, partial(_pairs_by_openvino, model, module))


def _open_kept(folder: Path) -> LoadedModels | None:
    """The converted models of `folder`; None where they are not there, or were damaged."""
    from index.inference.openvino_engine import open_saved

    if not (folder / SUMS).exists():
        return None
    try:
        sums = json.loads((folder / SUMS).read_bytes())
        damaged = any(_sha256(folder / name) != sums[name] for name in (ENCODER, *sums))
    except (OSError, ValueError, LookupError, TypeError):
        damaged = True
    if damaged:
        _LOG.warning("Converted models in %s are damaged; they are made again.", folder)
        return None

    def pairs() -> Forward | None:
        file = folder / CROSS_ENCODER
        return open_saved(file, bfloat16=True) if file.name in sums else None

    return LoadedModels("openvino", open_saved(folder / ENCODER), pairs)


def _keep(folder: Path, encoder: Model, cross_encoder: Model | None) -> None:
    """Make `folder` of the converted models, in the place of what is there and of models of other versions beside it.
    What the disk refuses is logged: the models are made again next time."""
    from index.inference.openvino_engine import save

    new = folder.with_name(f"{folder.name}-{os.getpid()}{UNFINISHED}")
    try:
        new.mkdir(mode=OWNERS_FOLDER, parents=True)
        save(encoder, new / ENCODER, half=False)
        if cross_encoder is not None:
            save(cross_encoder, new / CROSS_ENCODER, half=True)
        sums = {file.name: _sha256(file) for file in sorted(new.iterdir())}
        replace_file(new / SUMS, json.dumps(sums, indent=1).encode())
        for old in folder.parent.iterdir():
            if old != new:
                shutil.rmtree(old)
        new.rename(folder)
        sync(folder.parent)
    except (OSError, RuntimeError) as error:  # the second is the engine's word for a full disk
        _LOG.warning("Converted models could not be kept in %s: %s", folder, error)
        shutil.rmtree(new, ignore_errors=True)


def _is_better(forward: Forward, torch: Forward) -> bool:
    """Whether the first engine gives the vectors of the second, in less time."""
    probe = _probe()
    ours, theirs = (np.asarray(engine(probe)[0]) for engine in (forward, torch))
    cosines = (ours * theirs).sum(axis=1) / np.linalg.norm(ours, axis=1) / np.linalg.norm(theirs, axis=1)
    return bool(cosines.min() >= SAME) and _seconds(forward, probe) < _seconds(torch, probe)


def _probe() -> Tokens:
    """Two texts of different length, since what fills up the shorter one must count for nothing."""
    ids = np.arange(2 * PROBE_TOKENS, dtype=np.int64).reshape(2, PROBE_TOKENS) % 97 + 1
    inside = np.ones_like(ids)
    inside[1, PROBE_TOKENS // 2 :] = 0
    return {"input_ids": ids, "attention_mask": inside, "token_type_ids": np.zeros_like(ids)}


def _seconds(forward: Forward, probe: Tokens) -> float:
    """The quickest of some runs."""
    runs = []
    for _ in range(RUNS):
        started = time.perf_counter()
        forward(probe)
        runs.append(time.perf_counter() - started)
    return min(runs)


def _pair_module(model: ModelFiles, module: SentenceModel) -> CrossEncoderModel | None:
    from index.rerank.model import CrossEncoderModel

    delta = load_weight_delta(model.fingerprint)
    if delta is None:
        return None
    pairs = CrossEncoderModel(module.transformer())
    pairs.apply_delta(delta)
    return pairs.eval()


def _pairs_by_torch(model: ModelFiles, module: SentenceModel) -> Forward | None:
    import torch

    from index.inference.torch_engine import TorchForward, has_bfloat16

    pairs = _pair_module(model, module)
    if pairs is None:
        return None
    # In half the bytes nothing can be shared with the encoder's table, which stays as it is.
    return TorchForward(copy.deepcopy(pairs).to(torch.bfloat16) if has_bfloat16() else pairs)


def _pairs_by_openvino(model: ModelFiles, module: SentenceModel) -> Forward | None:
    from index.inference.openvino_engine import CompiledModel, convert
    from index.inference.torch_engine import example_tokens

    pairs = _pair_module(model, module)
    return None if pairs is None else CompiledModel(convert(pairs, example_tokens()), bfloat16=True)


def _key(model: ModelFiles) -> str:
    """Changes with everything that a converted model depends on."""
    made_of = (model.fingerprint, weight_delta_checksum(), version("openvino"), platform.machine())
    return sha256("\n".join(made_of).encode()).hexdigest()[:16]


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
