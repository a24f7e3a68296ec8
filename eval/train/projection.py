"""Make the projection for the vectors of words: `python -m eval.train.projection --home DIR`.

The directions are the right singular vectors, uncentred, of all content words of the reports in that home (one built
from corpus/reports) as the default model reads them in their passages. What depends on the projection must be made anew
afterwards: raise the number in the name of the cache's file and the manifest's FORMAT.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.chunking.context import embedding_texts
from corpus.types import ChunkSettings
from index.dense.encoder import SentenceEncoder
from index.dense.late_interaction import content_word_spans
from index.dense.loading import load_models
from index.dense.projection import SIZE, save_projection
from index.model import locate_model
from index.storage.home import build_folder, live_build
from index.storage.manifest import STORE
from index.storage.store import Store
from index.tokenizer import load_tokenizer
from index.types import Vectors


def directions_of(words: Vectors, size: int = SIZE) -> tuple[Vectors, float]:
    """The `size` directions, shape (dimension, size), in which `words`, shape (words, dimension), have the greatest
    sum of squares, and the share of it that they hold."""
    _, singular, right = np.linalg.svd(words, full_matrices=False)
    share = float((singular[:size] ** 2).sum() / (singular**2).sum())
    directions: Vectors = np.ascontiguousarray(right[:size].T)
    return directions, share


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.train.projection", description="Make the projection of words."
    )
    parser.add_argument("--home", type=Path, required=True, help="a home with the sample reports")
    home = parser.parse_args(arguments).home
    model = locate_model()
    encoder = SentenceEncoder(model, load_models(model, kept=None, engine="auto"))
    words = np.concatenate([encoder.word_states(text, content_word_spans(text)) for text in _texts(home)])
    directions, share = directions_of(words)
    save_projection(model.fingerprint, directions)
    print(f"{len(words)} words; {SIZE} directions hold {share:.1%} of the sum of squares")
    return 0


def _texts(home: Path) -> list[str]:
    store = Store(build_folder(home, live_build(home)) / STORE)
    try:
        tokenizer = load_tokenizer(locate_model())
        made = (
            embedding_texts(summary.metadata, store.passages(ordinal), tokenizer, ChunkSettings())
            for ordinal, summary in enumerate(store.summaries)
        )
        return [one.text for texts in made for one in texts]
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
