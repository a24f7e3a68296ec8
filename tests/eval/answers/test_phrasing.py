"""What is measured of phrasing: the pairs are what they say, and the second look is a look of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from conftest import SAMPLE
from phrasing_runs import ALSO_GOOD, GOOD, TEXTS, address, quotes
from scripted_model import scripted, streams

from corpus.read import read_report
from corpus.types import SourceFile
from eval.answers.phrasing import objections, phrase_all, table
from eval.answers.phrasing_attacks import attacked, sample_sentences
from eval.answers.phrasing_pairs import judged, load_pairs
from eval.errors import EvalInputError
from index.types import Encoder, Filters
from service.answers.types import Answer, SearchedReports

pytestmark = pytest.mark.slow

PAIRS = load_pairs()
FAITHFUL = [pair for pair in PAIRS if pair.faithful]


def test_quotes_of_pairs_are_verbatim_from_the_sample() -> None:
    reports = {report for pair in PAIRS for report, _ in pair.quotes}
    texts = {report: read_report(SAMPLE, SourceFile(f"{report}.md"), report).text for report in reports}
    assert [pair.id for pair in PAIRS for report, text in pair.quotes if text not in texts[report]] == []
    assert len(PAIRS) > 300


@pytest.mark.model
def test_no_unfaithful_sentence_passes_and_most_faithful_ones_do(real_encoder: Encoder) -> None:
    found = judged(PAIRS, real_encoder)
    assert [pair.sentence for pair in PAIRS if not pair.faithful and found[pair.id] is None] == []
    assert sum(found[pair.id] is None for pair in FAITHFUL) >= 0.65 * len(FAITHFUL)


def test_true_sentences_pass_and_those_changed_by_machine_hardly_do() -> None:
    made, passed, _ = attacked(sample_sentences(300, 2), 2)
    assert passed["nothing"] >= 0.97 * made["nothing"]
    for name in (
        "a number changed",
        "a name changed",
        "not put in",
        "spliced",
        "the other quote cited",
        "not left out",
    ):
        assert (name, passed[name], made[name] > 10) == (name, 0, True)
    for name in ("two words exchanged", "cited without need", "should left out"):
        assert passed[name] <= 0.05 * made[name], name


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"id": "a"}\n')
    with pytest.raises(EvalInputError, match=r"pairs\.jsonl, line 1"):
        load_pairs(file)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (GOOD, ""),
        (ALSO_GOOD, ""),
        ("The working group had agreed on 16 recommendations [1].", ""),
        ("The working group had agreed on sixteen recommendations.", "no citation"),
        ("The working group had agreed on sixteen recommendations [one].", "no citation"),
        ("The working group had agreed on sixteen recommendations [1, 7].", "invented citation"),
        ("The working group had agreed on 17 recommendations [1].", "figures"),
        ("The working group in Oslo had agreed on sixteen recommendations [1].", "names"),
        ("The working group had not agreed on sixteen recommendations [1].", "denies"),
        ("The working group went home to sleep for a very long time [1].", "letters"),
    ],
)
def test_the_second_look_objects_to_what_is_not_in_the_quotes(sentence: str, said: str) -> None:
    found = objections(sentence, dict(enumerate(TEXTS, 1)))
    assert [one for one in found if said in one] if said else not found


def test_every_sentence_of_a_run_is_counted(encoder: Encoder) -> None:
    answer = Answer(
        question="What was agreed on?",
        kind="fact",
        filters=Filters(),
        verdict="answered",
        confidence="high",
        reason=None,
        says=None,
        quotes=tuple(quotes()),
        nearest=(),
        groups=(),
        further=(),
        conflicts=(),
        searched=SearchedReports(1, 1, 0, None, None),
        build="b",
        took_ms=1.0,
    )
    with scripted(streams(f"{GOOD} It rained in Oslo [1]. {ALSO_GOOD}")) as server:
        results = asyncio.run(phrase_all([answer, answer], address(server), encoder))
    assert [[fate for _, fate in one.sentences] for one in results] == [[None, "name", None]] * 2
    shown = table(results)
    for line in ("answers   2", "    2  done", "sentences 6", "    4  shown", "    2  dropped: name", "second look: 0"):
        assert line in shown
