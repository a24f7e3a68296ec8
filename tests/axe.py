"""axe-core on a page as it stands in the browser: in any state, light and dark."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCHEMES = ("light", "dark")
# All rules but experimental ones; the size of targets (WCAG 2.2) has to be asked for.
_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def complaints(page: Page) -> list[str]:
    """What axe-core finds on `page` in its present state, in both colour schemes: one line for each rule and scheme,
    with the elements. Afterwards the page is in the scheme that the browser was opened with."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # it wants literals
        _settle(page)
        for violation in Axe().run(page, options=_OPTIONS).response["violations"]:
            where = "; ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:5])
            found.append(f"{scheme}: {violation['id']}: {violation['help']} ({len(violation['nodes'])}): {where}")
    page.emulate_media(color_scheme="null")
    return found


def _settle(page: Page) -> None:
    """Let running transitions of colours end, which axe-core would measure half-way."""
    page.evaluate("() => Promise.allSettled(document.getAnimations().map((running) => running.finished))")
