"""A language model's server that breaks down in any way holds nobody up, and the quotes stand without it."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import aclosing

import pytest
from phrasing_runs import BOUND, GOOD, KEY, QUESTION, TEXTS, address, end, phrased, quotes, reasons, shown
from scripted_model import Handler, Script, Server, at_once, hangs_up, raw, scripted, silent, slowly, streams

from index.types import Encoder
from service.phrasing.client import LONGEST_REPLY, ChatModel, ModelAddress
from service.phrasing.phrase import Ended, Event, ShownSentence, phrase

pytestmark = pytest.mark.slow


def test_a_sentence_is_shown_before_the_next_one_is_written(encoder: Encoder) -> None:
    events, _ = phrased(slowly(f"{GOOD} Then nothing more is", 0.001, 1), encoder, whole_seconds=5)
    assert shown(events) == [GOOD]
    assert reasons(events) == ["cut off"]
    assert end(events).why == "broken off"


BREAKDOWNS: dict[str, tuple[Script, str]] = {
    "never answers": (silent(), "time-out"),
    "says nothing after the headers": (silent(before_headers=False), "time-out"),
    "answers one letter at a time for ever": (slowly("a b c ", 0.05), "time-out"),
    "drops the connection in mid-sentence": (hangs_up(["The working group had agreed on six"]), "broken off"),
    "drops the connection at once": (hangs_up([]), "broken off"),
    "ends without saying so": (streams("The working group had agreed", finish=None, done=False), "broken off"),
    "is cut short": (streams("The working group had agreed", finish="length"), "broken off"),
    "has an error inside": (raw(b'{"error": {"message": "boom"}}', 500), "failed"),
    "does not know the key": (raw(b'{"error": {"message": "bad key ' + KEY.encode() + b'"}}', 401), "refused"),
    "has too much to do": (raw(b"{}", 429, Retry_After="1"), "refused"),
    "does not know the model": (raw(b'{"error": {"message": "no such model"}}', 404), "refused"),
    "answers with a page": (raw(b"<html><body>It works!</body></html>", kind="text/html"), "rubbish"),
    "answers with other JSON": (raw(b'{"answer": 42}'), "rubbish"),
    "answers with a list": (raw(b"[]"), "rubbish"),
    "answers with no UTF-8": (raw(b'data: {"choices": "\xff\xfe"}\n\n', kind="text/event-stream"), "rubbish"),
    "answers with no UTF-8 at once": (raw(b'{"choices": "\xff\xfe"}'), "rubbish"),
    "sends half a JSON": (raw(b'data: {"choices": [{"del\n\n', kind="text/event-stream"), "rubbish"),
    "sends text of another type": (
        raw(b'data: {"choices": [{"delta": {"content": 7}}]}\n\n', kind="text/event-stream"),
        "rubbish",
    ),
    "sends an error in the stream": (raw(b'data: {"error": "out of memory"}\n\n', kind="text/event-stream"), "failed"),
    "nests without an end in the stream": (
        raw(b"data: " + b"[" * 150_000 + b"\n\n", kind="text/event-stream"),
        "rubbish",
    ),
    "nests without an end at once": (raw(b"[" * 1_500_000), "rubbish"),
    "nests objects without an end": (raw(b'{"a":' * 300_000), "rubbish"),
    "sends an event of endless lines": (raw(b"data: [[[[\n" * 60_000, kind="text/event-stream"), "too much"),
    "only thinks": (streams("<think>", f"{GOOD} "), "too little"),
    "answers compressed": (raw(b"\x1f\x8b\x08", Content_Encoding="gzip"), "rubbish"),
    "sends an endless line": (raw(b"data: " + b"x" * 1_000_000, kind="text/event-stream"), "too much"),
    "sends endless comments": (raw(b": ping\n\n" * 400_000, kind="text/event-stream"), "too much"),
    "writes without an end": (streams(*["no full stop at all "] * 2_000), "too much"),
    "sends one huge token": (streams("x" * (LONGEST_REPLY + 1)), "too much"),
}


@pytest.mark.parametrize("how", BREAKDOWNS)
def test_a_server_that_breaks_down_leaves_the_quotes_alone_and_is_not_asked_again(how: str, encoder: Encoder) -> None:
    script, why = BREAKDOWNS[how]
    started = time.monotonic()
    events, server = phrased(script, encoder)
    assert time.monotonic() - started < BOUND
    assert shown(events) == []
    assert (end(events).outcome, end(events).why) == ("alone", why)
    assert end(events).message
    assert KEY not in str(events)
    assert len(server.requests) == 1


def _told(content: str, finish: str | None = None, part: str = "delta") -> bytes:
    return json.dumps({"choices": [{part: {"content": content}, "finish_reason": finish}]}).encode()


def _sse(*events: bytes) -> bytes:
    return b"".join(b"data: " + event + b"\n\n" for event in events)


WHOLE = _sse(_told(GOOD), _told("", "stop"), b"[DONE]")
EVENTS = "text/event-stream"
PECULIAR: dict[str, Script] = {
    "another letter case": raw(WHOLE, kind="Text/Event-Stream; charset=UTF-8"),
    "a stream that calls itself text": raw(WHOLE, kind="text/plain"),
    "a stream of text that begins with a comment": raw(b": hello\n\n" + WHOLE, kind="text/plain"),
    "a mark of the byte order": raw(b"\xef\xbb\xbf" + WHOLE, kind=EVENTS),
    "a mark of the byte order at once": raw(b"\xef\xbb\xbf" + _told(GOOD, "stop", "message")),
    "other ends of lines": raw(WHOLE.replace(b"\n", b"\r\n"), kind=EVENTS),
    "old ends of lines": raw(WHOLE.replace(b"\n", b"\r"), kind=EVENTS),
    "an event of several lines": raw(_sse(_told(GOOD, "stop").replace(b', "', b',\ndata: "')), kind=EVENTS),
    "no empty line between events": raw(WHOLE.replace(b"\n\n", b"\n"), kind=EVENTS),
    "an empty delta": raw(_sse(b'{"choices": [{"delta": null}]}') + WHOLE, kind=EVENTS),
    "figures on its use": raw(_sse(b'{"choices": null, "usage": {"total_tokens": 9}}') + WHOLE, kind=EVENTS),
    "no error": raw(_sse(_told(GOOD, "stop").replace(b"{", b'{"error": null, ', 1)), kind=EVENTS),
    "no end of the last line": raw(_sse(_told(GOOD, "stop")).rstrip(), kind=EVENTS),
    "thoughts in front": streams("<th", "ink>It rained in Oslo [1]. ", "So: </thi", "nk>\n\n", GOOD),
    "thoughts in front at once": at_once(f"<think>It rained in Oslo [1].</think>\n{GOOD}"),
}


@pytest.mark.parametrize("how", PECULIAR)
def test_a_server_with_ways_of_its_own_is_understood(how: str, encoder: Encoder) -> None:
    events, _ = phrased(PECULIAR[how], encoder)
    assert (shown(events), reasons(events)) == ([GOOD], [])
    assert (end(events).outcome, end(events).why) == ("done", None)


def test_a_stream_may_be_cut_between_any_two_bytes(encoder: Encoder) -> None:
    def script(handler: Handler) -> None:
        handler.begin()
        for byte in WHOLE.replace(b"\n", b"\r\n").replace(b', "', b',\r\ndata: "'):
            handler.send(bytes([byte]))

    events, _ = phrased(script, encoder)
    assert shown(events) == [GOOD]


def test_a_model_that_thinks_aloud_is_alive(encoder: Encoder) -> None:
    def script(handler: Handler) -> None:
        handler.begin()
        for _ in range(4):
            handler.event({"choices": [{"delta": {"content": None, "reasoning_content": "Hm."}}]})
            time.sleep(0.2)
        handler.delta(GOOD, "stop")

    events, _ = phrased(script, encoder, first_seconds=0.5, whole_seconds=5)
    assert shown(events) == [GOOD]


@pytest.mark.parametrize("url", ["http://[v1.x]/v1", "http://xn--/v1", "http://a..b/v1"])
def test_an_address_that_nothing_can_be_at_is_as_one_that_is_not_there(url: str, encoder: Encoder) -> None:
    async def collect() -> list[Event]:
        model = ChatModel(ModelAddress(url, "small"))
        events = [event async for event in phrase(QUESTION, quotes(), model, encoder)]
        await model.close()
        return events

    assert end(asyncio.run(collect())).why == "unreachable"


def test_a_server_that_is_not_there_leaves_the_quotes_alone(encoder: Encoder) -> None:
    with scripted(silent()) as server:
        gone = ModelAddress(server.url, "small")

    async def collect() -> list[Event]:
        model = ChatModel(gone)
        events = [event async for event in phrase(QUESTION, quotes(), model, encoder)]
        await model.close()
        return events

    assert end(asyncio.run(collect())).why == "unreachable"


def test_a_redirect_to_another_host_is_not_followed(encoder: Encoder) -> None:
    with scripted(streams(GOOD)) as elsewhere:
        for status in (301, 307, 308):
            script = raw(b"", status, Location=f"{elsewhere.url}/chat/completions")
            events, _ = phrased(script, encoder)
            assert end(events).why == "redirected"
    assert elsewhere.requests == []


def test_an_empty_reply_leaves_the_quotes_alone(encoder: Encoder) -> None:
    for script in (streams(), streams(""), at_once(""), at_once(None), streams("... [1] - 1.")):
        events, _ = phrased(script, encoder)
        assert shown(events) == []
        assert (end(events).outcome, end(events).why) == ("alone", "too little")


def test_a_sentence_repeated_for_ever_is_shown_once_and_the_request_ended(encoder: Encoder) -> None:
    def script(handler: Handler) -> None:
        handler.begin()
        while True:
            handler.delta(f"{GOOD} ")
            time.sleep(0.002)

    events, server = phrased(script, encoder, whole_seconds=30)
    assert shown(events) == [GOOD]
    assert set(reasons(events)) == {"repeated"}
    assert len(reasons(events)) <= 3
    assert server.hung_up.wait(5)


def test_lies_without_an_end_are_given_up(encoder: Encoder) -> None:
    lies = [f"Number {n} was sold to the Moon [1]. " for n in range(300)]
    events, _ = phrased(streams(*lies), encoder, whole_seconds=30)
    assert shown(events) == []
    assert len(reasons(events)) < 30
    assert end(events).outcome == "alone"


def test_what_a_failed_server_said_before_stays_if_it_was_good(encoder: Encoder) -> None:
    events, _ = phrased(hangs_up([f"{GOOD} ", "The working group had agreed on no"]), encoder)
    assert shown(events) == [GOOD]
    assert reasons(events) == ["cut off"]
    assert (end(events).outcome, end(events).why) == ("done", "broken off")


def test_mostly_lies_take_the_few_good_sentences_back(encoder: Encoder) -> None:
    lies = "It rained in Oslo [1]. It snowed in Rome [2]. It hailed in Bern [3]. "
    events, _ = phrased(streams(GOOD, " ", lies), encoder)
    assert shown(events) == [GOOD]
    assert (end(events).outcome, end(events).why) == ("alone", "too little")


def test_the_request_is_what_the_settings_say(encoder: Encoder) -> None:
    _, server = phrased(streams(GOOD), encoder)
    request, headers = server.requests[0], server.headers[0]
    assert request["path"] == "/v1/chat/completions"
    assert (request["model"], request["stream"], request["temperature"]) == ("small", True, 0)
    assert headers["authorization"] == f"Bearer {KEY}"
    assert TEXTS[0] in request["messages"][-1]["content"]


def test_closing_early_ends_the_request(encoder: Encoder) -> None:
    async def take_one(server: Server) -> None:
        model = ChatModel(address(server, first_seconds=30, whole_seconds=30))
        async with aclosing(phrase(QUESTION, quotes(), model, encoder)) as events:
            assert isinstance(await anext(events), ShownSentence)
        await model.close()

    with scripted(slowly(f"{GOOD} ", 0.001)) as server:
        asyncio.run(take_one(server))
        assert server.hung_up.wait(5)


def test_more_readers_than_it_can_take_are_told_that_it_is_busy(encoder: Encoder) -> None:
    async def crowd(server: Server) -> list[Ended]:
        model = ChatModel(address(server))

        async def one() -> Ended:
            return end([event async for event in phrase(QUESTION, quotes(), model, encoder)])

        ends = await asyncio.gather(*(one() for _ in range(10)))
        again = await one()
        await model.close()
        return [*ends, again]

    with scripted(silent()) as server:
        *ends, again = asyncio.run(crowd(server))
    assert sorted(str(one.why) for one in ends) == ["busy"] * 6 + ["time-out"] * 4
    assert again.why == "time-out"  # a place is free again


def test_the_key_is_not_in_what_is_printed_of_an_address() -> None:
    assert KEY not in repr(ModelAddress("http://127.0.0.1:1/v1", "small", KEY))
