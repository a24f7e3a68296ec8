"""A collection that ranks paragraphs by shared words: small, deterministic, and really computed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.types import ChunkSettings, Metadata, Passage, Report, ReportSummary
from index.errors import UnknownReportError
from index.storage.manifest import Manifest
from index.types import Filters, Hit, Mode, Scores, SearchResult

MANIFEST = Manifest(
    build="b1",
    created="2026-01-01T00:00:00Z",
    format=1,
    model="words",
    fingerprint="0" * 64,
    dimension=1,
    chunking=ChunkSettings(),
    reading="",
    corpus="",
    reports=0,
    passages=0,
    duplicates=0,
    rejected=0,
    libraries={},
)


@dataclass(frozen=True)
class WordCollection:
    """Reports by id; each paragraph is a passage."""

    texts: Mapping[str, str]
    manifest: Manifest = MANIFEST

    def search(
        self, query: str, *, k: int = 10, offset: int = 0, mode: Mode = "hybrid", filters: Filters | None = None
    ) -> SearchResult:
        wanted = _words(query)
        allowed = filters.report if filters and filters.report else tuple(self.texts)
        scored = [
            (len(wanted & _words(passage.text)) / len(wanted), passage)
            for report in allowed
            for passage in self.passages(report)
        ]
        ranked = sorted(((s, p) for s, p in scored if s), key=lambda pair: (-pair[0], pair[1].id))
        hits = tuple(
            Hit(
                rank,
                score,
                Scores(score, None),
                passage,
                self.report(passage.report_id).summary,
                (0, len(passage.text)),
            )
            for rank, (score, passage) in enumerate(ranked[offset : offset + k], offset + 1)
        )
        return SearchResult(query, mode, len(ranked), self.manifest.build, 0.0, hits)

    def summaries(self, limit: int = 50, offset: int = 0) -> list[ReportSummary]:
        return [self.report(id_).summary for id_ in self.texts][offset : offset + limit]

    def report(self, report_id: str) -> Report:
        if report_id not in self.texts:
            raise UnknownReportError(f"no report {report_id}")
        return Report(report_id, f"{report_id}.md", "0" * 64, Metadata(title=report_id), self.texts[report_id], ())

    def passages(self, report_id: str) -> list[Passage]:
        spans = [match.span() for match in re.finditer(r"[^\n]+", self.texts[report_id])]
        return [
            Passage(f"{report_id}-{i:04d}", report_id, start, end, self.texts[report_id][start:end])
            for i, (start, end) in enumerate(spans)
        ]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
