"""The API's call to verify quotations."""

from __future__ import annotations

from fastapi import APIRouter

from service.api import Index
from service.http.problems import documented
from service.quotations.request import verify_quotes, verify_text
from service.schemas_verify import VerifyResponse
from service.schemas_verify_request import VerifyRequest

router = APIRouter(prefix="/api", responses=documented(400, 413, 422, 503))


@router.post("/verify", tags=["verify"], summary="Verify quotations")
def verify(index: Index, asked: VerifyRequest) -> VerifyResponse:
    """Whether quotations stand in the reports: word for word, but for white space, quotation marks, dashes and the
    like or in pieces, or not at all; where, with a citation of exactly those words; and for one that is missing, the
    text that comes nearest, with the differences. What there is no time for is told as not looked for."""
    if asked.quotes is not None:
        quotes = [(quote.text, quote.report) for quote in asked.quotes]
        found = verify_quotes(index.searcher, index.texts, quotes)
    else:
        found = verify_text(index.searcher, index.texts, asked.text or "", asked.report)
    return VerifyResponse.of(found, index.searcher, index.citer, asked.style)
