"""An answer: the sentences that answer a question, cut from the reports, or the plain word that nothing does."""

from __future__ import annotations

import time

from index.filters import matches
from index.searcher import Searcher
from index.types import Filters
from service.answers_choice import TASTES, choose
from service.answers_question import understand
from service.answers_sentences import Sentence, sentences_of
from service.answers_types import Answer, Searched
from service.citations import Citer
from service.quotes import Quote, cut_quote, exact_quotes

PASSAGES = 40
NEAREST = 3


def answer(
    searcher: Searcher, citer: Citer, question: str, *, k: int | None = None, filters: Filters | None = None
) -> Answer:
    """Answer `question` with `k` quotes at most (None: as many as its kind takes). Raises BadQueryError."""
    started = time.perf_counter()
    filters = filters or Filters()
    asked = understand(question)
    (evidence,) = searcher.evidence(question, [filters], k=PASSAGES)
    chosen = choose(sentences_of(evidence, asked), TASTES[asked.kind], k)
    quotes = exact_quotes((_quote(searcher, citer, n, one) for n, one in enumerate(chosen, 1)), searcher.text)
    looked = searched(searcher, filters)
    return Answer(
        question=question,
        kind=asked.kind,
        filters=filters,
        verdict="answered" if quotes else "not_found",
        reason=None if quotes else "nothing",
        says=None if quotes else f"Nothing in {looked} answers this.",
        quotes=tuple(quotes),
        nearest=() if quotes else tuple(one.hit for one in evidence.passages[:NEAREST]),
        groups=(),
        conflicts=(),
        searched=looked,
        build=searcher.manifest.build,
        took_ms=round((time.perf_counter() - started) * 1000, 2),
    )


def searched(searcher: Searcher, filters: Filters) -> Searched:
    """What a search with these filters looks through."""
    reports = searcher.summaries(searcher.manifest.reports)
    passed = [report for report in reports if matches(report, filters)]
    days = [day for report in passed for day in (report.metadata.start_date, report.metadata.end_date)]
    years = [day[:4] for day in days if day]
    return Searched(
        reports=len(passed),
        readable=len(reports),
        unreadable=searcher.manifest.rejected,
        first=min(years, default=None),
        last=max(years, default=None),
    )


def _quote(searcher: Searcher, citer: Citer, n: int, sentence: Sentence) -> Quote:
    hit = sentence.passage.hit
    passage = hit.passage
    start, end = passage.start + sentence.start, passage.start + sentence.end
    return Quote(
        n=n,
        text=cut_quote(searcher.text(passage.report_id), start, end),
        start=start,
        end=end,
        passage=passage,
        report=hit.report,
        citation=citer.cite(passage, span=(start, end)),
    )
