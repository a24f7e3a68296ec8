"""Figures on transcripts, held against the export's own scorer where it is there."""

from __future__ import annotations

import importlib.util
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from eval_collection import WordCollection
from hypothesis import given
from hypothesis import strategies as st

from eval.data.qmsum import Export, load_export
from eval.data.words import split_words
from eval.errors import EvalInputError
from eval.retrieval.gate import check_transcripts
from eval.retrieval.reading import read
from eval.retrieval.report import transcripts_json, transcripts_table
from eval.retrieval.transcripts import Row, evaluate_transcripts, run_rows, score_run

SHARED = Path(__file__).resolve().parents[4] / "shared" / "qmsum"
TRANSCRIPT = "# Meeting m-00\n\n**A:** We need a new budget .\n\n**B:** The budget is two million .\n\n**C:** Lunch ?\n"


@pytest.fixture
def small(tmp_path: Path) -> Export:
    (tmp_path / "md").mkdir()
    (tmp_path / "md" / "m-00.md").write_text(TRANSCRIPT, encoding="utf-8")
    gold = [TRANSCRIPT.index("**B"), TRANSCRIPT.index("\n\n**C")]
    query = {"id": "q0", "query": "budget million", "meeting": "m-00", "answer": "", "gold_turns": [], "gold": [gold]}
    (tmp_path / "queries.jsonl").write_text(json.dumps(query) + "\n", encoding="utf-8")
    return load_export(tmp_path)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not (SHARED / "score.py").is_file():
        pytest.skip("the QMSum export with its scorer is not beside this checkout")
    spec = importlib.util.spec_from_file_location("qmsum_score", SHARED / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def windows(export: Export, size: int) -> Iterator[Row]:
    """Every transcript cut into `size` words."""
    for meeting, words in export.words.items():
        for first in range(0, len(words.starts), size):
            last = min(first + size, len(words.starts)) - 1
            yield Row(meeting, f"{meeting}-{first}", words.starts[first], words.ends[last])


@pytest.mark.slow
@pytest.mark.parametrize("size", [40, 170])
def test_every_figure_agrees_with_the_exports_scorer(scorer: ModuleType, size: int) -> None:
    export = load_export(SHARED / "val")
    chunks: dict[str, list[Row]] = {}
    for row in windows(export, size):
        chunks.setdefault(row.meeting, []).append(row)
    pick = random.Random(7)
    everything = [row for rows in chunks.values() for row in rows]
    run = {}
    for query in export.queries[5:]:
        own = chunks[query.meeting]
        rows = list(dict.fromkeys(pick.sample(own, min(12, len(own))) + pick.sample(everything, 12)))
        run[query.id] = pick.sample(rows, len(rows))
    values = score_run(export, run, chunks, k=10, budget=1500)

    reference = scorer.score(
        run_rows(run),
        scorer.Corpus(str(SHARED / "val")),
        1500,
        [{"meeting": row.meeting, "start": row.start, "end": row.end} for row in everything],
        per_query=True,
    )
    for name in ("ndcg", "recall", "mrr"):
        for tag in ("half", "any"):
            ours = list(values[f"{name}_{tag}"].values())
            assert ours == pytest.approx(reference[f"{name}_{tag}"], abs=1e-9)
    assert list(values["words_recall"].values()) == pytest.approx(reference["b_recall"], abs=1e-9)
    assert list(values["words_precision"].values()) == pytest.approx(reference["b_prec"], abs=1e-9)


def test_the_turn_that_answers_is_found(small: Export) -> None:
    evaluation = evaluate_transcripts(WordCollection({"m-00": TRANSCRIPT}), small)
    assert evaluation.means["ndcg_half"].mean == pytest.approx(1)
    assert evaluation.means["words_recall"].mean == pytest.approx(1)
    assert evaluation.run["q0"][0].start == TRANSCRIPT.index("**B")


def test_the_figures_can_be_read_and_processed(small: Export) -> None:
    evaluation = evaluate_transcripts(WordCollection({"m-00": TRANSCRIPT}), small)
    assert re.search(r"recall in 1500 words +1 +1\.000", transcripts_table(evaluation))
    data = json.loads(json.dumps(transcripts_json(evaluation)))
    assert data["values"]["mrr_half"] == {"q0": pytest.approx(1)}
    assert data["run"][0]["qid"] == "q0"


def test_the_gate_on_transcripts_closes_when_the_answer_sinks(small: Export) -> None:
    gate = {"transcripts": {"mrr_half": 0.9}, "transcripts within": {"mrr_half": 1.0}}
    assert check_transcripts(evaluate_transcripts(WordCollection({"m-00": TRANSCRIPT}), small), gate) == []
    (small.folder / "md" / "m-01.md").write_text("budget million\n" * 12, encoding="utf-8")
    noisy = WordCollection({"m-00": TRANSCRIPT, "aa/m-01": "budget million\n" * 12})
    export = load_export(small.folder)
    assert "transcripts: mrr_half is 0." in check_transcripts(evaluate_transcripts(noisy, export), gate)[0]
    assert check_transcripts(evaluate_transcripts(noisy, export, within=True), gate) == []


def test_within_the_meeting_other_meetings_are_not_returned(tmp_path: Path, small: Export) -> None:
    (small.folder / "md" / "m-01.md").write_text("budget million million\n", encoding="utf-8")
    export = load_export(small.folder)
    collection = WordCollection({"m-00": TRANSCRIPT, "m-01": "budget million million\n"})
    everywhere = evaluate_transcripts(collection, export)
    inside = evaluate_transcripts(collection, export, within=True)
    assert {row.meeting for row in everywhere.run["q0"]} == {"m-00", "m-01"}
    assert {row.meeting for row in inside.run["q0"]} == {"m-00"}


def test_a_home_built_from_something_else_is_refused(small: Export) -> None:
    with pytest.raises(EvalInputError, match="m-00"):
        evaluate_transcripts(WordCollection({"other": "text"}), small)


def test_a_query_about_an_unknown_meeting_is_named(small: Export) -> None:
    line = json.dumps({"id": "q1", "query": "x", "meeting": "m-99", "gold": []})
    with (small.folder / "queries.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(EvalInputError, match=r"queries\.jsonl, line 2: .*m-99"):
        load_export(small.folder)


def test_a_folder_without_transcripts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvalInputError, match="no transcripts"):
        load_export(tmp_path)


@given(text=st.text(), start=st.integers(0, 50), length=st.integers(1, 50))
def test_the_words_that_touch_a_span_share_a_character_with_it(text: str, start: int, length: int) -> None:
    words = split_words(text)
    end = start + length
    expected = [i for i, (a, b) in enumerate(zip(words.starts, words.ends, strict=True)) if a < end and b > start]
    assert list(words.touching(start, end)) == expected


def test_reading_stops_when_the_budget_is_spent() -> None:
    words = split_words("one two three four five six")
    reading = read([("d", range(4)), ("d", range(2, 6))], "d", words, frozenset({3, 5}), budget=5)
    assert reading.words == 5
    assert reading.recall == pytest.approx(len("four") / len("foursix"))
    assert reading.precision == pytest.approx(1 / 5)


def test_a_word_read_twice_costs_twice_and_counts_once() -> None:
    words = split_words("one two")
    reading = read([("d", range(2)), ("d", range(2))], "d", words, frozenset({0, 1}))
    assert reading.precision == pytest.approx(2 / 4)


def test_reading_nothing_is_worth_nothing() -> None:
    assert read([], "d", split_words("one"), frozenset({0})) == read([], "d", split_words("one"), frozenset())
