"""From ranked rows to hits: the passages read, with what marks the question in each and what explains its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus.types import ReportSummary
from index.search.engines import Engines
from index.search.highlights import marker
from index.search.retrieval import Query, Ranking
from index.types import Explanation, Hit, LaterVersion, Scores

LaterVersions = Mapping[str, tuple[LaterVersion, ...]]
"""For the id of a report those that revise or correct it."""
_EXPLAINED = ("semantic", "words", "stretch", "alone", "own", "around", "report", "fit")


def hits_of(
    engines: Engines,
    later: LaterVersions,
    asked: Query,
    ranking: Ranking,
    left_out: Mapping[int, Sequence[int]],
    offset: int = 0,
    k: int | None = None,
) -> tuple[Hit, ...]:
    """Hits `offset` to `offset + k` of a ranking (None: to its end). `left_out` has for a row those of nearly the same
    text that were ranked lower."""
    end = len(ranking.rows) if k is None else min(offset + k, len(ranking.rows))
    rows = ranking.rows[offset:end].tolist()
    passages = engines.store.passages_at(rows)
    mark = marker(engines.keywords, asked)
    return tuple(
        Hit(
            rank=i + 1,
            score=float(ranking.scores[i]),
            scores=Scores(float(ranking.semantic[i]), float(ranking.keyword[i]) or None),
            passage=passages[row],
            report=_report_of(engines, row),
            sentence=_best_sentence(engines, asked, row),
            explanation=_explanation(ranking, i),
            later_versions=later.get(passages[row].report_id, ()),
            highlights=mark(passages[row].text),
            also_in=tuple(_report_of(engines, other) for other in left_out.get(row, ())),
        )
        for i, row in enumerate(rows, offset)
    )


def _best_sentence(engines: Engines, asked: Query, row: int) -> tuple[int, int]:
    cosines = engines.windows.similarities(asked.vectors.whole, row)
    return engines.windows.spans(row)[int(cosines.argmax())]


def _report_of(engines: Engines, row: int) -> ReportSummary:
    return engines.store.summaries[int(engines.store.report_of_row[row])]


def _explanation(ranking: Ranking, i: int) -> Explanation | None:
    parts = [getattr(ranking, name) for name in _EXPLAINED]
    return Explanation(*(float(part[i]) for part in parts)) if ranking.own[i] or ranking.around[i] else None
