"""Who is let in. Where there is a key at all, everything needs one but the sign of life, and what the page needs on
which a reader gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import RapporteurError
from service.access.keys import Key, LiveKeys, key_of
from service.access.keys import Scope as KeyScope
from service.access.sessions import COOKIE, Sessions
from service.errors import KeyMissingError, ScopeMissingError

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
NEED_NOTHING = frozenset({"/healthz", SIGN_IN, SIGN_OUT})
STATIC = "/static/"
ANY: frozenset[KeyScope] = frozenset(KeyScope)
# Which scopes open an address; every other is for those who may read.
SCOPES = {"/readyz": ANY, "/metrics": frozenset({KeyScope.OPERATE})}
READING = frozenset({KeyScope.READ})
_BEARER = "Bearer"
_ASK = "Send a key in the header Authorization: Bearer KEY; whoever runs the service gives out keys."

Refusal = Callable[[Request, RapporteurError, dict[str, str]], Response]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a request. `client` tells one from another, for limits; `name` is empty for who has given none."""

    address: str
    client: str
    name: str = ""
    scopes: frozenset[KeyScope] = ANY
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class Door:
    """What the gate goes by. With `closed`, nobody is let in where there is no key; with `users`, a user whom a named
    proxy has let in may read."""

    keys: LiveKeys
    sessions: Sessions
    closed: bool = False
    users: bool = False

    def visitor(self, request: Request) -> Visitor:
        """Who sent the request. Raises KeyMissingError, ScopeMissingError and KeysUnusableError for who may not."""
        address = request.client.host if request.client else ""
        nobody = Visitor(address, f"address {_network(address)}")
        path = request.scope["path"]  # by which the request will be routed
        if path in NEED_NOTHING or path.startswith(STATIC):
            return nobody
        keys = self.keys.current()
        if not keys and not self.closed and not self.users:
            return nobody
        found = self._known(request, keys, address)
        needed = SCOPES.get(path, READING)
        if not found.scopes & needed:
            raise ScopeMissingError(
                f"The key {found.name} has the scope {' and '.join(sorted(found.scopes))}; this needs "
                f"{' or '.join(sorted(needed))}.",
                "Ask whoever runs the service for another key.",
            )
        return found

    def _known(self, request: Request, keys: tuple[Key, ...], address: str) -> Visitor:
        given = request.headers.get("Authorization")
        if given is not None:
            scheme, _, key = given.partition(" ")
            if scheme.lower() == _BEARER.lower() and (found := key_of(keys, key.strip())):
                return Visitor(address, f"key {found.name}", found.name, frozenset(found.scopes))
            raise KeyMissingError("The key in the header Authorization is not known here.", _ASK)
        if (cookie := request.cookies.get(COOKIE)) and (found := self.sessions.holder(keys, cookie)):
            return Visitor(address, f"key {found.name}", found.name, frozenset(found.scopes), signed_in=True)
        if self.users and (user := getattr(request.state, "user", "")):
            return Visitor(address, f"user {user}", user, READING)
        raise KeyMissingError("This service is for those who have a key.", _ASK)


def _network(address: str) -> str:
    """What one client has of the addresses there are: of those of IPv6, half the bits are its own to choose."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ip_network((known, 64), strict=False)) if isinstance(known, IPv6Address) else address


class Gate:
    """ASGI middleware that lets in whom `door` knows; the visitor stands in the request's state. Others get what
    `refusal` makes of the error."""

    def __init__(self, app: ASGIApp, door: Door, refusal: Refusal) -> None:
        self.app = app
        self.door = door
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        try:
            visitor = self.door.visitor(request)
        except KeyMissingError as error:
            await self.refusal(request, error, {"WWW-Authenticate": _BEARER})(scope, receive, send)
            return
        except RapporteurError as error:
            await self.refusal(request, error, {})(scope, receive, send)
            return
        request.state.visitor = visitor

        async def send_to_one(message: Message) -> None:
            # What one reader was shown is not for the caches of others.
            if message["type"] == "http.response.start" and visitor.name:
                MutableHeaders(scope=message).setdefault("Cache-Control", "private")
            await send(message)

        await self.app(scope, receive, send_to_one)
