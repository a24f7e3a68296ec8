"""The web application: API, page and documentation around one live index."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from index.types import Encoder
from service.api.body_limit import BodyLimit
from service.api.files import Originals
from service.api.routes import ask as ask_api
from service.api.routes import export as export_api
from service.api.routes import files, health
from service.api.routes import over_time as over_time_api
from service.api.routes import phrasing as phrasing_api
from service.api.routes import record as records_api
from service.api.routes import routes as api
from service.api.routes import verify as verify_api
from service.http import logs, problems
from service.http.middleware import HeadAsGet, SecurityHeaders
from service.live import LiveIndex, watch
from service.phrasing.client import ChatModel, ModelAddress
from service.web import docs as api_page
from service.web import help as page_help
from service.web import keys as page_keys
from service.web import list as page_list
from service.web import over_time as page_over_time
from service.web import pages
from service.web import reports as page_reports
from service.web import similar as page_similar
from service.web import verify as page_verify

STATIC = Path(__file__).parent / "web" / "static"
DESCRIPTION = (
    "Passages of dialogue reports with their sources. Whatever is shown as a quote is cut from the stored text of a "
    "report and can be checked there. Errors are problem documents (RFC 9457) that say what to do."
)


def create_app(
    home: Path,
    load_encoder: Callable[[], Encoder],
    *,
    corpus: Path | None = None,
    language_model: ModelAddress | None = None,
    poll_seconds: float = 1.0,
) -> FastAPI:
    """The application that serves the live build of `home`, and the original files where `corpus`, their folder, is
    given.

    A `language_model` phrases answers where a reader asks for that; without one nothing is sent anywhere.
    It starts without an index too, and serves each build that goes live within about `poll_seconds`.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        logs.configure()
        encoder = await asyncio.to_thread(load_encoder)
        # What is made when something is first read is made now, so that nobody waits for it.
        await asyncio.to_thread(encoder.read_beside, "?", ["."])
        live = LiveIndex(home, encoder)
        await asyncio.to_thread(live.refresh)
        app.state.live = live
        app.state.encoder = encoder
        chat_model = app.state.chat_model = ChatModel(language_model) if language_model else None
        app.state.originals = Originals(corpus)
        watching = asyncio.create_task(watch(live, poll_seconds))
        try:
            yield
        finally:
            watching.cancel()
            live.close()
            if chat_model is not None:
                await chat_model.close()

    app = FastAPI(
        title="Rapporteur",
        version=version("rapporteur-search"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    # Pages are text that says the same many times over: a fourth of it is left, for one or two milliseconds.
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=2)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    problems.install(app, pages.problem_page)
    app.include_router(api.router)
    app.include_router(ask_api.router)
    app.include_router(records_api.router)
    app.include_router(phrasing_api.router)
    app.include_router(verify_api.router)
    app.include_router(over_time_api.router)
    app.include_router(export_api.router)
    app.include_router(health.router)
    app.include_router(api_page.router)
    app.include_router(pages.router)
    app.include_router(page_similar.router)
    app.include_router(files.router)
    app.include_router(page_reports.router)
    app.include_router(page_over_time.router)
    app.include_router(page_help.router)
    app.include_router(page_verify.router)
    app.include_router(page_list.router)
    app.include_router(page_keys.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app
