"""What a chat API answers, read into the words of the model: one JSON object, or a stream of server-sent events.

Servers differ, so the events are read as their standard says and with some patience, but nothing unbounded is kept and
nothing that cannot be read is guessed at.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any, Literal

from corpus.errors import RapporteurError

LONGEST_EVENT = 200_000  # characters of one event of a stream
Failure = Literal[
    "unreachable", "busy", "time-out", "refused", "failed", "redirected", "rubbish", "broken off", "too much"
]
_STREAM_BEGINS = ("data:", "event:", "id:", "retry:", ":")
_THINKS, _THOUGHT = "<think>", "</think>"


class ModelFailedError(RapporteurError):
    """The language model did not give a whole reply. `failure` says how."""

    def __init__(self, failure: Failure, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.failure = failure


def rubbish(what: str) -> ModelFailedError:
    """The reply is nothing that a chat API says."""
    return ModelFailedError(
        "rubbish",
        f"The language model's server answered with what cannot be read: {what}.",
        "Check that RAPPORTEUR_LLM_URL is the root of an OpenAI-compatible API, such as http://127.0.0.1:8080/v1.",
    )


async def words(chunks: AsyncGenerator[bytes, None], kind: str) -> AsyncGenerator[str, None]:
    """The words of a reply whose content type is `kind`, piece by piece; an empty piece is a sign of life without
    words. Raises ModelFailedError."""
    async with aclosing(_texts(chunks)) as texts:
        head = ""
        async for text in texts:
            head += text
            if len(head.strip()) > len("event:"):
                break
        streamed = "event-stream" in kind.lower() or head.lstrip().startswith(_STREAM_BEGINS)
        read = _streamed(_lines(head, texts)) if streamed else _at_once(head, texts)
        async with aclosing(_aloud(read)) as pieces:
            async for piece in pieces:
                yield piece


async def _texts(chunks: AsyncGenerator[bytes, None]) -> AsyncGenerator[str, None]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    async with aclosing(chunks):
        async for chunk in chunks:
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                raise rubbish("no UTF-8") from error
            yield text


async def _lines(head: str, texts: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The lines, the last one also where nothing ends it; then an empty one, which ends an event."""
    lines, waiting = _split(head)
    for line in lines:
        yield line
    async for text in texts:
        lines, waiting = _split(waiting + text)
        if len(waiting) > LONGEST_EVENT:
            raise ModelFailedError("too much", "The language model's server sent a line without an end.")
        for line in lines:
            yield line
    yield waiting.removesuffix("\r")
    yield ""


def _split(text: str) -> tuple[list[str], str]:
    """The whole lines of a text, and what may go on; a carriage return at the end is perhaps half an end of line."""
    half = "\r" if text.endswith("\r") else ""
    *lines, waiting = text.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines, waiting + half


async def _events(lines: AsyncIterator[str]) -> AsyncGenerator[dict[str, Any], None]:
    """The JSON objects of the events, up to [DONE]. One may go over several lines, and one may follow another without
    the empty line between them."""
    held: list[str] = []
    characters = 0
    async for line in lines:
        if not line.startswith("data:"):
            if held and not line:
                yield _object("\n".join(held))
                held, characters = [], 0
            continue
        data = line.removeprefix("data:").strip()
        if data == "[DONE]":
            return
        whole = None if held or not data else _whole_object(data)
        if whole is not None:
            yield whole
        elif data:
            held.append(data)
            characters += len(data)
            if characters > LONGEST_EVENT:
                raise ModelFailedError("too much", "The language model's server sent an event without an end.")


async def _streamed(lines: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
    """The words of a stream of server-sent events."""
    ended = False
    async with aclosing(lines), aclosing(_events(lines)) as events:
        async for told in events:
            text, finish = _choice(told, "delta")
            if text is not None:
                yield text
            ended = _is_whole(finish) or ended
    if not ended:
        raise ModelFailedError("broken off", "The language model's server broke off.", "See its log.")


async def _at_once(head: str, texts: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """The words of a reply that comes in one piece."""
    text, finish = _choice(_object("".join([head, *[text async for text in texts]])), "message")
    yield text or ""
    _is_whole(finish)


async def _aloud(pieces: AsyncGenerator[str, None]) -> AsyncGenerator[str, None]:
    """The pieces without what a model thinks in front of its answer, between <think> and </think>."""
    held, thinks, speaks = "", False, False
    async with aclosing(pieces):
        async for piece in pieces:
            if speaks:
                yield piece
                continue
            held += piece
            thinks = thinks or held.lstrip().startswith(_THINKS)
            if thinks and _THOUGHT in held:
                held, speaks = held.partition(_THOUGHT)[2], True
            elif thinks:
                held = _THINKS + held[-len(_THOUGHT) :]
            elif not _THINKS.startswith(held.lstrip()):
                speaks = True
            yield held if speaks else ""
    if not (speaks or thinks):
        yield held


def _is_whole(finish: str | None) -> bool:
    """Whether the model came to its end. Raises ModelFailedError when it was cut short."""
    if finish in ("length", "content_filter"):
        raise ModelFailedError("broken off", f"The language model was cut short ({finish}).")
    return finish is not None


def _object(data: str) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as error:  # brackets in brackets without an end
        raise rubbish("no JSON") from error
    if not isinstance(told, dict):
        raise rubbish("no chat completion")
    return told


def _whole_object(data: str) -> dict[str, Any] | None:
    """The object that a line is by itself; None where it may be the beginning of one."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _choice(told: Mapping[str, Any], part: Literal["delta", "message"]) -> tuple[str | None, str | None]:
    """The words and the reason for ending in one JSON object of a reply; None where it has no words, and empty ones
    where the model thinks aloud."""
    match told:
        case {"error": error} if error is not None:
            raise ModelFailedError("failed", "The language model's server reported an error.", "See its log.")
        case {"choices": [dict(choice), *_]}:
            return _words(choice, part), _finish(choice)
        case {"choices": []} | {"choices": None, "usage": _}:  # a stream may have figures on its use
            return None, None
    raise rubbish("no chat completion")


def _words(choice: Mapping[str, Any], part: str) -> str | None:
    message = choice.get(part)
    if message is None and part == "delta":
        return None
    if not isinstance(message, dict):
        raise rubbish("no text")
    text = message.get("content") or ""
    if not isinstance(text, str):
        raise rubbish("no text")
    if not text:
        return "" if message.get("reasoning_content") or message.get("reasoning") else None
    return text.encode("utf-8", "replace").decode("utf-8")  # JSON can spell half a character


def _finish(choice: Mapping[str, Any]) -> str | None:
    finish = choice.get("finish_reason")
    return finish if isinstance(finish, str) else None
