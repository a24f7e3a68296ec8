"""The gate on the project's own open questions, with the real model on the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.gate import check_gate, load_gate
from eval.questions import load_questions
from eval.runner import evaluate
from index.opening import open_live
from index.searcher import Searcher
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
    assert check_gate(evaluate(searcher, load_questions(split="open")), load_gate()) == []


@pytest.mark.parametrize("question", PROBES)
def test_the_first_three_hits_have_the_right_report(searcher: Searcher, question: str) -> None:
    found = {hit.report.id for hit in searcher.search(question, k=3).hits}
    assert found & PROBES[question], found
