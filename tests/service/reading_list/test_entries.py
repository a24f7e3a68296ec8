"""A reading list holds places: they are found again word for word, or said to be lost, also after a rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_trees import text_of
from service_collection import FILES, RECORD

from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Encoder, RebuildSummary
from service.reading_list.entries import (
    Item,
    ListedPlace,
    Lost,
    find_entries,
    item_of,
    quote_key,
    shown_lines,
    span_key,
    text_lines,
    without_repeats,
)
from service.web.report import shown_blocks

WORDS = "recommended guidance"
Build = Callable[..., RebuildSummary]


@contextmanager
def opened(home: Path, encoder: Encoder) -> Iterator[Searcher]:
    searcher = open_live(home, encoder)
    try:
        yield searcher
    finally:
        searcher.close()


@pytest.fixture
def home(tmp_path: Path, build_home: Build) -> Path:
    build_home(dict(FILES))
    return tmp_path / "home"


SPANS = st.tuples(st.integers(0, 999_999_999), st.integers(0, 999_999_999))
HEX = "0123456789abcdef"
PLACES = st.one_of(
    st.builds(Item, passage=st.text(HEX, min_size=16, max_size=16)),
    st.builds(
        lambda passage, span: Item(passage=passage, start=span[0], end=span[1]),
        st.text(HEX, min_size=16, max_size=16),
        SPANS,
    ),
    st.builds(
        lambda report, span, check: Item(report=report, start=span[0], end=span[1], check=check),
        st.text("abcxyz019-", min_size=1, max_size=40),
        SPANS,
        st.text(HEX, min_size=8, max_size=8),
    ),
)


@given(PLACES)
def test_a_key_is_read_back_as_the_same_place(item: Item) -> None:
    assert item_of(item.key) == item


@pytest.mark.parametrize("key", ["", "a report", "cd-tip-2023", "x:1", "x:1-2:zz", "3f6c2a9d01b7e845:1-", "x:1-2\n"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="names no place"):
        item_of(key)


def test_every_span_of_every_passage_is_found_word_for_word(home: Path, encoder: Encoder) -> None:
    with opened(home, encoder) as searcher:
        for report in searcher.summaries():
            stored = searcher.text(report.id)
            for passage in searcher.passages(report.id):
                spans = [(passage.start, passage.end), (passage.start + 1, passage.end - 1)]
                keys = [quote_key(passage, *span) for span in spans]
                keys += [span_key(report.id, stored, *span) for span in spans]
                found = find_entries(searcher, map(item_of, keys))
                assert [(one.start, one.end) for one in found if isinstance(one, ListedPlace)] == spans * 2
                assert all(isinstance(one, ListedPlace) and one.text == stored[one.start : one.end] for one in found)


def test_every_block_of_a_report_s_page_is_found_by_its_key(home: Path, encoder: Encoder) -> None:
    with opened(home, encoder) as searcher:
        for summary in searcher.summaries():
            report = searcher.report(summary.id)
            blocks = [
                block for block in shown_blocks(report, searcher.passages(summary.id), {}, None) if text_of(block)
            ]
            found = find_entries(searcher, (item_of(block.key) for block in blocks))
            assert [one.text for one in found if isinstance(one, ListedPlace)] == [text_of(block) for block in blocks]


def test_a_quote_outlives_a_change_elsewhere_in_its_report_and_a_span_is_not_taken_for_other_words(
    home: Path, build_home: Build, encoder: Encoder
) -> None:
    with opened(home, encoder) as searcher:
        stored = searcher.text("record")
        start = stored.index(WORDS)
        end = start + len(WORDS)
        (passage,) = [one for one in searcher.passages("record") if one.start <= start < one.end]
        keys = [quote_key(passage, start, end), span_key("record", stored, start, end)]
        unchecked = Item(report="record", start=start, end=end)
    build_home({"record.md": RECORD.replace("# Review", "# Review of the year")})
    with opened(home, encoder) as searcher:
        quote, span, blind = find_entries(searcher, [*map(item_of, keys), unchecked])
        assert isinstance(quote, ListedPlace)
        assert quote.text == WORDS
        assert isinstance(span, Lost)
        assert "has changed" in span.reason
        assert isinstance(blind, ListedPlace)
        assert blind.text != WORDS  # which is why the pages always give a check


def test_what_is_gone_is_named_with_the_reason(home: Path, build_home: Build, encoder: Encoder) -> None:
    with opened(home, encoder) as searcher:
        passage = searcher.passages("digest")[0]
        stored = searcher.text("digest")
    keys = [passage.id, span_key("digest", stored, 5, 50)]
    build_home({"digest.md": None})
    items = [item_of(key, note="mine", known_as="The dialogue") for key in keys]
    with opened(home, encoder) as searcher:
        lost = find_entries(searcher, items)
    assert [type(one) for one in lost] == [Lost, Lost]
    assert [one.item for one in lost] == items
    reasons = [one.reason for one in lost if isinstance(one, Lost)]
    assert "report was removed" in reasons[0]
    assert "“digest” is no longer" in reasons[1]


def test_places_without_words_are_lost(home: Path, encoder: Encoder) -> None:
    with opened(home, encoder) as searcher:
        passage = searcher.passages("record")[0]
        blank = searcher.text("record").index("\n\n")
        found = find_entries(
            searcher,
            [
                Item(report="record", start=blank, end=blank + 2),
                Item(report="record", start=10**6, end=10**6 + 5),
                Item(passage=passage.id, start=0, end=len(passage.text) + 1),
                Item(passage=passage.id, start=5, end=5),
            ],
        )
    assert [type(one) for one in found] == [Lost] * 4


def test_a_place_that_is_listed_twice_is_kept_once_with_both_notes() -> None:
    items = [item_of("a" * 16, "one"), item_of("b" * 16), item_of("a" * 16, "two"), item_of("a" * 16, "one")]
    assert [(one.passage, one.note) for one in without_repeats(items)] == [("a" * 16, "one\ntwo"), ("b" * 16, "")]


@given(st.lists(st.sampled_from(["\n", " ", "\t", "- ", "(a) ", "word", "é", "\u00a0", "\u2028"])).map("".join))
def test_lines_of_a_text_have_its_words_and_no_white_space_but_single_spaces(text: str) -> None:
    lines = text_lines(text)
    assert " ".join(lines).split() == text.split()
    assert not any("  " in line or "\n" in line or line != line.strip(" ") for line in lines)
    assert len(lines) <= len(shown_lines(text))
