"""uvicorn's server, which may also be stopped before it serves, and the address that it listens on, taken before
anything slow is loaded."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable
from ipaddress import ip_address
from multiprocessing.reduction import DupFd, ForkingPickler
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from corpus.errors import RapporteurError
from service.http.connections import IDLE_SECONDS, PatientProtocol
from service.http.figures import SHARED
from service.http.stopping import stop_now

WAITING = 1024  # connections that the system keeps until they are accepted
STOP_SECONDS = 60  # for the requests that are under way when the service is stopped
HUNG_SECONDS = 30  # after which a process that gives no sign of life is replaced


class StoppableServer(uvicorn.Server):
    """uvicorn hears a signal when it has started; loading a model takes seconds, and there is nothing to finish yet."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """While starting, end at once; afterwards, finish the requests that are under way."""
        if not self.started:
            stop_now(sig, frame)
        super().handle_exit(sig, frame)


def server_of(app: ASGIApp) -> StoppableServer:
    """A server of `app` with limits to what clients may ask of it."""
    return StoppableServer(_config(app))


def serve_side_by_side(make_app: Callable[[], ASGIApp], address: ListeningSocket, workers: int) -> None:
    """Serve with several processes, each with an application that it makes by `make_app`, which has to be pickled. One
    that ends or hangs is replaced; all end with this one, having finished what is under way."""
    with tempfile.TemporaryDirectory(prefix="rapporteur-figures-") as figures:
        os.environ[SHARED] = figures  # as each of them finds it
        Multiprocess(_config(make_app, workers), [address]).run()


def _config(app: ASGIApp | Callable[[], ASGIApp], workers: int | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=workers is not None,
        workers=workers,
        http=PatientProtocol,
        ws="none",
        proxy_headers=False,  # the application believes those that it is told of
        loop="asyncio",
        # How many connections asyncio accepts before it hears of any again; see ListeningSocket.
        backlog=1,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_worker_healthcheck=HUNG_SECONDS,
        log_config=None,  # logs.configure says how
        log_level="warning",
    )


class ListeningSocket(socket.socket):
    """asyncio takes one number for how many connections it accepts at a time, and for how many the system keeps waiting
    meanwhile. The first has to be small: many accepted at once could be more than there are files for, and each that
    then fails is tried again, and fails again, on its own. The second is WAITING."""

    def listen(self, backlog: int = WAITING, /) -> None:
        """Listen, and keep WAITING connections or `backlog` if that is more."""
        super().listen(max(backlog, WAITING))


def _handed_over(listening: ListeningSocket) -> tuple[Callable[..., ListeningSocket], tuple[object, ...]]:
    return _taken_over, (listening.family, listening.type, listening.proto, DupFd(listening.fileno()))


def _taken_over(family: int, kind: int, protocol: int, handle: Any) -> ListeningSocket:
    return ListeningSocket(family, kind, protocol, fileno=handle.detach())


# Python hands over plain sockets alone, which would listen with the small number.
ForkingPickler.register(ListeningSocket, _handed_over)


class AddressError(RapporteurError):
    """The service cannot listen where it was told to."""


class ExposedError(RapporteurError):
    """The service would be open to others than the people of this machine, and nobody has said that it may be."""


def take_address(host: str, port: int) -> ListeningSocket:
    """A socket bound to `host` and `port` (0: any free one). It does not listen yet: until the service is ready, who
    connects is refused rather than kept waiting. Raises AddressError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = ListeningSocket(family, kind, protocol)
        # A port that a stopped service has just left is free; without this it is blocked for a minute.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AddressError(
            f"The service cannot listen on {host}, port {port}: {reason}.",
            "Name another address with --host or another port with --port.",
        ) from error
    return taken


def beyond_loopback(address: socket.socket) -> bool:
    """Whether others than the people of this machine can reach a bound socket."""
    return not ip_address(address.getsockname()[0].partition("%")[0]).is_loopback


def refuse_exposure(address: socket.socket) -> None:
    """Raises ExposedError for a socket that others than the people of this machine can reach."""
    if beyond_loopback(address):
        raise ExposedError(
            f"On {address.getsockname()[0]}, anybody who reaches this machine could read every report: no key is set.",
            "Make one with `rapporteur keys add NAME`, leave out --host to serve this machine alone, or say --open "
            "(RAPPORTEUR_OPEN=true) if that is meant.",
        )
