"""The web application: API, page and documentation around one live index."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import cast

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from index.types import Encoder
from service.access.gate import Door, Gate
from service.access.keys import LiveKeys, keys_file
from service.access.limits import Rates
from service.access.proxies import NamedProxies
from service.access.sessions import Sessions
from service.access.share import FairShare, new_lines
from service.api import ask, download, export, files, health, over_time, phrasing, record, routes, suggest, verify
from service.api.body_limit import BodyLimit
from service.api.files import Originals
from service.http import logs, problems
from service.http.figures import Counted, Figures
from service.http.hosts import AllowedHosts
from service.http.middleware import HeadAsGet, SecurityHeaders
from service.http.root_path import RootPath
from service.live import LiveIndex, watch
from service.phrasing.client import ChatModel, ModelAddress
from service.web import docs, feed, help, keys, pages, reports, sign_in, similar
from service.web import list as reading_list
from service.web import over_time as over_time_page
from service.web import verify as verify_page
from service.web.static_files import STATIC, VersionedFiles

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
    hosts: Iterable[str] = (),
    root_path: str = "",
    proxies: Sequence[str] = (),
    user_header: str = "",
    closed: bool = False,
    session_secret: bytes | None = None,
    rates: Rates = Rates(),  # noqa: B008  # it is frozen
    log_json: bool = False,
    poll_seconds: float = 1.0,
) -> FastAPI:
    """The application that serves the live build of `home`, and the original files where `corpus`, their folder, is
    given.

    A `language_model` phrases answers where a reader asks for that; without one nothing is sent anywhere.
    It answers to the loopback names, to the address that it is reached at, and to the host names in `hosts`.
    Behind a proxy that has it below a path, `root_path` is that path, such as "/reports-search".
    Where there are keys for `home`, it answers to those who have one, and to the users whom one of the `proxies`
    names in `user_header`; where there are none, to anybody, unless it is `closed`. Nobody else's requests go beyond
    `rates`. Services that share a `session_secret` know those who have signed in at another.
    It starts without an index too, and serves each build that goes live within about `poll_seconds`.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        logs.configure(as_json=log_json)
        encoder = await asyncio.to_thread(load_encoder)
        # What is made when something is first read is made now, so that nobody waits for it.
        await asyncio.to_thread(encoder.score_pairs, "?", ["."])
        live = LiveIndex(home, encoder)
        await asyncio.to_thread(live.refresh)
        app.state.live = live
        app.state.encoder = encoder
        chat_model = app.state.chat_model = ChatModel(language_model) if language_model else None
        app.state.originals = Originals(corpus)
        tasks = [asyncio.create_task(watch(live, poll_seconds)), asyncio.create_task(figures.keep_looking())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
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
        servers=[{"url": root_path}] if root_path else None,
        responses=problems.documented(401, 403, 429, problems.UNKNOWN_HOST[0]),
    )
    app.state.root_path = root_path
    door = app.state.door = Door(LiveKeys(keys_file(home)), Sessions(session_secret), closed, users=bool(user_header))
    figures, lines = Figures(), new_lines()
    app.state.figures = figures
    health.measure(figures, lambda: cast(LiveIndex, app.state.live))
    for weight, line in lines.items():
        waiting = partial(getattr, line, "waiting")
        figures.gauge(f"waiting_{weight}", f"Requests in line for {weight} work.", waiting, "livesum")
    # Pages are text that says the same many times over: a fourth of it is left, for one or two milliseconds.
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=2)
    app.add_middleware(BodyLimit)
    app.add_middleware(FairShare, rates=rates, refusal=sign_in.refusal, lines=lines, figures=figures)
    app.add_middleware(Gate, door=door, refusal=sign_in.refusal)
    app.add_middleware(AllowedHosts, names=hosts)
    app.add_middleware(Counted, figures=figures)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    if root_path:
        app.add_middleware(RootPath, root=root_path)
    if proxies:
        app.add_middleware(NamedProxies, proxies=proxies, user_header=user_header)
    problems.install(app, pages.problem_page)
    # In the order in which the documentation shows them.
    calls = (routes, suggest, ask, record, phrasing, verify, over_time, download, export, health)
    for part in (*calls, docs, pages, similar, files):
        app.include_router(part.router)
    for page in (reports, feed, over_time_page, help, verify_page, reading_list, keys, sign_in):
        app.include_router(page.router)
    problems.describe(app)
    app.mount("/static", VersionedFiles(directory=STATIC), name="static")
    return app
