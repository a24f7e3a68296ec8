"""The filters of the page of the collection: one choice list for each, those in use removable one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.search.filters import without
from service.api.routes import CollectionParameters
from service.collection import Listed, Wanted, passes
from service.http.addresses import Address
from service.schemas.active_filters import ActiveFilter, active_filters, shown_value

NUMBERINGS = {"numbered": "With printed numbers", "unnumbered": "Without printed numbers"}
STATES = {"added": "Added", "changed": "Changed", "unchanged": "Unchanged", "indexed": "Indexed"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, how many reports it would leave, and whether it is in use."""

    value: str
    name: str
    count: int
    on: bool


@dataclass(frozen=True, slots=True)
class Select:
    """A filter and its values; where none is on, all pass."""

    field: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """A filter: its name, what a report has of it, and how it is taken off what is wanted."""

    name: str
    value: Callable[[Listed], str | None]
    without: Callable[[Wanted], Wanted]


def _of_metadata(field: Literal["series", "body", "kind", "language"], name: str) -> _Field:
    def value(one: Listed) -> str | None:
        known: str | None = getattr(one.report.metadata, field)
        return known

    return _Field(name, value, lambda wanted: replace(wanted, filters=without(wanted.filters, field)))


FIELDS: dict[str, _Field] = {
    "series": _of_metadata("series", "Series"),
    "body": _of_metadata("body", "Body"),
    "kind": _of_metadata("kind", "Kind of source"),
    "language": _of_metadata("language", "Language"),
    "numbering": _Field(
        "Paragraphs",
        lambda one: "numbered" if one.report.numbered else "unnumbered",
        lambda wanted: replace(wanted, numbering=None),
    ),
    "state": _Field("State", lambda one: one.state, lambda wanted: replace(wanted, state=None)),
}


def selects(every: Sequence[Listed], asked: CollectionParameters, here: Address) -> tuple[Select, ...]:
    """The filters worth offering: those with a choice, or in use. Each counts what the others leave."""
    found = []
    for name, field in FIELDS.items():
        left = [one for one in every if passes(one, field.without(asked.wanted))]
        counts = Counter(value for one in left if (value := field.value(one)))
        used = [value for key, value in here.pairs if key == name]
        shown = sorted({*counts, *used}, key=lambda value: _shown(name, value).casefold())
        if len(shown) > 1 or used:
            choices = (Choice(value, _shown(name, value), counts[value], value in used) for value in shown)
            found.append(Select(name, field.name, tuple(choices)))
    return tuple(found)


def chosen_filters(here: Address) -> list[ActiveFilter]:
    """The filters of an address, each with the address that is left without it."""
    own = {
        field: ActiveFilter(name, _shown(field, value), str(here.without(field, value)))
        for field, name in (("title", "Title or symbol"), ("numbering", "Paragraphs"), ("state", "State"))
        if (value := here.value(field))
    }
    words = [own.pop("title")] if "title" in own else []
    return [*words, *active_filters(here), *own.values()]


def _shown(field: str, value: str) -> str:
    return {"numbering": NUMBERINGS, "state": STATES}.get(field, {}).get(value) or shown_value(field, value)
