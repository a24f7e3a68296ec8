"""What `rapporteur ask --phrase` adds to an answer: its quotes put into sentences by a language model."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from index.types import Encoder
from service.answers.types import Answer
from service.api.phrasing_schemas import PhrasedSentence, PhrasingEnd
from service.phrasing.client import ChatModel, ModelAddress, model_address
from service.phrasing.phrase import NOT_FOUND, Ended, ShownSentence, phrase
from service.settings import Settings, SettingsError


def needed_model(settings: Settings) -> ModelAddress:
    """Where the language model is. Raises SettingsError where none is set up."""
    address = model_address(settings)
    if address is None:
        remedy = "Set RAPPORTEUR_LLM_URL and RAPPORTEUR_LLM_MODEL, or leave --phrase out."
        raise SettingsError("--phrase: no language model is set up.", remedy)
    return address


def phrased(answer: Answer, address: ModelAddress, encoder: Encoder) -> tuple[list[PhrasedSentence], PhrasingEnd]:
    """The sentences that may be shown, and how it ended; none where the quotes have to stand alone."""
    sentences, end = asyncio.run(_phrased(answer, address, encoder)) if answer.quotes else ([], NOT_FOUND)
    shown = [PhrasedSentence(text=one.text, quotes=list(one.citations)) for one in sentences]
    return shown if end.outcome == "done" else [], PhrasingEnd.of(end)


async def _phrased(answer: Answer, address: ModelAddress, encoder: Encoder) -> tuple[list[ShownSentence], Ended]:
    model = ChatModel(address)
    try:
        events = [event async for event in phrase(answer.question, answer.quotes, model, encoder)]
    finally:
        await model.close()
    (end,) = (event for event in events if isinstance(event, Ended))
    return [event for event in events if isinstance(event, ShownSentence)], end


def described(sentences: list[PhrasedSentence], end: PhrasingEnd) -> str:
    """The same for people, below the quotes."""
    return "\n".join(_lines(sentences, end))


def _lines(sentences: list[PhrasedSentence], end: PhrasingEnd) -> Iterator[str]:
    if sentences:
        yield "\nPhrased by a language model from the quotes above; check the quotes:\n"
        yield " ".join(sentence.text for sentence in sentences)
    for told in filter(None, [end.message, *end.notes]):
        yield f"\n{told}"


def as_json(sentences: list[PhrasedSentence], end: PhrasingEnd) -> dict[str, Any]:
    """The same for programs."""
    return {"sentences": [sentence.model_dump() for sentence in sentences], "end": end.model_dump()}
