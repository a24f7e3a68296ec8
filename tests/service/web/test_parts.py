"""The parts pages are made of: text cut without loss, addresses of states, reports by blocks and passages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from page_trees import text_of

from corpus.types import Block, Metadata, Passage, Report
from index.types import FacetCount
from service.http.addresses import Address, followable, report_address
from service.reading_list.entries import shown_lines
from service.schemas.active_filters import active_filters
from service.web.filters import facet_views
from service.web.report import runs, shown_blocks
from service.web.text import pieces, speaker_span

PARTS = ["\n", " ", "- ", "**A:** ", "(a) ", "1. ", "| x |", "word", "é", "🔫", "\u2028"]
LINES = st.lists(st.sampled_from(PARTS)).map("".join)
SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (min(pair), max(pair)))
NAMES = st.sampled_from(["q", "series", "kind", "offset"])
PAIRS = st.lists(st.tuples(NAMES, st.sampled_from(["a", "b", "&=?#", "é"]))).map(tuple)


@given(LINES, SPANS, st.lists(SPANS), st.lists(SPANS))
def test_pieces_joined_are_the_text(
    text: str, span: tuple[int, int], marks: list[tuple[int, int]], strong: list[tuple[int, int]]
) -> None:
    span = (min(span[0], len(text)), min(span[1], len(text)))
    assert "".join(piece.text for piece in pieces(text, span, marks, strong)) == text[slice(*span)]


@given(LINES, st.lists(SPANS))
def test_exactly_the_marked_characters_are_marked(text: str, marks: list[tuple[int, int]]) -> None:
    cut = pieces(text, (0, len(text)), marks)
    shown = [piece.marked for piece in cut for _ in piece.text]
    assert shown == [any(a <= at < b for a, b in marks) for at in range(len(text))]


@given(LINES)
def test_lines_follow_each_other_without_a_gap(text: str) -> None:
    assert "".join(text[a:b] for a, b in shown_lines(text)) == text


def test_a_line_begins_where_the_source_means_one() -> None:
    text = "Wrapped\nby the file.\n\nNew paragraph:\n- one\n- two\n(a) three\n**Chair:** four"
    starts = [text[a:b].split()[0] for a, b in shown_lines(text)]
    assert starts == ["Wrapped", "New", "-", "-", "(a)", "**Chair:**"]


def test_a_speaker_is_found_only_where_the_text_opens_with_the_name() -> None:
    text = "**Chair:** Note: the Chair spoke."
    assert speaker_span(text, (0, len(text)), ("Chair",)) == (0, 10)
    assert speaker_span(text, (11, len(text)), ("Chair",)) is None


@given(PAIRS, NAMES, st.sampled_from(["a", "&=?#"]))
def test_what_was_added_to_an_address_can_be_taken_off(
    pairs: tuple[tuple[str, str], ...], name: str, value: str
) -> None:
    address = Address("/", pairs)
    assert address.also(name, value).without(name, value) == address.without(name, value)
    assert not address.with_value(name, value).without(name).has(name, value)


def test_changing_a_filter_starts_at_the_first_hit() -> None:
    deep = Address("/", (("q", "x"), ("offset", "40")))
    assert str(deep.also("kind", "digest")) == "/?q=x&kind=digest"
    assert str(deep.at(50)) == "/?q=x&offset=50"


def test_the_address_of_a_passage_survives_odd_ids() -> None:
    assert report_address("a/ü", "p 1") == "/reports/a%2F%C3%BC?passage=p+1#p-p%201"


def test_only_web_addresses_can_be_followed() -> None:
    assert followable("https://example.org/a")
    for url in ("javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "http://[", "", None):
        assert not followable(url)


def test_two_dates_of_one_year_are_one_filter_and_others_two() -> None:
    whole = active_filters(Address("/", (("from", "2022"), ("to", "2022"))))
    parts = active_filters(Address("/", (("from", "2022-10"), ("to", "2023"))))
    assert [(one.field, one.name) for one in whole] == [("Year", "2022")]
    assert [(one.field, one.name) for one in parts] == [("From", "October 2022"), ("To", "2023")]


def test_a_filter_without_a_choice_is_not_offered() -> None:
    facets = {"kind": (FacetCount("digest", 3),)}
    assert facet_views(Address("/"), facets) == []
    assert facet_views(Address("/", (("kind", "digest"),)), facets)[0].values[0].on


TEXT = "# T\n\nIntro text.\n\n### Deep\n\n1. One two three four.\n2. Five.\n\n**Chair:** Thanks."


def report(*, title: str = "T") -> Report:
    def block(kind: str, words: str, **more: object) -> Block:
        start = TEXT.index(words)
        return Block(kind, start, start + len(words), **more)  # type: ignore[arg-type]  # literals of the tests

    blocks = (
        block("heading", "T", level=1),
        block("paragraph", "Intro text.", pages=(1, 1)),
        block("heading", "Deep", level=3),
        block("item", "One two three four.", level=1, pages=(2, 2)),
        block("item", "Five.", level=1, number="2", pages=(2, 2)),
        block("turn", "**Chair:** Thanks.", speaker="Chair", pages=(2, 2)),
    )
    return Report("r", "r.md", "0" * 64, Metadata(title=title), TEXT, blocks, page_labels=("i", None))


def passage(id_: str, first: str, last: str) -> Passage:
    start, end = TEXT.index(first), TEXT.index(last) + len(last)
    return Passage(id_, "r", start, end, TEXT[start:end])


PASSAGES = (passage("p1", "Intro", "text."), passage("p2", "One", "two"), passage("p3", "three", "Thanks."))


def test_every_block_shows_its_text_and_every_passage_opens_once() -> None:
    shown = shown_blocks(report(), PASSAGES, {}, None)
    assert [text_of(block) for block in shown] == [TEXT[b.start : b.end] for b in report().blocks[1:]]
    opened = [part.passage for block in shown for part in block.fragments if part.opens]
    assert opened == ["p1", "p2", "p3"]


def test_headings_never_skip_a_level_and_a_differing_title_stays() -> None:
    shown = shown_blocks(report(title="Another"), PASSAGES, {}, None)
    assert [(text_of(b), b.depth) for b in shown if b.kind == "heading"] == [("T", 2), ("Deep", 3)]


def test_pages_are_named_where_they_begin() -> None:
    shown = shown_blocks(report(), PASSAGES, {}, None)
    assert [block.page for block in shown if block.page] == ["p. i", "PDF p. 2"]


def test_a_page_on_which_a_paragraph_ends_is_named_where_the_next_begins_and_once_only() -> None:
    blocks = [
        Block("paragraph", 0, 1, pages=(1, 2)),
        Block("paragraph", 1, 2, pages=(2, 2)),
        Block("footnote", 2, 3, pages=(1, 1)),
        Block("paragraph", 3, 4, pages=(2, 3)),
    ]
    spanning = Report("r", "r.pdf", "0" * 64, Metadata(title="T"), "abcd", tuple(blocks))
    assert [block.page for block in shown_blocks(spanning, (), {}, None)] == ["PDF p. 1", "PDF p. 2", None, None]


def test_list_marks_are_shown_as_written_and_printed_numbers_beside() -> None:
    items = [b for b in shown_blocks(report(), PASSAGES, {}, None) if b.kind == "item"]
    assert [(b.bullet, b.number) for b in items] == [("1.", None), (None, "2")]
    assert [len(run.blocks) for run in runs(items)] == [2]


def test_the_citation_follows_the_last_block_of_the_chosen_passage() -> None:
    shown = shown_blocks(report(), PASSAGES, {}, "p3")
    assert [text_of(block) for block in shown if block.cites] == ["**Chair:** Thanks."]


def test_found_terms_are_marked_inside_their_passage() -> None:
    shown = shown_blocks(report(), PASSAGES, {"p3": [(0, 5)]}, None)
    marked = [p.text for block in shown for part in block.fragments for p in part.pieces if p.marked]
    assert marked == ["three"]
