"""The API's documentation as a page: the calls, their parameters and answers, read off the OpenAPI description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from service.http.parameter_errors import allowed_values
from service.http.problems import KINDS
from service.web.pages import templates

router = APIRouter(include_in_schema=False)
_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a call or a field of an answer. `refers` names the schema of its value, if that has a name."""

    name: str
    about: str
    allowed: str = ""
    required: bool = False
    default: str = ""
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the API."""

    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Field, ...]
    body: str
    answer: str
    problems: tuple[int, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One schema."""

    name: str
    about: str
    fields: tuple[Field, ...]


@router.get("/docs")
def api_page(request: Request) -> Response:
    """The documentation; it loads nothing from elsewhere and runs no script."""
    description = request.app.openapi()
    view = {
        "about": description["info"]["description"],
        "calls": calls(description),
        "shapes": shapes(description),
        "problems": [(name, status, title) for status, name, title in KINDS],
    }
    return templates.TemplateResponse(request, "api.html", {"view": view, "here": "api"})


@router.get("/problems/{name}")
def problem_type(name: str) -> Response:
    """The type of a problem is an address; it leads to the table of problems."""
    return RedirectResponse(f"/docs#problem-{name}" if name in _names() else "/docs#problems", 303)


def calls(description: dict[str, Any]) -> list[Call]:
    """Every call of an OpenAPI description, in its order."""
    return [
        Call(
            method=method.upper(),
            path=path,
            summary=one["summary"],
            about=one["description"],
            parameters=tuple(_parameter(parameter) for parameter in one.get("parameters", [])),
            body=_refers(one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})),
            answer=_answer(one["responses"]["200"]["content"]),
            problems=tuple(int(status) for status in one["responses"] if status != "200"),
            example=_example(path, one.get("parameters", [])) if method == "get" else "",
        )
        for path, methods in description["paths"].items()
        for method, one in methods.items()
    ]


def shapes(description: dict[str, Any]) -> list[Shape]:
    """Every schema of an OpenAPI description, by name."""
    return [
        Shape(name, one.get("description", ""), tuple(_property(*field) for field in one["properties"].items()))
        for name, one in sorted(description["components"]["schemas"].items())
    ]


def _names() -> set[str]:
    return {name for _, name, _ in KINDS}


def _parameter(parameter: dict[str, Any]) -> Field:
    schema = parameter["schema"]
    about = parameter.get("description", "")
    allowed = allowed_values(schema, "")
    default = schema.get("default")
    return Field(
        parameter["name"], about, allowed, parameter["required"], "" if default in (None, []) else str(default)
    )


def _example(path: str, parameters: list[dict[str, Any]]) -> str:
    """An address to try; nothing for calls whose path names a report or passage, as any example may not exist."""
    if "{" in path:
        return ""
    query = urlencode([(one["name"], one["schema"]["examples"][0]) for one in parameters if one["required"]])
    return f"{path}?{query}" if query else path


def _property(name: str, schema: dict[str, Any]) -> Field:
    return Field(name, schema.get("description", ""), _type(schema), refers=_refers(schema))


def _answer(content: dict[str, Any]) -> str:
    """The schema of an answer, or its media type where it is no JSON."""
    return _refers(content.get("application/json", {}).get("schema", {})) or next(iter(content))


def _refers(schema: dict[str, Any]) -> str:
    """The name of the schema that is referred to, directly or as the items of a list."""
    inner = [*schema.get("anyOf", []), *(schema[key] for key in ("items", "additionalProperties") if schema.get(key))]
    found = [schema["$ref"].removeprefix(_REFERENCE)] if "$ref" in schema else [_refers(one) for one in inner]
    return next(filter(None, found), "")


def _type(schema: dict[str, Any]) -> str:
    """A type in a few words: "string or null", "list of integer"."""
    match schema:
        case {"$ref": reference}:
            return str(reference).removeprefix(_REFERENCE)
        case {"anyOf": choices}:
            return " or ".join(_type(choice) for choice in choices)
        case {"enum": values}:
            return " | ".join(map(str, values))
        case {"const": value}:
            return str(value)
        case {"type": "array", "prefixItems": items}:
            return f"[{', '.join(_type(item) for item in items)}]"
        case {"type": "array", "items": items}:
            return f"list of {_type(items)}"
        case {"type": "object", "additionalProperties": values}:
            return f"object of {_type(values)}"
        case _:
            return str(schema.get("type", "any"))
