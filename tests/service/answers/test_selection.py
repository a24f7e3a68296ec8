"""Which sentences are quoted, when it is said that nothing answers, and where figures differ."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from corpus.types import Metadata, Passage, ReportSummary
from index.lexical.keyword_index import stem
from index.search.evidence import PassageEvidence, met
from index.types import Hit, Scores
from service.answers.abstention import (
    FILE,
    AbstentionClassifier,
    Confidence,
    LogisticModel,
    Thresholds,
    load_abstention_classifier,
)
from service.answers.candidates import Candidate, weight_met
from service.answers.conflicts import conflicts, counterpart, figures
from service.answers.features import Features
from service.answers.selection import MmrSettings, choose, like
from service.answers.spans import QuoteSpan, spans
from service.answers.speakers import nature, speaker
from service.citations.quotes import Quote

NOTHING = np.zeros(0, dtype=np.float32)
SETTINGS = MmrSettings(most=3, least=0.5, beside=0.5)


def summary(name: str, **known: object) -> ReportSummary:
    return ReportSummary(name, f"{name}.md", "0" * 64, Metadata(**{"title": name, **known}), 10)  # type: ignore[arg-type]


def sentence(text: str, score: float, report: str = "a") -> Candidate:
    hit = Hit(1, score, Scores(score, None), Passage("p", report, 0, len(text), text), summary(report), (0, len(text)))
    passage = PassageEvidence(hit, (), frozenset(), (), np.zeros((0, 0), dtype=np.float32), NOTHING)
    stems = frozenset(stem(word) for word in text.lower().split())
    return Candidate(passage, 0, len(text), 0, stems, score, NOTHING, score)


def quote(n: int, text: str, report: ReportSummary) -> Quote:
    return Quote(n, text, 0, len(text), Passage(f"p{n}", report.id, 0, len(text), text), report, report.id)


def test_the_best_come_first_and_no_more_than_asked() -> None:
    found = [sentence(f"sentence number{i} {i}", i / 10) for i in range(8)]
    assert [one.score for one in choose(found, SETTINGS)] == [0.7, 0.6, 0.5]
    assert len(choose(found, replace(SETTINGS, most=1))) == 1
    assert choose([], SETTINGS) == []


def test_what_hardly_answers_is_left_out_but_for_the_best() -> None:
    far, best = sentence("far below it", -0.5), sentence("the best of all", 2.0)
    assert choose([best, far], SETTINGS) == [best]
    assert choose([far], SETTINGS) == [far]
    lower = replace(SETTINGS, least=0.0, beside=0.9)
    assert choose([best, sentence("a bit below it", 1.0)], lower) == [best]
    assert len(choose([best, sentence("hardly below it", 1.7)], lower)) == 2


def test_a_repetition_is_quoted_once() -> None:
    same = [sentence("speakers asked for better data", 1.0), sentence("speakers asked for much better data", 0.9, "b")]
    assert like(*same) == 1.0
    assert len(choose(same, SETTINGS)) == 1


def test_a_repetition_with_other_figures_in_another_report_is_kept() -> None:
    differ = [
        sentence("the following 58 states took part", 1.0),
        sentence("the following 59 states took part", 0.9, "b"),
    ]
    assert len(choose(differ, SETTINGS)) == 2


def test_another_report_goes_before_one_more_of_the_same() -> None:
    found = [sentence("one two three", 1.0), sentence("four five six", 0.95), sentence("seven eight nine", 0.9, "b")]
    assert [one.report_id for one in choose(found, replace(SETTINGS, same_document_penalty=0.2, most=2))] == ["a", "b"]


def test_a_term_is_met_by_all_words_of_one_of_its_forms() -> None:
    term = (("tip",), ("traffick", "person"))
    assert met(term, frozenset({"tip"}))
    assert met(term, frozenset({"traffick", "person"}))
    assert not met(term, frozenset({"traffick"}))
    assert weight_met({term: 3.0, (("chair",),): 1.0}, frozenset({"tip"})) == 3.0
    assert weight_met({}, frozenset({"tip"})) == 0.0


def test_what_was_read_is_decided_by_what_reading_gave_besides() -> None:
    fitted = load_abstention_classifier()
    read = {"rerank_score", "second_score", "date_mismatch", "other_year"}
    assert fitted.reranked.weights.keys() - fitted.without_reranking.weights.keys() == read


def test_weights_fitted_for_other_features_are_refused(tmp_path: Path) -> None:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    old = tmp_path / "old.json"
    del content["reranked"]["weights"]["max_cosine_z"]
    old.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match="other features"):
        load_abstention_classifier(old)
    del content["reranked"]
    old.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match=r"eval\.train\.abstention"):
        load_abstention_classifier(old)


def weights(bias: float = 0.0, **own: float) -> LogisticModel:
    return LogisticModel(own, dict.fromkeys(own, 0.0), dict.fromkeys(own, 1.0), bias)


def test_a_probability_follows_its_weights() -> None:
    none = Features(**{field.name: 0.0 for field in fields(Features)})
    own = weights(bias=-1.0, max_cosine_z=2.0)
    assert own.probability(none) == pytest.approx(1 / (1 + np.e))
    assert own.probability(replace(none, max_cosine_z=1.0)) == pytest.approx(1 / (1 + 1 / np.e))


@pytest.mark.parametrize(
    ("number", "confidence"), [(-3.0, None), (-0.1, None), (0.1, "low"), (1.3, "low"), (1.5, "high"), (3.0, "high")]
)
def test_nothing_answers_below_one_threshold_and_it_is_sure_above_another(
    number: float, confidence: Confidence | None
) -> None:
    none = Features(**{field.name: 0.0 for field in fields(Features)})
    decisions = AbstentionClassifier(
        weights(rerank_score=1.0), Thresholds(0.5, 0.8), weights(bias=-9.0), Thresholds(0.5, 0.8)
    )
    given = replace(none, rerank_score=number)
    assert decisions.confidence(given, read=True) == confidence
    assert decisions.confidence(given, read=False) is None


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"kind": "official record", "labels": ("draft",)}, "Official record, draft"),
        ({"kind": "digest"}, "Digest prepared from public sources, not an official record"),
        ({"kind": "participant account"}, "One participant’s account, not an official record"),
        ({}, "Kind of source not stated"),
    ],
)
def test_a_quote_says_what_it_is_from(known: dict[str, object], said: str) -> None:
    assert nature(Metadata(**known)) == said  # type: ignore[arg-type]


def test_figures_are_read_with_what_they_count() -> None:
    found = [(one.value, one.counted) for one in figures("In 2024, 1,400 people from 131 States came (A/79/352).")]
    assert found == [("1400", ("people",)), ("131", ("state", "came"))]


def test_different_figures_for_one_event_are_said() -> None:
    known = {"series": "Meetings", "start_date": "2025-03-03", "end_date": "2025-03-07"}
    first = quote(1, "The following 58 States Parties participated in the Meeting", summary("a", **known))
    second = quote(2, "The following 59 States Parties participated in the Meeting", summary("b", **known))
    (found,) = conflicts([first, second])
    assert found.quotes == (1, 2)
    assert found.says == "The reports give different figures: 58 in a; 59 in b."


def test_figures_of_different_events_and_equal_ones_are_no_conflict() -> None:
    one = {"series": "Meetings", "start_date": "2025-03-03", "end_date": "2025-03-07"}
    other = {"series": "Meetings", "start_date": "2024-03-03", "end_date": "2024-03-07"}
    text = "The following {} States Parties participated in the Meeting"
    assert (
        conflicts([quote(1, text.format(58), summary("a", **one)), quote(2, text.format(59), summary("b", **other))])
        == []
    )
    assert (
        conflicts([quote(1, text.format(58), summary("a", **one)), quote(2, text.format(58), summary("b", **one))])
        == []
    )


def run_of(*texts: str, score: float = 1.0) -> list[Candidate]:
    """Sentences of one passage, one after the other."""
    whole = " ".join(texts)
    first = sentence(whole, score)
    starts = [whole.index(text) for text in texts]
    return [
        replace(first, start=start, end=start + len(text), nth=n)
        for n, (start, text) in enumerate(zip(starts, texts, strict=True))
    ]


def texts_of(found: list[QuoteSpan]) -> list[str]:
    return [one.passage.hit.passage.text[one.start : one.end] for one in found]


def test_neighbours_become_one_quote() -> None:
    one, two, three = run_of("The panel met.", "Speakers asked for data.", "Nobody disagreed.")
    assert texts_of(spans([three, two], [one, two, three])) == ["Speakers asked for data. Nobody disagreed."]
    assert texts_of(spans([three, one], [one, two, three])) == ["Nobody disagreed.", "The panel met."]


def test_a_sentence_that_points_back_brings_the_one_before_it() -> None:
    one, two = run_of("The co-chairs reported.", "They named two channels.")
    assert texts_of(spans([two], [one, two])) == ["The co-chairs reported. They named two channels."]
    assert texts_of(spans([two, one], [one, two])) == ["The co-chairs reported. They named two channels."]


@pytest.mark.parametrize(
    ("second", "brought"),
    [
        ("The second was concerned with protection.", True),
        ("The first panel dealt with data.", True),
        ("The second meeting was held in Vienna.", False),
        ("The last word was hers.", False),
        ("Thematic panels followed.", False),
    ],
)
def test_an_ordinal_without_its_noun_points_back(second: str, brought: bool) -> None:
    one, two = run_of("Two panels were held.", second)
    assert texts_of(spans([two], [one, two])) == [f"Two panels were held. {second}" if brought else second]


def test_a_long_sentence_is_not_brought_along_nor_a_long_quote_made() -> None:
    long = "word " * 60 + "end."
    one, two, three = run_of(long, "They named two channels.", "x " + long)
    assert texts_of(spans([two], [one, two, three])) == ["They named two channels."]
    assert len(spans([one, two, three], [one, two, three])) == 2


def test_who_speaks_is_the_last_name_before_the_words() -> None:
    text = "**Ann Lee:** We met. Data was short.\n\n**Bo Ek:** I agree."
    passage = Passage("p", "a", 0, len(text), text, speakers=("Ann Lee", "Bo Ek"))
    assert speaker(passage, text.index("Data")) == "Ann Lee"
    assert speaker(passage, text.index("I agree")) == "Bo Ek"
    assert speaker(replace(passage, speakers=("Ann Lee",), text="Data was short."), 0) == "Ann Lee"
    assert speaker(replace(passage, speakers=(), text="Note: data was short."), 6) is None


def passages(*texts: str) -> list[Passage]:
    return [Passage(f"p{n}", "b", 0, len(text), text) for n, text in enumerate(texts)]


def test_what_a_twin_counts_differently_is_found() -> None:
    said = "The following 58 States Parties participated in the Meeting."
    twin = passages("The Meeting opened.", "It was long. The following 59 States Parties participated in the Meeting.")
    found = counterpart(said, twin, "en")
    assert found
    assert found[0].text[found[1] : found[2]] == "The following 59 States Parties participated in the Meeting."


@pytest.mark.parametrize(
    ("said", "twin"),
    [
        ("The following 58 States Parties took part.", "The following 58 States Parties took part."),
        ("The following 58 States Parties took part.", "Another 59 came to the dinner."),
        ("The following States Parties took part.", "The following 59 States Parties took part."),
    ],
)
def test_what_a_twin_says_alike_or_of_something_else_is_no_counterpart(said: str, twin: str) -> None:
    assert counterpart(said, passages(twin), "en") is None
