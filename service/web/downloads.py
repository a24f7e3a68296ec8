"""The list that a page shows, as files."""

from __future__ import annotations

from typing import Literal

from fastapi import Request
from pydantic import BaseModel

from service.api.download import ReportsFileParameters, SearchFileParameters
from service.http.addresses import Address

PARAMETERS: dict[str, type[BaseModel]] = {"search": SearchFileParameters, "reports": ReportsFileParameters}


def download_address(request: Request, of: Literal["search", "reports"], form: Literal["csv", "json"]) -> str:
    """The whole list that the address of a page shows a part of, as a file."""
    taken = {field.alias or name for name, field in PARAMETERS[of].model_fields.items()}
    here = Address(f"/api/download/{of}", tuple(request.query_params.multi_items()))
    return str(here.only(taken).with_value("format", form))
