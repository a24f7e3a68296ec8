"""Errors as RFC 9457 problem documents: one table from exceptions to HTTP, and the handlers that use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import Field
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException

from corpus.errors import RapporteurError
from index import errors
from service.errors import (
    KeyMissingError,
    KeysUnusableError,
    OriginalChangedError,
    OriginalMissingError,
    ScopeMissingError,
    TooManyRequestsError,
    UnknownPlaceError,
)
from service.http.api_model import ApiModel
from service.http.middleware import SECURITY_HEADERS, with_head
from service.http.parameter_errors import EXPECTED_TYPE, ParameterError, parameter_errors

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
TABLE: dict[type[RapporteurError], tuple[int, str, str]] = {
    KeyMissingError: (401, "no-key", "A key is needed"),
    ScopeMissingError: (403, "missing-scope", "The key is not good for this"),
    errors.UnknownReportError: (404, "unknown-report", "There is no such report"),
    errors.UnknownPassageError: (404, "unknown-passage", "There is no such passage"),
    UnknownPlaceError: (404, "unknown-place", "There is no such place in the report"),
    OriginalMissingError: (404, "no-file", "The original file is not served"),
    OriginalChangedError: (409, "changed-file", "The original file is not the one that was indexed"),
    errors.BadQueryError: (422, "bad-query", "The question cannot be understood"),
    TooManyRequestsError: (429, "too-many-requests", "Too many requests"),
    KeysUnusableError: (503, "unusable-keys", "The file of keys cannot be used"),
    errors.HomeUnusableError: (503, "unusable-home", "The folder of the index cannot be used"),
    errors.IndexMissingError: (503, "no-index", "There is no index to search yet"),
    errors.BuildDamagedError: (503, "damaged-index", "The index is damaged"),
    errors.BuildMismatchError: (503, "mismatching-index", "The index was made by other code or another model"),
}
# What can be wrong with any request, whatever it asks for.
BAD_REQUEST = (422, "bad-request", "The request has parameters or values that are not allowed")
UNREADABLE_BODY = (400, "unreadable-body", "The body of the request cannot be read")
UNKNOWN_HOST = (421, "unknown-host", "The service does not answer to this host name")
KINDS = (*TABLE.values(), BAD_REQUEST, UNREADABLE_BODY, UNKNOWN_HOST)
_SCHEMAS = "#/components/schemas/"
REMEDIES = {
    400: f"Send one JSON object in UTF-8, with the header Content-Type: {EXPECTED_TYPE}.",
    404: "See /docs for the addresses there are.",
    405: "See /docs for what each address accepts.",
    413: "Send less at once.",
}


class Problem(ApiModel):
    """What went wrong and what to do about it (RFC 9457)."""

    type: str = Field(description="Identifies the kind of problem; stable.", examples=["/problems/unknown-report"])
    title: str = Field(description="The kind of problem in words.", examples=["There is no such report"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str = Field(description="This problem in words.", examples=["There is no report 'x' in this collection."])
    instance: str = Field(description="The address that was asked.", examples=["/api/reports/x"])
    remedy: str = Field(description="What to do about it.", examples=["See the list of reports."])
    errors: list[ParameterError] | None = Field(None, description="The parameters at fault, for bad requests.")


Page = Callable[[Request, Problem], Response | None]


def problem_of(error: RapporteurError, instance: str) -> Problem:
    """The problem document of an error of the product."""
    status, name, title = TABLE.get(type(error), (500, "failure", "The request failed"))
    return _problem(status, name, title, error.message, error.remedy, instance)


def unknown_host(host: str, instance: str) -> Problem:
    """The problem document for a request whose header Host is `host`."""
    detail = f"{host!r} is not a name of this service." if host else "The request does not say which host it is for."
    remedy = "Use the address that the service was started on, or have this name added to RAPPORTEUR_HOSTS."
    return _problem(*UNKNOWN_HOST, detail, remedy, instance)


def answer_with(
    problem: Problem, request: Request, page: Page | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The problem document, or the answer that `page` gives in its place."""
    shown = page(request, problem) if page else None
    if shown is None:
        shown = JSONResponse(problem.model_dump(exclude_none=True), problem.status, media_type=MEDIA_TYPE)
    shown.headers.update(headers or {})
    return shown


def install(app: FastAPI, page: Page | None = None) -> None:
    """Make every error of `app` a problem document; where `page` gives an answer of its own, that is sent instead."""

    def answer(request: Request, problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
        return answer_with(problem, request, page, headers)

    async def product_error(request: Request, error: Exception) -> Response:
        return answer(request, problem_of(cast(RapporteurError, error), request.url.path))

    async def invalid_request(request: Request, error: Exception) -> Response:
        return answer(request, _invalid(request, cast(RequestValidationError, error)))

    async def http_error(request: Request, error: Exception) -> Response:
        known = cast(HTTPException, error)
        return answer(request, _http(known, request.url.path), with_head(known.headers or {}))

    async def unexpected_error(request: Request, error: Exception) -> Response:
        log.error("request failed", path=request.url.path, exc_info=error)
        # This handler runs outside all middleware, so it brings the headers itself.
        return answer(request, _unexpected(request.url.path), SECURITY_HEADERS)

    app.add_exception_handler(RapporteurError, product_error)
    app.add_exception_handler(RequestValidationError, invalid_request)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(Exception, unexpected_error)


def describe(app: FastAPI) -> None:
    """Have the OpenAPI description of `app` define what `documented` refers to. Given to the framework as the model of
    an answer, it would be described as plain JSON."""
    _, shapes = models_json_schema([(Problem, "validation")], ref_template=f"{_SCHEMAS}{{model}}")
    written = app.openapi
    # The first version that knows `itemSchema`, by which the framework describes a stream of events.
    app.openapi_version = "3.2.0"

    def openapi() -> dict[str, Any]:
        description = written()
        description["components"]["schemas"].update(shapes["$defs"])
        return description

    app.openapi = openapi  # type: ignore[method-assign]  # as the framework's own documentation does it


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an API call that may answer with these problems."""
    content = {MEDIA_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def _invalid(request: Request, error: RequestValidationError) -> Problem:
    found = parameter_errors(request, error)
    detail = "; ".join(f"{one.parameter}: {one.message}" for one in found)
    problem = _problem(*BAD_REQUEST, f"{detail}.", "", request.url.path)
    remedy = "Correct " + ", ".join(dict.fromkeys(one.parameter for one in found)) + "; see /docs."
    return problem.model_copy(update={"errors": found, "remedy": remedy})


def _http(error: HTTPException, instance: str) -> Problem:
    phrase = HTTPStatus(error.status_code).phrase
    name = phrase.lower().replace(" ", "-")
    remedy = REMEDIES.get(error.status_code, "See /docs.")
    detail = f"{error.detail}: {instance}" if error.detail == phrase else str(error.detail)
    # Nothing here answers 400 but the framework, to a body that is no text.
    kind = UNREADABLE_BODY if error.status_code == UNREADABLE_BODY[0] else (error.status_code, name, phrase)
    return _problem(*kind, detail, remedy, instance)


def _unexpected(instance: str) -> Problem:
    return _problem(
        500,
        "internal-error",
        "Something went wrong inside the service",
        "The request could not be answered; the cause is in the service's log.",
        "Try again; if it happens again, tell whoever runs the service.",
        instance,
    )


def _problem(status: int, name: str, title: str, detail: str, remedy: str, instance: str) -> Problem:
    return Problem(
        type=f"/problems/{name}",
        title=title,
        status=status,
        detail=detail,
        instance=instance,
        remedy=remedy,
        errors=None,
    )
