"""The embedding cache gives back what was put in, or nothing; never something else, and never an error over damage."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import EmbeddingText
from index.build.cache import EmbeddingCache, cache_file, embedding_key, forget_models
from index.errors import HomeUnusableError
from index.types import Embedding

MODEL = "0123456789abcdef" * 4


def key_of(text: str) -> bytes:
    return embedding_key(EmbeddingText(text, ((0, len(text)),)))


def vectors_of(count: int, seed: int = 0) -> list[Embedding]:
    random = np.random.default_rng(seed)
    return [
        Embedding(
            random.standard_normal((1 + number % 3, 96)).astype(np.float16),
            random.integers(-127, 127, (1 + number % 5, 8), dtype=np.int8),
        )
        for number in range(count)
    ]


def same(first: Embedding, second: Embedding) -> bool:
    return np.array_equal(first.vectors, second.vectors) and np.array_equal(first.words, second.words)


def keys_of(count: int, prefix: str = "") -> list[bytes]:
    return [key_of(f"{prefix}{number}") for number in range(count)]


def filled(folder: Path, count: int) -> tuple[list[bytes], list[Embedding]]:
    cache = EmbeddingCache(folder, MODEL)
    keys, vectors = keys_of(count), vectors_of(count)
    cache.put(keys, vectors)
    cache.close()
    return keys, vectors


@settings(max_examples=40)
@given(st.lists(st.text(), unique=True, max_size=20), st.lists(st.text(), max_size=5))
def test_what_was_put_is_got_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, stored: list[str], others: list[str]
) -> None:
    cache = EmbeddingCache(tmp_path_factory.mktemp("cache"), MODEL)
    vectors = vectors_of(len(stored))
    cache.put([key_of(text) for text in stored], vectors)
    found = cache.get([key_of(text) for text in [*stored, *others, *stored]])
    cache.close()
    assert found.keys() == {key_of(text) for text in stored}
    for text, vector in zip(stored, vectors, strict=True):
        assert same(found[key_of(text)], vector)


def test_other_windows_of_one_text_are_another_embedding() -> None:
    assert embedding_key(EmbeddingText("One. Two.", ((0, 4),))) != embedding_key(EmbeddingText("One. Two.", ((5, 9),)))


def test_it_outlives_the_process_and_asks_in_batches(tmp_path: Path) -> None:
    keys, vectors = filled(tmp_path, 1201)
    cache = EmbeddingCache(tmp_path, MODEL)
    found = cache.get(keys)
    cache.close()
    assert all(same(found[key], rows) for key, rows in zip(keys, vectors, strict=True))


def test_models_do_not_mix_and_one_that_no_build_uses_is_forgotten(tmp_path: Path) -> None:
    keys, _ = filled(tmp_path, 3)
    other = EmbeddingCache(tmp_path, "f" * 64)
    assert other.get(keys) == {}
    other.close()
    forget_models(tmp_path, ["f" * 64])
    assert list(tmp_path.iterdir()) == [cache_file(tmp_path, "f" * 64)]


def test_an_altered_vector_is_not_there(tmp_path: Path) -> None:
    keys, _ = filled(tmp_path, 2)
    with sqlite3.connect(cache_file(tmp_path, MODEL)) as db:
        db.execute("UPDATE embeddings SET vectors = zeroblob(384) WHERE key = ?", (keys[0],))
    db.close()
    cache = EmbeddingCache(tmp_path, MODEL)
    assert cache.get(keys).keys() == {keys[1]}
    cache.close()


def test_a_file_that_is_no_database_is_started_anew(tmp_path: Path) -> None:
    cache_file(tmp_path, MODEL).write_bytes(b"no database" * 1000)
    keys, _ = filled(tmp_path, 2)
    cache = EmbeddingCache(tmp_path, MODEL)
    assert cache.get(keys).keys() == set(keys)
    cache.close()


def test_damaged_pages_cost_the_embeddings_and_nothing_else(tmp_path: Path) -> None:
    keys, vectors = filled(tmp_path, 300)
    file = cache_file(tmp_path, MODEL)
    whole = file.read_bytes()
    for start in range(0, len(whole), len(whole) // 12):
        file.write_bytes(whole[:start] + b"\xa5" * 5000 + whole[start + 5000 :])
        cache = EmbeddingCache(tmp_path, MODEL)
        found = cache.get(keys)
        for key, vector in zip(keys, vectors, strict=True):
            assert key not in found or same(found[key], vector)
        cache.put(keys, vectors)
        cache.keep_only(set(keys))
        assert cache.get(keys).keys() == set(keys)
        cache.close()


def test_a_truncated_file_is_started_anew(tmp_path: Path) -> None:
    keys, vectors = filled(tmp_path, 300)
    file = cache_file(tmp_path, MODEL)
    file.write_bytes(file.read_bytes()[:20_000])
    cache = EmbeddingCache(tmp_path, MODEL)
    cache.get(keys)
    cache.put(keys, vectors)
    assert cache.get(keys).keys() == set(keys)
    cache.close()


def test_a_place_that_cannot_be_written_keeps_its_content_and_is_told(tmp_path: Path) -> None:
    cache_file(tmp_path, MODEL).mkdir(parents=True)
    with pytest.raises(HomeUnusableError, match="cannot be used: unable to open database file"):
        EmbeddingCache(tmp_path, MODEL)


def test_what_is_forgotten_gives_its_space_back(tmp_path: Path) -> None:
    keys, _ = filled(tmp_path, 1000)
    before = cache_file(tmp_path, MODEL).stat().st_size
    cache = EmbeddingCache(tmp_path, MODEL)
    assert cache.keep_only(set(keys[:900])) == 100
    assert cache.keep_only(set(keys[:100])) == 800
    assert cache.get(keys).keys() == set(keys[:100])
    cache.close()
    assert cache_file(tmp_path, MODEL).stat().st_size < before / 4
    assert [file.name for file in tmp_path.iterdir()] == [cache_file(tmp_path, MODEL).name]
