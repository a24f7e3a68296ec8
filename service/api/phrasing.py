"""The API's call for an answer whose quotes a language model puts into sentences, sent as it comes about."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated, TypeVar, cast

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from index.types import Encoder
from service.answers.types import Answer
from service.api.phrasing_schemas import DroppedSentence, PhrasedSentence, PhrasingEnd
from service.http.problems import documented
from service.live import LiveIndex
from service.phrasing.client import ChatModel
from service.phrasing.phrase import NO_MODEL, NOT_FOUND, Dropped, Ended, Event, ShownSentence, phrase
from service.schemas.ask import AskRequest, AskResponse

router = APIRouter(prefix="/api", responses=documented(400, 413, 422, 503))
log = structlog.get_logger(__name__)
Data = TypeVar("Data")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and what is sent of it."""

    answer: Answer
    response: AskResponse


def answered(request: Request, asked: AskRequest) -> Answered:
    """The answer, made before the stream begins, so that what is wrong with a question is told as everywhere else. The
    build is given back at once; quotes need it no more."""
    live: LiveIndex = request.app.state.live
    with live.lease() as index:
        answer = index.answerer.answer(asked.question, k=asked.k, filters=asked.filters.filters)
        return Answered(answer, AskResponse.of(answer, index.citer))


@router.post(
    "/ask/stream",
    tags=["ask"],
    summary="Answer a question with quotes, phrased by a language model",
    response_class=EventSourceResponse,
)
async def ask_stream(
    request: Request, found: Annotated[Answered, Depends(answered)]
) -> AsyncIterator[AskResponse | PhrasedSentence | DroppedSentence | PhrasingEnd]:
    """Server-sent events: `quotes` with the answer as `POST /api/ask` gives it; then, where a language model is set up,
    `sentence` for each sentence of it that is borne out by the quotes it cites and `dropped` for each that is not; at
    last `done`, or `alone` when the quotes have to stand alone."""
    yield _event("quotes", found.response)
    async with aclosing(_phrased(request, found.answer)) as events:
        dropped = 0
        async for one in events:
            match one:
                case ShownSentence():
                    yield _event("sentence", PhrasedSentence(text=one.text, quotes=list(one.citations)))
                case Dropped():
                    dropped += 1
                    yield _event("dropped", DroppedSentence(reason=one.reason, count=dropped))
                case Ended():
                    yield _event(one.outcome, PhrasingEnd.of(one))


async def _phrased(request: Request, answer: Answer) -> AsyncGenerator[Event, None]:
    model: ChatModel | None = request.app.state.chat_model
    encoder: Encoder = request.app.state.encoder
    if model is None or not answer.quotes:
        yield NO_MODEL if model is None else NOT_FOUND
        return
    async with aclosing(phrase(answer.question, answer.quotes, model, encoder)) as events:
        async for one in events:
            if isinstance(one, Ended):
                told = log.info if one.why is None or one.why == "too little" else log.warning
                told("phrased", outcome=one.outcome, why=one.why, shown=one.shown, dropped=dict(one.dropped or {}))
            yield one


def _event(name: str, data: Data) -> Data:
    """`data` under the name of its event. The framework reads the description off the types of the data, and the name
    off this envelope, which it takes for the data itself."""
    return cast(Data, ServerSentEvent(event=name, data=data))
