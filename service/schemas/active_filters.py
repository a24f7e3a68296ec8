"""The filters of a search in a reader's words."""

from __future__ import annotations

from dataclasses import dataclass

from index.search.filters import OTHER
from service.citations import dates
from service.http.addresses import Address

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


@dataclass(frozen=True, slots=True)
class ActiveFilter:
    """A filter in use; `url` is the search without it."""

    field: str
    name: str
    url: str


def active_filters(here: Address) -> list[ActiveFilter]:
    """The filters of an address, each with the address that is left without it."""
    names = FIELDS | OTHERS
    found = [
        ActiveFilter(names[field], shown_value(field, value), str(here.without(field, value)))
        for field, value in here.pairs
        if field in names
    ]
    first, last = here.value("from"), here.value("to")
    year = whole_year(first, last)
    if year:
        return [*found, ActiveFilter("Year", year, str(here.without("from").without("to")))]
    if first:
        found.append(ActiveFilter("From", dates.date(first), str(here.without("from"))))
    if last:
        found.append(ActiveFilter("To", dates.date(last), str(here.without("to"))))
    return found


def shown_value(field: str, value: str) -> str:
    """A filter's value in a reader's words."""
    if value == OTHER and field in {"body", "language"}:
        return "Other"
    if field == "language":
        return LANGUAGES.get(value, value)
    return value[:1].upper() + value[1:] if field == "kind" else value


def whole_year(first: str | None, last: str | None) -> str | None:
    """The year that a range of dates names, or None."""
    return first if first and first == last and len(first) == 4 else None
