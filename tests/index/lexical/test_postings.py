"""BM25 over stretches gives what its formula says, word by word and passage by passage."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BuildDamagedError
from index.lexical.bm25 import K1, B
from index.lexical.postings import ARRAYS, Postings, write_postings
from index.search.ranking import WEIGHTS

DECAY = WEIGHTS.neighbour_decay
PASSAGES = st.lists(st.lists(st.sampled_from("abcdef"), max_size=9), min_size=1, max_size=14)


def idf(documents: int, size: int) -> float:
    return math.log(1 + (size - documents + 0.5) / (documents + 0.5))


def expected(
    passages: list[list[str]], sections: list[int], reports: list[int], stems: list[str], row: int
) -> tuple[float, float, float]:
    def stretch(at: int) -> dict[int, float]:
        near = {other: DECAY[abs(other - at)] for other in range(len(passages)) if abs(other - at) < len(DECAY)}
        return {other: counted for other, counted in near.items() if sections[other] == sections[at]}

    def gain(frequency: float, length: float, mean: float) -> float:
        return frequency / (frequency + K1 * (1 - B + B * length / mean)) if frequency else 0.0

    lengths = [sum(share * len(passages[other]) for other, share in stretch(at).items()) for at in range(len(passages))]
    mean, mean_alone = sum(lengths) / len(lengths), sum(map(len, passages)) / len(passages)
    own = [passage for passage, report in zip(passages, reports, strict=True) if report == reports[row]]
    sums = {"local": 0.0, "broad": 0.0, "in stretch": 0.0, "alone": 0.0, "in all": 0.0}
    for stem in stems:
        broad = idf(sum(stem in passage for passage in passages), len(passages))
        local = math.sqrt(broad * idf(sum(stem in passage for passage in own), len(own)))
        in_stretch = gain(sum(s * passages[o].count(stem) for o, s in stretch(row).items()), lengths[row], mean)
        alone = gain(passages[row].count(stem), len(passages[row]), mean_alone)
        for name, value in (
            ("local", local),
            ("broad", broad),
            ("in stretch", local * in_stretch),
            ("alone", local * alone),
            ("in all", broad * in_stretch),
        ):
            sums[name] += value
    return sums["in stretch"] / sums["local"], sums["alone"] / sums["local"], sums["in all"] / sums["broad"]


def opened(folder: Path, passages: list[list[str]], sections: list[int], reports: list[int]) -> Postings:
    write_postings(passages, folder)
    return Postings(folder, np.asarray(sections), np.asarray(reports))


@given(PASSAGES, st.data())
def test_words_give_what_the_formula_says(
    tmp_path_factory: pytest.TempPathFactory, passages: list[list[str]], data: st.DataObject
) -> None:
    steps = st.lists(st.sampled_from([(0, 0), (0, 1), (1, 1)]), min_size=len(passages), max_size=len(passages))
    drawn = data.draw(steps)
    reports = np.cumsum([report for report, _ in drawn]).tolist()
    reports = [report - reports[0] for report in reports]
    sections = np.cumsum([section for _, section in drawn]).tolist()
    rows = sorted(data.draw(st.sets(st.integers(0, len(passages) - 1), min_size=1)))
    stems = data.draw(st.lists(st.sampled_from("abcdefz"), unique=True, min_size=1))
    postings = opened(tmp_path_factory.mktemp("build"), passages, sections, reports)
    found = postings.shares([((stem,),) for stem in stems], np.asarray(rows), DECAY)
    wanted = [expected(passages, sections, reports, stems, row) for row in rows]
    for shares, column in zip(
        (found.neighbour_decayed, found.alone, found.broad), zip(*wanted, strict=True), strict=True
    ):
        assert shares == pytest.approx(column, rel=1e-3, abs=1e-5)


def of(stem: str) -> tuple[tuple[str, ...], ...]:
    return ((stem,),)


def test_words_that_stand_in_neighbours_count_less_the_further_away_they_are(tmp_path: Path) -> None:
    postings = opened(tmp_path, [["x"], ["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]], [0] * 8, [0] * 8)
    shares = postings.shares([of("x")], np.arange(8), DECAY)
    scores = shares.neighbour_decayed.tolist()
    assert scores[0] > scores[1] > scores[2] > scores[3] > scores[4] > 0
    assert scores[5:] == [0, 0, 0]
    assert shares.alone[0] > 0
    assert shares.alone[1:].tolist() == [0] * 7


def test_a_section_lends_another_nothing(tmp_path: Path) -> None:
    postings = opened(tmp_path, [["x"], ["a"]], [0, 1], [0, 0])
    assert postings.shares([of("x")], np.asarray([1]), DECAY).neighbour_decayed.tolist() == [0]


def test_a_word_that_its_whole_report_has_tells_less_of_a_passage_than_of_the_report(tmp_path: Path) -> None:
    passages = [["x", "y"], ["x"], ["x"], ["z"], ["z"], ["z"]]
    postings = opened(tmp_path, passages, [0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1])
    shares = postings.shares([of("x"), of("y")], np.asarray([1]), DECAY)
    assert shares.neighbour_decayed[0] < shares.broad[0]


def test_a_term_is_there_when_one_of_its_forms_is_whole(tmp_path: Path) -> None:
    passages = [["tip"], ["traffick", "person"], ["traffick"], ["person"], ["other"]]
    postings = opened(tmp_path, passages, [0, 1, 2, 3, 4], [0] * 5)
    shares = postings.shares([(("tip",), ("traffick", "person"))], np.arange(5), DECAY)
    assert [share > 0 for share in shares.alone.tolist()] == [True, True, False, False, False]


@pytest.mark.parametrize("file", ARRAYS)
def test_an_unreadable_file_is_named(tmp_path: Path, file: str) -> None:
    write_postings([["x"]], tmp_path)
    (tmp_path / file).write_bytes(b"rubbish")
    with pytest.raises(BuildDamagedError, match="postings"):
        Postings(tmp_path, np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))
