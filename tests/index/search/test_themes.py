"""Every report is weighed for a theme: by its best passage, on a scale that means the same wherever that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import BadQueryError
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Encoder, RebuildSummary

FILES: dict[str, str | bytes | None] = {
    "apples.md": "# Fruit\n\nThe weather was fine.\n\n## Trade\n\nApples were sold on the market. Nobody bought it.\n",
    "apples-2.md": "---\nsymbol: A/79/1\n---\n\n# More fruit\n\nPears were sold, and an apple.\n",
    "ships.md": "# Ships\n\nShips sailed by night. See A/79/1 for the fruit.\n",
    "oddities.md": "# Odd\n\nNothing whatever was said here.\n",
}


@pytest.fixture
def searcher(tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder) -> Iterator[Searcher]:
    build_home(FILES)
    opened = open_live(tmp_path / "home", encoder)
    yield opened
    opened.close()


def strengths(searcher: Searcher, question: str) -> dict[str, float]:
    return {one.report.id: one.strength for one in searcher.theme(question).speakers}


def test_every_report_is_weighed_once_strongest_first(searcher: Searcher) -> None:
    found = searcher.theme("apples on the market").speakers
    assert found[0].report.id == "apples"
    assert sorted(one.report.id for one in found) == ["apples", "apples-2", "oddities", "ships"]
    assert [one.strength for one in found] == sorted((one.strength for one in found), reverse=True)
    assert all(0 <= one.strength <= 1 for one in found)


def test_a_report_speaks_by_its_best_passage_and_the_sentence_nearest(searcher: Searcher) -> None:
    theme = searcher.theme("apples on the market")
    best = theme.speakers[0]
    passage = theme.passage(best)
    start, end = theme.wording(best)
    assert passage.text[start:end].startswith("Apples were sold on the market.")
    assert theme.passage_ids([best]) == [passage.id]


def test_ids_come_in_the_order_of_the_speakers(searcher: Searcher) -> None:
    theme = searcher.theme("fruit")
    assert theme.passage_ids(theme.speakers) == [theme.passage(one).id for one in theme.speakers]
    assert theme.passage_ids([]) == []


def test_a_word_counts_in_any_form_and_more_of_them_count_more(searcher: Searcher) -> None:
    found = strengths(searcher, "apples sold")
    assert found["apples"] > found["ships"] > 0
    assert found["apples-2"] > found["ships"]


def test_what_a_report_says_does_not_depend_on_the_other_reports_found(
    searcher: Searcher, tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder
) -> None:
    before = strengths(searcher, "ships at night")
    build_home({f"sea-{n}.md": f"# Sea {n}\n\nThe sea was calm, day {n}.\n" for n in range(4)})
    grown = open_live(tmp_path / "home", encoder)
    after = strengths(grown, "ships at night")
    grown.close()
    # Words are weighed by how rare they are, which changes a little with the collection; the order does not.
    assert all(abs(after[name] - strength) < 0.05 for name, strength in before.items())


def test_a_phrase_in_quotation_marks_has_to_be_there(searcher: Searcher) -> None:
    assert strengths(searcher, '"sold on the market"') == {"apples": 1.0}
    assert set(strengths(searcher, '"were sold" market')) == {"apples", "apples-2"}
    assert strengths(searcher, '"no such words"') == {}


def test_a_symbol_leads_to_the_report_that_bears_it_and_those_that_mention_it(searcher: Searcher) -> None:
    assert strengths(searcher, "a/79/1") == {"apples-2": 1.0, "ships": 1.0}


def test_a_question_without_a_word_is_refused(searcher: Searcher) -> None:
    with pytest.raises(BadQueryError):
        searcher.theme("?!")


def test_the_wording_of_a_list_item_leaves_its_bullet_out(
    tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder
) -> None:
    build_home({"list.md": "# List\n\n- Kites were flown over the bay by everyone.\n- Ships sailed by.\n"})
    opened = open_live(tmp_path / "home", encoder)
    theme = opened.theme("kites over the bay")
    best = theme.speakers[0]
    start, end = theme.wording(best)
    assert theme.passage(best).text[start:end].startswith("Kites were flown")
    opened.close()


def test_a_short_form_and_its_full_name_are_one_word_of_a_theme(
    tmp_path: Path, build_home: Callable[..., RebuildSummary], encoder: Encoder
) -> None:
    named = "# Crime\n\nThe smuggling of migrants (SOM) was discussed by the delegates.\n"
    short = "# Also crime\n\nDelegates discussed SOM.\n"
    build_home({"named.md": named, "short.md": short, "ships.md": "# Ships\n\nShips sailed by night.\n"})
    opened = open_live(tmp_path / "home", encoder)
    by_name = strengths(opened, "smuggling of migrants")
    opened.close()
    assert by_name["short"] > 1 / 3 > by_name["ships"]
