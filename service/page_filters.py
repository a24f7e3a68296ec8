"""Filters as a page shows them: each value a link that sets it or takes it off, those in use removable one by one."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import FacetCount
from service import dates
from service.page_links import Address

# Filters that the page offers, in this order, and those that only an address can set.
FIELDS = {"series": "Series", "year": "Year", "kind": "Kind of source", "body": "Body", "language": "Language"}
OTHERS = {"report": "Report", "symbol": "Symbol"}
LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "sw": "Swahili",
    "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
SHOWN_VALUES = 8


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value of a filter; `url` sets it, or takes it off where it is `on`."""

    name: str
    count: int
    url: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class FacetView:
    """A filter and its values; those beyond `shown` wait behind a disclosure."""

    field: str
    name: str
    values: tuple[FacetLink, ...]
    shown: int


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in use; `url` is the search without it."""

    field: str
    name: str
    url: str


def facet_views(here: Address, facets: dict[str, tuple[FacetCount, ...]]) -> list[FacetView]:
    """The filters worth offering: those with a choice, or in use."""
    views = []
    for field, name in FIELDS.items():
        values = tuple(_facet_link(here, field, value) for value in facets.get(field, ()))
        used = sum(value.on for value in values)
        if len(values) > 1 or used:
            ordered = tuple(sorted(values, key=lambda value: not value.on)) if field != "year" else values
            views.append(FacetView(field, name, ordered, max(SHOWN_VALUES, used)))
    return views


def active_filters(here: Address) -> list[ActiveFilter]:
    """The filters of an address, each with the address that is left without it."""
    names = FIELDS | OTHERS
    found = [
        ActiveFilter(names[field], shown_value(field, value), str(here.without(field, value)))
        for field, value in here.pairs
        if field in names
    ]
    first, last = here.value("from"), here.value("to")
    year = _whole_year(first, last)
    if year:
        return [*found, ActiveFilter("Year", year, str(here.without("from").without("to")))]
    if first:
        found.append(ActiveFilter("From", dates.date(first), str(here.without("from"))))
    if last:
        found.append(ActiveFilter("To", dates.date(last), str(here.without("to"))))
    return found


def shown_value(field: str, value: str) -> str:
    """A filter's value in a reader's words."""
    if field == "language":
        return LANGUAGES.get(value, value)
    return value[:1].upper() + value[1:] if field == "kind" else value


def _facet_link(here: Address, field: str, facet: FacetCount) -> FacetLink:
    name = shown_value(field, facet.value)
    if field == "year":
        dateless = here.without("from").without("to")
        on = _whole_year(here.value("from"), here.value("to")) == facet.value
        within = dateless.with_value("from", facet.value).with_value("to", facet.value)
        return FacetLink(name, facet.count, str(dateless if on else within), on)
    on = here.has(field, facet.value)
    return FacetLink(name, facet.count, str((here.without if on else here.also)(field, facet.value)), on)


def _whole_year(first: str | None, last: str | None) -> str | None:
    """The year that a range of dates names, or None."""
    return first if first and first == last and len(first) == 4 else None
