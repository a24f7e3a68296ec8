"""Filters as a page shows them: each value a link that sets it or takes it off, those in use removable one by one."""

from __future__ import annotations

from dataclasses import dataclass

from index.types import FacetCount
from service.http.addresses import Address
from service.schemas.active_filters import FIELDS, shown_value, whole_year

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


def _facet_link(here: Address, field: str, facet: FacetCount) -> FacetLink:
    name = shown_value(field, facet.value)
    if field == "year":
        dateless = here.without("from").without("to")
        on = whole_year(here.value("from"), here.value("to")) == facet.value
        within = dateless.with_value("from", facet.value).with_value("to", facet.value)
        return FacetLink(name, facet.count, str(dateless if on else within), on)
    on = here.has(field, facet.value)
    return FacetLink(name, facet.count, str((here.without if on else here.also)(field, facet.value)), on)
