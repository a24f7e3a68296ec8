"""What a reader may type besides a question, with examples that the collection which is served has."""

from __future__ import annotations

from index.search.searcher import Searcher

# Phrases that accounts of meetings commonly have; the first that the collection has is shown as an example.
PHRASES = (
    "best interests of the child",
    "civil society",
    "law enforcement",
    "international cooperation",
    "the meeting",
)


def phrase_here(searcher: Searcher) -> str | None:
    """A phrase in quotation marks that stands in some report, or None."""
    quoted = (f'"{phrase}"' for phrase in PHRASES)
    return next((phrase for phrase in quoted if searcher.search(phrase, k=1, mode="keyword").hits), None)


def symbol_here(searcher: Searcher) -> str | None:
    """The symbol of a report, or None where no report has one."""
    reports = searcher.summaries(searcher.manifest.reports)
    return next((one.metadata.symbol for one in reports if one.metadata.symbol), None)
