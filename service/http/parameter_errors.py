"""What is wrong with the parameters of a request, and what the API's own description says is allowed."""

from __future__ import annotations

from typing import Any, cast

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field

from service.http.api_model import ApiModel

EXPECTED_TYPE = "application/json"
_BODY = f"one JSON object, with the header Content-Type: {EXPECTED_TYPE}"


class ParameterError(ApiModel):
    """One parameter at fault."""

    parameter: str = Field(description="Its name.", examples=["k"])
    place: str = Field(description="Where it stands.", examples=["query"])
    message: str = Field(description="What is wrong.", examples=["Input should be less than or equal to 100"])
    allowed: str = Field(description="What would be right.", examples=["a whole number from 1 to 100"])


def parameter_errors(request: Request, error: RequestValidationError) -> list[ParameterError]:
    """Every parameter, and every field of the body, that was refused."""
    described = _described(request)
    return [
        _body_error(request, one) if one["loc"][0] == "body" else _parameter_error(one, described)
        for one in error.errors()
    ]


def _parameter_error(error: dict[str, Any], described: dict[tuple[str, str], str]) -> ParameterError:
    place, name = (*map(str, error["loc"]), "")[:2]
    if error["type"] == "extra_forbidden":
        known = ", ".join(name for where, name in described if where == place)
        allowed = f"one of {known}" if known else "none"
        return ParameterError(parameter=name, place=place, message="unknown parameter", allowed=allowed)
    return ParameterError(
        parameter=name, place=place, message=_message(error), allowed=described.get((place, name), "")
    )


def _body_error(request: Request, error: dict[str, Any]) -> ParameterError:
    """A field of the body at fault, named by its path: "quotes.3.text"."""
    if error["type"] == "json_invalid":
        return ParameterError(parameter="body", place="body", message="not JSON", allowed=_BODY)
    path = [str(step) for step in error["loc"][1:]]
    if not path and (message := _no_json(request, error)):
        return ParameterError(parameter="body", place="body", message=message, allowed=_BODY)
    if error["type"] == "extra_forbidden":
        known = _body_schema(request, path[:-1]).get("properties", {})
        message, allowed = "unknown field", f"one of {', '.join(known)}"
    else:
        schema = _body_schema(request, path)
        message, allowed = _message(error), _allowed_in_body(schema)
    return ParameterError(parameter=".".join(path) or "body", place="body", message=message, allowed=allowed)


def _no_json(request: Request, error: dict[str, Any]) -> str | None:
    """How a body was sent that was not taken for JSON; None for one that was."""
    if error["type"] == "missing":
        return _message(error)
    sent = request.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if sent == EXPECTED_TYPE or sent.endswith("+json"):
        return None
    return f"sent as {sent}" if sent else "sent without a Content-Type"


def _message(error: dict[str, Any]) -> str:
    return "missing" if error["type"] == "missing" else str(error["msg"]).removeprefix("Value error, ")


def _body_schema(request: Request, path: list[str]) -> dict[str, Any]:
    """The schema of the body's field at `path`; an empty one where the description has none."""
    description = request.app.openapi()
    call = description["paths"].get(request.scope["route"].path, {}).get(request.method.lower(), {})
    schema = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    for step in [*path, None]:
        schema = next((one for one in schema.get("anyOf", []) if one.get("type") != "null"), schema)
        if "$ref" in schema:
            schema = description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        if step is not None:
            schema = schema.get("properties", {}).get(step) or schema.get("items", {})
    return cast(dict[str, Any], schema)


def _allowed_in_body(schema: dict[str, Any]) -> str:
    match schema:
        case {"type": "array", "maxItems": most}:
            return f"a list of {schema.get('minItems', 0)} to {most}"
        case {"properties": fields}:
            return f"an object with {', '.join(fields)}"
        case {"type": _}:
            return allowed_values(schema, schema.get("description", ""))
        case _:
            return str(schema.get("description", ""))


def _described(request: Request) -> dict[tuple[str, str], str]:
    """Each parameter of the call that was addressed, by place and name, with what it allows."""
    parameters = described_parameters(request)
    return {(one["in"], one["name"]): allowed_values(one["schema"], one.get("description", "")) for one in parameters}


def described_parameters(request: Request) -> list[dict[str, Any]]:
    """The parameters of the call that was addressed, as the API's description has them."""
    path = request.app.openapi()["paths"].get(request.scope["route"].path, {})
    return cast(list[dict[str, Any]], path.get(request.method.lower(), {}).get("parameters", []))


def allowed_values(schema: dict[str, Any], description: str) -> str:
    """A schema in words."""
    choices = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    return " or ".join(_allowed(choice, description) for choice in choices)


def _allowed(schema: dict[str, Any], description: str) -> str:
    match schema:
        case {"type": "array", "items": items}:
            return f"{allowed_values(items, description)}; may be given more than once"
        case {"enum": values}:
            return f"one of {', '.join(map(str, values))}"
        case {"const": value}:
            return str(value)
        case {"type": "integer", "minimum": least, "maximum": most}:
            return f"a whole number from {int(least)} to {int(most)}"  # the framework makes 1.0 of some 1
        case {"type": "string", "minLength": least, "maxLength": most}:
            return f"{least} to {most} characters"
        case {"type": "string", "pattern": _, "description": words}:
            return str(words)
        case {"type": "string", "maxLength": most}:
            return f"up to {most} characters"
        case _:
            return description


async def refuse_repeated(request: Request) -> None:
    """For the calls of the API. Raises RequestValidationError. What the call does not know is left to it to refuse."""
    names = [name for name, _ in request.query_params.multi_items()]
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if not repeated:
        return
    single = {one["name"] for one in described_parameters(request) if one["in"] == "query" and not _is_list(one)}
    if errors := [
        {"type": "repeated", "loc": ("query", name), "msg": "given more than once", "input": None}
        for name in repeated
        if name in single
    ]:
        raise RequestValidationError(errors)


def _is_list(parameter: dict[str, object]) -> bool:
    schema = parameter["schema"]
    return isinstance(schema, dict) and schema.get("type") == "array"
