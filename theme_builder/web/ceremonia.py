"""The page of a key ceremony: what is next, who must be there, what was done. It must not keep nor show a secret.

It leads the same ceremony as the command; a trustee's share goes to that trustee's own medium and never to the page.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from shared.crypto.randomness import SystemRandomness
from theme_builder.ceremony.cli import BEFORE, printed_codes
from theme_builder.ceremony.guide import Act, Ceremony, Plan
from theme_builder.ceremony.making import CeremoniaInvalida, Occasion
from theme_builder.ceremony.sitting import Sitting, Sittings
from theme_builder.ceremony.urnas import MAX_LIST, read_folder
from theme_builder.texts import SAY
from theme_builder.web import ceremonia_textos as said
from theme_builder.web.door import Filled, Form
from theme_builder.web.pages import pages_of, projects_of

router = APIRouter()
ADDRESS: Final = "/ceremonia"
MAX_ROOT_BYTES: Final = 4 << 20
MAX_MESAS: Final = 99
MAX_TEXT: Final = 200
MAX_WITNESSES: Final = 40
MAX_ANSWER: Final = 400


@router.get(ADDRESS)
def page(request: Request) -> HTMLResponse:
    """The ceremony that is held, or the form to begin one."""
    return _shown(request, "ceremonia.html")


@router.get("/ceremonia/avance")
def progress(request: Request) -> HTMLResponse:
    """How far it is, which the page asks while it works."""
    return _shown(request, "ceremonia_avance.html")


@router.post(ADDRESS)
def begin(request: Request, form: Form) -> Response:
    """Begin a ceremony; raises ``CeremoniaInvalida`` T716 for a form that is not whole, T717 while another is held."""
    plan = _plan(form, projects_of(request).now())
    now = projects_of(request).now
    election = plan.occasion.election
    begun = _sittings(request).begin(
        lambda hands: Ceremony(
            plan, hands, now, SystemRandomness(), lambda trust, certified: printed_codes(election, trust, certified)
        )
    )
    if not begun:
        raise CeremoniaInvalida("T717", "another ceremony is held")
    return _next(request)


@router.post("/ceremonia/respuesta")
def answer(request: Request, form: Form) -> Response:
    """What was asked, answered; an answer to another question than the present one counts for nothing."""
    sitting = _sittings(request).now
    if sitting is not None:
        sitting.answer(form.number("pregunta"), form.exact("respuesta")[:MAX_ANSWER])
    return _next(request)


@router.post("/ceremonia/terminar")
def end(request: Request, form: Form) -> Response:  # noqa: ARG001 - the guard has checked it
    """Leave the ceremony where it stands, or put away one that ended."""
    _sittings(request).put_away()
    return RedirectResponse(ADDRESS, 303)


def _sittings(request: Request) -> Sittings:
    return cast("Sittings", request.app.state.sittings)


def _next(request: Request) -> Response:
    """On to what it asks next: mostly at once, and else the page waits."""
    sitting: Sitting | None = _sittings(request).now
    if sitting is not None:
        sitting.settle()
    return RedirectResponse(ADDRESS, 303)


def _shown(request: Request, template: str) -> HTMLResponse:
    sitting = _sittings(request).now
    seen = sitting.seen() if sitting is not None else None
    refused = ""
    if seen is not None and seen.refused is not None:
        code, detail = seen.refused
        refused = SAY.get(f"refused.{code}", SAY["refused"]).format(code=code, detail=detail)
    values = {"seen": seen, "acts": tuple(Act), "refused": refused, "said": said}
    return pages_of(request).page(request, template, **values)


def _plan(form: Filled, now: datetime) -> Plan:
    election, authority = (form.get(name)[:MAX_TEXT] for name in ("eleccion", "autoridad"))
    folder, stick = Path(form.get("carpeta")), form.get("memoria")
    mesas, root = form.number("mesas"), _file(form, "raiz", MAX_ROOT_BYTES)
    witnesses = tuple(filter(None, (" ".join(line.split())[:MAX_TEXT] for line in form.get("testigos").splitlines())))
    try:
        until = datetime.fromisoformat(form.get("caduca")[:10]).replace(tzinfo=UTC)
    except ValueError:
        until = now
    whole = election and authority and root and witnesses and folder.is_absolute() and 1 <= mesas <= MAX_MESAS
    if not whole or until <= now + timedelta(days=1) or len(witnesses) > MAX_WITNESSES:
        raise CeremoniaInvalida("T716", "the form of the ceremony is not whole")
    if stick and not Path(stick).is_dir():
        raise CeremoniaInvalida("T714", f"{stick} is not a folder")
    occasion = Occasion(election, authority, (now - BEFORE, until), form.get("practica") == "1")
    requests = read_folder(Path(stick)) if stick else {}
    asking = (_file(form, "urnas", MAX_LIST), requests, Path(stick) if stick else None)
    return Plan(occasion, folder, mesas, root, witnesses, *asking)


def _file(form: Filled, name: str, most: int) -> bytes:
    sent = form.files.get(name)
    return sent.file.read(most + 1) if sent else b""
