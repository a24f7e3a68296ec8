"""What a search finds, filters, counts, marks and pages through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import BadQueryError, UnknownPassageError, UnknownReportError
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import MODES, Encoder, Filters, RebuildSummary


def report(title: str, body: str, **fields: str) -> str:
    front = "".join(f'{name}: "{value}"\n' for name, value in {"title": title, **fields}.items())
    return f"---\n{front}---\n\n# {title}\n\n{body}\n"


FILES: dict[str, str | bytes | None] = {
    "guns.md": report(
        "Dialogue on firearms",
        "Speakers warned of untraceable ghost guns.\n\n## Next\n\nThe voluntary trust fund needs money for victims.",
        date="2022-05-06",
        series="Firearms",
        kind="digest",
        symbol="CTOC/COP/WG.6/2022/3",
    ),
    "kidneys.md": report(
        "Dialogue on trafficking",
        "Persons who sold a kidney are victims.\n\nSee CTOC/COP/WG.6/2022/3 on guns.",
        start="2023-12-30",
        end="2024-01-02",
        series="Trafficking",
        kind="official record",
    ),
    "undated.md": report("Notes", "A fund of trust among victims grew slowly.", series="Trafficking"),
}


@pytest.fixture
def searcher(build_home: Callable[..., RebuildSummary], tmp_path: Path, encoder: Encoder) -> Iterator[Searcher]:
    build_home(FILES)
    opened = open_live(tmp_path / "home", encoder)
    yield opened
    opened.close()


def found(searcher: Searcher, query: str, **how: object) -> list[str]:
    return [hit.report.id for hit in searcher.search(query, **how).hits]  # type: ignore[arg-type]  # passed through


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_puts_the_passage_with_the_words_first(searcher: Searcher, mode: str) -> None:
    assert found(searcher, "who sold a kidney?", mode=mode)[0] == "kidneys"


def test_keyword_mode_returns_only_passages_with_a_word(searcher: Searcher) -> None:
    assert found(searcher, "kidneys", mode="keyword") == ["kidneys"]
    assert found(searcher, "zeppelin", mode="keyword") == []


def test_an_unknown_mode_is_refused(searcher: Searcher) -> None:
    with pytest.raises(BadQueryError, match="hybrid, semantic, keyword"):
        searcher.search("guns", mode="fuzzy")  # type: ignore[arg-type]  # the point of the test


@pytest.mark.parametrize("mode", MODES)
def test_an_exact_phrase_is_found_word_for_word_in_every_mode(searcher: Searcher, mode: str) -> None:
    assert found(searcher, '"trust fund"', mode=mode) == ["guns"]
    assert found(searcher, '"fund trust"', mode=mode) == []


@pytest.mark.parametrize("typed", ["CTOC/COP/WG.6/2022/3", "ctoc/cop/wg.6/2022/3", "ctoc cop wg.6 2022 3"])
@pytest.mark.parametrize("mode", MODES)
def test_a_symbol_brings_its_report_first_then_what_mentions_it(searcher: Searcher, typed: str, mode: str) -> None:
    reports = found(searcher, typed, mode=mode)
    assert list(dict.fromkeys(reports)) == ["guns", "kidneys"]


def test_a_symbol_that_nothing_has_finds_nothing(searcher: Searcher) -> None:
    assert found(searcher, "CTOC/COP/WG.6/2022/99") == []


def test_words_beside_a_symbol_order_its_passages(searcher: Searcher) -> None:
    first = searcher.search("CTOC/COP/WG.6/2022/3 trust fund").hits[0]
    assert "trust fund" in first.passage.text


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(series=("Firearms",)), {"guns"}),
        (Filters(series=("Firearms", "Trafficking")), {"guns", "kidneys", "undated"}),
        (Filters(kind=("official record",)), {"kidneys"}),
        (Filters(report=("undated",)), {"undated"}),
        (Filters(symbol=("ctoc/cop/wg.6/2022/3",)), {"guns"}),
        (Filters(date_from="2024-01-01"), {"kidneys"}),
        (Filters(date_to="2022-12-31"), {"guns"}),
        (Filters(date_from="2023-01-01", date_to="2023-12-31"), {"kidneys"}),
        (Filters(series=("Firearms",), kind=("official record",)), set()),
    ],
)
@pytest.mark.parametrize("mode", MODES)
def test_filters_hold_in_every_mode(searcher: Searcher, filters: Filters, expected: set[str], mode: str) -> None:
    assert set(found(searcher, "victims guns", mode=mode, filters=filters)) == expected


def test_facets_count_reports_and_leave_their_own_filter_out(searcher: Searcher) -> None:
    facets = searcher.search("victims", filters=Filters(series=("Firearms",))).facets
    assert {(f.value, f.count) for f in facets["series"]} == {("Trafficking", 2), ("Firearms", 1)}
    assert {(f.value, f.count) for f in facets["kind"]} == {("digest", 1)}
    assert [(f.value, f.count) for f in searcher.search("victims").facets["year"]] == [
        ("2024", 1),
        ("2023", 1),
        ("2022", 1),
    ]


def test_pages_follow_each_other_without_gap_or_repeat(searcher: Searcher) -> None:
    whole = searcher.search("victims of guns", k=100)
    pages = [
        hit
        for offset in range(0, whole.total, 2)
        for hit in searcher.search("victims of guns", k=2, offset=offset).hits
    ]
    assert [hit.passage.id for hit in pages] == [hit.passage.id for hit in whole.hits]
    assert [hit.rank for hit in pages] == list(range(1, whole.total + 1))
    assert searcher.search("victims of guns", offset=whole.total).hits == ()


def test_highlights_mark_the_words_of_the_question_in_any_inflection(searcher: Searcher) -> None:
    hit = searcher.search("who sells a kidney", filters=Filters(report=("kidneys",))).hits[0]
    marked = [hit.passage.text[start:end] for start, end in hit.highlights]
    assert "kidney" in marked
    assert "Persons" not in marked


def test_a_passage_is_what_its_report_says_there(searcher: Searcher) -> None:
    for summary in searcher.summaries():
        text = searcher.report(summary.id).text
        for passage in searcher.passages(summary.id):
            assert text[passage.start : passage.end] == passage.text == searcher.passage(passage.id).text


def test_neighbours_stay_within_the_report(searcher: Searcher) -> None:
    first, second = searcher.passages("guns")
    assert searcher.neighbours(first.id).previous is None
    assert searcher.neighbours(first.id).following == second
    assert searcher.neighbours(second.id).following is None


def test_reports_come_newest_first_and_those_without_a_date_last(searcher: Searcher) -> None:
    assert [summary.id for summary in searcher.summaries()] == ["kidneys", "guns", "undated"]


def test_what_is_not_there_is_said(searcher: Searcher) -> None:
    with pytest.raises(UnknownReportError):
        searcher.report("nothing")
    with pytest.raises(UnknownPassageError):
        searcher.passage("0" * 16)


def test_a_misspelt_question_is_searched_as_typed_and_another_proposed(searcher: Searcher) -> None:
    found = searcher.search("the fund for victmis", mode="keyword")
    assert found.query == "the fund for victmis"
    assert found.correction is not None
    assert found.correction.question == "the fund for victims"
    assert found.correction.words == (("victmis", "victims"),)
    assert searcher.search("the fund for victims").correction is None
