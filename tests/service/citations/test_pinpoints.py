"""Pinpoints: printed numbers where there are any, counted paragraphs that say so where there are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from citation_cases import Part, passage_of, report_of
from hypothesis import given
from hypothesis import strategies as st

from corpus.ids import passage_id
from corpus.types import Metadata, Passage
from index.search.question import analyse
from index.search.retrieval import rows_of_paragraph
from index.storage.store import Store, StoredReport, write_store
from service.citations.outlines import outline
from service.citations.pinpoints import pinpoint


def place(*parts: Part, page_labels: tuple[str | None, ...] = ()) -> str:
    report = report_of("any", Metadata(title="T"), *parts, page_labels=page_labels)
    passage = passage_of(report, *parts)
    return str(pinpoint(outline(report), passage.start, passage.end))


def numbered(*numbers: str) -> list[Part]:
    return [Part("A paragraph.", number=number, cited=True) for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["41"], "para. 41"),
        (["4", "5", "6"], "paras. 4–6"),
        (["3", "5", "6"], "paras. 3 and 5–6"),
        (["12 (a)"], "para. 12 (a)"),
        (["12 (a)", "12 (b)", "12 (c)"], "para. 12 (a)–(c)"),
        (["12", "12 (a)", "12 (b)"], "para. 12"),
        (["12 (b)", "13"], "paras. 12 (b)–13"),
        (["2.4"], "para. 2.4"),
        (["8 (b)", "8 (iv)"], "para. 8"),
        (["8 (c)", "8 (i)", "8 (ii)"], "para. 8"),
        (["8 (b) (iv)", "8 (c)"], "para. 8"),
        (["8 (g)", "8 (h)", "8 (i)"], "para. 8 (g)–(i)"),
        (["8 (i)", "8 (ii)", "8 (iv)"], "para. 8 (i)–(iv)"),
        (["8 (а)", "8 (б)"], "para. 8 (а)–(б)"),
        (["8 (a) (i)", "8 (a) (iii)"], "para. 8 (a) (i)–(iii)"),
        (["8 (a) (i)", "8 (b) (ii)"], "para. 8 (a) (i)–(b) (ii)"),
        (["8 (b)", "9 (iv)"], "paras. 8 (b)–9 (iv)"),
    ],
)
def test_printed_numbers_are_given_as_printed(numbers: list[str], expected: str) -> None:
    assert place(*numbered(*numbers)) == expected


def test_a_list_below_a_numbered_paragraph_belongs_to_it() -> None:
    assert place(Part("Chapeau:", number="7"), Part("A point.", "item", level=1, cited=True)) == "para. 7"


def test_paragraphs_are_counted_where_none_is_numbered_and_headings_footnotes_and_tables_are_not() -> None:
    parts = [
        Part("Title", "heading", level=1),
        Part("One."),
        Part("A note.", "footnote"),
        Part("Two.", "item", level=1),
        Part("A table.", "table"),
        Part("Heading", "heading", level=2),
        Part("Three.", "turn", cited=True),
        Part("Four.", cited=True),
    ]
    assert place(*parts) == "[paras. 3–4, unnumbered]"


def test_an_unnumbered_place_in_a_numbered_report_is_counted_from_its_heading() -> None:
    summary = [Part("Summary", "heading", level=1), Part("One."), Part("Two.", cited=True)]
    body = [Part("Body", "heading", level=1), Part("A paragraph.", number="1")]
    assert place(*summary, *body) == "[para. 2 under “Summary”, unnumbered]"


def test_an_unnumbered_paragraph_after_a_numbered_one_is_placed_by_it() -> None:
    assert place(Part("One.", number="1"), Part("A quotation.", cited=True)) == "[unnumbered, after para. 1]"


def test_numbers_that_begin_anew_in_an_annex_are_given_with_it() -> None:
    chapter = Part("Chapter III", "heading", level=2)
    body = [chapter, Part("One.", number="1", page=1), Part("Two.", number="2", page=1)]
    annex = [
        Part("Annex II Terms of reference", "heading", level=2, page=2),
        Part("A. Scope", "heading", level=3, page=2),
        Part("One.", number="1", page=2),
        Part("Two.", number="2", page=2, cited=True),
    ]
    assert place(*body, *annex) == "annex II, para. 2"
    after = [replace(chapter, text="Chapter IV"), Part("Three.", number="3", cited=True)]
    assert place(*body, *[replace(part, cited=False) for part in annex], *after) == "para. 3"


def test_an_unnumbered_place_in_an_annex_is_counted_from_its_heading() -> None:
    parts = [Part("One."), Part("Appendix", "heading", level=1), Part("Two.", cited=True)]
    assert place(*parts) == "appendix, [para. 1 under “Appendix”, unnumbered]"


def test_numbers_that_are_not_unique_are_given_with_their_page_or_heading() -> None:
    parts = [
        Part("First day", "heading", level=1),
        Part("Decides.", number="1", page=4),
        Part("Second day", "heading", level=1),
        Part("Decides.", number="1", page=9, cited=True),
    ]
    assert place(*parts) == "PDF p. 9, para. 1"
    assert place(*(replace(part, page=None) for part in parts)) == "para. 1 under “Second day”"
    parts[3:] = [replace(parts[3], cited=False), Part("A point.", "item", "1 (a)", page=9, level=1, cited=True)]
    assert place(*parts) == "PDF p. 9, para. 1 (a)"


CHAPTER, DRAFT, OTHER_DRAFT, COUNCIL = (
    *[Part(title, "heading", level=2) for title in ("Chapter II", "Draft resolution I", "Draft resolution II")],
    Part("The Council,", page=3),
)
NOTING, ASKING = Part("Noting the report,", page=3), Part("1. Calls upon all.", number="1", page=3)


def test_a_resolution_of_a_report_is_named_where_its_numbers_begin_anew() -> None:
    drafts = [DRAFT, COUNCIL, NOTING, ASKING, OTHER_DRAFT, COUNCIL, NOTING]
    assert place(*numbered("1"), *drafts) == "para. 1"
    assert place(Part("One.", number="1"), *drafts, replace(ASKING, cited=True)) == "draft resolution II, para. 1"
    chapters = [Part("Chapter I", "heading", level=2), Part("One.", number="1"), CHAPTER, *numbered("1")]
    assert place(*chapters) == "chap. II, para. 1"
    running_on = [Part("One.", number="1"), Part("Decision 4/2", "heading", level=2), *numbered("2")]
    assert place(*running_on) == "para. 2"


def test_the_paragraphs_of_a_preamble_are_named_by_their_place_in_it() -> None:
    noting = replace(NOTING, cited=True)
    title = Part("Resolution 4 (2031)", "heading", level=1)
    assert place(title, COUNCIL, NOTING, noting, ASKING) == "second preambular paragraph"
    assert place(title, noting, noting, noting, ASKING) == "first to third preambular paragraphs"
    assert place(title, replace(COUNCIL, cited=True), noting, ASKING) == "first preambular paragraph"
    assert place(title, noting, noting, replace(ASKING, cited=True)) == "first preambular paragraph, to para. 1"
    drafts = [DRAFT, NOTING, ASKING, OTHER_DRAFT, noting, ASKING]
    assert place(*drafts) == "draft resolution II, first preambular paragraph"
    assert place(title, *[NOTING] * 20, noting, ASKING) == "twenty-first preambular paragraph"


def test_a_page_is_added_where_no_paragraph_is_numbered_and_a_printed_page_wins() -> None:
    parts = [Part("One.", page=4), Part("Two.", page=5, cited=True)]
    assert place(*parts) == "PDF p. 5 [para. 2, unnumbered]"
    assert place(*parts, page_labels=(None, None, None, "ii", "iii")) == "p. iii [para. 2, unnumbered]"
    assert place(Part("One.", number="1", page=5, cited=True)) == "para. 1"


def test_a_place_that_runs_into_an_annex_is_given_by_both_ends() -> None:
    one, other = Part("Annex IV", "heading", level=1), Part("Annex V", "heading", level=1)
    first, last = numbered("4", "5"), numbered("1", "2")
    assert place(*numbered("27"), one, *first) == "para. 27, to annex IV, para. 5"
    assert place(one, *first, other, *last) == "annex IV, para. 4, to annex V, para. 2"
    assert place(one, *first, other, Part("A.", cited=True)) == (
        "annex IV, para. 4, to annex V, [para. 1 under “Annex V”, unnumbered]"
    )
    tables = [Part("A table.", "table", page=page, cited=True) for page in (2, 3)]
    assert place(one, tables[0], other, tables[1]) == "annex IV, PDF p. 2, to annex V, PDF p. 3"


def test_a_place_over_two_headings_is_given_by_both_ends_where_each_counts_for_itself() -> None:
    headings = [Part(title, "heading", level=1) for title in ("Summary", "Next part", "Body")]
    plain, one = Part("Text.", cited=True), Part("Text.", number="1")
    assert place(headings[0], replace(plain, cited=False), plain, headings[1], plain, one) == (
        "[para. 2 under “Summary”, unnumbered], to [para. 1 under “Next part”, unnumbered]"
    )
    assert place(headings[0], plain, headings[2], *numbered("1", "2")) == (
        "[para. 1 under “Summary”, unnumbered], to para. 2"
    )
    assert place(*numbered("1"), headings[0], plain) == "para. 1, to [para. 1 under “Summary”, unnumbered]"
    assert place(*numbered("1"), headings[0], *numbered("2")) == "paras. 1–2"
    again = [headings[0], *numbered("1", "2", "3"), headings[1], *numbered("1", "2")]
    assert place(*again) == "para. 1 under “Summary”, to para. 2 under “Next part”"


def test_an_unnumbered_paragraph_belongs_to_the_numbered_one_beside_it_unless_it_is_the_greater_part() -> None:
    four, short, long = Part("Four.", number="4"), Part("Figure.", cited=True), Part("A long quotation.", cited=True)
    assert place(*numbered("4"), long) == "para. 4"
    assert place(four, short, *numbered("5"), long) == "para. 5"
    assert place(four, long, *numbered("5")) == "[unnumbered, after para. 4], to para. 5"
    assert place(four, long) == "[unnumbered, after para. 4]"
    assert place(Part("Summary", "heading", level=1), short, *numbered("1")) == "para. 1"


ANNEX_I, ANNEX_II = (Part(f"Annex {number}", "heading", level=1, page=3) for number in ("I", "II"))
SETTING = Part("Setting", "heading", level=2, page=3)
QUOTED = Part("A long quotation of it.", page=3)
ONE, TWO = (Part(f"On {number}.", number=number, page=3) for number in "12")


@pytest.mark.parametrize(
    ("parts", "first", "last", "expected"),
    [
        ([ONE, QUOTED, TWO], 1, 2, "PDF p. 3 [unnumbered, after para. 1], to para. 2"),
        (
            [ONE, TWO, ANNEX_I, ONE, QUOTED, TWO],
            4,
            5,
            "annex I, PDF p. 3 [unnumbered, after para. 1], to annex I, para. 2",
        ),
        ([ONE, TWO, ANNEX_I, ONE, TWO], 1, 3, "para. 2, to annex I, para. 1"),
        ([ONE, TWO, ANNEX_I, ONE, TWO, ANNEX_II, ONE], 4, 6, "annex I, para. 2, to annex II, para. 1"),
        (
            [ONE, ANNEX_I, TWO, ANNEX_II, SETTING, QUOTED],
            2,
            5,
            "annex I, para. 2, to annex II, PDF p. 3 [para. 1 under “Setting”, unnumbered]",
        ),
        (
            [ONE, TWO, ANNEX_I, QUOTED, SETTING, ONE, TWO],
            3,
            5,
            "annex I, PDF p. 3 [para. 1 under “Annex I”, unnumbered], to annex I, para. 1",
        ),
        (
            [ONE, ANNEX_I, ONE, ONE, ANNEX_II, ONE, ONE],
            2,
            5,
            "annex I, PDF p. 3, para. 1, to annex II, PDF p. 3, para. 1",
        ),
    ],
)
def test_a_place_given_by_both_ends_leads_to_its_own_words(
    parts: list[Part], first: int, last: int, expected: str, tmp_path: Path
) -> None:
    report = report_of("any", Metadata(title="T"), *parts)
    printed = str(pinpoint(outline(report), report.blocks[first].start, report.blocks[last].end))
    assert printed == expected
    passages, heading = [], ""
    for at, (part, block) in enumerate(zip(parts, report.blocks, strict=True)):
        heading = part.text if part.text.startswith("Annex") else heading
        id_ = passage_id("any", part.text, at)
        passages.append(Passage(id_, "any", block.start, block.end, part.text, (heading,)))
    write_store([StoredReport(report, tuple(passages), (b"k",) * len(parts), "s")], [], [], tmp_path / "store.sqlite")
    store = Store(tmp_path / "store.sqlite")
    query = analyse(f"A/79/352, {printed}", {})
    assert query.paragraph is not None
    assert first <= rows_of_paragraph(store, [0], query.paragraph)[0] <= last
    assert not query.words
    assert not query.phrases
    store.close()


def test_a_footnote_is_cited_as_one_with_its_page_where_its_number_comes_twice() -> None:
    one = Part("A note.", "footnote", number="3", page=2, cited=True)
    assert place(Part("Text.", number="1"), one) == "footnote 3"
    again = Part("Another note.", "footnote", number="3", page=9)
    assert place(Part("Text.", number="1"), one, again) == "PDF p. 2, footnote 3"


def test_a_table_with_a_footnote_below_it_is_cited_as_the_table() -> None:
    table = Part("A table.", "table", page=2, cited=True)
    note = Part("A note to it.", "footnote", number="3", page=2, cited=True)
    heading = Part("Annex III", "heading", level=1, page=2)
    assert place(heading, table, note, page_labels=(None, "46")) == "annex III, p. 46"
    assert place(heading, replace(table, cited=False), note, page_labels=(None, "46")) == "annex III, footnote 3"


def test_quotation_marks_in_a_heading_become_single_ones() -> None:
    parts = [Part("On “hope” and „Mut“", "heading", level=1), Part("One.", cited=True), Part("Two.", number="1")]
    assert place(*parts) == "[para. 1 under “On ‘hope’ and ‚Mut‘”, unnumbered]"
    again = [Part("The “B” list", "heading", level=1), Part("One.", number="1", cited=True)]
    assert place(Part("One.", number="1"), *again) == "para. 1 under “The ‘B’ list”"


def test_a_place_without_body_text_has_its_page_alone() -> None:
    assert place(Part("A table.", "table", page=2, cited=True)) == "PDF p. 2"
    assert place(Part("A table.", "table", cited=True)) == ""


@given(
    st.lists(st.sampled_from(["heading", "paragraph", "item", "turn", "footnote", "table"]), min_size=1, max_size=12),
    st.data(),
)
def test_a_counted_paragraph_is_found_again_by_counting(kinds: list[str], data: st.DataObject) -> None:
    body = [i for i, kind in enumerate(kinds) if kind in {"paragraph", "item", "turn"}]
    if not body:
        return
    chosen = data.draw(st.sampled_from(body))
    parts = [Part("Text.", kind, cited=i == chosen) for i, kind in enumerate(kinds)]  # type: ignore[arg-type]  # drawn
    assert place(*parts) == f"[para. {body.index(chosen) + 1}, unnumbered]"
