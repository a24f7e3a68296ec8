"""What was found, by date or put together by report: nothing is lost and nothing changes places without a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Metadata, ReportSummary
from index.search.arranging import DATED, by_date, by_report
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Encoder, Filters, RebuildSummary

FILES: dict[str, str | bytes | None] = {
    "old.md": "---\ntitle: Old\ndate: 2010\n---\n\n# One\n\nOnions were sold.\n\n# Two\n\nOnions were bought.\n",
    "new.md": "---\ntitle: New\ndate: 2024-03-01\n---\n\n# One\n\nOnions were grown.\n\n# Two\n\nIt was fine.\n",
    "undated.md": "---\ntitle: Undated\n---\n\n# One\n\nOnions were never counted.\n",
}


@pytest.fixture
def searcher(build_home: Callable[..., RebuildSummary], tmp_path: Path, encoder: Encoder) -> Iterator[Searcher]:
    build_home(FILES)
    opened = open_live(tmp_path / "home", encoder)
    yield opened
    opened.close()


def summaries(dates: list[str | None]) -> list[ReportSummary]:
    metadata = [Metadata(title="A title", date=date, start_date=date) for date in dates]
    return [ReportSummary(str(n), f"{n}.md", "", one, 0) for n, one in enumerate(metadata)]


@given(st.lists(st.integers(0, 4), max_size=80), st.sampled_from(["newest", "oldest"]))
def test_the_best_by_date_are_the_best_each_once_and_in_order(reports: list[int], sort: str) -> None:
    known = summaries(["2020-01-01", None, "2022-05-01", "2020-01-02", "2019-01-01"])
    places = by_date(np.asarray(reports, dtype=np.int64), known, sort)  # type: ignore[arg-type]
    assert sorted(places.tolist()) == list(range(min(len(reports), DATED)))
    dates = [known[reports[place]].metadata.start_date for place in places.tolist()]
    told = [date for date in dates if date]
    assert told == sorted(told, reverse=sort == "newest")
    assert dates == told + [None] * (len(dates) - len(told))


@given(st.lists(st.integers(0, 4), max_size=80))
def test_each_report_stands_where_its_best_passage_stands_with_all_its_passages(reports: list[int]) -> None:
    groups = by_report(np.asarray(reports, dtype=np.int64))
    assert sorted(place for group in groups for place in group.places) == list(range(len(reports)))
    assert [group.places[0] for group in groups] == sorted(group.places[0] for group in groups)
    assert all(reports[place] == group.report for group in groups for place in group.places)


def test_a_search_by_date_has_the_hits_of_the_search_in_another_order(searcher: Searcher) -> None:
    best = searcher.search("onions", mode="keyword")
    newest = searcher.search("onions", mode="keyword", sort="newest")
    oldest = searcher.search("onions", mode="keyword", sort="oldest")
    assert [hit.report.id for hit in newest.hits] == ["new", "old", "old", "undated"]
    assert [hit.report.id for hit in oldest.hits] == ["old", "old", "new", "undated"]
    assert {hit.passage.id for hit in best.hits} == {hit.passage.id for hit in newest.hits}


def test_a_search_by_report_has_every_report_once_with_its_best_passages(searcher: Searcher) -> None:
    found = searcher.search_reports("onions", mode="keyword", sort="newest", each=1)
    assert [(group.report.id, group.total, len(group.hits)) for group in found.groups] == [
        ("new", 1, 1),
        ("old", 2, 1),
        ("undated", 1, 1),
    ]
    assert (found.total, found.passages) == (3, 4)
    second = searcher.search_reports("onions", mode="keyword", sort="newest", k=1, offset=1)
    assert [group.report.id for group in second.groups] == ["old"]
    assert len(second.groups[0].hits) == 2


def test_what_a_search_found_in_a_report_comes_in_the_order_of_the_text(searcher: Searcher) -> None:
    found = searcher.found_in("old", "were onions bought", mode="keyword")
    passages = searcher.passages("old")
    assert list(found.passages) == [passage.id for passage in passages]
    marked = {p.text[a:b] for p in passages for a, b in found.marks[p.id]}
    assert marked == {"Onions", "bought"}
    assert searcher.found_in("old", "onions", mode="keyword", filters=Filters(date_from="2020-01-01")).passages == ()
