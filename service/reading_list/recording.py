"""A record of a search or an answer: what was asked of which build with which model and settings, and what was found,
so that it can be described in a methods note, kept (`record_text`), and repeated (`repeat`)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime

from corpus.types import ReportSummary
from index.search.searcher import Searcher
from index.types import Filters
from service.answers.answerer import Answerer
from service.answers.types import Answer, ComparedSide
from service.citations.citer import Citer
from service.reading_list.program import program, program_fingerprint
from service.reading_list.record_types import (
    MADE,
    Found,
    Of,
    Record,
    RecordedConflict,
    RecordedFilters,
    RecordedGroup,
    Settings,
)
from service.schemas.arranged import ordered_search


def record_search(searcher: Searcher, citer: Citer, question: str, settings: Settings, filters: Filters) -> Record:
    """Search, and record it. Raises BadQueryError."""
    found = ordered_search(
        searcher,
        question,
        k=settings.k or 10,
        offset=settings.offset or 0,
        mode=settings.mode or "hybrid",
        filters=filters,
        sort=settings.sort or "relevance",
        order=Answerer(searcher, citer).order if settings.rerank else None,
    )
    results = tuple(
        _found(hit.report, hit.passage.start, hit.passage.end, hit.passage.text, citer.cite(hit.passage))
        for hit in found.hits
    )
    return _record(searcher, "search", question, settings, filters, results)


def record_answer(searcher: Searcher, answered: Answer, k: int | None) -> Record:
    """Record an answer that was given with `k` quotes at most."""
    results = tuple(_found(q.report, q.start, q.end, q.text, q.citation) for q in answered.quotes)
    settings = Settings(k=k, offset=None, mode=None, sort=None)
    made = _record(searcher, "answer", answered.question, settings, answered.filters, results)
    return made.model_copy(
        update={
            "searched": answered.searched.reports,
            "correction": answered.correction,
            "verdict": answered.verdict,
            "confidence": answered.confidence,
            "reason": answered.reason,
            "says": answered.says,
            "groups": tuple(_group(one) for one in answered.groups),
            "conflicts": tuple(RecordedConflict(quotes=one.quotes, says=one.says) for one in answered.conflicts),
        }
    )


def _record(
    searcher: Searcher, of: Of, question: str, settings: Settings, filters: Filters, results: tuple[Found, ...]
) -> Record:
    manifest = searcher.manifest
    return Record(
        of=of,
        question=question,
        settings=settings,
        filters=RecordedFilters.model_validate(asdict(filters)),
        made=datetime.now(UTC).strftime(MADE),
        program=program(),
        decides=program_fingerprint(),
        build=manifest.build,
        corpus=manifest.corpus,
        model=manifest.model,
        fingerprint=manifest.fingerprint,
        reports=manifest.reports,
        results=results,
    )


def _found(report: ReportSummary, start: int, end: int, text: str, citation: str) -> Found:
    title = report.metadata.title
    return Found(
        report=report.id, title=title, sha256=report.sha256, start=start, end=end, text=text, citation=citation
    )


def _group(side: ComparedSide) -> RecordedGroup:
    if side.report is None:
        return RecordedGroup(report=None, title=side.label, date=None, quotes=side.quotes)
    metadata = side.report.metadata
    date = metadata.date or metadata.start_date
    return RecordedGroup(report=side.report.id, title=side.label, date=date, quotes=side.quotes)
