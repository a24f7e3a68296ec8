"""A search as it is wanted: passage by passage, or put together by report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from index.types import Hit
from service.answers.passages import FIRST

if TYPE_CHECKING:
    from index.search.arranging import Sort
    from index.search.searcher import Searcher
    from index.types import Filters, GroupedResult, Mode, SearchResult

Group = Literal["report"]
# Puts the first hits of a question in order: `Answerer.order`.
Order = Callable[[str, Sequence[Hit], "Filters | None"], tuple[Hit, ...]]
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
    order: Order | None = None,
) -> SearchResult | GroupedResult:
    """What is found for `question`: `k` passages in `order`, or as many reports with `each` passages at most. Raises
    BadQueryError."""
    if group is not None:
        return searcher.search_reports(question, k=k, offset=offset, mode=mode, filters=filters, sort=sort, each=each)
    return ordered_search(searcher, question, k=k, offset=offset, mode=mode, filters=filters, sort=sort, order=order)


def ordered_search(
    searcher: Searcher,
    question: str,
    *,
    k: int,
    offset: int = 0,
    mode: Mode = "hybrid",
    filters: Filters | None = None,
    sort: Sort = "relevance",
    order: Order | None = None,
) -> SearchResult:
    """The passages that are found for `question`. `order` is for the first of a list by relevance, found by meaning and
    words together, and left out elsewhere. Raises BadQueryError."""
    if order is None or offset or mode != "hybrid" or sort != "relevance":
        return searcher.search(question, k=k, offset=offset, mode=mode, filters=filters, sort=sort)
    # The same whatever part of them is shown.
    found = searcher.search(question, k=max(k, FIRST), filters=filters)
    return replace(found, hits=order(question, found.hits, filters)[:k])
