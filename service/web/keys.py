"""The page of the keys: for those who open it without JavaScript, or have switched single keys off."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from service.web.pages import READ, templates

router = APIRouter(include_in_schema=False)


@router.api_route("/keys", methods=READ)
def keys(request: Request) -> Response:
    """What each key does."""
    return templates.TemplateResponse(request, "keys.html", {"here": "keys"})
