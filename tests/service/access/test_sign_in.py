"""Signing in with a real browser, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe import complaints
from browser import Opened
from fastapi import FastAPI
from playwright.sync_api import expect
from service_collection import build

from index.build.types import Model
from index.types import Encoder
from service.access.keys import add_key, keys_file
from service.app import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("sign-in"), model)


@pytest.fixture(scope="module")
def key(home: Path) -> str:
    return add_key(keys_file(home), "ada")


@pytest.fixture(scope="module")
def new_app(home: Path, key: str, encoder: Encoder) -> Callable[[], FastAPI]:
    return lambda: create_app(home, lambda: encoder)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_signs_in_reads_on_and_signs_out(opened: Opened, key: str, scripts: bool) -> None:
    page = opened("/reports/record", java_script_enabled=scripts, errors=True)  # the console tells of each 401
    field = page.get_by_label("Your key")
    expect(field).to_be_focused()
    field.fill("rapporteur_wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("not known")
    page.get_by_label("Your key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Report on the review")
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    page.get_by_role("link", name="All reports").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("reports")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.context.cookies() == []


def test_the_page_is_accessible_in_both_schemes(opened: Opened, key: str) -> None:
    page = opened("/sign-in", errors=True)
    assert complaints(page) == []
    page.get_by_label("Your key").fill("x")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert complaints(page) == []
    page.get_by_label("Your key").fill(key)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    assert complaints(page) == []
