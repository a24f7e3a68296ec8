"""From a question to a ranking: candidates from the engines, weighed together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from corpus.symbols import normalise_symbol
from index.filters import allowed_reports
from index.keywords import KeywordIndex
from index.places import rows_of_paragraph
from index.query import Query
from index.ranking import WEIGHTS, weigh, with_neighbours
from index.store import Store
from index.types import Filters, Mode, Vectors
from index.vectors import Mask, Rows, VectorIndex
from index.windows import WindowIndex

# Candidates taken from each engine.
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Engines:
    """The parts of an open build."""

    store: Store
    vectors: VectorIndex
    windows: WindowIndex
    keywords: KeywordIndex


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows, best first, and along them: the final score, the cosine of the best window, the BM25 score, and the
    evidence that was lent by neighbours and report (0 outside hybrid mode)."""

    rows: Rows
    scores: Vectors
    semantic: Vectors
    keyword: Vectors
    around: Vectors
    report: Vectors

    def sorted_by(self, order: Rows) -> Ranking:
        """The same rows in another order."""
        return Ranking(
            self.rows[order],
            self.scores[order],
            self.semantic[order],
            self.keyword[order],
            self.around[order],
            self.report[order],
        )


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where to look: the reports for the keyword index, the rows for the vectors (None: everywhere); `rows` says the
    latter to the keyword index too, where reports are too coarse."""

    reports: Sequence[int] | None
    allowed: Mask | None
    rows: Rows | None = None


def retrieve(engines: Engines, query: Query, vector: Vectors, mode: Mode, filters: Filters) -> Ranking:
    """The passages that answer `query`, whose meaning is `vector`, best first.

    Hybrid mode weighs both engines together with what stands around a passage; the others rank by one engine alone.
    """
    reports = allowed_reports(engines.store.summaries, filters)
    allowed = None if reports is None else _rows_of(engines.store, reports)
    if query.phrases:
        exact = np.zeros(engines.vectors.size, dtype=np.bool_)
        exact[engines.keywords.rows_with_phrases(query.phrases, reports)] = True
        allowed = exact if allowed is None else exact & allowed
    if query.symbols:
        return _by_symbol(engines, query, vector, mode, allowed)
    return _by_question(engines, query, vector, mode, _Scope(reports, allowed))


def _rows_of(store: Store, reports: Sequence[int]) -> Mask:
    permitted = np.zeros(len(store.summaries), dtype=np.bool_)
    permitted[list(reports)] = True
    mask: Mask = permitted[store.report_of_row]
    return mask


def _by_question(engines: Engines, query: Query, vector: Vectors, mode: Mode, scope: _Scope) -> Ranking:
    keywords, store = engines.keywords, engines.store
    stems = keywords.stems(query.words)
    found, bm25 = keywords.search(stems, DEPTH, query.phrases, scope.reports, scope.rows)
    if mode == "keyword":
        return _alone(found, bm25, engines.windows.best(vector, found), bm25)
    near, _ = engines.vectors.search(vector, DEPTH, scope.allowed)
    if mode == "semantic":
        cosines = engines.windows.best(vector, near)
        return _alone(near, cosines, cosines, np.zeros_like(cosines))
    rows = with_neighbours(np.union1d(near, found), store.section_of_row, WEIGHTS.reach)
    if scope.allowed is not None:
        rows = rows[scope.allowed[rows]]
    keyword = np.zeros(len(rows), dtype=np.float32)
    keyword[np.searchsorted(rows, found)] = bm25
    share = keyword / max(keywords.most(stems), 1e-9)
    semantic = engines.windows.best(vector, rows)
    evidence = weigh(rows, semantic, share, store.section_of_row[rows], store.report_of_row[rows])
    ranking = Ranking(rows, evidence.score, semantic, keyword, evidence.around, evidence.report)
    return ranking.sorted_by(_best_first(rows, evidence.score))


def _alone(rows: Rows, scores: Vectors, semantic: Vectors, keyword: Vectors) -> Ranking:
    nothing = np.zeros_like(scores)
    return Ranking(rows, scores, semantic, keyword, nothing, nothing).sorted_by(_best_first(rows, scores))


def _best_first(rows: Rows, scores: Vectors) -> Rows:
    order: Rows = np.lexsort((rows, -scores))
    return order


def _by_symbol(engines: Engines, query: Query, vector: Vectors, mode: Mode, allowed: Mask | None) -> Ranking:
    """Passages of the report that bears the symbol first, then those that mention it; nothing else. The paragraph that
    was asked for leads them."""
    store, wanted = engines.store, set(query.symbols)
    bears = np.asarray([not wanted.isdisjoint(map(normalise_symbol, r.metadata.symbols)) for r in store.summaries])
    own: Mask = bears[store.report_of_row]
    either = own.copy()
    either[engines.keywords.rows_with_symbol(query.symbols)] = True
    if allowed is not None:
        either &= allowed
    rows = np.flatnonzero(either)
    if query.words:
        reports = sorted(set(store.report_of_row[rows].tolist()))
        ranking = _by_question(engines, query, vector, mode, _Scope(reports, either, rows))
    else:
        nothing = np.zeros(len(rows), dtype=np.float32)
        cosines = engines.windows.best(vector, rows)
        ranking = Ranking(rows, nothing + 1, cosines, nothing, nothing, nothing)
    ranking = ranking.sorted_by(np.argsort(~own[ranking.rows], kind="stable"))
    if query.paragraph:
        place = rows_of_paragraph(store, np.flatnonzero(bears).tolist(), query.paragraph)
        ranking = _led_by(place[either[place]], ranking, engines.windows.best(vector, place[either[place]]))
    return ranking


def _led_by(place: Rows, ranking: Ranking, cosines: Vectors) -> Ranking:
    """The passages of a place in their order, then what else was ranked."""
    rest = ranking.sorted_by(np.flatnonzero(~np.isin(ranking.rows, place)))
    nothing = np.zeros(len(place), dtype=np.float32)
    top = nothing + max(1.0, float(rest.scores.max(initial=0.0)))
    lead = Ranking(place, top, cosines, nothing, nothing, nothing)
    return Ranking(*(np.concatenate([getattr(lead, part.name), getattr(rest, part.name)]) for part in fields(Ranking)))
