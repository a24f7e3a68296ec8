"""The call that phrases: quotes first, then checked sentences as they come, over a real connection."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from scripted_model import Handler, Script, Server, raw, scripted, silent, streams
from service_collection import build, running, wait_until

from index.build.types import Model
from index.types import Encoder
from service.app import create_app
from service.phrasing.client import ModelAddress, model_address
from service.settings import SettingsError, load_settings

QUESTION = "What did the Committee recommend?"
KEY = "sk-very-secret-key-0123456789"
GOOD = "The Committee recommended guidance for law enforcement [{n}]."
Events = list[tuple[str, dict[str, Any]]]
Service = Callable[[Script], Any]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("phrasing"), model)


@pytest.fixture
def service(home: Path, encoder: Encoder) -> Service:
    """A service whose language model follows a script: (its address, the model's server)."""

    @contextmanager
    def serve(script: Script) -> Iterator[tuple[str, Server]]:
        with scripted(script) as server:
            where = ModelAddress(server.url, "small", KEY, connect_seconds=1, first_seconds=2, whole_seconds=10)
            with running(create_app(home, lambda: encoder, language_model=where)) as address:
                yield address, server

    return serve


def events_of(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        if line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def ask(address: str, **more: object) -> Events:
    with httpx.stream("POST", f"{address}/api/ask/stream", json={"question": QUESTION, **more}, timeout=20) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        return list(events_of(answer.iter_lines()))


def the_number(address: str) -> int:
    """The number of the quote that says what the Committee recommended."""
    quotes = httpx.post(f"{address}/api/ask", json={"question": QUESTION}).json()["quotes"]
    return next(quote["n"] for quote in quotes if "guidance for law enforcement" in quote["text"])


def phrases(handler: Handler) -> None:
    """Cites the right quote, which it finds as a model would: by reading what it is told."""
    told = handler.told.requests[-1]["messages"][-1]["content"]
    (line,) = [line for line in told.splitlines() if "guidance for law enforcement" in line]
    streams(GOOD.format(n=line.rpartition("[")[2].rstrip("]")), " It rained in Oslo [1].")(handler)


def test_quotes_come_first_then_what_is_borne_out_by_them(service: Service) -> None:
    with service(phrases) as (address, _):
        events = ask(address)
        plain = httpx.post(f"{address}/api/ask", json={"question": QUESTION}).json()
        n = the_number(address)
    assert [name for name, _ in events] == ["quotes", "sentence", "dropped", "done"]
    assert {**events[0][1], "took_ms": 0} == {**plain, "took_ms": 0}
    assert events[1][1] == {"text": GOOD.format(n=n), "quotes": [n]}
    assert events[2][1] == {"reason": "name", "count": 1}
    assert events[3][1]["dropped"] == {"name": 1}


def test_without_a_model_the_quotes_stand_alone(home: Path, encoder: Encoder) -> None:
    with running(create_app(home, lambda: encoder)) as address:
        events = ask(address)
    assert [name for name, _ in events] == ["quotes", "alone"]
    assert events[0][1]["quotes"]
    assert events[1][1]["why"] == "no model"


def test_where_nothing_is_found_the_model_is_not_asked(service: Service) -> None:
    with service(streams("The Moon is sold [1].")) as (address, server):
        events = ask(address, filters={"series": ["of no report"]})
    assert [name for name, _ in events] == ["quotes", "alone"]
    assert (events[0][1]["verdict"], events[1][1]["why"]) == ("not_found", "not found")
    assert server.requests == []


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (silent(), "time-out"),
        (raw(b"{}", 500), "failed"),
        (raw(b'{"error": "' + KEY.encode() + b'"}', 401), "refused"),
        (raw(b"<html>"), "rubbish"),
        (raw(b"", 307, Location="http://127.0.0.1:9/"), "redirected"),
        (streams("The Moon is sold [1]."), "too little"),
    ],
    ids=["silent", "500", "401", "a page", "redirect", "lies"],
)
def test_whatever_the_model_does_the_quotes_are_there_and_the_key_is_not(
    service: Service, script: Script, why: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with service(script) as (address, _):
        events = ask(address)
    assert events[0][1]["quotes"]
    assert (events[-1][0], events[-1][1]["why"]) == ("alone", why)
    assert [name for name, _ in events if name == "sentence"] == []
    printed = "".join(capfd.readouterr())
    assert "phrased" in printed
    assert KEY not in printed + json.dumps(events)


def test_a_question_without_a_word_is_a_problem_as_everywhere(service: Service) -> None:
    with service(silent()) as (address, _):
        answer = httpx.post(f"{address}/api/ask/stream", json={"question": "???"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_sentence_arrives_while_the_model_still_writes(service: Service) -> None:
    seen = threading.Event()

    def script(handler: Handler) -> None:
        handler.begin()
        handler.delta(GOOD.format(n=number[0]) + " And")
        assert seen.wait(5), "the sentence was held back"
        handler.delta("", "stop")
        handler.event(b"[DONE]")

    number: list[int] = []
    with service(script) as (address, _):
        number.append(the_number(address))
        with httpx.stream("POST", f"{address}/api/ask/stream", json={"question": QUESTION}, timeout=20) as answer:
            events = events_of(answer.iter_lines())
            assert [next(events)[0], next(events)[0]] == ["quotes", "sentence"]
            seen.set()
            assert [name for name, _ in events] == ["dropped", "done"]


def test_a_reader_who_leaves_ends_the_request_to_the_model(service: Service) -> None:
    def script(handler: Handler) -> None:
        handler.begin()
        while True:
            handler.delta("and so on ")
            handler.wait(0.01)

    with service(script) as (address, server):
        with httpx.stream("POST", f"{address}/api/ask/stream", json={"question": QUESTION}, timeout=20) as answer:
            events = events_of(answer.iter_lines())  # kept: a reader who lets go of it has left already
            assert next(events)[0] == "quotes"
            wait_until(lambda: bool(server.requests))
        assert server.hung_up.wait(3)


def test_no_model_is_set_up_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"RAPPORTEUR_LLM_{name}", raising=False)
    assert model_address(load_settings()) is None
    monkeypatch.setenv("RAPPORTEUR_LLM_KEY", KEY)
    assert model_address(load_settings()) is None


def test_the_settings_become_an_address() -> None:
    settings = load_settings(llm_url="http://127.0.0.1:8080/v1", llm_model="small", llm_key=KEY, llm_seconds=7)
    assert KEY not in repr(settings)
    where = model_address(settings)
    assert where is not None
    assert (where.url, where.model, where.key, where.whole_seconds) == ("http://127.0.0.1:8080/v1", "small", KEY, 7)


@pytest.mark.parametrize(
    "given",
    [
        {"llm_url": "http://127.0.0.1:8080/v1"},
        {"llm_url": "127.0.0.1:8080", "llm_model": "small"},
        {"llm_url": "ftp://127.0.0.1/v1", "llm_model": "small"},
        {"llm_url": "http:///v1", "llm_model": "small"},
        {"llm_url": "http://127.0.0.1:port/v1", "llm_model": "small"},
        {"llm_url": "http://[::1/v1", "llm_model": "small"},
        {"llm_url": "http://[v1.x]/v1", "llm_model": "small"},
        {"llm_url": "http://xn--/v1", "llm_model": "small"},
        {"llm_url": "http://a..b/v1", "llm_model": "small"},
        {"llm_url": f"http://{'a' * 70}.example/v1", "llm_model": "small"},
        {"llm_url": f"http://127.0.0.1/{'a' * 70_000}", "llm_model": "small"},
        {"llm_url": f"http://me:{KEY}@127.0.0.1/v1", "llm_model": "small"},
        {"llm_url": f"http://127.0.0.1/v1?key={KEY}", "llm_model": "small"},
        {"llm_url": "http://127.0.0.1/v1 x", "llm_model": "small"},
        {"llm_url": "http://127.0.0.1/v1", "llm_model": "small", "llm_key": f"{KEY}\nX: y"},
        {"llm_url": "http://127.0.0.1/v1", "llm_model": "small", "llm_key": f"{KEY} ü"},
    ],
)
def test_settings_that_cannot_work_are_refused_without_repeating_a_secret(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="RAPPORTEUR_LLM_") as refused:
        model_address(load_settings(**given))
    assert refused.value.remedy
    assert KEY not in str(refused.value)
