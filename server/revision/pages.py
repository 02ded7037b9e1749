"""Staff pages of the cases: list, one case with its versions, what a decision would do, and the steps.

They must not decide: the service does, and says why not.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, Permission, identity_of, needs
from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service as computos
from server.computos.service import WHOLE, Where
from server.context import context_of, read_session
from server.db.paging import sliced
from server.http.errors import PeticionInvalida, nothing_there
from server.http.guard import form_of
from server.ingest import service as ingest
from server.ingest.schemas import Unlawful, Version
from server.module import Place
from server.revision import rules, service, textos
from server.revision.permissions import DECIDIR, REVISAR, VER
from server.revision.schemas import Action, Case, Effect, Motive, No, Refused, Said, Seen, State, Who
from server.web import texts
from server.web.groups import NIGHT
from server.web.listing import Asks, Column, Filter, Kind, Listing, View
from server.web.render import pages_of
from shared.domain.errors import DatoInvalido
from shared.domain.ids import CasillaId
from shared.formats.results_v1 import BundleChecks
from shared.formats.theme_v1 import CasillaTema, Theme
from shared.web.site import NavItem

TEMPLATES: Final = Path(__file__).parent / "templates"
NAV: Final = (Place(NavItem("/revision", texts.NAV_CASES), VER, NIGHT),)
STEPS: Final = frozenset({Action.TOMAR, Action.PROPONER, Action.RETIRAR, Action.REABRIR})
ENDS: Final = frozenset({Action.CONFIRMAR, Action.DEVOLVER})
router = APIRouter(prefix="/revision", include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Person = Annotated[Identity, Depends(identity_of)]


@dataclass(frozen=True, slots=True)
class _Row:
    """A case with its place, as the list shows it."""

    case: Case
    place: CasillaTema

    @property
    def last_at(self) -> datetime | None:
        return self.case.apart.last_at if self.case.apart else self.case.changed_at

    @property
    def proposal(self) -> str:
        """What is proposed or was decided; empty while nothing is."""
        resting = self.case.proposal if self.case.state in rules.RESTING else None
        return textos.outcome(resting.said) if resting else ""


CASES: Final[Listing[_Row]] = Listing(
    path="/revision",
    name="casos",
    many=textos.MANY,
    labels=textos.LABELS,
    columns=(
        Column("casilla", attrgetter("case.clave"), sortable=True, href=lambda row: f"/revision/{row.case.clave}"),
        Column("estado", lambda row: textos.state(row.case), sortable=True),
        Column("persona", attrgetter("case.holder_name"), sortable=True),
        Column("propuesta", attrgetter("proposal")),
        Column("distrito", attrgetter("place.distrito.number"), Kind.NUMBER, sortable=True),
        Column("paquetes", lambda row: row.case.apart.bundles if row.case.apart else None, Kind.NUMBER),
        Column("llegada", attrgetter("last_at"), Kind.MOMENT, sortable=True),
    ),
    filters=(
        Filter("estado", Asks.CHOICE, tuple((state.value, said) for state, said in textos.STATES.items())),
        Filter("casilla"),
        Filter("distrito"),
    ),
    order="estado",
    empty=textos.EMPTY,
)
_PLACES: Final = {state: place for place, state in enumerate(textos.STATES)}
SORTED: Final[dict[str, Callable[[_Row], Any]]] = {
    **{column.name: column.value for column in CASES.columns if column.sortable},
    "estado": lambda row: (_PLACES[row.case.state], row.case.clave),
    "llegada": lambda row: str(row.last_at),
}


@router.get("")
@needs(VER, within=True)
async def listed(
    request: Request, session: Session, who: Person, view: Annotated[View, Depends(CASES.view)]
) -> Response:
    """Every case: what waits for somebody first, what was decided last; or all of them as a file."""
    theme = await theme_of(request, session)
    cases = await service.cases(session, theme, who.reach(VER))
    rows = [_Row(case, theme.casilla(CasillaId(case.clave))) for case in cases]
    found = sliced([row for row in rows if _asked(row, view)], view.part, SORTED)
    return CASES.answer(request, view, found, "lista.html", title=texts.NAV_CASES, intro=textos.INTRO)


@router.get("/{clave}")
@needs(VER, within=True)
async def one(request: Request, clave: str, who: Person) -> HTMLResponse:
    """One case: its versions side by side, what was done, and what can be done."""
    return await _one(request, clave, who, "")


@router.get("/{clave}/decision")
@needs(REVISAR, within=True)
async def weigh(
    request: Request, clave: str, who: Person, opcion: Annotated[str, Query(max_length=140)]
) -> HTMLResponse:
    """What letting these bundles count, or none, would do to the totals; and where it is proposed."""
    return await _weigh(request, clave, who, (opcion, {}, ""))


@router.post("/{clave}/paso")
@needs(REVISAR, within=True)
async def step(request: Request, clave: str, who: Person) -> Response:
    """Take, propose, withdraw or reopen."""
    fields = await form_of(request)
    action = _action(fields, STEPS)
    refused = await _act(request, (clave, action), who, REVISAR)
    if refused in {No.WORDS, No.MOTIVE} and action is Action.PROPONER:
        return await _weigh(request, clave, who, (fields.get("opcion", ""), fields, textos.NOT_DONE[refused]))
    return await _answer(request, clave, who, refused)


@router.post("/{clave}/decidir")
@needs(DECIDIR, within=True)
async def end(request: Request, clave: str, who: Person) -> Response:
    """Confirm what another person proposed, or give it back."""
    action = _action(await form_of(request), ENDS)
    return await _answer(request, clave, who, await _act(request, (clave, action), who, DECIDIR))


async def _act(request: Request, what: tuple[str, Action], who: Identity, permission: Permission) -> Refused | None:
    context, (clave, action), fields = context_of(request), what, await form_of(request)
    async with context.writing() as session:
        theme = await theme_of(request, session)
        _check_reach(theme, clave, who, permission)
        chosen = _chosen(fields.get("opcion", "")) if action is Action.PROPONER else ()
        said = Said(fields.get("palabras", ""), _motive(fields.get("motivo", "")), chosen)
        now, address = context.clock.now(), request.client.host if request.client else ""
        me = Who(who.id, who.name, who.roles(), address)
        turn = service.Turn(me, _seen(fields), now, _checks(request, theme))
        done = await service.act(session, clave, action, said, turn)
    return None if isinstance(done, Case) else done


async def _answer(request: Request, clave: str, who: Identity, refused: Refused | None) -> Response:
    if refused is not None:
        return await _one(request, clave, who, textos.NOT_DONE[refused])
    return RedirectResponse(f"/revision/{clave}?hecho=si", 303)


async def _one(request: Request, clave: str, who: Identity, fault: str) -> HTMLResponse:
    """The page of a case. Its effect is tried out under the right to write, and taken back."""
    async with context_of(request).writing() as session:
        theme = await theme_of(request, session)
        place = _check_reach(theme, clave, who, VER)
        found = await service.case(session, clave)
        versions = await ingest.versions(session, clave, _checks(request, theme))
        area = _area(who, place)
        done = await _effect(request, session, found, theme, area)
        steps = await service.steps(session, clave)
    values = {
        "case": found,
        "place": place,
        "theme": theme,
        "versions": versions,
        "why_not": {each.sha256: ingest.may_count(versions, (each.sha256,)) for each in versions},
        "options": _options(versions),
        "effect": done if isinstance(done, Effect) else None,
        "cannot": textos.NOT_DONE[done] if isinstance(done, Unlawful) else "",
        "steps": steps,
        "area": _named(area),
        "may": _may(who, place, found),
        "fault": fault,
        "done": request.query_params.get("hecho") == "si",
        "textos": textos,
    }
    return pages_of(request).page(request, "caso.html", 409 if fault else 200, **values)


async def _effect(
    request: Request, session: AsyncSession, found: Case, theme: Theme, area: Where
) -> Effect | Unlawful | None:
    """What confirming would do now; or what it did, of a case that was decided, for who sees the entidad."""
    if found.state is State.DECIDIDO and found.proposal and area is WHOLE:
        return next((s.effect for s in reversed(await service.steps(session, found.clave)) if s.effect), None)
    if found.state is not State.PROPUESTA or found.proposal is None:
        return None
    return await service.effect(session, found.clave, found.proposal.said.chosen, _checks(request, theme), area)


async def _weigh(
    request: Request, clave: str, who: Identity, asked: tuple[str, Mapping[str, str], str]
) -> HTMLResponse:
    opcion, fields, fault = asked
    chosen = _chosen(opcion)
    async with context_of(request).writing() as session:
        theme = await theme_of(request, session)
        place = _check_reach(theme, clave, who, REVISAR)
        found = await service.case(session, clave)
        area = _area(who, place)
        done = await service.effect(session, clave, chosen, _checks(request, theme), area)
    if isinstance(done, Unlawful):
        return await _one(request, clave, who, textos.NOT_DONE[done])
    values = {
        "case": found,
        "place": place,
        "theme": theme,
        "opcion": opcion,
        "chosen": chosen,
        "effect": done,
        "area": _named(area),
        "motives": rules.FOR_COUNTING if chosen else rules.FOR_LEAVING_OUT,
        "fields": fields,
        "fault": fault,
        "textos": textos,
        "rules": rules,
    }
    return pages_of(request).page(request, "caso_decision.html", 422 if fault else 200, **values)


def _check_reach(theme: Theme, clave: str, who: Identity, permission: Permission) -> CasillaTema:
    """The casilla; raises ``PeticionInvalida`` S103 for none of the theme, and the same for another's."""
    try:
        place = theme.casilla(CasillaId(clave))
    except DatoInvalido:
        raise nothing_there() from None
    if not who.reach(permission).covers(place.distrito.number, place.municipio.number):
        raise nothing_there()
    return place


def _asked(row: _Row, view: View) -> bool:
    state, distrito = view.words("estado"), view.words("distrito")
    return (
        state in {"", row.case.state.value}
        and distrito in {"", str(row.place.distrito.number)}
        and view.words("casilla").upper() in row.case.clave
    )


def _area(who: Identity, place: CasillaTema) -> Where:
    """Whose totals somebody is shown: the entidad's, or those of the distrito or municipio that is theirs."""
    reach, distrito = who.reach(VER), place.distrito.number
    if reach.whole:
        return WHOLE
    own = computos.sees_unit(reach, Unit.DISTRITO, distrito)
    return (Unit.DISTRITO, distrito) if own else (Unit.MUNICIPIO, place.municipio.number)


def _named(area: Where) -> str:
    return textos.WHOLE if area == WHOLE else f"{texts.UNITS[area[0].value].lower()} {area[1]}"


def _may(who: Identity, place: CasillaTema, found: Case) -> Mapping[str, bool]:
    """Which steps somebody can take now, for the page to offer those and no other."""
    where = place.distrito.number, place.municipio.number
    held = {a: who.reach(REVISAR if a in STEPS else DECIDIR).covers(*where) and not who.reads_only for a in Action}
    return {
        action.value: held[action] and isinstance(rules.decide(found.state, action, who.id, found.holder), State)
        for action in Action
    }


def _options(versions: Sequence[Version]) -> list[tuple[Version, ...]]:
    """What may count: each bundle alone, or two that an acta de sustitucion joins."""
    sets = [*((each,) for each in versions), *combinations(versions, 2)]
    return [each for each in sets if ingest.may_count(versions, [version.sha256 for version in each]) is None]


def _checks(request: Request, theme: Theme) -> BundleChecks:
    context = context_of(request)
    return BundleChecks(context.anchor, context.clock.now(), theme, context.config.mode)


def _seen(fields: Mapping[str, str]) -> Seen:
    version = fields.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
    return Seen(number, fields.get("base", ""))


def _chosen(option: str) -> tuple[str, ...]:
    """The bundles of an option of the form; raises ``PeticionInvalida`` S107 for what is none."""
    if option == textos.LEAVE_OUT:
        return ()
    chosen = tuple(option.split("+"))
    if len(chosen) > 2 or not all(len(each) == 64 and each.isascii() and each.isalnum() for each in chosen):
        raise PeticionInvalida("S107", "not an option of the form")
    return chosen


def _motive(value: str) -> Motive | None:
    return Motive(value) if value in set(Motive) else None


def _action(fields: Mapping[str, str], among: frozenset[Action]) -> Action:
    found = fields.get("accion", "")
    if found not in among:
        raise PeticionInvalida("S107", "not a step of this form")
    return Action(found)
