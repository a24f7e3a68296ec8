"""An open build, ready to be asked."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.symbols import normalise_symbol
from corpus.types import Passage, Rejection, Report, ReportSummary
from index.errors import BadQueryError
from index.filters import FACETS, allowed_reports, count_facet, without
from index.fusion import Candidates, fuse
from index.highlights import highlight
from index.keywords import KeywordIndex
from index.manifest import Manifest
from index.query import Query, parse_query, squash
from index.store import Store
from index.types import (
    MODES,
    Duplicate,
    Encoder,
    FacetCount,
    Filters,
    Hit,
    Mode,
    Neighbours,
    Scores,
    SearchResult,
    Vectors,
)
from index.vectors import Mask, Rows, VectorIndex

# Candidates taken from each engine, and so the most that can be paged through.
DEPTH = 200
SEMANTIC_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows in order, best first, with the final score and its parts."""

    rows: Rows
    scores: Vectors
    candidates: Candidates


class Searcher:
    """One build with its engines open. Its methods may be called from several threads."""

    def __init__(
        self, manifest: Manifest, store: Store, vectors: VectorIndex, keywords: KeywordIndex, encoder: Encoder
    ) -> None:
        self.manifest = manifest
        self._store = store
        self._vectors = vectors
        self._keywords = keywords
        self._encoder = encoder
        own = {normalise_symbol(s) for report in store.summaries for s in report.metadata.symbols}
        self._symbols = {squash(symbol): symbol for symbol in [*keywords.symbols(), *sorted(own)]}

    def close(self) -> None:
        """Give the files back."""
        self._store.close()

    def search(
        self, query: str, *, k: int = 10, offset: int = 0, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> SearchResult:
        """The passages that answer `query`, best first: hits `offset` to `offset + k`. Raises BadQueryError."""
        started = time.perf_counter()
        if mode not in MODES:
            raise BadQueryError(f"There is no mode {mode!r}.", f"Choose one of {', '.join(MODES)}.")
        filters = filters or Filters()
        parsed = parse_query(query, self._symbols)
        vector = self._encoder.encode([parsed.meaning])[0]
        ranking = self._rank(parsed, vector, mode, filters)
        return SearchResult(
            query=query,
            mode=mode,
            total=len(ranking.rows),
            build=self.manifest.build,
            hits=self._hits(parsed, ranking, mode, offset, k),
            facets={facet: self._facet(facet, parsed, vector, mode, filters, ranking) for facet in FACETS},
            took_ms=round((time.perf_counter() - started) * 1000, 2),
            reports=len(np.unique(self._store.report_of_row[ranking.rows])),
        )

    def summaries(self, limit: int = 50, offset: int = 0) -> list[ReportSummary]:
        """Reports without their texts, newest first, then by title; those without a date last."""
        ordered = sorted(self._store.summaries, key=lambda report: report.metadata.title)
        ordered.sort(key=lambda report: report.metadata.start_date or "", reverse=True)
        return ordered[offset : offset + limit]

    def report(self, report_id: str) -> Report:
        """One report, whole. Raises UnknownReportError."""
        return self._store.report(report_id)

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

    def rejected(self) -> list[Rejection]:
        """The inputs that could not be indexed, with reasons."""
        return self._store.rejected()

    def duplicates(self) -> list[Duplicate]:
        """The inputs that repeat the bytes of a report."""
        return self._store.duplicates()

    def _rank(self, query: Query, vector: Vectors, mode: Mode, filters: Filters) -> Ranking:
        reports = allowed_reports(self._store.summaries, filters)
        allowed = self._allowed(reports)
        if query.symbols:
            return self._rank_symbols(query, vector, mode, allowed)
        return self._ranked(self._candidates(query, vector, mode, reports, allowed), mode)

    def _allowed(self, reports: Sequence[int] | None) -> Mask | None:
        """Which rows may be returned, as a mask; None when all may."""
        if reports is None:
            return None
        permitted = np.zeros(len(self._store.summaries), dtype=np.bool_)
        permitted[list(reports)] = True
        mask: Mask = permitted[self._store.report_of_row]
        return mask

    def _candidates(
        self,
        query: Query,
        vector: Vectors,
        mode: Mode,
        reports: Sequence[int] | None,
        allowed: Mask | None,
        rows: Rows | None = None,
    ) -> Candidates:
        """What the engines put forward. `allowed` restricts the vectors; `reports` or `rows` say the same to the
        keyword index."""
        if query.phrases:
            exact = np.zeros(self._vectors.size, dtype=np.bool_)
            exact[self._keywords.rows_with_phrases(query.phrases, reports)] = True
            allowed = exact if allowed is None else exact & allowed
        found, bm25 = self._keywords.search(self._keywords.stems(query.words), DEPTH, query.phrases, reports, rows)
        if mode == "keyword":
            return Candidates(found, self._vectors.similarities(vector, found), bm25)
        near, _ = self._vectors.search(vector, DEPTH, allowed)
        union = near if mode == "semantic" else np.union1d(near, found)
        by_row = dict(zip(found.tolist(), bm25.tolist(), strict=True))
        keyword = np.asarray([by_row.get(row, 0.0) for row in union.tolist()], dtype=np.float32)
        return Candidates(union, self._vectors.similarities(vector, union), keyword)

    def _ranked(self, candidates: Candidates, mode: Mode) -> Ranking:
        scores = fuse(candidates, mode, SEMANTIC_WEIGHT)
        order = np.lexsort((candidates.rows, -scores))
        ordered = Candidates(candidates.rows[order], candidates.semantic[order], candidates.keyword[order])
        return Ranking(ordered.rows, scores[order], ordered)

    def _rank_symbols(self, query: Query, vector: Vectors, mode: Mode, allowed: Mask | None) -> Ranking:
        """Passages of the report that bears the symbol first, then those that mention it; nothing else."""
        wanted = set(query.symbols)
        bears = np.asarray(
            [not wanted.isdisjoint(map(normalise_symbol, r.metadata.symbols)) for r in self._store.summaries]
        )
        own = bears[self._store.report_of_row]
        either = own.copy()
        either[self._keywords.rows_with_symbol(query.symbols)] = True
        if allowed is not None:
            either &= allowed
        rows = np.flatnonzero(either)
        if query.words or query.phrases:
            reports = sorted(set(self._store.report_of_row[rows].tolist()))
            ranking = self._ranked(self._candidates(query, vector, mode, reports, either, rows), mode)
        else:
            none = np.zeros(len(rows), dtype=np.float32)
            ranking = Ranking(rows, none + 1, Candidates(rows, self._vectors.similarities(vector, rows), none))
        return _own_first(ranking, own)

    def _hits(self, query: Query, ranking: Ranking, mode: Mode, offset: int, k: int) -> tuple[Hit, ...]:
        page = range(offset, min(offset + k, len(ranking.rows)))
        passages = self._store.passages_at([int(ranking.rows[i]) for i in page])
        stems = set(self._keywords.stems(query.words)) if query.words else set()
        phrases = [[word.stem for word in self._keywords.words(phrase)] for phrase in query.phrases]
        hits = []
        for i in page:
            row = int(ranking.rows[i])
            passage = passages[row]
            semantic, keyword = float(ranking.candidates.semantic[i]), float(ranking.candidates.keyword[i])
            hits.append(
                Hit(
                    rank=i + 1,
                    score=float(ranking.scores[i]),
                    scores=Scores(semantic if mode != "keyword" else None, keyword or None),
                    passage=passage,
                    report=self._store.summaries[int(self._store.report_of_row[row])],
                    highlights=highlight(
                        passage.text, self._keywords.words(passage.text), stems, phrases, query.symbols
                    ),
                )
            )
        return tuple(hits)

    def _facet(
        self, facet: str, query: Query, vector: Vectors, mode: Mode, filters: Filters, ranking: Ranking
    ) -> tuple[FacetCount, ...]:
        """Reports with results, by value. A facet that is filtered on shows what its other values would bring."""
        others = without(filters, facet)
        if others != filters:
            ranking = self._rank(query, vector, mode, others)
        ordinals = np.unique(self._store.report_of_row[ranking.rows])
        return count_facet(facet, (self._store.summaries[int(ordinal)] for ordinal in ordinals))


def _own_first(ranking: Ranking, own: Mask) -> Ranking:
    order = np.argsort(~own[ranking.rows], kind="stable")
    parts = ranking.candidates
    ordered = Candidates(parts.rows[order], parts.semantic[order], parts.keyword[order])
    return Ranking(ordered.rows, ranking.scores[order], ordered)
