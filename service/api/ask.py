"""The API's call for answers."""

from __future__ import annotations

from fastapi import APIRouter

from service.api.routes import Index
from service.http.problems import documented
from service.schemas.ask import AskRequest, AskResponse

router = APIRouter(prefix="/api", responses=documented(400, 413, 422, 503))


@router.post("/ask", tags=["ask"], summary="Answer a question with quotes")
def ask(index: Index, asked: AskRequest) -> AskResponse:
    """The sentences that answer a question, cut from the reports, each with its source; or the word that nothing in the
    reports answers it, with the nearest passages apart."""
    found = index.answerer.answer(asked.question, k=asked.k, filters=asked.filters.filters)
    return AskResponse.of(found, index.citer)
