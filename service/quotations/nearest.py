"""The passage of a collection that comes nearest to words which stand nowhere in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.types import Passage
from index.errors import BadQueryError
from index.search.searcher import Searcher
from index.types import Filters
from service.quotations.alignment import Likeness, Window, best_window, likeness, words_of

# Passages looked at, those of them compared in full, and the most words they are sought by: more find no better ones.
CANDIDATES = 16
COMPARED = 3
MOST_WORDS = 60
# A text is nearly the quotation when half of their words, and not just a name, are the same in order. Sentences with
# three in ten words changed reach 0.7, other sentences on the same subject 0.2 to 0.4.
NEARLY = 0.5
FEWEST_WORDS = 3
# The same few words over and over ("a a a") are like everything, and take long to compare.
FEWEST_DIFFERENT = 5


@dataclass(frozen=True, slots=True)
class Nearest:
    """Where a report comes nearest to a quotation."""

    report_id: str
    likeness: Likeness


def tells_enough(quote: str) -> bool:
    """Whether a quotation has enough different words for a text to be like it."""
    words = [word.key for word in words_of(quote) if word.tells]
    return len(set(words)) >= min(FEWEST_DIFFERENT, len(words))


def find_nearest(searcher: Searcher, quote: str, named: Sequence[str] = ()) -> Nearest | None:
    """The stretch of the collection that is most like `quote`, or None when nothing is nearly so. One in a report that
    was `named` goes before another that is no more like it."""
    mine = words_of(quote)
    windows: list[tuple[float, str, Window]] = []
    for report_id, start, end in _regions(searcher, quote, named):
        if window := best_window(mine, searcher.text(report_id), start, end):
            windows.append((window.score, report_id, window))
    windows.sort(key=lambda one: (-one[0], one[1] not in named))
    best: Nearest | None = None
    for _, report_id, window in windows[:COMPARED]:
        alike = likeness(quote, searcher.text(report_id), window)
        if alike is None or alike.shared < FEWEST_WORDS or alike.similarity < NEARLY:
            continue
        if best is None or alike.similarity > best.likeness.similarity:
            best = Nearest(report_id, alike)
    return best


def _regions(searcher: Searcher, quote: str, named: Sequence[str]) -> list[tuple[str, int, int]]:
    """Stretches of reports, wide enough for a quotation that runs over the borders of a passage; a passage inside one
    that was taken already brings nothing new."""
    regions: list[tuple[str, int, int]] = []
    for passage in _candidates(searcher, quote, named):
        if not any(
            report_id == passage.report_id and start <= passage.start and passage.end <= end
            for report_id, start, end in regions
        ):
            regions.append((passage.report_id, max(0, passage.start - len(quote)), passage.end + len(quote)))
    return regions


def _candidates(searcher: Searcher, quote: str, named: Sequence[str]) -> Iterable[Passage]:
    """Passages with the words of the quotation, those of the named reports first."""
    words = [part for word in words_of(quote) if word.tells for part in word.key.split("/")]
    if not words:
        return ()  # "ʼ" alone is a letter, but no word
    step = -(-len(words) // MOST_WORDS)
    query = " ".join(words[::step])
    filters = [Filters(report=tuple(named)), Filters()] if named else [Filters()]
    try:
        found = [searcher.search(query, k=CANDIDATES, mode="keyword", filters=one) for one in filters]
    except BadQueryError:
        return ()
    return {hit.passage.id: hit.passage for result in found for hit in result.hits}.values()
