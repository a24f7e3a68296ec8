"""The service answers to its own host names only, and is served beyond this machine only where that is said."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient
from service_collection import build, running

from index.build.types import Model
from index.types import Encoder
from service.app import create_app
from service.http.hosts import AllowedHosts
from service.http.server import ExposedError, refuse_exposure, take_address

OTHERS = ["evil.com", "localhost.evil.com", "127.0.0.1.evil.com", "evil.com:80", "localhost@evil.com", "192.0.2.1", ""]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, model: Model, encoder: Encoder) -> Iterator[str]:
    home = build(tmp_path_factory.mktemp("hosts"), model)
    with running(create_app(home, lambda: encoder, hosts=["reports.example.org"])) as address:
        yield address


@pytest.mark.parametrize("path", ["/", "/api/search?q=agenda", "/reports/record", "/problems/x", "/static/page.css"])
@pytest.mark.parametrize("host", OTHERS)
def test_no_other_name_gets_anything(address: str, host: str, path: str) -> None:
    answer = httpx.get(address + path, headers={"Host": host})
    document = answer.json()
    assert (answer.status_code, document["type"]) == (421, "/problems/unknown-host")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-security-policy"]
    assert "RAPPORTEUR_HOSTS" in document["remedy"]
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost:8000",
        "localhost.",
        "127.0.0.1",
        "[::1]:80",
        "reports.example.org",
        "Reports.Example.org:443",
    ],
)
def test_loopback_names_and_those_of_the_settings_are_answered(address: str, host: str) -> None:
    assert httpx.get(f"{address}/reports/record", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("here", "host", "status"),
    [
        (("192.168.1.5", 8000), "192.168.1.5:8000", 200),
        (("::ffff:192.168.1.5", 8000), "192.168.1.5", 200),
        (("fe80::1%eth0", 8000), "[fe80::1]:8000", 200),
        (("192.168.1.5", 8000), "192.168.1.6", 421),
        (("/run/service.sock", None), "/run/service.sock", 421),
    ],
)
def test_the_address_that_a_connection_came_in_at_is_a_name_too(here: tuple[str, int], host: str, status: int) -> None:
    async def app(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    async def at_that_address(scope: dict[str, object], receive: object, send: object) -> None:
        await AllowedHosts(app)({**scope, "server": here}, receive, send)  # type: ignore[arg-type]

    assert TestClient(at_that_address).get("/", headers={"Host": host}).status_code == status  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_alone_is_no_exposure(host: str) -> None:
    with take_address(host, 0) as taken:
        refuse_exposure(taken)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_all_addresses_are_an_exposure(host: str) -> None:
    if host == "::" and not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with take_address(host, 0) as taken, pytest.raises(ExposedError, match="--open"):
        refuse_exposure(taken)


def test_an_address_of_the_machine_says_nothing_of_the_name_that_led_there(tmp_path: Path, encoder: Encoder) -> None:
    with TestClient(create_app(tmp_path, lambda: encoder)) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/healthz", headers={"Host": "other"}).status_code == 421
