"""The route of original files: exactly what was indexed, in a way that nothing in it can run here."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from service.api import Index, Nothing, ReportId
from service.originals import PDF, Files, Original

# A browser's PDF viewer is an object with a style of its own, and does not start in a sandbox; everything else does.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
VIEWER = f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'"

router = APIRouter(include_in_schema=False)


@router.api_route("/files/{id}", methods=["GET", "HEAD"])
def original(index: Index, files: Files, id: ReportId, _: Nothing) -> Response:
    """The file that a report was read from."""
    found = files.read(index.searcher.summary(id))
    return Response(found.content, media_type=found.media_type, headers=_headers(found))


def _headers(file: Original) -> dict[str, str]:
    how = "inline" if file.shown else "attachment"
    return {
        "Content-Disposition": f"{how}; filename*=utf-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": VIEWER if file.media_type == PDF else f"{NOTHING}; sandbox",
    }
