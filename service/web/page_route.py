"""The addresses of pages. A link that was passed on must still open: what a page does not know in it is ignored, and
what it cannot use is left out, with a line on the page that says so. The API refuses both."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_origin
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from index.errors import BadQueryError
from service.http.addresses import PLACE, Address, Pairs
from service.http.parameter_errors import allowed_values
from service.schemas.active_filters import FIELDS, OTHERS
from service.schemas.parameters import LONGEST_QUESTION
from service.web.list_links import ITEM

# How much of a value, and how many values, a line repeats.
SHOWN_CHARACTERS = 60
SHOWN_VALUES = 3
LABELS = {
    "from": "From",
    "to": "To",
    "mode": "Rank by",
    "sort": "Sort",
    "group": "View",
    "new_since": "New since",
    **FIELDS,
    **OTHERS,
}


@dataclass(frozen=True, slots=True)
class Ignored:
    """Values of a parameter that a page left out, and the line that says so."""

    name: str
    values: tuple[str, ...]
    says: str


def ignored(request: Request) -> tuple[Ignored, ...]:
    """What was left out of the address of a page."""
    left_out: tuple[Ignored, ...] = getattr(request.state, "ignored", ())
    return left_out


def ignored_question(request: Request) -> tuple[str, str]:
    """A question that cannot be searched for, as it was typed, and why; two empty texts where there is none."""
    return next(((one.values[0], one.says) for one in ignored(request) if one.name == "q"), ("", ""))


class PageRoute(APIRoute):
    """Answers with what a page can use of its address; `request` then has these parameters alone.

    Forms send the fields that were left empty; these go out of the address before anything else happens. So does what
    is given more than once and has one value only, behind the first: what a page shows is then what it applies.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the route, with the address made usable before."""
        answer = super().get_route_handler()
        fields = (field.field_info.annotation for field in self.dependant.query_params)
        model = next((one for one in fields if isinstance(one, type) and issubclass(one, BaseModel)), None)
        return answer if model is None else _lenient(answer, model)


def _lenient(
    answer: Callable[[Request], Coroutine[Any, Any, Response]], model: type[BaseModel]
) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    lists = _lists(model)

    async def lenient(request: Request) -> Response:
        given = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        known = [pair for pair in given if pair[0] in lists]
        told = _told(known, lists)
        if len(told) < len(known):
            return RedirectResponse(str(Address(request.url.path, told)), 303)
        kept, left_out = usable(told, model)
        try:
            return await answer(_narrowed(request, kept, left_out, given))
        except BadQueryError as error:
            if not any(name == "q" for name, _ in kept):
                raise
            typed = next(value for name, value in kept if name == "q")
            unasked = tuple(pair for pair in kept if pair[0] != "q")
            refused = Ignored("q", (typed,), f"{error.message} {error.remedy}")
            return await answer(_narrowed(request, unasked, (*left_out, refused), given))

    return lenient


def _narrowed(
    request: Request, kept: Pairs, left_out: tuple[Ignored, ...], given: Sequence[tuple[str, str]]
) -> Request:
    """The request with the parameters that are `kept`; where others were `given`, the page tells its scripts so."""
    request.state.ignored = left_out
    request.scope["query_string"] = urlencode(kept).encode()
    narrowed = Request(request.scope, request.receive)
    path = f"{request.app.state.root_path}{request.url.path}"
    request.state.cleaned = str(Address(path, kept)) if len(kept) < len(given) else ""
    return narrowed


def usable(pairs: Pairs, model: type[BaseModel]) -> tuple[Pairs, tuple[Ignored, ...]]:
    """The parameters that `model` takes, and those it refuses, by name in the order of the address."""
    kept = list(pairs)
    refused: dict[str, tuple[list[str], dict[str, Any]]] = {}
    while error := _first_error(kept, model):
        name = str(error["loc"][0])
        places = [place for place, pair in enumerate(kept) if pair[0] == name]
        if not places:
            break  # no value of the address is at fault
        if error["type"] == "too_long" and len(places) > 1:
            places = places[error["ctx"]["max_length"] :]
        elif isinstance(error["loc"][-1], int):  # one of several values
            places = [places[error["loc"][-1]]]
        values, _ = refused.setdefault(name, ([], error))
        values += [kept[place][1] for place in places]
        kept = [pair for place, pair in enumerate(kept) if place not in places]
    names = sorted(refused, key=[name for name, _ in pairs].index)
    return tuple(kept), tuple(
        Ignored(name, tuple(refused[name][0]), _says(name, *refused[name], model)) for name in names
    )


def _first_error(pairs: Iterable[tuple[str, str]], model: type[BaseModel]) -> dict[str, Any] | None:
    lists = _lists(model)
    values: dict[str, Any] = {}
    for name, value in pairs:
        if lists[name]:
            values.setdefault(name, []).append(value)
        else:
            values[name] = value
    try:
        model.model_validate(values)
    except ValidationError as error:
        return dict(error.errors()[0])
    return None


def _says(name: str, values: Sequence[str], error: dict[str, Any], model: type[BaseModel]) -> str:
    """The line about values that were left out."""
    if name == "q":
        return f"A question can have up to {LONGEST_QUESTION:,} characters. Yours has {len(values[0].strip()):,}."
    if name == ITEM:
        items = "1 item" if len(values) == 1 else f"{len(values)} items"
        return f"We left {items} out of the reading list in this link: they name no passage or place in a report."
    if name in PLACE - {"part"}:
        return "We couldn’t tell which place in the report this link points to."
    shown = ", ".join(_short(value) for value in values[:SHOWN_VALUES])
    more = f" and {len(values) - SHOWN_VALUES} more" if len(values) > SHOWN_VALUES else ""
    left_out = f"We ignored “{LABELS.get(name, name)}: {shown}{more}” in this link."
    if error["type"] == "too_long":
        return f"{left_out} It can have up to {error['ctx']['max_length']} values."
    if error["msg"].startswith("Value error, the range"):
        return f"{left_out} It is earlier than From."
    allowed = _allowed(model)[name]
    return f"{left_out} Use {allowed}." if allowed else left_out


def _short(value: str) -> str:
    return value if len(value) <= SHOWN_CHARACTERS else f"{value[:SHOWN_CHARACTERS]}…"


@cache
def _lists(model: type[BaseModel]) -> dict[str, bool]:
    """The parameters of a page, and whether each may be given more than once."""
    return {field.alias or name: get_origin(field.annotation) is list for name, field in model.model_fields.items()}


@cache
def _allowed(model: type[BaseModel]) -> dict[str, str]:
    """What each parameter of a page takes, in words."""
    fields = model.model_json_schema(by_alias=True)["properties"]
    return {name: _one_of(schema) for name, schema in fields.items()}


def _one_of(schema: dict[str, Any]) -> str:
    one = schema["items"] if schema.get("type") == "array" else schema
    return allowed_values(one, one.get("description", ""))


def _told(pairs: Iterable[tuple[str, str]], lists: dict[str, bool]) -> Pairs:
    told: list[tuple[str, str]] = []
    names: set[str] = set()
    for name, value in pairs:
        if value.strip() and (lists[name] or name not in names):
            told.append((name, value))
            names.add(name)
    return tuple(told)
