"""A search as it is wanted: passage by passage, or put together by report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index.search.arranging import Sort
    from index.search.searcher import Searcher
    from index.types import Filters, GroupedResult, Mode, SearchResult

Group = Literal["report"]
# So many passages of a report show what it says, and leave room for the next.
EACH = 3


def arranged_search(
    searcher: Searcher,
    question: str,
    group: Group | None,
    *,
    k: int,
    offset: int = 0,
    mode: Mode = "hybrid",
    filters: Filters | None = None,
    sort: Sort = "relevance",
    each: int = EACH,
) -> SearchResult | GroupedResult:
    """What is found for `question`: `k` passages, or as many reports with `each` passages at most. Raises
    BadQueryError."""
    if group is None:
        return searcher.search(question, k=k, offset=offset, mode=mode, filters=filters, sort=sort)
    return searcher.search_reports(question, k=k, offset=offset, mode=mode, filters=filters, sort=sort, each=each)
