"""An answer: the sentences that answer a question, cut from the reports, or the plain word that nothing does."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from corpus.text.sentences import sentence_spans
from corpus.types import Passage, ReportSummary
from index.search.evidence import Evidence, PassageEvidence
from index.search.filters import matches
from index.search.searcher import Searcher
from index.types import Filters, Hit
from service.answers.abstention import AbstentionClassifier, Confidence, load_abstention_classifier
from service.answers.candidates import Candidate, Scope, sentences_of
from service.answers.conflicts import conflicts, counterpart
from service.answers.features import Features, all_mismatched, features, only_quotes
from service.answers.intent import Asked, Kind, asks_nothing, understand
from service.answers.passages import best_of_each, in_order
from service.answers.places import (
    FoundPlace,
    cut_by_passage,
    missing_document,
    place_of,
    wants_recommendations,
)
from service.answers.protection import SAYS, asks_for_persons, load_protection_classifier
from service.answers.rerank import FIRST_DEPTH, answers_plainly, best_places, score_places
from service.answers.scope import MOST_MEANT, Names, meant, other_meetings, speaks_of
from service.answers.selection import MMR_SETTINGS, MmrSettings, choose, probability
from service.answers.sentence_score import SentenceScore, load_sentence_score
from service.answers.sides import Side, by_side, sides_of, speaks_for
from service.answers.spans import QuoteSpan, spans
from service.answers.types import Answer, ComparedSide, Reason, SearchedReports
from service.citations.citer import Citer
from service.citations.quotes import Quote, cut_quote, exact_quotes

PASSAGES = 24
EACH = 3
# Quotes of one place at most.
MOST_QUOTES = 8
NEAREST = 3
# How many reports a comparison without sides goes through, and how many further reports of a theme are named.
MOST_REPORTS, MOST_FURTHER = 6, 8
# The probability from which a further report is named.
FURTHER = 0.15
POSSIBLE = "These passages come close, but may not answer your question. Check before you rely on them."
# Of each side of a comparison so many of the best looking sentences are read.
OF_EACH_SIDE = 4


@dataclass(frozen=True, slots=True)
class Material:
    """What an answer is made from: the evidence of the whole collection, for a comparison also that of the reports it
    names; all candidates of it, those that were read with the score that they have then; and the `numbers` that the
    cross-encoder gave these, by their places."""

    asked: Asked
    sides: tuple[Side, ...]
    evidence: tuple[Evidence, ...]
    candidates: tuple[Candidate, ...]
    numbers: Mapping[int, float]

    @property
    def read(self) -> tuple[Candidate, ...]:
        """The candidates that were read; without a cross-encoder all."""
        return tuple(self.candidates[place] for place in self.numbers) if self.numbers else self.candidates

    @property
    def passages(self) -> tuple[PassageEvidence, ...]:
        """The passages of all evidence."""
        return tuple(one for part in self.evidence for one in part.passages)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a question: its quotes, or the reason why there are none; `says` tells a reader of that, or that
    the quotes may not answer."""

    kind: Kind
    quotes: Sequence[Quote] = ()
    confidence: Confidence = "high"
    groups: Sequence[ComparedSide] = ()
    further: tuple[Hit, ...] = ()
    reason: Reason | None = None
    says: str | None = None


class Answerer:
    """Answers questions out of one open build. Its methods may be called from several threads."""

    def __init__(
        self,
        searcher: Searcher,
        citer: Citer,
        abstention: AbstentionClassifier | None = None,
        scoring: SentenceScore | None = None,
    ) -> None:
        self._searcher = searcher
        self._citer = citer
        self._abstention = abstention or load_abstention_classifier()
        self._scoring = scoring or load_sentence_score()
        self._protection = load_protection_classifier(searcher.manifest.fingerprint)
        self._reports = {report.id: report for report in searcher.summaries(searcher.manifest.reports)}
        self._names = Names(tuple(self._reports.values()))

    def answer(self, question: str, *, k: int | None = None, filters: Filters | None = None) -> Answer:
        """Answer `question` with `k` quotes at most (None: as many as its kind takes). Raises BadQueryError."""
        started = time.perf_counter()
        filters = filters or Filters()
        material = self._material(question, filters)
        looked = self._looked_through(filters)
        # Both as it was typed and as it was searched for: a misspelling hides no one, nor does its correction.
        if any(map(self.asks_for_persons, {question, material.asked.text})):
            made = _Outcome(material.asked.kind, reason="persons", says=SAYS)
        else:
            made = self._outcome(material, filters, k, looked)
        corrected = material.asked.question.correction
        return Answer(
            question=question,
            kind=made.kind,
            filters=filters,
            verdict="answered" if made.quotes else "not_found",
            confidence=made.confidence if made.quotes else None,
            reason=made.reason,
            says=made.says,
            quotes=tuple(made.quotes),
            nearest=tuple(one.hit for one in material.passages[:NEAREST]) if made.reason != "persons" else (),
            groups=tuple(made.groups),
            further=made.further,
            conflicts=tuple(conflicts(made.quotes)),
            searched=looked,
            build=self._searcher.manifest.build,
            took_ms=round((time.perf_counter() - started) * 1000, 2),
            correction=corrected.question if corrected else None,
        )

    def order(self, question: str, hits: Sequence[Hit], filters: Filters | None = None) -> tuple[Hit, ...]:
        """The passages that a search found for `question`, the first in the order of their best sentences; as they are
        where a symbol or a phrase is asked for, which comes first exactly as it is, and without a cross-encoder. Raises
        BadQueryError."""
        material = self._material(question, filters or Filters())
        asked = material.asked
        exact = asked.question.symbols or asked.question.phrases
        places = [] if exact else best_of_each(hits, material.candidates)
        numbers = score_places(self._searcher.score_pairs, asked.text, material.candidates, places)
        return in_order(hits, material.candidates, numbers) if numbers else tuple(hits)

    def _outcome(self, material: Material, filters: Filters, k: int | None, looked: SearchedReports) -> _Outcome:
        asked = material.asked
        if symbol := missing_document(asked, self._names):
            return _Outcome("place", reason="not_held", says=self._not_held(symbol, filters))
        passing = partial(matches, filters=filters)
        found = place_of(asked, self._names, self._searcher, passing) if asked.kind != "comparison" else []
        if found and not any(one.spans for one in found):
            called = self._reports[found[0].report].metadata
            return _Outcome(
                "place", reason="no_place", says=f"{called.symbol or called.title} has no {found[0].wanted}."
            )
        if found:
            return _Outcome("place", self._quoted_place(found)[: k or MOST_QUOTES])
        material, confidence = self._decided(material)
        quotes, groups = self._assembled(material, k) if confidence else ([], [])
        if not confidence or not quotes:
            return _Outcome(asked.kind, reason="nothing", says=looked.in_vain)
        says = POSSIBLE if confidence == "low" else None
        return _Outcome(asked.kind, quotes, confidence, groups, self._further(material, quotes), says=says)

    def asks_for_persons(self, question: str) -> bool:
        """Whether `question` asks to name, list or find persons who must be protected."""
        classifier = self._protection
        return asks_for_persons(question) or bool(classifier and classifier.refuses(self._searcher.embed(question)))

    def _not_held(self, symbol: str, filters: Filters) -> str:
        cited = self._searcher.search(symbol, k=1, filters=filters).reports
        told = "no report cites it" if not cited else "1 report cites it" if cited == 1 else f"{cited} reports cite it"
        return f"{symbol} is not in this collection; {told}."

    def _quoted_place(self, found: Sequence[FoundPlace]) -> list[Quote]:
        parts = [
            (self._reports[one.report], passage, start, end)
            for one in found
            for passage, start, end in cut_by_passage(
                one.spans, self._searcher.passages(one.report), self._searcher.text(one.report)
            )
        ]
        quotes = (self._cut(n, report, passage, span) for n, (report, passage, *span) in enumerate(parts, 1))
        return exact_quotes(quotes, self._searcher.text)

    def weigh(self, question: str, filters: Filters) -> Features | None:
        """The features by which it is decided whether anything answers `question`; None where that needs no decision.
        Raises BadQueryError."""
        return self._features(self._read(self._material(question, filters)))

    def candidates(self, question: str, filters: Filters | None = None) -> Material:
        """What an answer to `question` would be made from, nothing of it read. Raises BadQueryError."""
        return self._material(question, filters or Filters())

    def _material(self, question: str, filters: Filters) -> Material:
        asked = understand(self._searcher.question(question))
        asked = self._names.dated(asked)
        sides = sides_of(asked, self._names)
        if sides:
            asked = replace(asked, kind="comparison")
        scope = self._scope(asked)
        evidence = self._evidence(asked, sides, scope, filters)
        others = other_meetings(asked, self._names)
        asked_for = [
            replace(part, passages=tuple(one for one in part.passages if _is_meant(one.hit, asked, others)))
            for part in evidence
        ]
        found = [one for part in asked_for for one in sentences_of(part, asked, scope, self._names)]
        return Material(asked, sides, evidence, tuple(self._scoring.unread(found)), {})

    def _read(self, material: Material) -> Material:
        """The same with its best candidates read: a few where one of them answers a question of fact plainly."""
        best = best_places(material.candidates)
        if material.asked.kind != "fact":
            best = list(dict.fromkeys([*best, *self._of_each_side(material)]))
            return self._with_numbers(material, best)
        first = self._with_numbers(material, best[:FIRST_DEPTH])
        if not first.numbers or answers_plainly(first.numbers):
            return first
        return self._with_numbers(material, best[FIRST_DEPTH:], first.numbers)

    def _of_each_side(self, material: Material) -> Iterator[int]:
        for side in material.sides:
            own = [i for i, one in enumerate(material.candidates) if speaks_for(side, one, self._names)]
            yield from best_places(material.candidates, OF_EACH_SIDE, own)

    def _with_numbers(
        self, material: Material, places: Sequence[int], known: Mapping[int, float] | None = None
    ) -> Material:
        found = score_places(self._searcher.score_pairs, material.asked.text, material.candidates, places)
        numbers = {**(known or {}), **found}
        read = self._scoring.read(material.candidates, numbers)
        candidates = tuple(read.get(i, one) for i, one in enumerate(material.candidates))
        return replace(material, candidates=candidates, numbers=numbers)

    def _decided(self, material: Material) -> tuple[Material, Confidence | None]:
        """What an answer is made from, read, and how sure it is that there is one; None where there is none."""
        asked = material.asked
        if not material.candidates or asks_nothing(asked.text):
            return material, None
        if all_mismatched(material.passages, asked, self._names):
            return material, None
        material = self._read(material)
        weighed = self._features(material)
        if weighed is None or wants_recommendations(asked, self._names):
            return material, "high"
        return material, self._abstention.confidence(weighed, read=bool(material.numbers))

    def _features(self, material: Material) -> Features | None:
        first = material.evidence[0]
        # A symbol or a phrase in quotation marks is found or it is not; what else is asked is to be decided.
        if not material.candidates or not first.weights or not first.words or only_quotes(material.asked.question):
            return None
        whole = replace(first, passages=material.passages)
        return features(whole, material.candidates, material.numbers, material.asked, self._names)

    def _scope(self, asked: Asked) -> Scope:
        periods = [self._names.within(self._names.told(period)) for period in asked.periods]
        return Scope(meant(asked, self._names), frozenset().union(*periods) if periods else None)

    def _evidence(self, asked: Asked, sides: Sequence[Side], scope: Scope, filters: Filters) -> tuple[Evidence, ...]:
        """What the whole collection has, and what the reports that are meant have besides."""
        wanted = scope.meant.union(
            *(side.reports for side in sides if side.reports and len(side.reports) <= MOST_MEANT)
        )
        within = tuple(sorted(wanted & set(filters.report) if filters.report else wanted))
        scopes = [filters, *([replace(filters, report=within)] if within else [])]
        each = EACH if asked.kind == "comparison" and not sides else 0
        first, *more = self._searcher.evidence(asked.question, scopes, k=PASSAGES, each=each)
        seen = {one.hit.passage.id for one in first.passages}
        unseen = [tuple(one for one in part.passages if one.hit.passage.id not in seen) for part in more]
        return first, *(replace(part, passages=own) for part, own in zip(more, unseen, strict=True))

    def _assembled(self, material: Material, k: int | None) -> tuple[list[Quote], list[ComparedSide]]:
        """The quotes; for a comparison by side, with those of which nothing is found."""
        settings = MMR_SETTINGS[material.asked.kind]
        if not material.numbers:  # what was not read has no probability that could be held to anything
            settings = replace(settings, least=0.0)
        if material.asked.kind != "comparison":
            quoted = spans(choose(material.read, settings), material.candidates)
            return self._quoted([*self._with_counterparts(quoted)][:k]), []
        sides = [(side.label, None, own) for side, own in by_side(material.read, material.sides, self._names)]
        spoken = [one.score for _, _, own in sides for one in own]
        if spoken or any(not side.stems for side in material.sides):
            # The evidence answers: where no side speaks plainly, each is quoted at its best.
            least = settings.least if any(probability(score) >= settings.least for score in spoken) else 0.0
            return self._compared(sides, material, replace(settings, least=least), k)
        reports = self._by_report(material)
        named = [(self._reports[id_].metadata.title, self._reports[id_], own) for id_, own in reports]
        return self._compared(named, material, replace(settings, least=0.0), k)

    def _by_report(self, material: Material) -> list[tuple[str, list[Candidate]]]:
        """The reports that speak to it, in order of date, each with its sentences."""
        chosen = choose(material.read, replace(MMR_SETTINGS["theme"], most=2 * MOST_REPORTS, same_document_penalty=0.5))
        reports: dict[str, list[Candidate]] = {}
        for one in chosen:
            if one.report_id in reports or len(reports) < MOST_REPORTS:
                reports.setdefault(one.report_id, []).append(one)
        return sorted(reports.items(), key=lambda pair: self._date(pair[0]))

    def _compared(
        self,
        found: Sequence[tuple[str, ReportSummary | None, list[Candidate]]],
        material: Material,
        settings: MmrSettings,
        k: int | None,
    ) -> tuple[list[Quote], list[ComparedSide]]:
        taken: dict[tuple[str, int], int] = {}
        quoted: list[QuoteSpan] = []
        numbers: list[list[int]] = []
        for _, _, own in found:
            mine = []
            plain = [one for one in own if probability(one.score) >= settings.least]
            for span in self._with_counterparts(spans(choose(plain, settings), material.candidates)):
                place = span.passage.hit.passage.id, span.start
                if place not in taken and (k is None or len(quoted) < k):
                    quoted.append(span)
                    taken[place] = len(quoted)
                if place in taken:
                    mine.append(taken[place])
            numbers.append(mine)
        quotes = self._quoted(quoted)
        shown = {quote.n for quote in quotes}
        groups = [
            ComparedSide(label, report, tuple(n for n in own if n in shown))
            for (label, report, _), own in zip(found, numbers, strict=True)
        ]
        return quotes, groups

    def _further(self, material: Material, quotes: Sequence[Quote]) -> tuple[Hit, ...]:
        """Of a theme the best passage of each further report in which a sentence speaks to it."""
        if material.asked.kind != "theme" or not quotes:
            return ()
        told = {quote.report.id for quote in quotes}
        hits: dict[str, Hit] = {}
        for one in sorted(material.read, key=lambda one: -one.score):
            if one.report_id not in told and probability(one.score) >= FURTHER:
                hits.setdefault(one.report_id, one.passage.hit)
        return tuple(hits.values())[:MOST_FURTHER]

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
        hit = span.passage.hit
        passage = hit.passage
        return self._cut(n, hit.report, passage, (passage.start + span.start, passage.start + span.end))

    def _cut(self, n: int, report: ReportSummary, passage: Passage, span: Sequence[int]) -> Quote:
        start, end = span
        return Quote(
            n=n,
            text=cut_quote(self._searcher.text(passage.report_id), start, end),
            start=start,
            end=end,
            passage=passage,
            report=report,
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
