"""An answer: the sentences that answer a question, cut from the reports, or the plain word that nothing does."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from index.evidence import Evidence
from index.filters import matches
from index.searcher import Searcher
from index.types import Filters
from service.answers_choice import TASTES, choose
from service.answers_groups import grouped, meant
from service.answers_question import Asked, understand
from service.answers_scope import Names
from service.answers_sentences import Sentence, sentences_of
from service.answers_types import Answer, Group, Searched
from service.citations import Citer
from service.quotes import Quote, cut_quote, exact_quotes

PASSAGES = 40
EACH = 2
NEAREST = 3


class Answerer:
    """Answers questions out of one open build. Its methods may be called from several threads."""

    def __init__(self, searcher: Searcher, citer: Citer) -> None:
        self._searcher = searcher
        self._citer = citer
        self._reports = {report.id: report for report in searcher.summaries(searcher.manifest.reports)}
        self._names = Names(tuple(self._reports.values()))

    def answer(self, question: str, *, k: int | None = None, filters: Filters | None = None) -> Answer:
        """Answer `question` with `k` quotes at most (None: as many as its kind takes). Raises BadQueryError."""
        started = time.perf_counter()
        filters = filters or Filters()
        asked = understand(question)
        if self._names.contrasts(question):
            asked = replace(asked, kind="comparison")
        evidence = self._evidence(asked, filters)
        sentences = [one for part in evidence for one in sentences_of(part, asked)]
        if asked.kind == "comparison":
            quotes, groups = self._compared(sentences, asked, filters, k)
        else:
            quotes, groups = self._quoted(choose(sentences, TASTES[asked.kind], k)), []
        looked = self._looked_through(filters)
        return Answer(
            question=question,
            kind=asked.kind,
            filters=filters,
            verdict="answered" if quotes else "not_found",
            reason=None if quotes else "nothing",
            says=None if quotes else f"Nothing in {looked} answers this.",
            quotes=tuple(quotes),
            nearest=() if quotes else tuple(one.hit for one in evidence[0].passages[:NEAREST]),
            groups=tuple(groups),
            conflicts=(),
            searched=looked,
            build=self._searcher.manifest.build,
            took_ms=round((time.perf_counter() - started) * 1000, 2),
        )

    def _evidence(self, asked: Asked, filters: Filters) -> list[Evidence]:
        """What the whole collection has; for a comparison also what the reports it names have, where that is more."""
        if asked.kind != "comparison":
            return list(self._searcher.evidence(asked.text, [filters], k=PASSAGES))
        named = meant(asked, self._names)
        within = tuple(sorted(named & set(filters.report) if filters.report else named))
        scopes = [filters, *([replace(filters, report=within)] if within else [])]
        first, *more = self._searcher.evidence(asked.text, scopes, k=PASSAGES, each=EACH)
        seen = {one.hit.passage.id for one in first.passages}
        return [
            first,
            *(
                replace(part, passages=tuple(one for one in part.passages if one.hit.passage.id not in seen))
                for part in more
            ),
        ]

    def _compared(
        self, sentences: Sequence[Sentence], asked: Asked, filters: Filters, k: int | None
    ) -> tuple[list[Quote], list[Group]]:
        """Quotes by dialogue in order of date, and the dialogues, with those that are meant and say nothing."""
        found = grouped(sentences, asked, self._names, TASTES["comparison"])
        silent = {
            report for report in meant(asked, self._names) - found.keys() if matches(self._reports[report], filters)
        }
        ordered = sorted(found.keys() | silent, key=self._date)
        quotes = self._quoted([one for report in ordered for one in found.get(report, ())][:k])
        numbers: dict[str, list[int]] = {}
        for quote in quotes:
            numbers.setdefault(quote.report.id, []).append(quote.n)
        return quotes, [Group(self._reports[report], tuple(numbers.get(report, ()))) for report in ordered]

    def _date(self, report_id: str) -> tuple[str, str]:
        return self._reports[report_id].metadata.start_date or "9999", report_id

    def _quoted(self, sentences: Sequence[Sentence]) -> list[Quote]:
        """The quotes of these sentences, each compared with the stored text at this moment."""
        return exact_quotes((self._quote(n, one) for n, one in enumerate(sentences, 1)), self._searcher.text)

    def _quote(self, n: int, sentence: Sentence) -> Quote:
        hit = sentence.passage.hit
        passage = hit.passage
        start, end = passage.start + sentence.start, passage.start + sentence.end
        return Quote(
            n=n,
            text=cut_quote(self._searcher.text(passage.report_id), start, end),
            start=start,
            end=end,
            passage=passage,
            report=hit.report,
            citation=self._citer.cite(passage, span=(start, end)),
        )

    def _looked_through(self, filters: Filters) -> Searched:
        passed = [report for report in self._reports.values() if matches(report, filters)]
        days = [day for report in passed for day in (report.metadata.start_date, report.metadata.end_date)]
        years = [day[:4] for day in days if day]
        return Searched(
            reports=len(passed),
            readable=len(self._reports),
            unreadable=self._searcher.manifest.rejected,
            first=min(years, default=None),
            last=max(years, default=None),
        )
