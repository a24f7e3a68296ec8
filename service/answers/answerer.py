"""An answer: the sentences that answer a question, cut from the reports, or the plain word that nothing does."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.text.sentences import sentence_spans
from corpus.types import Passage
from index.search.evidence import Evidence, PassageEvidence
from index.search.filters import matches
from index.search.searcher import Searcher
from index.types import Filters, Hit
from service.answers.abstention import AbstentionClassifier, load_abstention_classifier
from service.answers.candidates import Candidate, Scope, sentences_of
from service.answers.comparison import compared, grouped, meant
from service.answers.conflicts import conflicts, counterpart
from service.answers.features import Features, all_mismatched, features, only_quotes, with_deep_scores
from service.answers.intent import Asked, asks_nothing, understand
from service.answers.protection import SAYS, asks_for_persons
from service.answers.rerank import best_places, deeper_places, exits_early, first_places, reranked, score_places
from service.answers.scope import Names, other_meetings, speaks_of
from service.answers.selection import MMR_SETTINGS, choose
from service.answers.spans import QuoteSpan, spans
from service.answers.types import Answer, ComparedReport, Reason, SearchedReports
from service.citations.citer import Citer
from service.citations.quotes import Quote, cut_quote, exact_quotes

PASSAGES = 24
EACH = 3
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is made from: the evidence of the whole collection, for a comparison also that of the reports it
    names; all candidates of it with their scores before reranking; and the `scores` that the cross-encoder gave some of
    them, by their places. `place` is the paragraph that is asked for by its number: then it is the answer, whole."""

    asked: Asked
    evidence: tuple[Evidence, ...]
    candidates: tuple[Candidate, ...]
    scores: Mapping[int, float]
    place: tuple[tuple[Passage, int, int], ...] = ()

    @property
    def sentences(self) -> tuple[Candidate, ...]:
        """All candidates, reranked."""
        return reranked(self.candidates, self.scores, self.asked.kind)

    @property
    def passages(self) -> tuple[PassageEvidence, ...]:
        """The passages of all evidence."""
        return tuple(one for part in self.evidence for one in part.passages)


class Answerer:
    """Answers questions out of one open build. Its methods may be called from several threads."""

    def __init__(self, searcher: Searcher, citer: Citer, abstention: AbstentionClassifier | None = None) -> None:
        self._searcher = searcher
        self._citer = citer
        self._abstention = abstention or load_abstention_classifier()
        self._reports = {report.id: report for report in searcher.summaries(searcher.manifest.reports)}
        self._names = Names(tuple(self._reports.values()))

    def answer(self, question: str, *, k: int | None = None, filters: Filters | None = None) -> Answer:
        """Answer `question` with `k` quotes at most (None: as many as its kind takes). Raises BadQueryError."""
        started = time.perf_counter()
        filters = filters or Filters()
        material, reason = self._decided(question, filters)
        quotes, groups = self._assembled(material, filters, k) if reason is None else ([], [])
        if not quotes:
            reason = reason or "nothing"
        looked = self._looked_through(filters)
        corrected = material.asked.question.correction
        return Answer(
            question=question,
            kind=material.asked.kind,
            filters=filters,
            verdict="answered" if quotes else "not_found",
            reason=reason,
            says=_says(reason, looked),
            quotes=tuple(quotes),
            nearest=tuple(one.hit for one in material.passages[:NEAREST]) if reason == "nothing" else (),
            groups=tuple(groups),
            conflicts=tuple(conflicts(quotes)),
            searched=looked,
            build=self._searcher.manifest.build,
            took_ms=round((time.perf_counter() - started) * 1000, 2),
            correction=corrected.question if corrected else None,
        )

    def weigh(self, question: str, filters: Filters) -> Features | None:
        """The features by which it is decided whether anything answers `question`, as many candidates being scored as
        ever are; None where that needs no decision. Raises BadQueryError."""
        material = self._score_first(self._material(question, filters))
        weighed = self._features(material)
        return weighed and self._with_deep_scores(weighed, self._score_deep(material))

    def candidates(self, question: str) -> list[Candidate]:
        """The candidates for `question` with their scores before reranking, in the order of passages and of the text.
        Raises BadQueryError."""
        return self._candidates(self._understood(question), Filters())[1]

    def _material(self, question: str, filters: Filters) -> Material:
        asked = self._understood(question)
        evidence, candidates = self._candidates(asked, filters)
        place = self._searcher.place(asked.question)
        held = tuple(part for part in place if matches(self._reports[part[0].report_id], filters))
        return Material(asked, evidence, tuple(candidates), {}, held)

    def _score_first(self, material: Material) -> Material:
        asked = material.asked
        at_once, more = first_places(material.candidates, asked.kind, compared(asked, self._names) or None)
        material = self._with_scores(material, at_once)
        enough = not material.scores or exits_early(material.scores)
        return material if enough else self._with_scores(material, more)

    def _score_deep(self, material: Material) -> Material:
        """The same with more candidates scored, where any were."""
        further = deeper_places(material.candidates, material.scores) if material.scores else []
        return self._with_scores(material, further)

    def _with_scores(self, material: Material, places: Sequence[int]) -> Material:
        scores = score_places(self._searcher.score_pairs, material.asked.text, material.candidates, places)
        return replace(material, scores={**material.scores, **scores})

    def _understood(self, question: str) -> Asked:
        asked = understand(self._searcher.question(question))
        return replace(asked, kind="comparison") if self._names.contrasts(asked.text) else asked

    def _candidates(self, asked: Asked, filters: Filters) -> tuple[tuple[Evidence, ...], list[Candidate]]:
        scope = self._scope(asked)
        evidence = self._evidence(asked, scope, filters)
        others = other_meetings(asked, self._names)
        asked_for = [
            replace(part, passages=tuple(one for one in part.passages if _is_meant(one.hit, asked, others)))
            for part in evidence
        ]
        return evidence, [one for part in asked_for for one in sentences_of(part, asked, scope)]

    def _decided(self, question: str, filters: Filters) -> tuple[Material, Reason | None]:
        """What an answer is made from, and why there is none; None when there is one."""
        material = self._material(question, filters)
        # Both as it was typed and as it was searched for: a misspelling hides no one, nor does its correction.
        if asks_for_persons(question) or asks_for_persons(material.asked.text):
            return material, "persons"
        if material.place:
            return material, None
        if (
            not material.candidates
            or asks_nothing(material.asked.text)
            or all_mismatched(material.passages, material.asked, self._names)
        ):
            return material, "nothing"
        material = self._score_first(material)
        weighed = self._features(material)
        if weighed is None:
            return material, None
        if not material.scores:
            return material, None if self._abstention.answered_without_reranking(weighed) else "nothing"
        if self._abstention.is_undecided(weighed):
            material = self._score_deep(material)
            weighed = self._with_deep_scores(weighed, material)
        return material, None if self._abstention.answered(weighed) else "nothing"

    def _features(self, material: Material) -> Features | None:
        first = material.evidence[0]
        # A symbol or a phrase in quotation marks is found or it is not; what else is asked is to be decided.
        if not material.candidates or not first.weights or not first.words or only_quotes(material.asked.question):
            return None
        whole = replace(first, passages=material.passages)
        best = [place for place in best_places(material.candidates) if place in material.scores]
        return features(whole, material.sentences, material.scores, best, material.asked, self._names)

    def _with_deep_scores(self, weighed: Features, material: Material) -> Features:
        return with_deep_scores(weighed, material.candidates, material.scores, material.asked, self._names)

    def _scope(self, asked: Asked) -> Scope:
        periods = [self._names.within(self._names.told(period)) for period in asked.periods]
        return Scope(meant(asked, self._names), frozenset().union(*periods) if periods else None)

    def _evidence(self, asked: Asked, scope: Scope, filters: Filters) -> tuple[Evidence, ...]:
        """What the whole collection has, and what the reports that are meant have besides."""
        within = tuple(sorted(scope.meant & set(filters.report) if filters.report else scope.meant))
        scopes = [filters, *([replace(filters, report=within)] if within else [])]
        each = EACH if asked.kind == "comparison" else 0
        first, *more = self._searcher.evidence(asked.question, scopes, k=PASSAGES, each=each)
        seen = {one.hit.passage.id for one in first.passages}
        unseen = [tuple(one for one in part.passages if one.hit.passage.id not in seen) for part in more]
        return first, *(replace(part, passages=own) for part, own in zip(more, unseen, strict=True))

    def _assembled(
        self, material: Material, filters: Filters, k: int | None
    ) -> tuple[list[Quote], list[ComparedReport]]:
        """The quotes; for a comparison by dialogue in order of date, and the dialogues, with those that are meant and
        say nothing, of which a report of nearly the same text as a quoted one is none."""
        if material.place:
            cut = (self._cut(n, passage, start, end) for n, (passage, start, end) in enumerate(material.place[:k], 1))
            return exact_quotes(cut, self._searcher.text), []
        settings, sentences = MMR_SETTINGS[material.asked.kind], material.sentences
        if material.asked.kind != "comparison":
            quoted = spans(choose(sentences, settings), sentences)[: k or settings.quotes]
            return self._quoted([*self._with_counterparts(quoted)][:k]), []
        found = grouped(sentences, material.asked, self._names, settings)
        best = sorted((one for own in found.values() for one in own), key=lambda one: -one.score)
        quoted = [*self._with_counterparts(spans(best, sentences))][:k]
        twins = {report.id for span in quoted for report in span.passage.hit.also_in}
        others = meant(material.asked, self._names) - found.keys() - twins if quoted else ()
        silent = {report for report in others if matches(self._reports[report], filters)}
        ordered = sorted({one.passage.hit.report.id for one in quoted} | silent, key=self._date)
        quotes = self._quoted(sorted(quoted, key=lambda one: ordered.index(one.passage.hit.report.id)))
        numbers: dict[str, list[int]] = {}
        for quote in quotes:
            numbers.setdefault(quote.report.id, []).append(quote.n)
        return quotes, [ComparedReport(self._reports[report], tuple(numbers.get(report, ()))) for report in ordered]

    def _with_counterparts(self, quoted: Sequence[QuoteSpan]) -> Iterator[QuoteSpan]:
        """Each quote, followed by what a report of nearly the same text counts differently: a search shows only the
        better of two such passages."""
        for span in quoted:
            yield span
            hit = span.passage.hit
            if not hit.also_in:
                continue
            said = hit.passage.text[span.start : span.end]
            sentences = [said[start:end] for start, end in sentence_spans(said, hit.report.metadata.language)]
            for report in hit.also_in:
                passages = self._searcher.passages(report.id)
                found = (counterpart(one, passages, report.metadata.language) for one in sentences)
                for passage, start, end in dict.fromkeys(filter(None, found)):
                    yield QuoteSpan(replace(span.passage, hit=replace(hit, passage=passage, report=report)), start, end)

    def _date(self, report_id: str) -> tuple[str, str]:
        return self._reports[report_id].metadata.start_date or "9999", report_id

    def _quoted(self, found: Sequence[QuoteSpan]) -> list[Quote]:
        """The quotes at these places, each compared with the stored text at this moment."""
        return exact_quotes((self._quote(n, one) for n, one in enumerate(found, 1)), self._searcher.text)

    def _quote(self, n: int, span: QuoteSpan) -> Quote:
        passage = span.passage.hit.passage
        return self._cut(n, passage, passage.start + span.start, passage.start + span.end)

    def _cut(self, n: int, passage: Passage, start: int, end: int) -> Quote:
        return Quote(
            n=n,
            text=cut_quote(self._searcher.text(passage.report_id), start, end),
            start=start,
            end=end,
            passage=passage,
            report=self._reports[passage.report_id],
            citation=self._citer.cite(passage, span=(start, end)),
        )

    def _looked_through(self, filters: Filters) -> SearchedReports:
        passed = [report for report in self._reports.values() if matches(report, filters)]
        days = [day for report in passed for day in (report.metadata.start_date, report.metadata.end_date)]
        years = [day[:4] for day in days if day]
        return SearchedReports(
            reports=len(passed),
            readable=len(self._reports),
            unreadable=self._searcher.manifest.rejected,
            first=min(years, default=None),
            last=max(years, default=None),
        )


def _is_meant(hit: Hit, asked: Asked, others: frozenset[str]) -> bool:
    """Whether a passage is of no other meeting than the one that is asked for by its number, or speaks of that one."""
    return hit.report.id not in others or speaks_of(hit, asked)


def _says(reason: Reason | None, looked: SearchedReports) -> str | None:
    if reason is None:
        return None
    return SAYS if reason == "persons" else looked.in_vain
