"""Where there is a key, only who has one is let in; a browser is, once its reader has given one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from lxml import html
from service_collection import build

from index.build.types import Model
from index.types import Encoder
from service.access import sessions
from service.access.keys import Key, Scope, add_key, keys_file, remove_key
from service.access.sessions import Sessions
from service.app import create_app
from service.settings import SettingsError, load_settings

HTML = {"Accept": "text/html"}
OPEN = ("/healthz", "/sign-in", "/static/page.css")
GUARDED = (
    "/",
    "/?q=agenda",
    "/reports",
    "/reports/record",
    "/files/record",
    "/list",
    "/verify",
    "/help",
    "/docs",
    "/openapi.json",
    "/readyz",
    "/api/search?q=agenda",
    "/api/reports/record/text",
    "/problems/no-key",
    "/nowhere",
    "/healthz/",
    "//healthz",
    "/static",
    "/%73tatic",
)


@pytest.fixture
def home(tmp_path: Path, model: Model) -> Path:
    return build(tmp_path, model)


@pytest.fixture
def key(home: Path) -> str:
    return add_key(keys_file(home), "ada")


@pytest.fixture
def client(home: Path, encoder: Encoder) -> Iterator[TestClient]:
    with TestClient(create_app(home, lambda: encoder), follow_redirects=False) as client:
        yield client


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def sign_in(client: TestClient, key: str, after: str = "/") -> Response:
    return client.post("/sign-in", data={"key": key, "next": after})


def test_everything_needs_a_key_but_the_sign_of_life_and_the_sign_in_page(client: TestClient, key: str) -> None:
    for address in OPEN:
        assert client.get(address).status_code == 200, address
    for address in GUARDED:
        for answer in (client.get(address), client.get(address, headers=HTML), client.head(address)):
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), address
            assert "agenda" not in answer.text.replace("q=agenda", ""), address
    for address in ("/api/ask", "/api/verify", "/api/export", "/verify", "/list/export"):
        assert client.post(address, json={"question": "agenda"}).status_code == 401, address
    problem = client.get("/api/search?q=agenda")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["type"] == "/problems/no-key"
    assert "Authorization: Bearer" in problem.json()["remedy"]


def test_with_a_key_all_is_as_it_was_and_for_one_reader_alone(client: TestClient, home: Path) -> None:
    addresses = ["/", "/reports/record", "/readyz", "/api/search?q=agenda", "/nowhere"]
    before = [client.get(address) for address in addresses]
    key = add_key(keys_file(home), "ada")
    for address, answer in zip(addresses, before, strict=True):
        now = client.get(address, headers=bearer(key))
        assert now.status_code == answer.status_code
        assert now.headers["cache-control"] == "private"
        if address != "/api/search?q=agenda":  # it tells its own time
            assert now.text == answer.text


@pytest.mark.parametrize("given", ["Bearer nonsense", "Bearer ", "Bearer", "Basic YTpi", "", "Bearer \xff"])
def test_what_is_no_key_opens_nothing(client: TestClient, key: str, given: str) -> None:
    answer = client.get("/api/reports", headers={"Authorization": given.encode("latin-1")})
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/no-key")


def test_keys_come_and_go_without_a_restart(client: TestClient, home: Path) -> None:
    file = keys_file(home)
    assert client.get("/api/reports").status_code == 200
    ada, bob = add_key(file, "ada"), add_key(file, "bob")
    assert client.get("/api/reports").status_code == 401
    assert sign_in(client, ada).status_code == 303
    assert client.get("/reports").status_code == 200
    remove_key(file, "ada")
    assert client.get("/reports").status_code == 401  # the session goes with its key
    assert client.get("/api/reports", headers=bearer(ada)).status_code == 401
    assert client.get("/api/reports", headers=bearer(bob)).status_code == 200
    add_key(file, "ada")
    assert client.get("/reports").status_code == 401  # of the same name, but another key
    remove_key(file, "ada")
    remove_key(file, "bob")
    assert client.get("/api/reports").status_code == 200


def test_a_service_for_others_lets_nobody_in_when_the_last_key_is_gone(home: Path, encoder: Encoder) -> None:
    with TestClient(create_app(home, lambda: encoder, closed=True)) as client:
        assert client.get("/api/reports").status_code == 401
        assert client.get("/healthz").status_code == 200


def test_a_file_of_keys_that_is_damaged_lets_nobody_in(client: TestClient, home: Path, key: str) -> None:
    keys_file(home).write_text("{")
    answer = client.get("/api/reports", headers=bearer(key))
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unusable-keys")
    assert sign_in(client, key).status_code == 503


def test_scopes_are_kept_apart(client: TestClient, home: Path) -> None:
    reads, operates = (add_key(keys_file(home), scope, [scope]) for scope in (Scope.READ, Scope.OPERATE))
    assert client.get("/readyz", headers=bearer(reads)).status_code == 200
    assert client.get("/readyz", headers=bearer(operates)).status_code == 200
    answer = client.get("/api/reports", headers=bearer(operates))
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/missing-scope")
    assert client.get("/metrics", headers=bearer(reads)).status_code == 403
    refused = sign_in(client, operates)
    assert refused.status_code == 401
    assert "set-cookie" not in refused.headers


def test_a_page_asks_for_the_key_and_leads_on_to_where_its_reader_wanted(client: TestClient, key: str) -> None:
    asked = client.get("/reports/record?q=the+agenda", headers=HTML)
    form = html.fromstring(asked.text).forms[0]
    assert (form.action, form.method, form.inputs["key"].type) == ("/sign-in", "POST", "password")
    assert form.fields["next"] == "/reports/record?q=the+agenda"
    led = sign_in(client, key, form.fields["next"])
    assert (led.status_code, led.headers["location"]) == (303, "/reports/record?q=the+agenda")
    cookie = led.headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert key not in cookie
    page = client.get(led.headers["location"])
    assert page.status_code == 200
    assert "Signed in as ada." in page.text
    left = client.post("/sign-out")
    assert left.headers["location"] == "/sign-in"
    assert client.get("/reports").status_code == 401


def test_a_wrong_key_is_told_at_its_field(client: TestClient, key: str) -> None:
    refused = sign_in(client, key[:-1], "/reports")
    assert (refused.status_code, refused.headers["cache-control"]) == (401, "no-store")
    tree = html.fromstring(refused.text)
    (field,) = tree.cssselect("#key")
    assert (field.get("aria-invalid"), field.get("value")) == ("true", None)
    assert "not known" in tree.get_element_by_id(field.get("aria-describedby")).text_content()
    assert tree.forms[0].fields["next"] == "/reports"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.com/", "//evil.com", "/\\evil.com", "javascript:alert(1)", "/\t/evil.com", "x", "http:/x"],
)
def test_signing_in_leads_to_no_other_site(client: TestClient, key: str, elsewhere: str) -> None:
    assert sign_in(client, key, elsewhere).headers["location"] == "/"
    assert html.fromstring(client.get("/sign-in", params={"next": elsewhere}).text).forms[0].fields["next"] == "/"


def test_a_session_ends_with_its_time_and_with_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    key = Key("a.b", "hash", (Scope.READ,), "")
    made = Sessions(b"secret")
    cookie = made.cookie(key)
    assert made.holder([key], cookie) == key
    assert Sessions().holder([key], cookie) is None
    name, until, signature = cookie.rsplit(".", 2)
    for other in (f"{name}.{int(until) + 1}.{signature}", f"a.{until}.{signature}", f"{name}.{until}.", "", "..", "é"):
        assert made.holder([key], other) is None, other
    now = time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.SESSION_SECONDS + 1)
    assert made.holder([key], cookie) is None


def test_below_a_path_the_cookie_and_the_way_on_stay_below(home: Path, encoder: Encoder, key: str) -> None:
    app = create_app(home, lambda: encoder, root_path="/below")
    with TestClient(app, follow_redirects=False) as client:
        form = html.fromstring(client.get("/below/reports", headers=HTML).text).forms[0]
        assert form.action == "/below/sign-in"
        led = client.post(form.action, data={"key": key, "next": form.fields["next"]})
        assert led.headers["location"] == "/below/reports"
        assert "Path=/below;" in led.headers["set-cookie"]
        assert client.get("/below/reports").status_code == 200


@pytest.fixture
def at(home: Path, encoder: Encoder) -> Iterator[Callable[[str], TestClient]]:
    """Clients at an address of their own; 192.0.2.7 is the named proxy."""
    app = create_app(home, lambda: encoder, proxies=["192.0.2.7"], user_header="X-User")
    with TestClient(app):
        yield lambda address: TestClient(app, client=(address, 1), follow_redirects=False)


def test_a_user_is_believed_from_a_named_proxy_alone(at: Callable[[str], TestClient]) -> None:
    named = {"X-User": "ada"}
    for address, headers, status in (
        ("192.0.2.7", named, 200),
        ("192.0.2.7", named | {"X-Forwarded-For": "203.0.113.9"}, 200),
        ("192.0.2.8", named, 401),
        ("192.0.2.8", named | {"X-Forwarded-For": "192.0.2.7"}, 401),
        ("127.0.0.1", named, 401),
        ("192.0.2.7", {"X-User": " "}, 401),
        ("192.0.2.7", {}, 401),
    ):
        assert at(address).get("/api/reports", headers=headers).status_code == status, (address, headers)
    twice = [("X-User", "ada"), ("X-User", "root")]
    assert at("192.0.2.7").get("/api/reports", headers=twice).status_code == 401
    assert at("192.0.2.7").get("/metrics", headers=named).status_code == 403


def test_the_cookie_is_secure_where_a_named_proxy_says_https(
    at: Callable[[str], TestClient], home: Path, key: str
) -> None:
    told = {"X-Forwarded-Proto": "https"}
    for address, secure in (("192.0.2.7", True), ("192.0.2.8", False)):
        led = at(address).post("/sign-in", data={"key": key}, headers=told)
        assert led.status_code == 303
        assert ("Secure" in led.headers["set-cookie"]) is secure


def test_an_app_without_proxies_believes_no_header(client: TestClient, key: str) -> None:
    led = client.post("/sign-in", data={"key": key}, headers={"X-Forwarded-Proto": "https"})
    assert "Secure" not in led.headers["set-cookie"]


@pytest.mark.parametrize(
    ("name", "value"), [("PROXIES", "proxy.example.org"), ("PROXIES", "10.0.0.0/33"), ("USER_HEADER", "X User")]
)
def test_settings_that_cannot_be_used_are_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"RAPPORTEUR_{name}", value)
    with pytest.raises(SettingsError, match=f"RAPPORTEUR_{name}"):
        load_settings()


def test_a_header_of_users_needs_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_USER_HEADER", "X-User")
    with pytest.raises(SettingsError, match="RAPPORTEUR_PROXIES"):
        load_settings()
    monkeypatch.setenv("RAPPORTEUR_PROXIES", "127.0.0.1, 10.0.0.0/8")
    assert load_settings().user_header == "X-User"
    assert load_settings().proxies == ("127.0.0.1", "10.0.0.0/8")


def test_apps_say_in_their_description_what_is_refused(new_description: FastAPI) -> None:
    for calls in new_description.openapi()["paths"].values():
        for call in calls.values():
            assert {"401", "403"} <= call["responses"].keys()


@pytest.fixture
def new_description(tmp_path: Path, encoder: Encoder) -> FastAPI:
    return create_app(tmp_path, lambda: encoder)
