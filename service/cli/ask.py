"""What `rapporteur ask` prints for people."""

from __future__ import annotations

from collections.abc import Iterator

from service.cli.console import cited
from service.schemas.ask import AskResponse, Quote


def described(found: AskResponse) -> str:
    """The answer as text: quotes with their sources, by side for a comparison; or the nearest passages."""
    return "\n".join(_lines(found))


def _lines(found: AskResponse) -> Iterator[str]:
    if found.correction:
        yield f"Showing results for: {found.correction}\n"
    if found.says:
        yield found.says
    by_number = {quote.n: quote for quote in found.quotes}
    if found.groups:
        told: set[int] = set()
        for group in found.groups:
            date = group.report.date if group.report else None
            yield group.label + (f" ({date})" if date else "")
            if not group.quotes:
                yield "   Nothing found.\n"
            for n in group.quotes:
                if n in told:
                    yield f"   See quote {n}.\n"
                else:
                    yield from _quote(by_number[n])
            told.update(group.quotes)
    else:
        for quote in found.quotes:
            yield from _quote(quote)
    for conflict in found.conflicts:
        yield conflict.says
    if found.further:
        yield "Also discussed in:"
        for hit in found.further:
            yield cited(hit.citation)
        yield ""
    if found.nearest and not found.quotes:
        yield "\nClosest passages:\n"
        for hit in found.nearest:
            yield hit.passage.text
            yield f"{cited(hit.citation)}\n"
    looked = found.searched
    unread = f" ({looked.unreadable} files could not be read)" if looked.unreadable else ""
    yield f"Searched: {looked.reports} of {looked.readable} reports{unread}; build {found.build}."


def _quote(quote: Quote) -> Iterator[str]:
    yield f"{quote.n}. “{quote.text}”"
    yield f"   {quote.speaker}. {quote.source}." if quote.speaker else f"   {quote.source}."
    yield f"{cited(quote.citation)}\n"
