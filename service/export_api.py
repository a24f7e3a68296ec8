"""The API's call to export a reading list."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from service.api import Index
from service.http.problems import documented
from service.reading_list.formats import FORMATS, export_file
from service.reading_list.search_record import search_again
from service.schemas_export import ExportRequest

router = APIRouter(prefix="/api", responses=documented(400, 413, 422, 503))


def _content() -> dict[str, Any]:
    binary = {"type": "string", "format": "binary"}
    listing = {"type": "array", "items": {"type": "object"}}
    return {one.media_type: {"schema": listing if name == "csl" else binary} for name, one in FORMATS.items()}


@router.post(
    "/export",
    tags=["export"],
    summary="Export a reading list",
    response_class=Response,
    responses={200: {"description": "The file, to be saved under the name it comes with.", "content": _content()}},
)
def export(index: Index, asked: ExportRequest) -> Response:
    """Passages and quotes, each cut from the stored text now, with its citation: as a document with footnotes, or as
    references for a reference manager. What is no longer in the collection is named in its place. Nothing is kept."""
    items = [one.item for one in asked.items]
    searches = [search_again(index, one) for one in asked.record]
    return export_file(index, asked.format, items, searches, asked.style)
