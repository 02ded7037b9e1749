"""The only map from errors of the domain to HTTP statuses: problem+json with the stable code (RFC 9457).

It must not word errors for staff: pages do; and it must not leak what was sent.
"""

from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel
from sqlalchemy.exc import DataError, DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from server.kit.room import is_full
from shared.domain.errors import DatoInvalido
from shared.web.serving import HEADERS

PROBLEM_JSON: Final = "application/problem+json"
STATUS_BY_CODE: Final = {
    "S101": 413,  # body too large
    "S102": 415,  # not a bundle's media type
    "S103": 404,  # nothing of that name
    "S104": 409,  # no theme imported yet
    "S105": 429,  # too much is waiting: try later
    "S106": 503,  # the database does not answer: nothing was stored, try later
    "S107": 422,  # a parameter of the address out of form
    "S860": 403,  # a certificate that the proxy did not pass on
    "S862": 403,  # the sender's certificate does not hold
    "S114": 408,  # the body did not come in time: send again
    "S641": 409,  # the delivered file is in another state
    "S645": 403,  # somebody else must sign
    "S647": 409,  # the list moved since it was reviewed
    "S110": 401,  # nobody entered
    "S111": 403,  # not granted
    "S112": 403,  # a form that is not ours
    "S113": 403,  # an account that only reads
    "S500": 500,  # a fault of ours
    "S880": 503,  # no room left on a disk: nothing was stored, try later
    "S851": 503,  # the store of files does not answer: try later
    "S854": 500,  # a file whose bytes changed
    "S855": 500,  # a file that should be there
    "S857": 503,  # the store of files refuses: people must mend it
    "S109": 503,  # the processes that verify end again and again: nothing was stored, try later
}
SAYS: Final = {
    "S101": "The body is larger than this door takes",
    "S102": "The body is of another media type",
    "S103": "There is nothing of that name that this account sees",
    "S104": "No theme was imported yet",
    "S105": "Too much is waiting: try again after Retry-After",
    "S106": "The database does not answer; nothing was stored, try again",
    "S107": "A parameter is out of form",
    "S109": "The verifying processes end; nothing was stored, try again",
    "S110": "Nobody entered: a session or the token of a machine is wanted",
    "S111": "The permission was not granted, or not over that territory",
    "S112": "A change that does not come from our own pages, or lacks the token of its session",
    "S113": "An account that only reads",
    "S851": "The store of files does not answer: try again after Retry-After",
    "S854": "A file's bytes are no longer those that were received: people were told",
    "S855": "A file that should be there is missing: people were told",
    "S857": "The store of files refuses to answer this server: people must mend it",
    "S860": "The certificate of the sender did not come from the proxy",
    "S862": "The certificate of the sender does not hold: send without one, or with one that does",
    "S114": "The body did not come in time: send it again",
    "S880": "A disk is full; nothing was stored, try again after Retry-After",
}
"""What the codes of every door say, for the description of the API."""
DEFAULT_STATUS: Final = 422
API: Final = "/api/"
ENTER, HOME = "/entrar", "/"
FULL: Final = "S880"
RETRY: Final = frozenset({429, 503})


class ProblemSchema(BaseModel):
    """A refusal (RFC 9457): ``code`` is stable and listed in docs/error-codes.md."""

    type: str
    title: str
    status: int
    code: str
    detail: str


PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    "4XX": {
        "description": "Refused: problem+json with a stable code",
        "content": {PROBLEM_JSON: {"schema": ProblemSchema.model_json_schema()}},
    }
}


class PeticionInvalida(DatoInvalido):
    """A request that cannot be served as sent (codes ``S1xx``)."""


class AccesoDenegado(PeticionInvalida):
    """A request of somebody who may not make it (codes ``S11x``)."""


def nothing_there() -> PeticionInvalida:
    """What an address names is not there, or lies where this account does not see: one answer, which tells neither."""
    return PeticionInvalida("S103", SAYS["S103"])


def status_of(code: str) -> int:
    """The HTTP status of a stable code; data that was understood and refused is 422."""
    return STATUS_BY_CODE.get(code, DEFAULT_STATUS)


def problem(status: int, code: str, detail: str) -> JSONResponse:
    """A problem+json answer: ``type`` names the code, which docs/error-codes.md explains."""
    headers = {"Retry-After": "2"} if status in RETRY else None
    return JSONResponse(problem_body(status, code, detail), status, headers=headers, media_type=PROBLEM_JSON)


def problem_body(status: int, code: str, detail: str) -> dict[str, str | int]:
    """What such an answer holds."""
    kind = f"urn:urna-electronica:error:{code}"
    return {"type": kind, "title": code, "status": status, "code": code, "detail": detail}


ErrorPage = Callable[[Request, int, str], Response]
"""Draws a refusal for people: request, status, code."""


def install(app: FastAPI, page: ErrorPage) -> None:
    """Make every error leave as problem+json for programs (``/api/``) and as a page for people."""
    app.state.error_page = page
    app.add_exception_handler(DatoInvalido, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _out_of_form)
    app.add_exception_handler(DataError, _out_of_form)  # a letter or number that no column takes
    app.add_exception_handler(DBAPIError, _unavailable)
    app.add_exception_handler(OSError, _system)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _broken)


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, DatoInvalido):
        raise error
    return _answer(request, status_of(error.code), error.code, error.detail)


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    answer = _answer(request, error.status_code, f"S{error.status_code}", str(error.detail))
    answer.headers.update(error.headers or {})  # a method that a route has not is answered with those that it has
    return answer


async def _out_of_form(request: Request, _error: Exception) -> Response:
    return _answer(request, status_of("S107"), "S107", "a parameter is out of form")


async def _unavailable(request: Request, error: Exception) -> Response:
    if is_full(error):
        return _answer(request, status_of(FULL), FULL, SAYS[FULL])
    return _answer(request, status_of("S106"), "S106", "the database does not answer; nothing was stored")


async def _system(request: Request, error: Exception) -> Response:
    if not is_full(error):
        raise error
    return _answer(request, status_of(FULL), FULL, SAYS[FULL])


async def _gone(_request: Request, _error: Exception) -> Response:
    """Whoever sent hung up before the end: nothing was taken, nobody reads this answer, and it is no fault of ours."""
    return Response(status_code=400)


async def _broken(request: Request, _error: Exception) -> Response:
    """A fault of ours: the log has it, and whoever asked is told no more than that.

    Such an answer is made outside of every layer, so it bears its headers itself.
    """
    answer = _answer(request, status_of("S500"), "S500", "a fault of the server; nothing was changed")
    answer.headers.update(HEADERS)
    return answer


def _answer(request: Request, status: int, code: str, detail: str) -> Response:
    """Programs get the problem; people a page, or the door when they have not entered."""
    if request.url.path.startswith(API):
        return problem(status, code, detail)
    if code == "S110":
        door = f"{ENTER}?{urlencode({'sigue': _here(request)})}"
        # Where a script asked for a part of a page, the whole page goes to the door.
        return (
            Response(None, 204, {"HX-Redirect": door})
            if "hx-request" in request.headers
            else RedirectResponse(door, 303)
        )
    page = cast("ErrorPage", request.app.state.error_page)
    return page(request, status, code)


def _here(request: Request) -> str:
    """The page that was asked for, to go on there; what would change something is never repeated."""
    if request.method != "GET":
        return HOME
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
