"""uvicorn's server, which may also be stopped before it serves, and the address that it listens on, taken before
anything slow is loaded."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from types import FrameType

import uvicorn

from corpus.errors import RapporteurError
from service.http.stopping import stop_now


class StoppableServer(uvicorn.Server):
    """uvicorn hears a signal when it has started; loading a model takes seconds, and there is nothing to finish yet."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """While starting, end at once; afterwards, finish the requests that are under way."""
        if not self.started:
            stop_now(sig, frame)
        super().handle_exit(sig, frame)


class AddressError(RapporteurError):
    """The service cannot listen where it was told to."""


class ExposedError(RapporteurError):
    """The service would be open to others than the people of this machine, and nobody has said that it may be."""


def take_address(host: str, port: int) -> socket.socket:
    """A socket bound to `host` and `port` (0: any free one). It does not listen yet: until the service is ready, who
    connects is refused rather than kept waiting. Raises AddressError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, kind, protocol)
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
            f"On {address.getsockname()[0]}, anybody who reaches this machine could read every report: the service has "
            "no accounts.",
            "Leave out --host to serve this machine alone, or say --open (RAPPORTEUR_OPEN=true) if that is meant.",
        )
