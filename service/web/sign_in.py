"""The page on which a reader gives a key, and what is answered to who has none."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from corpus.errors import RapporteurError
from service.access.gate import READING, SIGN_IN, SIGN_OUT, Door
from service.access.keys import key_of
from service.access.sessions import COOKIE, SESSION_SECONDS
from service.http.problems import Problem, answer_with, problem_of
from service.web.errors import wants_page
from service.web.pages import READ, problem_page, templates

router = APIRouter(include_in_schema=False)

UNKNOWN = "This key is not known here. Check that you have all of it, or ask for a new one."
NO_READER = "This key is not for reading reports. Ask for another one."


def refusal(request: Request, error: RapporteurError, headers: dict[str, str]) -> Response:
    """The answer to a request that is not let in: for a person who has not signed in, the page to do it on."""
    return answer_with(problem_of(error, request.url.path), request, _refusal_page, headers)


def _refusal_page(request: Request, problem: Problem) -> Response | None:
    if problem.status != 401 or not wants_page(request):
        return problem_page(request, problem)
    query = request.url.query if request.method in READ else ""
    return _page(request, f"{request.url.path}?{query}" if query else request.url.path, "", 401)


@router.api_route(SIGN_IN, methods=READ)
def sign_in(request: Request, next: str = "/") -> Response:
    """The form."""
    return _page(request, next)


@router.post(SIGN_IN)
async def signed_in(request: Request) -> Response:
    """Takes a key; leads on to the page that was asked for."""
    sent = parse_qs((await request.body()).decode(errors="replace"))
    given, after = (sent.get(name, [""])[0].strip() for name in ("key", "next"))
    door: Door = request.app.state.door
    key = key_of(door.keys.current(), given)
    if key is None or not READING & {*key.scopes}:
        return _page(request, after, UNKNOWN if key is None else NO_READER, 401)
    answer = RedirectResponse(_own(after), 303, {"Cache-Control": "no-store"})
    answer.set_cookie(COOKIE, door.sessions.cookie(key), SESSION_SECONDS, **_kept(request))
    return answer


@router.post(SIGN_OUT)
def signed_out(request: Request) -> Response:
    """Forgets who is signed in in this browser."""
    answer = RedirectResponse(SIGN_IN, 303, {"Cache-Control": "no-store"})
    answer.delete_cookie(COOKIE, **_kept(request))
    return answer


def _kept(request: Request) -> dict[str, Any]:
    """How the cookie is kept: by the browser alone, and for addresses of this service. A link from elsewhere may bring
    it along, a form or a script from elsewhere may not."""
    path = request.app.state.root_path or "/"
    return {"path": path, "secure": request.url.scheme == "https", "httponly": True, "samesite": "lax"}


def _own(address: str) -> str:
    """The address where it is one of this service, and the start page where it is not."""
    parts = urlsplit(address) if address.isprintable() and "\\" not in address else None
    own = parts is not None and not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return address if own and not address.startswith("//") else "/"


def _page(request: Request, after: str, refused: str = "", status: int = 200) -> Response:
    context = {"after": _own(after), "refused": refused, "hours": SESSION_SECONDS // 3600, "here": "sign-in"}
    return templates.TemplateResponse(request, "sign_in.html", context, status, {"Cache-Control": "no-store"})
