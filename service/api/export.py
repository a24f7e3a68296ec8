"""The API's call to export a reading list, and what it takes."""

from __future__ import annotations

from typing import Annotated, Any, Self

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator

from service.api.routes import Index
from service.http.problems import documented
from service.reading_list.entries import LONGEST_NOTE, LONGEST_SPAN, MOST_ITEMS, Item
from service.reading_list.export import FootnoteStyle
from service.reading_list.formats import FORMATS, FormatName, export_file
from service.reading_list.search_record import search_again
from service.schemas.parameters import SearchParameters

MOST_SEARCHES = 50


def _number(given: object) -> object:
    """Refuse what would be taken for a number and is none in JSON: `false` and "0". 1.0 is a whole number there."""
    if isinstance(given, bool | str):
        raise ValueError("Input should be a valid integer")
    return given


Offset = Annotated[int, BeforeValidator(_number), Field(ge=0, le=999_999_999)]


class ExportItem(BaseModel):
    """A place in a report: a passage, whole or in part, or a span of a report's text."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "oneOf": [{"required": ["passage"]}, {"required": ["report", "start", "end"]}],
            "dependentRequired": {"start": ["end"], "end": ["start"]},
        },
    )

    passage: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = Field(
        default=None, description="The passage's id.", examples=["3f6c2a9d01b7e845"]
    )
    report: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = Field(
        default=None, description="The report's id.", examples=["cd-tip-2023"]
    )
    start: Offset | None = Field(
        default=None,
        description="Where the words begin: in the report's text or, with `passage`, in that passage's text.",
        examples=[812],
    )
    end: Offset | None = Field(
        default=None, description=f"Where they end, exclusive; at most {LONGEST_SPAN:,} characters on.", examples=[849]
    )
    check: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")] | None = Field(
        default=None,
        description="The first eight hexadecimal digits of the SHA-256 of the words in UTF-8, so that a report which "
        "has changed is noticed.",
        examples=["9c22b8dd"],
    )
    note: Annotated[str, StringConstraints(max_length=LONGEST_NOTE)] = Field(
        default="", description="What its reader noted on it.", examples=["For the annex"]
    )
    known_as: Annotated[str, StringConstraints(max_length=1000)] = Field(
        default="", description="What to call it if it is no longer there.", examples=["A/79/352, para. 41"]
    )

    @model_validator(mode="after")
    def one_place(self) -> Self:
        """Refuse what is no place, and more than one."""
        if (self.passage is None) == (self.report is None):
            raise ValueError("give either `passage` or `report`")
        if (self.start is None) != (self.end is None) or (self.report is not None and self.start is None):
            raise ValueError("give `start` and `end`")
        if self.start is not None and self.end is not None and not 0 < self.end - self.start <= LONGEST_SPAN:
            raise ValueError(f"`end` has to be 1 to {LONGEST_SPAN:,} characters after `start`")
        return self

    @property
    def item(self) -> Item:
        """As a reading list holds it."""
        return Item(self.passage, self.report, self.start, self.end, self.check, self.note, self.known_as)


class RecordedSearch(SearchParameters):
    """A search that led to what is on the list."""

    _numbers = field_validator("k", "offset", mode="before")(_number)


class ExportRequest(BaseModel):
    """A reading list to be exported."""

    model_config = ConfigDict(extra="forbid")

    format: FormatName = Field(description="The format of the file.", examples=["docx"])
    items: list[ExportItem] = Field(min_length=1, max_length=MOST_ITEMS, description="The list, in order.")
    style: FootnoteStyle = Field(default="un", description="The style of the footnotes in `docx` and `markdown`.")
    record: list[RecordedSearch] = Field(
        default=[],
        max_length=MOST_SEARCHES,
        description="The searches that led to what is on the list; the file then says how it was found.",
    )


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
