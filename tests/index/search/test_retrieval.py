"""A symbol with a paragraph number leads straight to the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.ids import passage_id
from corpus.types import Block, Metadata, Passage, Report
from index.search.opening import open_live
from index.search.question import ParagraphReference, analyse
from index.search.retrieval import rows_of_paragraph
from index.storage.store import Store, StoredReport, write_store
from index.types import Encoder, RebuildSummary

RECORD = "---\nsymbol: A/79/352\n---\n\n# Report\n\n" + "\n\n".join(
    f"{n}. Topic {n}: {'the delegates spoke at great length of many matters. ' * 12}" for n in range(1, 30)
)
OTHER = "---\nsymbol: A/80/1\n---\n\n# Other\n\nAs paragraph 7 of A/79/352 says, delegates spoke of matters.\n"


@pytest.mark.parametrize(
    ("typed", "number", "annex"),
    [
        ("A/79/352 paragraph 41", "41", None),
        ("a/79/352, para. 41", "41", None),
        ("A/79/352 para 12 (a)", "12 (a)", None),
        ("A/79/352, para. 12(A)(ii)", "12 (a)(ii)", None),
        ("§ 2.4 of A/79/352", "2.4", None),
        ("A/79/352, paras. 4–6", "4", None),
        ("A/79/352, annex II, para. 3", "3", "annex ii"),
        ("A/79/352, annex IV, para. 5, to annex V, para. 1", "5", "annex iv"),
    ],
)
def test_a_paragraph_is_read_off_a_question_with_a_symbol(typed: str, number: str, annex: str | None) -> None:
    query = analyse(typed, {})
    assert query.paragraph == ParagraphReference(number, annex)
    assert not any(character.isdigit() for character in query.words)


@pytest.mark.parametrize("typed", ["what does paragraph 41 say", "A/79/352 on 41 paragraphs", "A/79/352 para A/80/1"])
def test_other_numbers_are_no_place(typed: str) -> None:
    assert analyse(typed, {}).paragraph is None


@pytest.mark.parametrize("typed", ["A/79/352 paragraph 17", "delegates in A/79/352, para. 17", "A/79/352 §17 matters"])
def test_the_paragraph_comes_first(
    typed: str, build_home: Callable[..., RebuildSummary], tmp_path: Path, encoder: Encoder
) -> None:
    build_home({"record.md": RECORD, "other.md": OTHER})
    searcher = open_live(tmp_path / "home", encoder)
    hits = searcher.search(typed).hits
    assert hits[0].passage.text.startswith("Topic 17:")
    assert len({hit.passage.id for hit in hits}) == len(hits) == 10
    searcher.close()


def test_a_paragraph_that_is_not_printed_changes_nothing(
    build_home: Callable[..., RebuildSummary], tmp_path: Path, encoder: Encoder
) -> None:
    build_home({"record.md": RECORD, "other.md": OTHER})
    searcher = open_live(tmp_path / "home", encoder)
    found, plain = searcher.search("A/79/352 para. 99"), searcher.search("A/79/352")
    assert {hit.passage.id for hit in found.hits} == {hit.passage.id for hit in plain.hits}
    searcher.close()


def test_subparagraphs_annexes_and_continuations_are_found(tmp_path: Path) -> None:
    parts = [
        ("12. Chapeau:", "12", ()),
        ("(a) One", "12 (a)", ()),
        ("(b) Two", "12 (b)", ()),
        ("12. Of an annex", "12", ("Annex I Costs",)),
        ("12. Of another annex", "12", ("Annex II Costs",)),
    ]
    text = "\n".join(part for part, _, _ in parts)
    blocks, passages, at = [], [], 0
    for part, number, headings in parts:
        blocks.append(Block("paragraph", at, at + len(part), number=number))
        passages.append(Passage(passage_id("r", part, 0), "r", at, at + len(part), part, headings))
        at += len(part) + 1
    report = Report("r", "r.md", "0" * 64, Metadata(title="R"), text, tuple(blocks))
    write_store([StoredReport(report, tuple(passages), (b"k",) * 5, "s")], [], [], tmp_path / "store.sqlite")
    store = Store(tmp_path / "store.sqlite")

    def rows(number: str, annex: str | None = None) -> list[int]:
        return [int(row) for row in rows_of_paragraph(store, [0], ParagraphReference(number, annex))]

    assert rows("12") == [0, 1, 2]
    assert rows("12 (b)") == [2]
    assert rows("12 (z)") == [0, 1, 2]
    assert rows("12", "annex i") == [3]
    assert rows("12", "annex ii") == [4]
    assert rows("13") == []
    store.close()
