"""The gate on the project's own open questions, with the real model on the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.data.questions import load_questions
from eval.retrieval.gate import check_gate, load_gate
from eval.retrieval.results import main
from eval.retrieval.runner import evaluate
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Encoder

pytestmark = pytest.mark.model

# What the first users asked, and the reports that answer.
PROBES = {
    "how were victim-centred approaches discussed?": {
        "cd-som-2022",
        "cd-tip-2022",
        "cd-tip-2023",
        "cd-tip-2025",
        "wg-tip-2010",
        "eucsp-2013-12",
    },
    "non-punishment of people forced into crime": {"cd-tip-2022"},
    "untraceable home-made guns": {"cd-firearms-2024"},
    "which two channels do NGOs underuse?": {"cd-tip-2023"},
    "people who sold a kidney": {"cd-tip-2024"},
    "92 organisations attended": {"eucsp-2014-10", "cd-tip-2023"},
}


@pytest.fixture(scope="module")
def searcher(sample_home: Path, real_encoder: Encoder) -> Iterator[Searcher]:
    searcher = open_live(sample_home, real_encoder)
    yield searcher
    searcher.close()


def test_the_open_questions_pass_the_gate(searcher: Searcher) -> None:
    assert check_gate(evaluate(searcher, load_questions(split="dev")), load_gate()) == []


def _probe(question: str) -> object:
    if question != "which two channels do NGOs underuse?":
        return question
    # The digest says "two opportunities that civil society seldom used": no word in common, while another report
    # speaks of NGOs and counts them. Strict, so that the day it is found is noticed.
    return pytest.param(question, marks=pytest.mark.xfail(reason="a paraphrase out of the model's reach", strict=True))


def test_the_results_are_written_down(sample_home: Path, tmp_path: Path) -> None:
    assert main(["--home", str(sample_home), "--to", str(tmp_path / "RESULTS.md")]) == 0
    written = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "## The project's own questions, dev" in written
    assert "hybrid - keyword" in written
    assert "questions, held" not in written


@pytest.mark.parametrize("question", [_probe(question) for question in PROBES])
def test_the_first_three_hits_have_the_right_report(searcher: Searcher, question: str) -> None:
    found = {hit.report.id for hit in searcher.search(question, k=3).hits}
    assert found & PROBES[question], found
