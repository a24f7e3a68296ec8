"""Fixtures that every stage's tests share."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import numpy as np
import pytest
from word_tokenizer import WordTokenizer

import corpus
from corpus.types import EmbeddingText, Tokenizer
from index.build.parsing import cutters
from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.dense.late_interaction import to_bytes
from index.model import ModelFiles, locate_model
from index.tokenizer import load_tokenizer
from index.types import Embedding, Encoder, QuestionVectors, RebuildSummary, Spans, Vectors

if TYPE_CHECKING:
    from browser import Opened
    from fastapi import FastAPI
    from fastapi.testclient import TestClient
    from playwright.sync_api import Browser

# How long one example takes says more of what else the machine does than of the code. `make test` draws the same cases
# every time, so that it fails for changes alone; `make explore` draws others, and many more of them.
hypothesis.settings.register_profile("repeated", deadline=None, derandomize=True)
hypothesis.settings.register_profile("exploring", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("RAPPORTEUR_HYPOTHESIS", "repeated"))

SHARED = Path(__file__).resolve().parents[2] / "shared"
SAMPLE = Path(corpus.__file__).parent / "reports"
_WORD = re.compile(r"\w+|[^\w\s]")
_COSTS = ("model", "slow", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the quick tests first, so that most mistakes show within a minute."""
    items.sort(
        key=lambda item: max((_COSTS.index(m.name) + 1 for m in item.iter_markers() if m.name in _COSTS), default=0)
    )


@dataclass(frozen=True)
class HashingEncoder:
    """A deterministic stand-in for the model: a text is the normalised sum of its words' hashed directions, so that
    texts with words in common are near each other."""

    name: str = "hashing"
    fingerprint: str = "hashing-1"
    dimension: int = 256

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = sum((_direction(word.lower()) for word in _WORD.findall(text)), _direction(""))
        result: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return result

    def encode_passages(self, texts: Sequence[EmbeddingText], words: Sequence[Spans]) -> list[Embedding]:
        made = []
        for text, spans in zip(texts, words, strict=True):
            pieces = [text.text, *(text.text[start:end] for start, end in text.windows)]
            made.append(Embedding(self.encode(pieces).astype(np.float16), to_bytes(self._words(text.text, spans))))
        return made

    def encode_question(self, text: str, words: Spans) -> QuestionVectors:
        return QuestionVectors(self.encode([text])[0], self._words(text, words))

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors | None:
        return None

    def _words(self, text: str, spans: Spans) -> Vectors:
        return self.encode([text[start:end] for start, end in spans])


@cache
def _direction(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(HashingEncoder.dimension).astype(np.float32)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real data, ../shared, is not here")
    return SHARED


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return HashingEncoder()


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    return WordTokenizer()


@pytest.fixture(scope="session")
def model(encoder: Encoder, tokenizer: Tokenizer) -> Iterator[Model]:
    """The stand-ins as a model that a rebuild can take. The processes that cut files stay for all tests, since to start
    one takes longer than most rebuilds here."""
    files = ModelFiles(encoder.name, Path(), encoder.fingerprint, tokenizer.max_tokens)
    with closing(cutters(BuildSettings(), WordTokenizer)) as workers:
        yield Model(files, tokenizer=WordTokenizer, encoder=lambda: encoder, workers=workers)


@pytest.fixture
def build_home(tmp_path: Path, model: Model) -> Callable[..., RebuildSummary]:
    """Write files into a corpus folder (name -> text or bytes; None removes) and rebuild `tmp_path / "home"`."""

    def build(files: dict[str, str | bytes | None], **how: bool) -> RebuildSummary:
        folder = tmp_path / "corpus"
        for name, content in files.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                file.unlink()
            else:
                file.write_bytes(content.encode() if isinstance(content, str) else content)
        return rebuild(folder, tmp_path / "home", model, BuildSettings(), **how)

    return build


@pytest.fixture(scope="session")
def real_encoder() -> Encoder:
    """The real embedding model."""
    from index.dense.encoder import load_encoder

    return load_encoder(locate_model())


@pytest.fixture(scope="session")
def real_model(real_encoder: Encoder) -> Model:
    files = locate_model()
    return Model(files, tokenizer=partial(load_tokenizer, files), encoder=lambda: real_encoder)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, real_model: Model) -> Path:
    """A home with the sample corpus, built with the real model."""
    home = tmp_path_factory.mktemp("sample") / "home"
    rebuild(SAMPLE, home, real_model, BuildSettings())
    return home


@pytest.fixture(scope="module")
def new_app(home: Path, encoder: Encoder) -> Callable[[], FastAPI]:
    """Makes the service over `home`, which each module of tests builds for itself."""
    from service.app import create_app

    return lambda: create_app(home, lambda: encoder)


@pytest.fixture(scope="module")
def new_sample_app(sample_home: Path, real_encoder: Encoder) -> Callable[[], FastAPI]:
    """Makes the service over the sample reports, with the real model; for modules to use as their `new_app`."""
    from service.app import create_app

    return lambda: create_app(sample_home, lambda: real_encoder)


@pytest.fixture(scope="module")
def client(new_app: Callable[[], FastAPI]) -> Iterator[TestClient]:
    """The service of a module of tests, without a server."""
    from fastapi.testclient import TestClient

    with TestClient(new_app()) as client:
        yield client


@pytest.fixture(scope="module")
def address(new_app: Callable[[], FastAPI]) -> Iterator[str]:
    """Where the service of a module of tests runs."""
    from service_collection import running

    with running(new_app()) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    from browser import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens paths of the service of a module of tests in the browser."""
    from browser import opening

    with opening(browser, address) as open_page:
        yield open_page
