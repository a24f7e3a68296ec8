"""The vectors of a build's passages: from the cache where they are known, from the encoder otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpus.chunking.context import embedding_texts
from corpus.types import ChunkSettings, EmbeddingText
from index.build.cache import EmbeddingCache
from index.build.types import Content, Model, Progress
from index.dense.late_interaction import content_word_spans
from index.dense.sentence_spans import Embeddings
from index.types import Embedding

# Texts embedded between two commits to the cache: what a killed rebuild loses at most.
ENCODED_AT_ONCE = 128


def embed(
    keys: Sequence[bytes],
    content: Content,
    cache: EmbeddingCache,
    model: Model,
    chunking: ChunkSettings,
    full: bool,
    progress: Progress,
) -> tuple[Embeddings, int]:
    """The vectors of all passages and of their windows, in order, and how many passages had to be embedded."""
    vectors = {} if full else cache.get(keys)
    texts = _missing_texts(keys, vectors, content, model, chunking)
    # Texts of like length share a batch, so that little is spent on padding.
    missing = sorted(texts, key=lambda key: len(texts[key].text))
    embedded = sum(key in texts for key in keys)
    if missing:
        encoder = model.encoder()
        for first in range(0, len(missing), ENCODED_AT_ONCE):
            progress("embedding", first, len(missing))
            part = missing[first : first + ENCODED_AT_ONCE]
            wanted = [texts[key] for key in part]
            fresh = encoder.encode_passages(wanted, [content_word_spans(text.text) for text in wanted])
            cache.put(part, fresh)
            vectors.update(zip(part, fresh, strict=True))
        progress("embedding", len(missing), len(missing))
    return _together([vectors[key] for key in keys]), embedded


def _together(embedded: Sequence[Embedding]) -> Embeddings:
    rows = [one.vectors for one in embedded]
    whole = np.stack([one[0] for one in rows]).astype(np.float32)
    # Half precision is what is kept; a unit vector again, so that an inner product is a cosine.
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    first = np.cumsum([0, *(len(one) - 1 for one in rows)], dtype=np.int64)
    return Embeddings(whole, np.concatenate([one[1:] for one in rows]), first, [one.words for one in embedded])


def _missing_texts(
    keys: Sequence[bytes], vectors: dict[bytes, Embedding], content: Content, model: Model, chunking: ChunkSettings
) -> dict[bytes, EmbeddingText]:
    """What must be embedded, by key. Reports taken over from the previous build have no text ready: theirs is made
    again in the rare case that the cache was lost."""
    missing = {key for key in keys if key not in vectors}
    texts = {key: content.texts[key] for key in missing if key in content.texts}
    if len(texts) == len(missing):
        return texts
    tokenizer = model.tokenizer()
    for stored in content.reports:
        pairs = zip(stored.passages, stored.embeddings, strict=True)
        lost = [(passage, key) for passage, key in pairs if key in missing and key not in texts]
        again = embedding_texts(stored.report.metadata, [passage for passage, _ in lost], tokenizer, chunking)
        texts.update(zip((key for _, key in lost), again, strict=True))
    return texts
