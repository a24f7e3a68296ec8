"""Answers are measured by what their quotes hold, and silence by what it leaves unanswered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.types import Metadata, Passage, ReportSummary
from eval.answers import quality as answers
from eval.answers.quality import Answered, holds, measures, refusals, to_table
from eval.data.judging import locate
from eval.data.questions import SAMPLE_QUESTIONS, UNANSWERABLE_QUESTIONS
from eval.train import abstention as calibrate
from eval.train.abstention_figures import figures
from eval.train.folds import ROUNDS, Example, Fold, by_family, by_home, by_question
from eval.train.logistic import fit, fit_signed
from eval.types import Judgment, Question
from index.types import Filters
from service.answers.abstention import FEATURES, MODELS, AbstentionClassifier, Thresholds, load_abstention_classifier
from service.answers.features import Features
from service.answers.types import Answer, SearchedReports
from service.citations.quotes import Quote

TEXTS = {"a": "The panel adopted its agenda. It heard twelve speakers.", "b": "Nobody disagreed with the panel."}


def quote(report: str, words: str, n: int = 1) -> Quote:
    text = TEXTS[report]
    start = text.index(words)
    summary = ReportSummary(report, f"{report}.md", "0" * 64, Metadata(title=report), 9)
    return Quote(n, words, start, start + len(words), Passage("p", report, 0, len(text), text), summary, report)


def question(*judged: tuple[str, str, int], kind: str = "fact") -> Question:
    return Question("q", "q?", kind, "dev", tuple(Judgment(*one) for one in judged))  # type: ignore[arg-type]


def answered(asked: Question, *quotes: Quote) -> Answered:
    verdict = "answered" if quotes else "not_found"
    found = Answer(
        "q?",
        "fact",
        Filters(),
        verdict,
        "high" if quotes else None,
        None,
        None,
        quotes,
        (),
        (),
        (),
        (),
        SearchedReports(2, 2, 0, None, None),
        "b1",
        1.0,
    )
    located = locate(asked, TEXTS.__getitem__)
    values = measures(quotes, located, asked.kind == "comparison") if located else {}
    return Answered(asked, found, values, 0, 2.0, 1.0)


def test_half_of_the_words_of_a_judged_quote_are_enough_and_less_is_not() -> None:
    (judged,) = locate(question(("a", "It heard twelve speakers.", 2)), TEXTS.__getitem__)
    assert holds([quote("a", "twelve speakers.")], judged)
    assert not holds([quote("a", "speakers.")], judged)
    assert not holds([quote("b", "Nobody disagreed")], judged)


def test_evidence_first_and_aim_are_measured() -> None:
    judged = locate(question(("a", "It heard twelve speakers.", 2)), TEXTS.__getitem__)
    quotes = [quote("b", "Nobody disagreed"), quote("a", "It heard twelve speakers.", 2)]
    assert measures(quotes, judged, comparison=False) == {"evidence": 1.0, "first": 0.0, "quote precision": 0.5}
    assert measures([], judged, comparison=False) == {"evidence": 0.0, "first": 0.0, "quote precision": 0.0}


def test_dialogues_count_the_reports_that_speak_to_it() -> None:
    judged = locate(
        question(("a", "It heard twelve speakers.", 2), ("b", "Nobody disagreed", 2), kind="comparison"),
        TEXTS.__getitem__,
    )
    got = measures([quote("b", "Nobody disagreed"), quote("a", "adopted", 2)], judged, comparison=True)
    assert (got["document recall"], got["coverage"]) == (0.5, 1.0)


def test_refusals_count_both_ways() -> None:
    known, unknown = question(("a", "adopted its agenda.", 2)), question(kind="unanswerable")
    told = refusals([answered(known), answered(known, quote("a", "adopted its agenda.")), answered(unknown)])
    assert (told.precision, told.recall, told.refused) == (0.5, 1.0, 0.5)
    assert told.f1 == pytest.approx(2 / 3)
    assert refusals([]).f1 == 0.0


def test_the_table_tells_size_silence_and_time() -> None:
    known = question(("a", "adopted its agenda.", 2))
    text = to_table([answered(known, quote("a", "adopted its agenda.")), answered(question(kind="unanswerable"))], 3, 9)
    assert "quotes that slice exactly: 1 of 1" in text
    assert "F1 1.000" in text
    assert "ask: p50 2.0 ms" in text
    assert "left out: 3" in text


def test_a_regression_tells_apart_what_can_be_told_apart() -> None:
    generator = np.random.default_rng(1)
    x = generator.normal(size=(200, 3))
    x[:, 2] = 7.0  # always the same
    y = (x[:, 0] - 0.5 * x[:, 1] > 0).astype(float)
    model = fit(x, y, np.ones(200), ridge=0.1)
    assert ((model.probabilities(x) > 0.5) == (y == 1)).mean() > 0.95
    assert model.weights[0] > 0 > model.weights[1]
    assert model.weights[2] == pytest.approx(0.0, abs=1e-6)


def test_a_regression_gives_the_share_where_nothing_tells_them_apart() -> None:
    y = np.asarray([1.0, 0.0, 0.0, 0.0])
    assert fit(np.zeros((4, 1)), y, np.ones(4), 1.0).probabilities(np.zeros((1, 1)))[0] == pytest.approx(0.25, abs=1e-4)


def test_a_feature_that_would_speak_against_what_it_stands_for_is_left_out() -> None:
    generator = np.random.default_rng(1)
    x = generator.normal(size=(300, 2))
    y = (x[:, 0] - x[:, 1] > 0).astype(float)
    model = fit_signed(x, y, np.ones(300), 1.0, [1, 1])
    assert model.weights[0] > 0 == model.weights[1]
    alone = fit(x[:, :1], y, np.ones(300), 1.0)
    assert model.probabilities(x) == pytest.approx(alone.probabilities(x[:, :1]))


def test_the_threshold_refuses_few_of_the_answerable_of_every_home() -> None:
    probabilities = np.concatenate([np.linspace(0.3, 1, 100), np.linspace(0, 0.5, 50)])
    answerable = np.arange(150) < 100
    threshold = calibrate.best_threshold(probabilities, answerable, np.full(150, "a"))
    got = figures((probabilities < threshold) * 1.0, answerable, by_rule=0)
    assert 0 < got.refused <= calibrate.MOST_REFUSED
    assert got.recall > 0.5
    harder = np.where(np.arange(150) < 20, "b", "a")  # all that would be refused stand in one home
    assert calibrate.best_threshold(probabilities, answerable, harder) < threshold


def test_few_of_the_unanswerable_of_every_home_get_a_sure_answer() -> None:
    probabilities = np.concatenate([np.linspace(0.3, 1, 100), np.linspace(0, 0.8, 50)])
    answerable = np.arange(150) < 100
    threshold = calibrate.confident_threshold(probabilities, answerable, np.full(150, "a"), 0.2)
    assert 0 < (probabilities[100:] >= threshold).mean() <= calibrate.MOST_SURE
    assert (probabilities[:100] >= threshold).mean() > 0.3
    harder = np.where(np.arange(150) > 140, "b", "a")  # the unanswerable that look best stand in one home
    assert calibrate.confident_threshold(probabilities, answerable, harder, 0.2) > threshold
    assert calibrate.confident_threshold(probabilities, answerable, np.full(150, "a"), 0.95) == 0.95


def test_what_a_rule_finds_out_counts() -> None:
    got = figures(np.asarray([0.0, 1.0]), np.asarray([True, False]), by_rule=2)
    assert (got.precision, got.recall, got.unanswerable) == (1.0, 1.0, 3)


def example(question: str, home: str = "a", family: str = "") -> Example:
    return Example(question, home, "own", family, not family, (0.0,))


EXAMPLES = [example(f"q{i}", home) for i in range(12) for home in ("a", "b")] + [
    example(f"{family} {i}", home, family) for family in ("near", "far") for i in range(3) for home in ("a", "b")
]


@pytest.mark.parametrize("split", [by_question, by_family, by_home])
def test_no_question_is_judged_by_a_model_that_saw_it(split: Callable[[Sequence[Example]], Iterator[Fold]]) -> None:
    times = np.zeros(len(EXAMPLES), dtype=int)
    for fold in split(EXAMPLES):
        seen = {one.question for one, fitted in zip(EXAMPLES, fold.fitted, strict=True) if fitted}
        judged = {one.question for one, is_judged in zip(EXAMPLES, fold.judged, strict=True) if is_judged}
        assert not seen & judged
        times += fold.judged
    assert set(times.tolist()) == {ROUNDS}


def test_a_kind_that_is_judged_was_not_seen() -> None:
    for fold in by_family(EXAMPLES):
        seen = {one.family for one, fitted in zip(EXAMPLES, fold.fitted, strict=True) if fitted} - {""}
        assert seen in ({"near"}, {"far"})


def test_a_home_is_judged_by_the_others() -> None:
    for fold in by_home(EXAMPLES):
        seen = {one.home for one, fitted in zip(EXAMPLES, fold.fitted, strict=True) if fitted}
        judged = {one.home for one, is_judged in zip(EXAMPLES, fold.judged, strict=True) if is_judged}
        assert not seen & judged


def test_the_service_judges_as_the_fit_does() -> None:
    chance = np.random.default_rng(3)
    x = chance.normal(size=(200, len(FEATURES)))
    y = (x.sum(axis=1) + chance.normal(size=200) > 0) * 1.0
    models = {name: calibrate._fit(x, y, np.ones(200), name) for name in MODELS}
    weights = {name: calibrate.to_weights(model, name) for name, model in models.items()}
    both = Thresholds(answered=0.3, confident=0.6)
    decisions = AbstentionClassifier(**weights, thresholds=both, thresholds_without_reranking=both)
    for name, read in (("reranked", True), ("without_reranking", False)):
        told = models[name].probabilities(x[:, calibrate.PLACES[name]])
        clear = (np.abs(told - 0.3) > 0.01) & (np.abs(told - 0.6) > 0.01)  # the service's weights are rounded
        got = [decisions.confidence(Features(*row), read=read) for row in x[clear]]
        assert got == ["high" if one >= 0.6 else "low" if one >= 0.3 else None for one in told[clear]]
        assert len(set(got)) == 3


@pytest.mark.model
def test_answers_on_the_sample_hold_the_evidence_and_keep_silent(
    sample_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answers.main(["--home", str(sample_home)]) == 0
    lines = capsys.readouterr().out.splitlines()
    (row,) = (re.sub(r"\[.*?\]", "", line).split() for line in lines if line.startswith("all "))
    evidence, first, precision = float(row[2]), float(row[3]), float(row[6])
    assert evidence >= 0.8
    assert first >= 0.75
    assert precision >= 0.75
    assert any(line.startswith("quotes that slice exactly") for line in lines)
    f1 = next(float(line.split("F1 ")[1].split()[0]) for line in lines if line.startswith("not_found"))
    assert f1 >= 0.8


@pytest.mark.model
def test_the_fit_is_judged_by_what_was_left_out_and_written_only_when_asked(
    sample_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = (SAMPLE_QUESTIONS, UNANSWERABLE_QUESTIONS)
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    few = [line for line in lines if json.loads(line)["split"] == "open"][::6]
    (tmp_path / "few.jsonl").write_text("\n".join(few), encoding="utf-8")
    monkeypatch.setattr(calibrate, "FILE", tmp_path / "fitted.json")
    given = ["--asked", str(sample_home), str(tmp_path / "few.jsonl")]
    assert calibrate.main([*given, "--dry-run"]) == 0
    assert not calibrate.FILE.exists()
    assert calibrate.main(given) == 0
    shown = capsys.readouterr().out
    assert "found out of a kind left out: none-absent" in shown
    fitted = load_abstention_classifier(calibrate.FILE)
    for thresholds in (fitted.thresholds, fitted.thresholds_without_reranking):
        assert 0 < thresholds.answered <= thresholds.confident <= 1


def test_held_questions_are_never_shown() -> None:
    with pytest.raises(SystemExit):
        answers.main(["--home", "nowhere", "--held", "--worst", "3"])
