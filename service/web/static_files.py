"""The styles and scripts of the pages. Their addresses change with their content, so browsers may keep them."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
A_YEAR = 31_536_000  # seconds


def _version(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:10]


VERSIONS = {file.name: f"v={_version(file.name)}" for file in STATIC.iterdir()}
"""Of each file: the query that its address has for as long as its content stays the same."""


def static_address(name: str) -> str:
    """The address of a file, with its version."""
    return f"/static/{name}?{VERSIONS[name]}"


class VersionedFiles(StaticFiles):
    """Serves the files; one that is asked for by its version never has to be asked for again."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, with how long a browser may keep it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if scope["query_string"].decode("latin-1") == VERSIONS.get(Path(full_path).name):
            response.headers["Cache-Control"] = f"max-age={A_YEAR}, immutable"
        return response
