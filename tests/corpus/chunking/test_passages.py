"""Passages cover the body in order, fit the window, and keep their ids when something else is edited."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from corpus_tokenizers import ModelTokenizer, WordTokenizer, markdown_report, text_report
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.chunking.context import embedding_text
from corpus.chunking.passages import cut_passages
from corpus.text.spoken import said_in
from corpus.types import Block, ChunkSettings, Metadata, Passage, Report

SETTINGS = ChunkSettings(passage_tokens=30, context_tokens=12)
LINES = st.sampled_from(
    (
        *(
            "# Head",
            "## Sub ##",
            "Under\n===",
            "- item",
            "  - deeper",
            "1. one",
            "2. two",
            "> quoted",
            "> - both",
            "",
            "-",
        ),
        *(
            "```",
            "    code",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "***",
            "<div>",
            "[ref]: http://x.org",
            "**Ann:** Hello.",
        ),
        *("A sentence. And another one! " * 9, "word " * 40, "x" * 300, "Text, with a comma; and more.", "\tTab", ""),
    )
)
ANY_TEXT = st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=25).map("\n".join))


def body(report: Report) -> list[Block]:
    return [block for block in report.blocks if block.kind != "heading"]


def check(report: Report, tokenizer: WordTokenizer | ModelTokenizer, sizes: ChunkSettings) -> tuple[Passage, ...]:
    passages = cut_passages(report, tokenizer, sizes)
    for passage in passages:
        assert report.text[passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip() != ""
    assert all(a.end <= b.start for a, b in pairwise(passages))
    held = Counter(i for p in passages for i in range(p.start, p.end))
    for block in body(report):
        for offset in range(block.start, block.end):
            if not report.text[offset].isspace():
                assert held[offset] == 1
    for heading in (block for block in report.blocks if block.kind == "heading"):
        assert not any(offset in held for offset in range(heading.start, heading.end))
    contextual = [embedding_text(report.metadata, passage, tokenizer, sizes) for passage in passages]
    said = [said_in(passage, report.metadata.language) for passage in passages]
    assert all(text.endswith(words) for text, words in zip(contextual, said, strict=True))
    assert all(size <= tokenizer.max_tokens for size in tokenizer.count(contextual))
    assert len({passage.id for passage in passages}) == len(passages)
    return passages


@given(ANY_TEXT)
@example("- a\n\n  b\n- c")
def test_passages_of_any_markdown_cover_its_body_and_fit_the_window(text: str) -> None:
    report = markdown_report(text.replace("\r", "\n"))
    passages = check(report, WordTokenizer(), SETTINGS)
    said = [said_in(passage, report.metadata.language) for passage in passages]
    assert all(size <= SETTINGS.passage_tokens for size in WordTokenizer().count(said))


@given(ANY_TEXT)
def test_passages_of_any_plain_text_cover_its_body_and_fit_the_window(text: str) -> None:
    check(text_report(text.replace("\r", "\n")), WordTokenizer(), SETTINGS)


@settings(max_examples=60, deadline=None)
@given(st.one_of(ANY_TEXT, st.text(st.characters(exclude_categories=["Cs"]), min_size=200)))
def test_passages_of_any_markdown_fit_the_models_own_window(text: str) -> None:
    check(markdown_report(text.replace("\r", "\n")), MODEL, ChunkSettings(passage_tokens=500))


MODEL = ModelTokenizer()


EDITS = st.lists(LINES.filter(lambda line: line != "```"), max_size=8).map("\n\n".join)


@given(st.lists(LINES, min_size=1, max_size=12), EDITS, EDITS)
def test_ids_survive_an_edit_in_another_section(kept: list[str], before: str, after: str) -> None:
    tail = "# Kept\n\n" + "\n\n".join(f"Kept {n}: {line.lstrip()}" for n, line in enumerate(kept))
    ids = []
    for edited in (before, after):
        report = markdown_report(f"# Edited\n\n{edited}\n\n{tail}")
        start = len(report.text) - len(tail)
        passages = cut_passages(report, WordTokenizer(), SETTINGS)
        repeated = {p.text for p in passages if p.start < start}
        ids.append({p.text: p.id for p in passages if p.start >= start and p.text not in repeated})
    assert all(ids[1].get(text, identifier) == identifier for text, identifier in ids[0].items())
    assert set(ids[0]) ^ set(ids[1]) <= {p for p in (*ids[0], *ids[1]) if p in before or p in after}


def test_one_edited_paragraph_in_a_long_section_changes_at_most_three_passages_almost_always() -> None:
    words = ("states", "parties", "victims", "training", "data", "border", "police", "law", "review", "aid")
    rng = random.Random(5)
    tokenizer, sizes = WordTokenizer(254), ChunkSettings(passage_tokens=200)

    def paragraph() -> str:
        return " ".join(rng.choice(words) for _ in range(rng.choice([2, 3, 5, 8, 13, 20, 29]))) + "."

    paragraphs = [paragraph() for _ in range(400)]
    ids = {p.id for p in cut_passages(markdown_report("\n\n".join(paragraphs)), tokenizer, sizes)}
    changed: Counter[int] = Counter()
    for trial in range(60):
        place = rng.randrange(len(paragraphs))
        new = paragraph() if trial % 2 else f"{paragraphs[place]} {paragraph()}"
        edited = markdown_report("\n\n".join([*paragraphs[:place], new, *paragraphs[place + 1 :]]))
        changed[sum(p.id not in ids for p in cut_passages(edited, tokenizer, sizes))] += 1
    assert sum(count for passages, count in changed.items() if passages > 3) <= 2, changed


def test_passages_of_a_long_section_are_well_filled() -> None:
    rng = random.Random(1)
    report = markdown_report("\n\n".join("word " * rng.randint(1, 15) for _ in range(500)))
    sizes = WordTokenizer().count([p.text for p in cut_passages(report, WordTokenizer(), SETTINGS)])
    assert sum(sizes) / len(sizes) > 0.6 * SETTINGS.passage_tokens


def test_a_passage_names_the_headings_above_it_without_the_title() -> None:
    text = "# Title\n\nOne.\n\n## A\n\nTwo.\n\n### B\n\nThree.\n\n## C\n\nFour.\n\n# Annex\n\nFive."
    passages = cut_passages(markdown_report(text), WordTokenizer(), SETTINGS)
    assert [p.headings for p in passages] == [(), ("A",), ("A", "B"), ("C",), ("Annex",)]


def test_a_block_longer_than_the_budget_is_cut_between_sentences() -> None:
    text = "The Chair opened the meeting and welcomed all delegations warmly. " * 8
    for passage in cut_passages(markdown_report(text), WordTokenizer(), SETTINGS):
        assert passage.text.startswith("The Chair")
        assert passage.text.endswith("warmly.")


def test_repeated_passages_have_different_ids() -> None:
    passages = cut_passages(markdown_report("# A\n\nSame.\n\n# B\n\nSame."), WordTokenizer(), SETTINGS)
    assert passages[0].text == passages[1].text
    assert passages[0].id != passages[1].id


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [(["12", "13", "14"], "12-14"), (["3", "5", "6"], "3, 5-6"), (["7", "7 (a)", "7 (b)"], "7"), ([None, None], None)],
)
def test_printed_paragraph_numbers_become_ranges(numbers: list[str | None], expected: str | None) -> None:
    text = "abc " * len(numbers)
    blocks = tuple(Block("paragraph", 4 * i, 4 * i + 3, number=number) for i, number in enumerate(numbers))
    report = replace(markdown_report(text), blocks=blocks)
    assert [p.paragraphs for p in cut_passages(report, WordTokenizer(), SETTINGS)] == [expected]


def test_pages_and_speakers_come_from_the_blocks() -> None:
    blocks = (
        Block("turn", 0, 3, pages=(2, 2), speaker="Ann"),
        Block("turn", 4, 7, pages=(2, 3), speaker="Bo"),
        Block("turn", 8, 11, pages=(3, 3), speaker="Ann"),
    )
    report = replace(markdown_report("one two six"), blocks=blocks)
    (passage,) = cut_passages(report, WordTokenizer(), SETTINGS)
    assert (passage.pages, passage.speakers) == ((2, 3), ("Ann", "Bo"))


def test_the_context_says_title_date_headings_and_speakers_and_then_the_text() -> None:
    metadata = Metadata(title="Dialogue on Firearms", date="2022-05-06")
    passage = Passage("0", "report", 0, 5, "Text.", headings=("Discussion", "Data"), speakers=("Chair", "Mexico"))
    text = embedding_text(metadata, passage, WordTokenizer(), ChunkSettings())
    assert text == "Dialogue on Firearms, 6 May 2022\nDiscussion > Data\nChair, Mexico\n\nText."


def test_a_context_too_long_is_cut_and_the_text_is_not() -> None:
    passage = Passage("0", "report", 0, 5, "Text.", speakers=("Somebody Else",) * 9)
    text = embedding_text(Metadata(title="A title"), passage, WordTokenizer(), ChunkSettings(context_tokens=6))
    assert text.startswith("A title\nSomebody")
    assert text.endswith("\n\nText.")
    assert WordTokenizer().count([text])[0] <= 6 + 2
