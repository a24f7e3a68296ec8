"""The root of all models that the API answers with."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class ApiModel(BaseModel):
    """The root of all answers."""

    model_config = ConfigDict(frozen=True, from_attributes=True)
