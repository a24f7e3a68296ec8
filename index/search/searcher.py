"""An open build, ready to be asked."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import islice

import numpy as np

from corpus.symbols import normalise_symbol
from corpus.types import Passage, Rejection, Report, ReportSummary
from index.errors import BadQueryError
from index.lexical.spelling import Speller
from index.search.arranging import Sort, by_date, by_report
from index.search.engines import Engines
from index.search.evidence import Evidence, evidence_of, first_rows
from index.search.filters import FACETS, count_facet, without
from index.search.highlights import marker
from index.search.hits import hits_of
from index.search.near_duplicates import collapse
from index.search.question import Question, analyse, corrected, known_symbols
from index.search.ranking import WEIGHTS
from index.search.retrieval import Query, Ranking, like_passage, retrieve, to_query
from index.search.terms import CollectionTerm, collection_terms
from index.search.themes import Theme
from index.search.versions import later_versions
from index.storage.arrivals import UNKNOWN, Arrival
from index.storage.changes import Changes
from index.storage.manifest import Manifest
from index.types import (
    MODES,
    Duplicate,
    Encoder,
    FacetCount,
    Filters,
    FoundInReport,
    GroupedResult,
    LaterVersion,
    Mode,
    Neighbours,
    ReportHits,
    SearchResult,
    Vectors,
)

# How far down its ranking a search is followed into a report.
FOUND_DEPTH = 100
# A page asks the same question for its answer and for its passages, and again when a reader turns it.
QUESTIONS_HELD = 8


class Searcher:
    """One build with its engines open. Its methods may be called from several threads."""

    def __init__(self, manifest: Manifest, engines: Engines, encoder: Encoder) -> None:
        self.manifest = manifest
        self.weights = WEIGHTS
        self._engines = engines
        self._encoder = encoder
        self._store = store = engines.store
        self._keywords = keywords = engines.keywords
        titles = [report.metadata.title for report in store.summaries]
        self._speller = Speller(keywords.exact_words(), keywords.size, titles)
        self._later = later_versions(store.summaries)
        self._hits = partial(hits_of, engines, self._later)
        own = {normalise_symbol(s) for report in store.summaries for s in report.metadata.symbols}
        symbols = known_symbols([*keywords.symbols(), *sorted(own)])
        held = lru_cache(maxsize=QUESTIONS_HELD)
        self._analysed = held(partial(analyse, known=symbols, correct=self._speller.correct))
        self._corrected = held(partial(corrected, known=symbols))
        self._query = held(partial(to_query, engines, encoder))

    def later_versions(self, report_id: str) -> tuple[LaterVersion, ...]:
        """The reports of the collection that revise or correct this one."""
        return self._later.get(report_id, ())

    def summary(self, report_id: str) -> ReportSummary:
        """One report without its text. Raises UnknownReportError."""
        return self._store.summaries[self._store.ordinal(report_id)]

    def close(self) -> None:
        """Give the files back."""
        self._engines.close()

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        offset: int = 0,
        mode: Mode = "hybrid",
        filters: Filters | None = None,
        sort: Sort = "relevance",
    ) -> SearchResult:
        """Hits `offset` to `offset + k` for `query`, best first; by date, the best few only. Raises BadQueryError."""
        started = time.perf_counter()
        asked, whole = self._ask(query, mode, filters or Filters())
        ranking, left_out = self._arranged(whole, sort)
        return SearchResult(
            query=query,
            mode=mode,
            total=len(ranking.rows),
            build=self.manifest.build,
            hits=self._hits(asked, ranking, left_out, offset, k),
            facets=self._facets(asked, mode, filters or Filters(), whole),
            took_ms=round((time.perf_counter() - started) * 1000, 2),
            reports=len(self._reports_of(whole)),
            correction=asked.question.correction,
        )

    def search_reports(
        self,
        query: str,
        *,
        k: int = 10,
        offset: int = 0,
        mode: Mode = "hybrid",
        filters: Filters | None = None,
        sort: Sort = "relevance",
        each: int = 3,
    ) -> GroupedResult:
        """As `search`, by report: reports `offset` to `offset + k`, each with its `each` best passages."""
        started = time.perf_counter()
        asked, whole = self._ask(query, mode, filters or Filters())
        ranking, left_out = self._arranged(whole, sort)
        groups = by_report(self._store.report_of_row[ranking.rows])
        shown = groups[offset : offset + k]
        chosen = ranking.sorted_by(np.asarray([p for g in shown for p in g.places[:each]], dtype=np.int64))
        hits = iter(self._hits(asked, chosen, left_out))
        found = [
            ReportHits(self._store.summaries[g.report], len(g.places), tuple(islice(hits, len(g.places[:each]))))
            for g in shown
        ]
        return GroupedResult(
            query=query,
            mode=mode,
            total=len(groups),
            build=self.manifest.build,
            groups=tuple(found),
            passages=len(ranking.rows),
            facets=self._facets(asked, mode, filters or Filters(), whole),
            took_ms=round((time.perf_counter() - started) * 1000, 2),
            correction=asked.question.correction,
        )

    def found_in(
        self, report_id: str, query: str, *, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> FoundInReport:
        """What a search for `query` found in one report. Raises UnknownReportError, BadQueryError."""
        ordinal = self._store.ordinal(report_id)
        asked, whole = self._ask(query, mode, filters or Filters())
        best = whole.rows[:FOUND_DEPTH]
        found = np.sort(best[self._store.report_of_row[best] == ordinal])
        words, _ = self._keywords.search(asked.stems, FOUND_DEPTH, asked.question.phrases, [ordinal])
        passages = self._store.passages_at(np.union1d(found, words).tolist())
        mark = marker(self._keywords, asked)
        return FoundInReport(
            tuple(passages[row].id for row in found.tolist()),
            {passage.id: mark(passage.text) for passage in passages.values()},
        )

    def similar(self, passage_id: str, *, k: int = 10, filters: Filters | None = None) -> SearchResult:
        """The passages nearest in meaning to one passage, which is left out with those of nearly the same text. Raises
        UnknownPassageError."""
        started = time.perf_counter()
        row = self._store.row_of(passage_id)
        asked, whole = like_passage(self._engines, row, filters or Filters())
        ranking, left_out = collapse(whole, self._store.alike)
        return SearchResult(
            query=asked.question.meaning,
            mode="semantic",
            total=len(ranking.rows),
            build=self.manifest.build,
            hits=self._hits(asked, ranking, left_out, 0, k),
            took_ms=round((time.perf_counter() - started) * 1000, 2),
            reports=len(self._reports_of(ranking)),
        )

    def question(self, typed: str) -> Question:
        """What was typed, analysed, its misspelt words corrected first: what `evidence` is found for. Raises
        BadQueryError."""
        return self._corrected(self._analysed(typed))

    def evidence(
        self, question: Question, scopes: Sequence[Filters], *, k: int = 40, each: int = 0
    ) -> tuple[Evidence, ...]:
        """For each of `scopes` what speaks for its `k` best passages and for the `each` best of every report."""
        asked = self._query(question)
        gathered = []
        for filters in scopes:
            whole = retrieve(self._engines, asked, "hybrid", filters, self.weights)
            ranking, left_out = collapse(whole, self._store.alike)
            chosen = ranking.sorted_by(first_rows(self._store.report_of_row[ranking.rows], k, each))
            gathered.append(evidence_of(self._engines, asked, chosen, self._hits(asked, chosen, left_out)))
        return tuple(gathered)

    def embed(self, text: str) -> Vectors:
        """The vector of a text, of unit length, as the model gives it."""
        vector: Vectors = self._encoder.encode([text])[0]
        return vector

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors | None:
        """For each text a number, the higher the likelier it answers `question`; None where the model has not learnt to
        tell."""
        return self._encoder.score_pairs(question, texts)

    def theme(self, query: str) -> Theme:
        """How strongly every report speaks to `query`. Raises BadQueryError."""
        return Theme(self._engines, self._query(self._analysed(query)))

    def summaries(self, limit: int = 50, offset: int = 0) -> list[ReportSummary]:
        """Reports without their texts, newest first, then by title; those without a date last."""
        ordered = sorted(self._store.summaries, key=lambda report: report.metadata.title)
        ordered.sort(key=lambda report: report.metadata.start_date or "", reverse=True)
        return ordered[offset : offset + limit]

    def report(self, report_id: str) -> Report:
        """One report, whole. Raises UnknownReportError."""
        return self._store.report(report_id)

    def text(self, report_id: str) -> str:
        """The canonical text of a report, without the rest of it. Raises UnknownReportError."""
        return self._store.text(self._store.ordinal(report_id))

    def passages(self, report_id: str) -> list[Passage]:
        """A report's passages in order. Raises UnknownReportError."""
        return self._store.passages(self._store.ordinal(report_id))

    def passage(self, passage_id: str) -> Passage:
        """One passage. Raises UnknownPassageError."""
        row = self._store.row_of(passage_id)
        return self._store.passages_at([row])[row]

    def neighbours(self, passage_id: str) -> Neighbours:
        """A passage with the ones around it in its report. Raises UnknownPassageError."""
        row = self._store.row_of(passage_id)
        around = self._store.passages_at([row - 1, row, row + 1])
        report_id = around[row].report_id
        beside = {r: p for r, p in around.items() if p.report_id == report_id}
        return Neighbours(beside[row], beside.get(row - 1), beside.get(row + 1))

    def facet_values(self) -> dict[str, tuple[FacetCount, ...]]:
        """How many reports of the whole collection carry each value of each facet."""
        return {facet: count_facet(facet, self._store.summaries) for facet in FACETS}

    @cached_property
    def terms(self) -> tuple[CollectionTerm, ...]:
        """The terms of the collection, those of most reports first. Found when first asked for."""
        return collection_terms(self._engines)

    def rejected(self) -> list[Rejection]:
        """The inputs that could not be indexed, with reasons."""
        return self._store.rejected()

    def duplicates(self) -> list[Duplicate]:
        """The inputs that repeat the bytes of a report."""
        return self._store.duplicates()

    @property
    def changes(self) -> Changes:
        """What the rebuild that made this build changed."""
        return self._engines.changes

    def arrival(self, report: ReportSummary) -> Arrival:
        """When a report of this build entered the collection and when it last changed."""
        return self._engines.arrivals.get(report.path, UNKNOWN)

    def _ask(self, query: str, mode: Mode, filters: Filters) -> tuple[Query, Ranking]:
        """A question as the engines take it, and all passages that they rank for it."""
        if mode not in MODES:
            raise BadQueryError(f"There is no mode {mode!r}.", f"Choose one of {', '.join(MODES)}.")
        asked = self._query(self._analysed(query))
        return asked, retrieve(self._engines, asked, mode, filters, self.weights)

    def _arranged(self, whole: Ranking, sort: Sort) -> tuple[Ranking, Mapping[int, Sequence[int]]]:
        """A ranking without its repeats, in the order that is wanted, and the repeats."""
        ranking, left_out = collapse(whole, self._store.alike)
        order = by_date(self._store.report_of_row[ranking.rows], self._store.summaries, sort)
        return ranking.sorted_by(order), left_out

    def _reports_of(self, ranking: Ranking) -> list[ReportSummary]:
        """The reports of all that was ranked, each once, in the order of the build."""
        ordinals = np.unique(self._store.report_of_row[ranking.rows])
        return [self._store.summaries[ordinal] for ordinal in ordinals.tolist()]

    def _facets(
        self, asked: Query, mode: Mode, filters: Filters, ranking: Ranking
    ) -> dict[str, tuple[FacetCount, ...]]:
        """Reports with results, by value. A facet that is filtered on shows what its other values would bring."""
        found = self._reports_of(ranking)
        counts = {}
        for facet in FACETS:
            others = without(filters, facet)
            widened = others != filters
            wider = self._reports_of(retrieve(self._engines, asked, mode, others, self.weights)) if widened else found
            counts[facet] = count_facet(facet, wider)
        return counts
