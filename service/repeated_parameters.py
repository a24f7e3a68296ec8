"""A parameter that takes one value and is given more than once is refused: taking the last in silence would answer
another question than the one that was read first."""

from __future__ import annotations

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from service.parameter_errors import described_parameters


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
