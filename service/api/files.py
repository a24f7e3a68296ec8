"""The files that reports were read from, where the folder they stand in is at hand."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from corpus.types import ReportSummary
from service.api.routes import Index, ReportId
from service.errors import OriginalChangedError, OriginalMissingError

# How a browser is told to take a file. Only these two are shown in it, one by its own viewer and one as plain text;
# whatever may be active (HTML, or a type not known here) is saved and never run.
PDF, TEXT = "application/pdf", "text/plain; charset=utf-8"
TYPES = {".pdf": PDF, ".md": TEXT, ".markdown": TEXT, ".txt": TEXT, ".text": TEXT}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SAVED_TYPES = {".docx": WORD, ".html": "text/plain", ".htm": "text/plain", ".xhtml": "text/plain"}


@dataclass(frozen=True, slots=True)
class Original:
    """A file, whole, with its name and media type; `shown` where a browser may show it."""

    name: str
    content: bytes
    media_type: str
    shown: bool


class Originals:
    """The folder of a corpus, or none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def has(self, report: ReportSummary) -> bool:
        """Whether the file of a report seems to be there; whether it is still the same shows when it is read."""
        return self._path(report) is not None

    def read(self, report: ReportSummary) -> Original:
        """The file of a report, byte for byte as it was indexed. Raises OriginalMissingError, OriginalChangedError."""
        path = self._path(report)
        if path is None:
            raise OriginalMissingError(
                "The original file is not served.", "Ask whoever runs the service; the text as it was read is here."
            )
        try:
            content = path.read_bytes()
        except OSError as error:
            raise OriginalMissingError("The original file cannot be read.", "Ask whoever runs the service.") from error
        if sha256(content).hexdigest() != report.sha256:
            raise OriginalChangedError(
                "The file has changed since the report was indexed, so it is not shown as its original.",
                "Ask whoever runs the service to rebuild the index.",
            )
        suffix = path.suffix.lower()
        media_type = TYPES.get(suffix) or SAVED_TYPES.get(suffix, "application/octet-stream")
        return Original(path.name, content, media_type, suffix in TYPES)

    def _path(self, report: ReportSummary) -> Path | None:
        """Where the file stands: a regular file inside the folder, whatever links say; None when there is none."""
        if self._folder is None:
            return None
        try:
            folder = self._folder.resolve()
            path = (folder / report.path).resolve()
            inside = path.is_relative_to(folder) and S_ISREG(path.stat().st_mode)
        except (OSError, ValueError):  # not there, or no name that a file can have
            return None
        return path if inside else None


def originals(request: Request) -> Originals:
    """The folder that the service was started with."""
    found: Originals = request.app.state.originals
    return found


Files = Annotated[Originals, Depends(originals)]


def original_address(report_id: str, page: int | None = None) -> str:
    """Where the file of a report is served; a PDF opens at `page`, counted from 1."""
    address = f"/files/{quote(report_id, safe='')}"
    return f"{address}#page={page}" if page else address


# A browser's PDF viewer is an object with a style of its own, and does not start in a sandbox; everything else does.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
VIEWER = f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'"

router = APIRouter(include_in_schema=False)


@router.api_route("/files/{id}", methods=["GET", "HEAD"])
def original(index: Index, files: Files, id: ReportId) -> Response:
    """The file that a report was read from. As on a page, what an address has besides is ignored."""
    found = files.read(index.searcher.summary(id))
    return Response(found.content, media_type=found.media_type, headers=_headers(found))


def _headers(file: Original) -> dict[str, str]:
    how = "inline" if file.shown else "attachment"
    return {
        "Content-Disposition": f"{how}; filename*=utf-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": VIEWER if file.media_type == PDF else f"{NOTHING}; sandbox",
    }
