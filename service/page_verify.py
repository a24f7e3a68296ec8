"""The page that verifies quotations: a form, and what became of each quotation.

The form is sent by POST, so that a text of any allowed length can be verified; one that an address can carry is
answered with a redirect to that address, so that the result can be kept and shared like every state of the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from service.api.routes import Index
from service.http.addresses import Address
from service.live import OpenIndex
from service.page_list_links import ITEM, Items
from service.page_verified import VerifiedView, verified_view
from service.pages import READ, PageRoute, templates
from service.quotations.request import LONGEST_TEXT, refusal, verify_text

# Servers and proxies commonly refuse addresses of more than 8,000 bytes.
LONGEST_ADDRESS = 6_000
MOST_OFFERED = 500
PATH = "/verify"

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class VerifyParameters(BaseModel):
    """What the page takes. What is wrong with the text is told on the page itself, beside the text."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    report: str = ""
    item: Items = Field(default=[])


@dataclass(frozen=True, slots=True)
class Offer:
    """A report that can be named: what goes into the field, and its title."""

    value: str
    title: str


@dataclass(frozen=True, slots=True)
class VerifyView:
    """The page. `refused` says why the text was not verified; `unaddressed` that no address leads to the result."""

    text: str
    report: str
    reports: int
    offers: tuple[Offer, ...]
    most: int
    refused: str
    unaddressed: bool
    found: VerifiedView | None


@router.api_route(PATH, methods=READ)
def verify(request: Request, index: Index, asked: Annotated[VerifyParameters, Query()]) -> Response:
    """The form, or what became of the quotations in a text."""
    return _page(request, index, asked.text, asked.report)


@router.post(PATH)
async def verify_form(request: Request, index: Index) -> Response:
    """The form as it was sent: led to the address of the result, or answered where there can be none."""
    sent = parse_qs((await request.body()).decode(errors="replace"))
    text, report = sent.get("text", [""])[0], sent.get("report", [""])[0].strip()
    told = tuple((name, value) for name, value in (("text", text), ("report", report)) if value.strip())
    address = Address(PATH, (*told, *((ITEM, key) for key in sent.get(ITEM, []))))
    if len(str(address)) <= LONGEST_ADDRESS:
        return RedirectResponse(str(address), 303)
    return await run_in_threadpool(_page, request, index, text, report, unaddressed=True)


def _page(request: Request, index: OpenIndex, typed: str, report: str, *, unaddressed: bool = False) -> Response:
    text = typed.replace("\r\n", "\n")
    refused = " ".join(refusal(text) or ()) if text.strip() else ""
    found = None
    if text.strip() and not refused:
        verification = verify_text(index.searcher, index.texts, text, report or None)
        found = verified_view(index, verification, report)
    view = VerifyView(
        text=text,
        report=report,
        reports=index.searcher.manifest.reports,
        offers=_offers(index),
        most=LONGEST_TEXT,
        refused=refused,
        unaddressed=unaddressed and found is not None,
        found=found,
    )
    context = {"view": view, "here": "verify"}
    return templates.TemplateResponse(request, "verify.html", context, 422 if refused else 200)


def _offers(index: OpenIndex) -> tuple[Offer, ...]:
    reports = index.searcher.summaries(MOST_OFFERED)
    return tuple(Offer(one.metadata.symbol or one.id, one.metadata.title) for one in reports)
