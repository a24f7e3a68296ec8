"""A hit's explanation adds up to its score, and its sentence is one of its passage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import UnknownPassageError
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Encoder, Filters, RebuildSummary

REPORTS: dict[str, str | bytes | None] = {
    "one.md": "# One\n\nVictims asked for help with housing and papers. The panel thanked the hosts for the lunch.\n\n"
    "Money was short in every country that spoke about its shelters, its courts and its schools that day. "
    "Border guards from nine countries were trained in Vienna for a week, and asked to come back in the autumn.\n",
    "two.md": "# Two\n\nThe carrying symbol of this text is A/79/352 and it speaks of housing for victims of crime.\n",
}


@pytest.fixture
def searcher(tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder) -> Searcher:
    build_home(REPORTS)
    return open_live(tmp_path / "home", encoder)


def test_the_parts_add_up_to_the_score(searcher: Searcher) -> None:
    weights = searcher.weights
    for hit in searcher.search("help with housing for victims").hits:
        parts = hit.explanation
        assert parts is not None
        own = parts.sentence + weights.words * parts.words + weights.keyword * parts.keyword**2
        assert parts.own == pytest.approx(own, abs=1e-5)
        sharp = weights.own_words * parts.words**2 + weights.own_keyword * parts.alone**2 + weights.fit * parts.fit
        assert hit.score == pytest.approx(parts.around + sharp + weights.report * parts.report, abs=1e-5)


@pytest.mark.parametrize("mode", ["semantic", "keyword"])
def test_one_engine_alone_has_nothing_to_explain(searcher: Searcher, mode: str) -> None:
    hits = searcher.search("housing", mode=mode).hits  # type: ignore[arg-type]
    assert hits
    assert all(hit.explanation is None for hit in hits)


def test_the_nearest_sentence_is_marked(searcher: Searcher) -> None:
    hit = searcher.search("border guards trained in Vienna").hits[0]
    start, end = hit.sentence
    assert hit.passage.text[start:end].startswith("Border guards from nine countries")
    assert hit.passage.text[start:end].endswith("in the autumn.")


def test_what_is_like_a_passage_comes_without_it(searcher: Searcher) -> None:
    first = searcher.search("housing for victims").hits[0].passage
    found = searcher.similar(first.id)
    assert found.hits
    assert first.id not in {hit.passage.id for hit in found.hits}
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
    only = searcher.similar(first.id, filters=Filters(report=(first.report_id,)))
    assert {hit.report.id for hit in only.hits} <= {first.report_id}


def test_nothing_is_like_a_passage_that_is_not_there(searcher: Searcher) -> None:
    with pytest.raises(UnknownPassageError):
        searcher.similar("0000000000000000")
