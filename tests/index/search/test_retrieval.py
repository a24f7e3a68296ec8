"""A symbol with a paragraph number leads straight to the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.ids import passage_id
from corpus.types import Block, BlockKind, Metadata, Passage, Report
from index.search.opening import open_live
from index.search.question import ParagraphReference, analyse, known_symbols
from index.search.retrieval import rows_of_paragraph
from index.storage.store import Store, StoredReport, write_store
from index.types import Encoder, RebuildSummary

RECORD = "---\nsymbol: A/79/352\n---\n\n# Report\n\n" + "\n\n".join(
    f"{n}. Topic {n}: {'the delegates spoke at great length of many matters. ' * 12}" for n in range(1, 30)
)
SECTION = [("section", "I"), ("section", "A")]
OTHER = "---\nsymbol: A/80/1\n---\n\n# Other\n\nAs paragraph 7 of A/79/352 says, delegates spoke of matters.\n"


@pytest.mark.parametrize(
    ("typed", "number", "divisions"),
    [
        ("A/79/352 paragraph 41", "41", []),
        ("a/79/352, para. 41", "41", []),
        ("A/79/352 para 12 (a)", "12 (a)", []),
        ("A/79/352, para. 12(A)(ii)", "12 (a)(ii)", []),
        ("§ 2.4 of A/79/352", "2.4", []),
        ("A/79/352, paras. 4–6", "4", []),
        ("A/79/352, annex II, para. 3", "3", [("annex", "II")]),
        ("A/79/352 annex para 3", "3", [("annex", None)]),
        ("paragraph 5 of annex II to A/79/352", "5", [("annex", "II")]),
        ("A/79/352, annex IV, para. 5, to annex V, para. 1", "5", [("annex", "IV")]),
        ("A/79/352, chap. II, para. 5", "5", [("chapter", "II")]),
        ("A/79/352 part two, paragraph 5", "5", [("part", "two")]),
        ("A/79/352, sect. I.A, draft resolution II, para. 1", "1", [*SECTION, ("draft resolution", "II")]),
        ("operative paragraph 4 of decision 7/2 in A/79/352", "4", [("decision", "7/2")]),
        ("A/79/352 OP 4", "4", []),
        ("A/RES/79/352 OP4", "4", []),
        ("the fourth operative paragraph of A/RES/79/352", "4", []),
    ],
)
def test_a_paragraph_is_read_off_a_question_with_a_symbol(
    typed: str, number: str, divisions: list[tuple[str, str | None]]
) -> None:
    query = analyse(typed, {})
    assert query.paragraph == ParagraphReference(number, tuple(divisions))
    assert not any(character.isdigit() for character in query.words)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("A/RES/79/352 preambular paragraph 3", "3"),
        ("A/RES/79/352 PP3", "3"),
        ("pp 3 A/RES/79/352", "3"),
        ("A/RES/79/352, twenty-first preambular paragraph", "21"),
        ("A/RES/79/352, second to fourth preambular paragraphs", "2"),
        ("A/RES/79/352 3rd preambular para", "3"),
    ],
)
def test_a_place_in_a_preamble_is_read_off_a_question_with_a_symbol(typed: str, number: str) -> None:
    query = analyse(typed, {})
    assert query.paragraph == ParagraphReference(number, (), preambular=True)
    assert not query.words


def test_a_resolution_is_found_by_its_number_where_a_paragraph_of_it_is_asked_for() -> None:
    known = known_symbols(["S/RES/4778 (2031)", "A/RES/99/4", "A/HRC/RES/98/4", "A/RES/98/4"])
    assert analyse("operative paragraph 4 of resolution 4778 (2031)", known).symbols == ("S/RES/4778(2031)",)
    assert analyse("resolution 4778, PP2", known).symbols == ("S/RES/4778(2031)",)
    assert analyse("General Assembly resolution 99/4, para. 2", known).symbols == ("A/RES/99/4",)
    assert not analyse("resolution 98/4, para. 2", known).symbols  # of two bodies
    assert not analyse("what came of resolution 4778 (2031)", known).symbols


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
    parts: list[tuple[str, str | None]] = [
        ("12. Chapeau:", "12"),
        ("(a) One", "12 (a)"),
        ("(b) Two", "12 (b)"),
        ("Annex I Costs", None),
        ("12. Of an annex", "12"),
        ("Annex II Drafts", None),
        ("12. Of another annex", "12"),
        ("Draft resolution I", None),
        ("Noting the report,", ""),
        ("1. Calls upon all.", "1"),
        ("Draft resolution II", None),
        ("Noting the reports,", ""),
        ("1. Calls upon all States.", "1"),
    ]
    text = "\n".join(part for part, _ in parts)
    blocks, passages, at = [], [], 0
    for part, number in parts:
        kind: BlockKind = "heading" if number is None else "paragraph"
        blocks.append(Block(kind, at, at + len(part), 2 if number is None else None, number or None))
        if number is not None:
            passages.append(Passage(passage_id("r", part, 0), "r", at, at + len(part), part))
        at += len(part) + 1
    report = Report("r", "r.md", "0" * 64, Metadata(title="R"), text, tuple(blocks))
    write_store(
        [StoredReport(report, tuple(passages), (b"k",) * len(passages), "s")], [], [], tmp_path / "store.sqlite"
    )
    store = Store(tmp_path / "store.sqlite")

    def rows(typed: str) -> list[int]:
        paragraph = analyse(f"A/1/2 {typed}", {}).paragraph
        assert paragraph is not None
        return [int(row) for row in rows_of_paragraph(store, [0], paragraph)]

    assert rows("para. 12") == [0, 1, 2]
    assert rows("para. 12 (b)") == [2]
    assert rows("para. 12 (z)") == [0, 1, 2]
    assert rows("annex I, para. 12") == [3]
    assert rows("annex 2, para. 12") == [4]
    assert rows("annex V, para. 12") == [0, 1, 2, 3, 4]
    assert rows("para. 13") == []
    assert rows("OP1 of draft resolution II") == [8]
    assert rows("annex II, draft resolution I, para. 1") == [6]
    assert rows("resolution II, first preambular paragraph") == [7]
    assert rows("PP1") == [5, 7]
    assert rows("PP2") == []
    store.close()
