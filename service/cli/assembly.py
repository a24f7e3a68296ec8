"""Settings become a rebuild, a running service or an open index: what several commands put together alike.

Heavy libraries are imported where they are needed, so that `--help` and an unchanged rebuild are quick.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from service.cli import console

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from index.build.purge import Purged
    from index.build.types import Model
    from index.inference.types import EngineName
    from index.model import ModelFiles
    from index.search.searcher import Searcher
    from index.types import Encoder, RebuildSummary
    from service.settings import Settings


def rebuild_home(
    settings: Settings, *, full: bool = False, strict: bool = False, allow_purged: Collection[str] = ()
) -> RebuildSummary:
    """Bring the home up to date with the corpus, showing progress on a terminal."""
    from index.build.rebuild import rebuild

    model, build_settings = _model(settings), settings.build_settings()
    with console.progress() as progress:
        return rebuild(
            settings.corpus,
            settings.home,
            model,
            build_settings,
            full=full,
            strict=strict,
            allow_purged=allow_purged,
            progress=progress,
        )


def purge_home(settings: Settings, reports: Sequence[str], reason: str) -> Purged:
    """Take reports out of the home for good, showing progress on a terminal."""
    from index.build.purge import purge

    model, build_settings = _model(settings), settings.build_settings()
    with console.progress() as progress:
        return purge(settings.home, reports, model, build_settings, reason=reason, progress=progress)


def _model(settings: Settings) -> Model:
    """What a rebuild embeds with."""
    from index.build.types import Model
    from index.machine import free_to_system
    from index.model import locate_model
    from index.tokenizer import load_tokenizer

    free_to_system()
    files = locate_model(settings.model)
    encoder = partial(loaded_encoder, files, settings.home, settings.inference)
    return Model(files, tokenizer=partial(load_tokenizer, files), encoder=encoder)


def serve_home(settings: Settings, prepare: Callable[[], None] | None = None) -> None:
    """Serve the home until the program is stopped; `prepare` makes it, once it is sure that it may be served."""
    from index.model import locate_model
    from service.access.keys import keys_file, read_keys
    from service.http.server import beyond_loopback, refuse_exposure, serve_side_by_side, server_of, take_address
    from service.phrasing.client import model_address

    # What they refuse is told before the address is.
    model_address(settings)
    locate_model(settings.model)
    with take_address(settings.host, settings.port) as address:
        guarded = bool(read_keys(keys_file(settings.home)) or settings.user_header)
        if not settings.open and not guarded:
            refuse_exposure(address)
        if prepare:
            prepare()
        exposed = beyond_loopback(address)
        console.announce(settings.host, address.getsockname()[1], exposed=exposed, guarded=guarded)
        closed = exposed and not settings.open  # also when the last key is removed
        make_app = partial(_application, settings, closed, secrets.token_bytes(32))
        if settings.workers > 1:
            serve_side_by_side(make_app, address, settings.workers)
        else:
            server_of(make_app()).run([address])


def _application(settings: Settings, closed: bool, session_secret: bytes) -> FastAPI:
    """The service, of which several processes may each make one."""
    from index.model import locate_model
    from service.access.limits import Rates
    from service.app import create_app
    from service.phrasing.client import model_address

    service = create_app(
        settings.home,
        partial(loaded_encoder, locate_model(settings.model), settings.home, settings.inference),
        corpus=settings.corpus,
        language_model=model_address(settings),
        hosts=(*settings.hosts, settings.host.lower()),
        root_path=settings.root_path,
        proxies=settings.proxies,
        user_header=settings.user_header,
        rates=Rates(settings.requests_per_minute, settings.heavy_per_minute),
        log_json=settings.log_json,
        closed=closed,
        session_secret=session_secret,
    )
    service.state.feedback = settings.feedback
    return service


def open_home(settings: Settings) -> Searcher:
    """The live build of the home, open."""
    from index.model import locate_model
    from index.search.opening import open_live
    from index.storage.home import live_build

    live_build(settings.home)  # says at once that there is no index, before the model is loaded
    return open_live(settings.home, loaded_encoder(locate_model(settings.model), settings.home, settings.inference))


@cache
def loaded_encoder(files: ModelFiles, home: Path, engine: EngineName) -> Encoder:
    """The embedding model, loaded once; `home` keeps it converted for `engine`."""
    from index.dense.encoder import load_encoder

    return load_encoder(files, kept=home / "models", engine=engine)
