"""The Atom feed (RFC 4287) of what is new in the collection, or new of what discusses a question: a search that is
subscribed to."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import Field

from index.errors import BadQueryError
from service.answers.protection import SAYS, asks_for_persons
from service.api.routes import Index
from service.citations import dates, sources
from service.collection import Numbering, Wanted
from service.feed import New, whats_new
from service.http.addresses import Address, report_address, words_address
from service.http.root_path import site_address
from service.live import OpenIndex
from service.reading_list.docx import NOT_XML
from service.schemas.active_filters import shown_value
from service.schemas.parameters import FilterParameters, Question
from service.web.page_route import PageRoute, ignored
from service.web.pages import READ, templates
from service.web.reports import PATH as REPORTS
from service.web.reports import chosen_filters

PATH = "/feed.atom"
MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
ElementTree.register_namespace("", ATOM)

router = APIRouter(route_class=PageRoute, include_in_schema=False)


class FeedParameters(FilterParameters):
    """A question, which may be missing, and which reports."""

    q: Question = Field(default="")
    title: str = Field(default="", max_length=200)
    numbering: Numbering | None = Field(default=None)


TAKEN = {field.alias or name for name, field in FeedParameters.model_fields.items()}


def feed_address(request: Request) -> str:
    """The feed of the question and the filters of a page's address."""
    return str(Address(PATH, tuple(request.query_params.multi_items())).only(TAKEN))


templates.env.globals[feed_address.__name__] = feed_address


@router.api_route(PATH, methods=READ)
def feed(request: Request, index: Index, asked: Annotated[FeedParameters, Query()]) -> Response:
    """The feed. One that would hold something else than what was subscribed to is refused: raises BadQueryError for
    what cannot be used in its address, and for a question after persons who must be protected."""
    if left_out := ignored(request):
        raise BadQueryError(left_out[0].says, "Correct the address of the feed, or subscribe anew.")
    if asked.q and asks_for_persons(asked.q):
        raise BadQueryError(SAYS, "Subscribe to another question.")
    site = site_address(request)
    here = Address(PATH, tuple(request.query_params.multi_items()))
    version = f'W/"{sha256(f"{index.searcher.manifest.build} {site}{here}".encode()).hexdigest()[:32]}"'
    headers = {"ETag": version, "Cache-Control": "no-cache"}
    if version in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(_atom(index, asked, here, site), headers=headers, media_type=MEDIA_TYPE)


def _atom(index: OpenIndex, asked: FeedParameters, here: Address, site: str) -> bytes:
    """The document; `site` is the address of the service, without a slash at its end."""
    wanted = Wanted(asked.filters, asked.title, asked.numbering)
    new = whats_new(index.searcher, index.citer, asked.q, wanted)
    root = Element(f"{{{ATOM}}}feed", {"xml:lang": "en"})
    _add(root, "id", f"{site}{here}")
    _add(root, "title", _title(asked, here))
    _add(root, "subtitle", _subtitle(asked))
    _add(root, "updated", new[0].updated if new else index.searcher.manifest.created)
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=f"{site}{here}")
    page = Address("/" if asked.q else REPORTS, here.pairs)
    _add(root, "link", rel="alternate", type="text/html", href=f"{site}{page}")
    _add(_add(root, "author"), "name", "Rapporteur")
    for one in new:
        _entry(root, one, here, site)
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _title(asked: FeedParameters, here: Address) -> str:
    about = f" on “{asked.q}”" if asked.q else ""
    filters = ", ".join(f"{one.field}: {one.name}" for one in chosen_filters(here))
    return f"New reports{about}" + (f" ({filters})" if filters else "")


def _subtitle(asked: FeedParameters) -> str:
    which = "Reports that discuss the question" if asked.q else "Reports"
    return f"{which}, by when they entered the collection or last changed."


def _entry(root: Element, new: New, here: Address, site: str) -> None:
    """An entry. Its id stays as long as the report does; a report that left and came back is another."""
    metadata, quote = new.report.metadata, new.quote
    place = (
        words_address(quote.passage, quote.start, quote.end, here.pairs)
        if quote
        else report_address(new.report.id, None, here.pairs if here.value("q") else ())
    )
    entry = _add(root, "entry")
    _add(entry, "id", uuid5(NAMESPACE_URL, f"{new.report.id} {new.arrival.entered or ''}").urn)
    _add(entry, "title", metadata.title)
    _add(entry, "updated", new.updated)
    if new.arrival.entered:
        _add(entry, "published", new.arrival.entered)
    _add(entry, "link", rel="alternate", type="text/html", href=f"{site}{place}")
    for author in sources.authors(metadata):
        _add(_add(entry, "author"), "name", author)
    for value in filter(None, (metadata.series, metadata.body, metadata.kind)):
        _add(entry, "category", term=value)
    _add(entry, "summary", f"“{quote.text}” ({quote.citation})" if quote else _about(new))


def _about(new: New) -> str:
    metadata = new.report.metadata
    kind = "Digest, not an official record" if metadata.kind == "digest" else shown_value("kind", metadata.kind or "")
    told = (kind, metadata.symbol, dates.event_date(metadata), metadata.location)
    changed = f" Changed on {dates.date(new.arrival.changed[:10])}." if new.arrival.changed else ""
    return f"{', '.join(filter(None, told)) or metadata.title}.{changed}"


def _add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """A new element below `parent`; what XML cannot hold is replaced."""
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = NOT_XML.sub("\ufffd", text) or None
    for key, value in attributes.items():
        element.set(key, NOT_XML.sub("\ufffd", value))
    return element
