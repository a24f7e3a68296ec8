"""A language model behind the chat API that OpenAI made common; the one module that speaks to it.

It goes to the address from the settings and to no other: no default, no proxy of the environment, no redirect. It asks
once and never again by itself. Whatever comes back is bounded in time and size. The key goes into one header and into
no message.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx

from service.phrasing.replies import ModelFailedError, rubbish, words
from service.settings import Settings, SettingsError

MOST_BYTES = 2_000_000  # of a whole reply as it comes over the wire
LONGEST_REPLY = 12_000  # characters that the model itself may write
MOST_AT_ONCE = 4  # requests at work at the same time; a model on the same machine is no faster with more


@dataclass(frozen=True, slots=True)
class ModelAddress:
    """Where a model is and how long to wait for it, in seconds: for a connection, for the first word, for all of it.
    `url` is the root of the API, such as http://127.0.0.1:8080/v1."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    connect_seconds: float = 5
    first_seconds: float = 30
    whole_seconds: float = 120
    stream: bool = True


class ChatModel:
    """An open client of one model. Use it in one event loop, and close it."""

    def __init__(self, address: ModelAddress) -> None:
        self.address = address
        self._at_work = 0
        wait = httpx.Timeout(address.whole_seconds, connect=address.connect_seconds)
        # Certificates are the machine's own. Nothing else of the environment counts, no proxy and no .netrc.
        self._client = httpx.AsyncClient(
            timeout=wait, follow_redirects=False, trust_env=False, verify=ssl.create_default_context()
        )

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def reply(
        self, messages: Sequence[Mapping[str, str]], *, most_tokens: int, stop: Sequence[str] = ()
    ) -> AsyncGenerator[str, None]:
        """What the model answers to `messages`, piece by piece as it comes; its server is asked to stop at the texts in
        `stop`. Raises ModelFailedError; pieces given before that are whole as far as they go. Closing the iterator ends
        the request.
        """
        if self._at_work >= MOST_AT_ONCE:
            raise ModelFailedError("busy", "The language model is at work for other readers.", "Ask again later.")
        self._at_work += 1
        try:
            async with aclosing(self._pieces(messages, most_tokens, stop)) as pieces:
                async for piece in self._in_time(pieces):
                    yield piece
        finally:
            self._at_work -= 1

    async def _in_time(self, pieces: AsyncIterator[str]) -> AsyncIterator[str]:
        """The pieces, as long as they come in time and are not too many."""
        started = asyncio.get_running_loop().time()
        whole = self.address.whole_seconds
        first = min(self.address.first_seconds, whole) if self.address.stream else whole
        written, alive = 0, False
        while True:
            seconds = whole if alive else first
            try:
                # Only the waiting is timed, not what the caller does between two pieces.
                async with asyncio.timeout_at(started + seconds):
                    piece = await anext(pieces, None)
            except TimeoutError as error:
                raise _too_slow(seconds, begun=alive) from error
            except httpx.HTTPError as error:
                raise _broken(error) from error
            except (httpx.InvalidURL, UnicodeError) as error:  # an address that came past the set-up
                raise _unreachable() from error
            if piece is None:
                return
            alive = True
            written += len(piece)
            if written > LONGEST_REPLY:
                raise ModelFailedError("too much", f"The language model wrote over {LONGEST_REPLY} characters.")
            if piece:
                yield piece

    async def _pieces(
        self, messages: Sequence[Mapping[str, str]], most_tokens: int, stop: Sequence[str]
    ) -> AsyncGenerator[str, None]:
        headers = {"Accept-Encoding": "identity"}
        if self.address.key:
            headers["Authorization"] = f"Bearer {self.address.key}"
        body = {
            "model": self.address.model,
            "messages": list(messages),
            "max_tokens": most_tokens,
            "stop": list(stop),
            "temperature": 0,
            "stream": self.address.stream,
        }
        async with self._client.stream("POST", _completions(self.address.url), json=body, headers=headers) as response:
            _check(response)
            async with aclosing(words(_chunks(response), response.headers.get("Content-Type", ""))) as read:
                async for piece in read:
                    yield piece


def _check(response: httpx.Response) -> None:
    """Raises ModelFailedError unless the reply is one that can be read. The body of an error is not looked at: it may
    repeat what was sent, the key too."""
    status = response.status_code
    if response.is_redirect:
        raise ModelFailedError(
            "redirected",
            f"The language model's server wants to send the request elsewhere ({status}), which is not done.",
            "Put the right address into RAPPORTEUR_LLM_URL.",
        )
    if not response.is_success:
        told = f"{status} {HTTPStatus(status).phrase}" if status in set(HTTPStatus) else str(status)
        refused = 400 <= status < 500
        remedy = {
            401: "Check RAPPORTEUR_LLM_KEY.",
            403: "Check RAPPORTEUR_LLM_KEY.",
            404: "Check RAPPORTEUR_LLM_URL and RAPPORTEUR_LLM_MODEL.",
            429: "It has too much to do; try later.",
        }
        raise ModelFailedError(
            "refused" if refused else "failed",
            f"The language model's server answered {told}.",
            remedy.get(status, "Check RAPPORTEUR_LLM_MODEL." if refused else "See its log."),
        )
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise rubbish("compressed, although it was asked not to be")


async def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    received = 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        if received > MOST_BYTES:
            raise ModelFailedError("too much", f"The language model's server sent over {MOST_BYTES} bytes.")
        yield chunk


def _too_slow(seconds: float, *, begun: bool) -> ModelFailedError:
    what = "was not done" if begun else "did not begin to answer"
    return ModelFailedError(
        "time-out",
        f"The language model {what} within {seconds:g} s.",
        "Raise RAPPORTEUR_LLM_SECONDS." if begun else "Raise RAPPORTEUR_LLM_FIRST_SECONDS.",
    )


def _broken(error: httpx.HTTPError) -> ModelFailedError:
    """What httpx says, without what was sent."""
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return ModelFailedError("time-out", "The language model's server did not accept a connection in time.")
    if isinstance(error, httpx.ConnectError):
        return _unreachable()
    if isinstance(error, httpx.TimeoutException):
        return ModelFailedError("time-out", "The language model's server fell silent.")
    return ModelFailedError("broken off", f"The language model's server broke off ({type(error).__name__}).")


def _unreachable() -> ModelFailedError:
    return ModelFailedError(
        "unreachable",
        "The language model's server cannot be reached.",
        "Start it, or put the right address into RAPPORTEUR_LLM_URL.",
    )


def _completions(root: str) -> str:
    return f"{root.rstrip('/')}/chat/completions"


def check_address(root: str) -> None:
    """Raises ValueError where `root` can be the root of no API: a host that no name can be, a path too long."""
    try:
        url = httpx.URL(_completions(root))
    except httpx.InvalidURL as error:
        raise ValueError("not an address") from error
    if not url.host:  # raises itself for "xn--" without a name behind it
        raise ValueError("no host")
    url.raw_host.decode("ascii").encode("idna")  # what looking the name up does first


_PRINTABLE = re.compile(r"[!-~]+")


def model_address(settings: Settings) -> ModelAddress | None:
    """Where the language model is; None when no address is set, which is the default.

    Raises SettingsError for an address that cannot be used or a model that is not named. No message repeats a value: an
    address may hold a password, and a key is one.
    """
    if settings.llm_url is None:
        return None
    if settings.llm_model is None:
        raise SettingsError(
            "RAPPORTEUR_LLM_URL is set, but not the model to use there.", "Set RAPPORTEUR_LLM_MODEL too."
        )
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    if key is not None and not _PRINTABLE.fullmatch(key):
        raise SettingsError("RAPPORTEUR_LLM_KEY has a space or a character that no key has.", "Copy the key again.")
    return ModelAddress(
        url=_checked(settings.llm_url),
        model=settings.llm_model,
        key=key,
        connect_seconds=settings.llm_connect_seconds,
        first_seconds=settings.llm_first_seconds,
        whole_seconds=settings.llm_seconds,
        stream=settings.llm_stream,
    )


def _checked(url: str) -> str:
    remedy = "Give the root of the API, such as http://127.0.0.1:8080/v1."
    try:
        parsed = urlsplit(url)
        usable = parsed.scheme in ("http", "https") and bool(parsed.hostname) and parsed.port != 0
        check_address(url)
    except ValueError:  # a port that is no number, half a bracket, a name that no host can have, a path without end
        usable = False
    if not usable or not _PRINTABLE.fullmatch(url):
        # The error that urlsplit raised would repeat the address.
        raise SettingsError("RAPPORTEUR_LLM_URL is no address that begins with http:// or https://.", remedy)
    if "@" in parsed.netloc:
        raise SettingsError("RAPPORTEUR_LLM_URL holds a password or a name.", "Put the key into RAPPORTEUR_LLM_KEY.")
    if parsed.query or parsed.fragment:
        raise SettingsError("RAPPORTEUR_LLM_URL has a part after ? or #.", remedy)
    return url
