"""BM25 over stretches gives what its formula says, word by word and passage by passage."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import K1, B
from index.errors import BuildDamagedError
from index.postings import ARRAYS, Postings, write_postings
from index.ranking import WEIGHTS

STRETCH = WEIGHTS.stretch
PASSAGES = st.lists(st.lists(st.sampled_from("abcdef"), max_size=9), min_size=1, max_size=14)


def expected(passages: list[list[str]], sections: list[int], stems: list[str], row: int) -> float:
    def stretch(at: int) -> dict[int, float]:
        near = {other: STRETCH[abs(other - at)] for other in range(len(passages)) if abs(other - at) < len(STRETCH)}
        return {other: counted for other, counted in near.items() if sections[other] == sections[at]}

    lengths = [sum(share * len(passages[other]) for other, share in stretch(at).items()) for at in range(len(passages))]
    mean = sum(lengths) / len(lengths)
    score = 0.0
    for stem in stems:
        documents = sum(stem in passage for passage in passages)
        weight = math.log(1 + (len(passages) - documents + 0.5) / (documents + 0.5))
        frequency = sum(share * passages[other].count(stem) for other, share in stretch(row).items())
        if frequency:
            score += weight * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * lengths[row] / mean))
    return score


@given(PASSAGES, st.data())
def test_a_stretch_scores_as_the_formula_says(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[str]], data: st.DataObject
) -> None:
    sections = np.cumsum(data.draw(st.lists(st.integers(0, 1), min_size=len(passages), max_size=len(passages))))
    rows = sorted(data.draw(st.sets(st.integers(0, len(passages) - 1), min_size=1)))
    stems = data.draw(st.lists(st.sampled_from("abcdefz"), unique=True, min_size=1))
    folder = tmp_path_factory.mktemp("build")
    write_postings(passages, folder)
    found = Postings(folder, sections).stretch_bm25(stems, np.asarray(rows), STRETCH)
    wanted = [expected(passages, sections.tolist(), stems, row) for row in rows]
    assert found == pytest.approx(wanted, rel=1e-4, abs=1e-5)


def test_words_that_stand_in_neighbours_count_less_the_further_away_they_are(tmp_path: Path) -> None:
    write_postings([["x"], ["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]], tmp_path)
    scores = Postings(tmp_path, np.zeros(8, dtype=np.int64)).stretch_bm25(["x"], np.arange(8), STRETCH).tolist()
    assert scores[0] > scores[1] > scores[2] > scores[3] > scores[4] > 0
    assert scores[5:] == [0, 0, 0]


def test_a_section_lends_another_nothing(tmp_path: Path) -> None:
    write_postings([["x"], ["a"]], tmp_path)
    assert Postings(tmp_path, np.asarray([0, 1])).stretch_bm25(["x"], np.asarray([1]), STRETCH).tolist() == [0]


@pytest.mark.parametrize("file", ARRAYS)
def test_an_unreadable_file_is_named(tmp_path: Path, file: str) -> None:
    write_postings([["x"]], tmp_path)
    (tmp_path / file).write_bytes(b"rubbish")
    with pytest.raises(BuildDamagedError, match="postings"):
        Postings(tmp_path, np.zeros(1, dtype=np.int64))
