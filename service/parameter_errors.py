"""What is wrong with the parameters of a request, and what the API's own description says is allowed."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from service.schemas import Answer


class ParameterError(Answer):
    """One parameter at fault."""

    parameter: str = Field(description="Its name.", examples=["k"])
    place: str = Field(description="Where it stands.", examples=["query"])
    message: str = Field(description="What is wrong.", examples=["Input should be less than or equal to 100"])
    allowed: str = Field(description="What would be right.", examples=["a whole number from 1 to 100"])


def parameter_errors(request: Request, error: RequestValidationError) -> list[ParameterError]:
    """Every parameter that was refused."""
    described = _described(request)
    found = []
    for one in error.errors():
        place, *rest = (str(part) for part in one["loc"])
        name = rest[0] if rest else place
        if one["type"] == "extra_forbidden":
            known = ", ".join(described) or "none"
            found.append(
                ParameterError(parameter=name, place=place, message="unknown parameter", allowed=f"known: {known}")
            )
        else:
            message = "missing" if one["type"] == "missing" else str(one["msg"]).removeprefix("Value error, ")
            found.append(ParameterError(parameter=name, place=place, message=message, allowed=described.get(name, "")))
    return found


def _described(request: Request) -> dict[str, str]:
    """Each parameter of the call that was addressed, with what it allows."""
    path = request.app.openapi()["paths"].get(request.scope["route"].path, {})
    parameters = path.get(request.method.lower(), {}).get("parameters", [])
    return {one["name"]: _allowed(one["schema"], one.get("description", "")) for one in parameters}


def _allowed(schema: dict[str, Any], description: str) -> str:
    """A schema in words."""
    choices = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    schema = choices[0]
    if schema.get("type") == "array":
        return f"{_allowed(schema['items'], description)}; may be given more than once"
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    if schema.get("type") == "integer":
        return f"a whole number from {schema['minimum']} to {schema['maximum']}"
    return description or f"text of at most {schema.get('maxLength')} characters"
