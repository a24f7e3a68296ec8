"""Reports that are nearly the same text: both are kept, both know it, and a search shows the better passage alone."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.near_duplicates import collapse
from index.search.opening import open_live
from index.search.retrieval import Ranking
from index.search.searcher import Searcher
from index.types import Encoder, Filters, RebuildSummary

_DICE = random.Random(7)
_SYLLABLES = ("mar", "bel", "tok", "vin", "sul", "dor", "kez", "lim")
_WORDS = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]


def _paragraph() -> str:
    return " ".join(_DICE.choices(_WORDS, k=90)).capitalize() + "."


PARAGRAPHS = [_paragraph() for _ in range(8)]
OTHERS = [_paragraph() for _ in range(8)]


def text(title: str, paragraphs: list[str]) -> str:
    return f"---\ntitle: {title}\nlanguage: en\n---\n\n" + "\n\n".join(paragraphs) + "\n"


FILES: dict[str, str | bytes | None] = {
    "draft.md": text("Draft report", PARAGRAPHS),
    "final.md": text("Final report", [PARAGRAPHS[0].replace(PARAGRAPHS[0].split()[5], "kept"), *PARAGRAPHS[1:]]),
    "other.md": text("Another report", OTHERS),
}
Build = Callable[..., RebuildSummary]


@pytest.fixture
def searcher(build_home: Build, tmp_path: Path, encoder: Encoder) -> Searcher:
    build_home(FILES)
    return open_live(tmp_path / "home", encoder)


def test_twins_know_each_other_and_both_are_kept(searcher: Searcher) -> None:
    twins = {report.id: report.twins for report in searcher.summaries()}
    assert twins == {"draft": ("final",), "final": ("draft",), "other": ()}
    assert searcher.report("final").twins == ("draft",)


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "keyword"])
def test_of_twin_passages_one_is_shown_and_names_the_other_report(searcher: Searcher, mode: str) -> None:
    found = searcher.search(PARAGRAPHS[4][:200], mode=mode, k=50)  # type: ignore[arg-type]  # a mode by its name
    texts = [hit.passage.text for hit in found.hits]
    assert len(texts) == len(set(texts)) == found.total
    assert texts[0].startswith(PARAGRAPHS[4][:60]) or PARAGRAPHS[4] in texts[0]
    assert {found.hits[0].report.id, *(report.id for report in found.hits[0].also_in)} == {"draft", "final"}
    assert [hit.rank for hit in found.hits] == list(range(1, found.total + 1))


def test_a_search_in_one_report_leaves_nothing_out(searcher: Searcher) -> None:
    for report in ("draft", "final"):
        found = searcher.search(PARAGRAPHS[4][:200], k=50, filters=Filters(report=(report,)))
        assert {hit.passage.id for hit in found.hits} == {p.id for p in searcher.passages(report)}
        assert all(hit.also_in == () for hit in found.hits)


def test_facets_count_the_twin_too(searcher: Searcher) -> None:
    found = searcher.search(PARAGRAPHS[4][:200], k=50)
    assert [(count.value, count.count) for count in found.facets["language"]] == [("en", found.reports)]
    assert found.reports >= 2


def test_twins_are_forgotten_when_one_of_them_goes(build_home: Build, tmp_path: Path, encoder: Encoder) -> None:
    build_home(FILES)
    summary = build_home({"final.md": None})
    assert summary.unchanged == 2
    searcher = open_live(tmp_path / "home", encoder)
    assert all(report.twins == () for report in searcher.summaries())
    assert all(hit.also_in == () for hit in searcher.search(PARAGRAPHS[4][:200], k=50).hits)
    searcher.close()


def test_only_what_changed_is_compared_anew_and_the_outcome_is_that_of_a_full_rebuild(
    build_home: Build, tmp_path: Path, encoder: Encoder
) -> None:
    def twins() -> dict[str, tuple[str, ...]]:
        searcher = open_live(tmp_path / "home", encoder)
        found = {report.id: report.twins for report in searcher.summaries()}
        searcher.close()
        return found

    third = text("Third", [*PARAGRAPHS[:7], PARAGRAPHS[7].replace(PARAGRAPHS[7].split()[9], "kept")])
    steps: list[dict[str, str | bytes | None]] = [
        {"other.md": FILES["other.md"], "draft.md": FILES["draft.md"]},
        {"final.md": FILES["final.md"]},
        {"third.md": third},
        {"final.md": text("Final report", OTHERS)},
        {"draft.md": None},
    ]
    seen = []
    for step in steps:
        build_home(step)
        seen.append(twins())
        build_home({}, full=True)
        assert twins() == seen[-1]
    assert seen[2] == {
        "draft": ("final", "third"),
        "final": ("draft", "third"),
        "third": ("draft", "final"),
        "other": (),
    }
    assert seen[4] == {"final": ("other",), "other": ("final",), "third": ()}


@given(st.data())
def test_collapsing_keeps_the_best_of_each_text_and_loses_no_row(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 30))
    alike = np.asarray([data.draw(st.integers(0, row)) for row in range(size)])
    alike = alike[alike]  # at least most point to a first one
    rows = np.asarray(data.draw(st.permutations(range(size)))[: data.draw(st.integers(0, size))], dtype=np.int64)
    scores = np.arange(len(rows), 0, -1, dtype=np.float32)
    kept, left_out = collapse(Ranking(rows, *[scores] * 10), alike)
    assert sorted([*kept.rows.tolist(), *(row for others in left_out.values() for row in others)]) == sorted(rows)
    assert len(set(alike[kept.rows].tolist())) == len(kept.rows)
    assert kept.scores.tolist() == sorted(kept.scores.tolist(), reverse=True)
    place = {row: rank for rank, row in enumerate(rows.tolist())}
    assert all(place[best] < place[other] for best, others in left_out.items() for other in others)
    json.dumps({str(best): others for best, others in left_out.items()})  # plain numbers, not those of an array
