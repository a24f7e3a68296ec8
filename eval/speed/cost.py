"""What a search costs beside encoding its question: `python -m eval.speed.cost --source HOME [--passages N ...]
[--json]`.

Builds of about N passages (3,000 and 100,000) are made from the sentences of the reports in HOME, drawn at random, so
that the text is varied and nothing has to be embedded: a window keeps the vectors that it has in HOME. Reading,
cutting, indexing and searching are the product's own. Measured in one run, in turns: encoding a question alone, and
searching for it in each build; and how many of the exact hundred nearest passages the vector index finds.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from corpus.text.spoken import said_in
from corpus.types import EmbeddingText
from eval.data.questions import load_questions
from index.build.cache import EmbeddingCache
from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.dense.encoder import load_encoder
from index.dense.vectors import VectorIndex
from index.model import locate_model
from index.search.engines import open_engines
from index.search.opening import open_live
from index.storage.home import build_folder, live_build
from index.storage.manifest import STORE, VECTORS, read_manifest
from index.storage.store import Store
from index.tokenizer import load_tokenizer
from index.types import Embedding, Encoder, Int8Array, QuestionVectors, Spans, Vectors
from service.settings import load_settings

SIZES = (3_000, 100_000)
PARAGRAPHS = 40  # in each report
SENTENCES = 4  # runs of sentences in each paragraph: about as long as a passage
NEAREST = 100


@dataclass(frozen=True, slots=True)
class SearchCost:
    """`passages` in the build; `search` and `encoding` are medians in milliseconds; `recall` is the share of the exact
    hundred nearest vectors that the index finds."""

    passages: int
    search: float
    encoding: float
    recall: float


@dataclass(frozen=True, slots=True)
class Material:
    """Windows of real reports with their vectors, and words with theirs."""

    texts: tuple[str, ...]
    vectors: Vectors
    words: Int8Array

    @classmethod
    def of(cls, home: Path) -> Material:
        """All windows and words of the live build of `home`."""
        folder = build_folder(home, live_build(home))
        engines = open_engines(read_manifest(folder), folder)
        texts: list[str] = []
        vectors: list[Vectors] = []
        for ordinal, summary in enumerate(engines.store.summaries):
            first = int(np.searchsorted(engines.store.report_of_row, ordinal))
            for row, passage in enumerate(engines.store.passages(ordinal), first):
                said = said_in(passage, summary.metadata.language)
                texts += [" ".join(said[start:end].split()) for start, end in engines.windows.spans(row)]
                vectors.append(engines.windows.vectors(row))
        words = engines.words.all()
        engines.close()
        return cls(tuple(texts), np.concatenate(vectors), words)


class Recomposing:
    """An encoder that knows the windows of some material by heart, and questions through the real one."""

    def __init__(self, material: Material, encoder: Encoder) -> None:
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension
        self.encode, self.score_pairs = encoder.encode, encoder.score_pairs
        self._real, self._material = encoder, material
        self._place = {text: place for place, text in enumerate(material.texts)}

    def encode_question(self, text: str, words: Spans) -> QuestionVectors:
        return self._real.encode_question(text, words)

    def encode_passages(self, texts: Sequence[EmbeddingText], words: Sequence[Spans]) -> list[Embedding]:
        return [self._embedding(text, len(spans)) for text, spans in zip(texts, words, strict=True)]

    def _embedding(self, text: EmbeddingText, words: int) -> Embedding:
        pieces = [" ".join(text.text[start:end].split()) for start, end in text.windows]
        # A window that came out otherwise than in its source gets the vector of some other one.
        places = [self._place.get(piece, hash(piece) % len(self._material.texts)) for piece in pieces]
        vectors = self._material.vectors[places]
        whole = vectors.mean(axis=0, keepdims=True)
        rows = np.concatenate([whole / np.linalg.norm(whole), vectors])
        chosen = np.random.default_rng(places).integers(0, len(self._material.words), max(words, 1))
        return Embedding(rows.astype(np.float16), self._material.words[np.sort(chosen)])


def write_corpus(material: Material, folder: Path, passages: int, seed: int = 0) -> None:
    """Reports of random windows, in Markdown, with about `passages` passages."""
    random = np.random.default_rng(seed)
    folder.mkdir()
    for number in range(passages // PARAGRAPHS):
        drawn = random.integers(0, len(material.texts), (PARAGRAPHS, SENTENCES))
        paragraphs = ("\n\n".join(" ".join(material.texts[i] for i in row) for row in drawn)).replace("\n#", "\n")
        front = f"---\ntitle: Report {number}\ndate: {2000 + number % 25}\nlanguage: en\n---\n\n"
        (folder / f"report-{number:05}.md").write_text(f"{front}# Report {number}\n\n{paragraphs}\n", encoding="utf-8")


def measure(source: Path, sizes: Sequence[int], work: Path) -> list[SearchCost]:
    """Build a collection of each size under `work` and search them in turns."""
    files = locate_model(load_settings().model)
    real = load_encoder(files)
    material = Material.of(source)
    encoder = Recomposing(material, real)
    model = Model(files, tokenizer=partial(load_tokenizer, files), encoder=lambda: encoder)
    homes = []
    for size in sizes:
        write_corpus(material, work / f"corpus-{size}", size)
        rebuild(work / f"corpus-{size}", work / f"home-{size}", model, BuildSettings())
        homes.append(work / f"home-{size}")
    questions = [question.question for question in load_questions(split="dev")]
    searchers = [open_live(home, real) for home in homes]
    acts: list[Callable[[str], object]] = [lambda text: real.encode([text]), *(one.search for one in searchers)]
    encoding, *searches = _in_turns(acts, questions)
    return [
        SearchCost(searcher.manifest.passages, search, encoding, _recall(home, real, questions))
        for searcher, search, home in zip(searchers, searches, homes, strict=True)
    ]


def _in_turns(acts: Sequence[Callable[[str], object]], questions: Sequence[str]) -> list[float]:
    """The median time of each act over the questions, in milliseconds; the first ten questions warm up."""
    times: list[list[float]] = [[] for _ in acts]
    for question in [*questions[:10], *questions]:
        for act, taken in zip(acts, times, strict=True):
            started = time.perf_counter()
            act(question)
            taken.append((time.perf_counter() - started) * 1000)
    return [median(taken[10:]) for taken in times]


def _recall(home: Path, encoder: Encoder, questions: Sequence[str]) -> float:
    folder = build_folder(home, live_build(home))
    store, cache = Store(folder / STORE), EmbeddingCache(home / "cache", encoder.fingerprint)
    keys = [key for stored in store.stored_reports() for key in stored.embeddings]
    known = cache.get(keys)
    exact = np.stack([known[key].vectors[0] for key in keys]).astype(np.float32)
    store.close()
    cache.close()
    index = VectorIndex(folder / VECTORS)
    shares = []
    for query in encoder.encode(questions):
        nearest = set(np.argsort(-(exact @ query))[:NEAREST].tolist())
        shares.append(len(nearest & set(index.search(query, NEAREST)[0].tolist())) / len(nearest))
    return float(np.mean(shares))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed.cost", description="What a search costs.")
    parser.add_argument("--source", type=Path, required=True, help="a home with some thousand passages")
    parser.add_argument("--passages", type=int, nargs="+", default=list(SIZES), help="how large the builds are")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        costs = measure(options.source, options.passages, Path(work))
    if options.json:
        print(json.dumps([asdict(cost) for cost in costs]))
        return 0
    for cost in costs:
        print(
            f"{cost.passages:,} passages: search {cost.search:.1f} ms, encoding alone {cost.encoding:.1f} ms, "
            f"ratio {cost.search / cost.encoding:.2f}, above {cost.search - cost.encoding:+.1f} ms; "
            f"recall of the vector index {cost.recall:.3f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
