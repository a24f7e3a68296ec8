"""Evaluation and gate on a small collection whose right answers are known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from eval_collection import WordCollection

from eval.errors import EvalInputError
from eval.retrieval.gate import SAMPLE_GATE, check_gate, load_gate
from eval.retrieval.report import comparison_table, to_json, to_table
from eval.retrieval.runner import MEASURES, evaluate
from eval.types import Judgment, Question

TEXTS = {
    "guns": "# Firearms\nParticipants traced weapons with markings.\nMexico chaired the meeting.",
    "kids": "# Children\nThe panel heard about child victims.\nSpain chaired the meeting on children.",
    "sea": "# Ships\nRescue at sea was debated.",
}
CHAIR = Question("f1", "mexico chaired", "fact", "dev", (Judgment("guns", "Mexico chaired the meeting.", 2),))
BOTH = Question(
    "c1",
    "who chaired the meeting",
    "comparison",
    "dev",
    (Judgment("guns", "Mexico chaired the meeting.", 2), Judgment("kids", "Spain chaired the meeting on children.", 2)),
)
SILENT = Question("p1", "pistols", "paraphrase", "dev", (Judgment("guns", "traced weapons with markings", 2),))
NONE = Question("u1", "debated moon landing", "unanswerable", "dev", ())
QUESTIONS = (CHAIR, BOTH, SILENT, NONE)


@pytest.fixture(scope="module")
def collection() -> WordCollection:
    return WordCollection(TEXTS)


def test_a_right_first_hit_is_worth_one_everywhere(collection: WordCollection) -> None:
    (result,) = evaluate(collection, [CHAIR]).results
    assert result.values == pytest.approx(dict.fromkeys(MEASURES, 1.0))
    assert result.missed == ()
    assert result.found[0].grade == 2


def test_a_question_without_hits_counts_as_zero(collection: WordCollection) -> None:
    evaluation = evaluate(collection, [CHAIR, SILENT])
    assert evaluation.results[1].values == dict.fromkeys(MEASURES, 0.0)
    assert evaluation.results[1].missed == SILENT.relevant
    assert evaluation.means["ndcg"].mean == pytest.approx(0.5)


def test_a_comparison_needs_every_report_within_the_hits(collection: WordCollection) -> None:
    whole, cut = evaluate(collection, [BOTH], k=10), evaluate(collection, [BOTH], k=1)
    assert whole.means["reports"].mean == 1
    assert cut.means["reports"].mean == 0
    assert cut.means["recall"].mean == 1  # one of the one that a single hit could bring


def test_unanswerable_questions_are_reported_apart(collection: WordCollection) -> None:
    evaluation = evaluate(collection, QUESTIONS)
    assert [result.question.id for result in evaluation.unanswerable] == ["u1"]
    assert evaluation.unanswerable[0].best == pytest.approx(1 / 3)
    assert evaluation.means["ndcg"].n == 3
    assert "unanswerable" not in evaluation.kinds


def test_a_report_that_the_build_lacks_is_named(collection: WordCollection) -> None:
    stray = Question("f9", "anything", "fact", "dev", (Judgment("lost", "words", 2),))
    with pytest.raises(EvalInputError, match="'lost'"):
        evaluate(collection, [stray])


def test_the_table_shows_kinds_and_what_was_found_instead(collection: WordCollection) -> None:
    table = to_table(evaluate(collection, QUESTIONS))
    assert "paraphrase" in table
    assert "p1: pistols" in table
    assert "missed  guns: traced weapons with markings" in table
    assert "unanswerable" in table


def test_json_is_plain_data_with_values_per_question(collection: WordCollection) -> None:
    data = json.loads(json.dumps(to_json(evaluate(collection, QUESTIONS))))
    assert data["results"][0]["question"]["id"] == "f1"
    assert data["results"][0]["values"]["ndcg"] == pytest.approx(1)
    assert data["kinds"]["fact"]["ndcg"]["n"] == 1


def test_two_configurations_are_compared_in_pairs(collection: WordCollection) -> None:
    poor = evaluate(WordCollection({**TEXTS, "noise": "mexico chaired who the meeting\n" * 12}), QUESTIONS)
    table = comparison_table(evaluate(collection, QUESTIONS), poor, ("quiet", "noisy"))
    assert "quiet - noisy" in table
    assert "+" in table


def test_the_gate_opens_for_the_figures_it_was_set_from(collection: WordCollection) -> None:
    evaluation = evaluate(collection, [CHAIR, BOTH])
    gate = {"all": {"ndcg": evaluation.means["ndcg"].mean}, "fact": {"recall": 1.0}}
    assert check_gate(evaluation, gate) == []


def test_the_gate_closes_when_the_right_passages_sink(collection: WordCollection) -> None:
    gate = {"all": {"ndcg": 0.9, "recall": 0.9}, "fact": {"mrr": 0.9}}
    assert check_gate(evaluate(collection, [CHAIR, BOTH]), gate) == []
    noisy = WordCollection({"aaa": "who chaired the meeting mexico\n" * 12, **TEXTS})
    failures = check_gate(evaluate(noisy, [CHAIR, BOTH]), gate)
    assert len(failures) == 3
    assert "all: ndcg is 0." in failures[0]


def test_a_kind_without_questions_does_not_pass_unseen(collection: WordCollection) -> None:
    assert "no questions" in check_gate(evaluate(collection, [CHAIR]), {"paraphrase": {"ndcg": 0.1}})[0]


@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", '{"riddle": {"ndcg": 1}}', '{"all": {"speed": 1}}', '{"all": {"ndcg": 7}}']
)
def test_a_gate_that_cannot_be_meant_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "gate.json").write_text(content, encoding="utf-8")
    with pytest.raises(EvalInputError, match=r"gate\.json"):
        load_gate(tmp_path / "gate.json")


def test_the_shipped_gate_can_be_read() -> None:
    assert load_gate(SAMPLE_GATE)["all"]["ndcg"] > 0
