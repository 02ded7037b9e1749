"""Lists of results: distritos, municipios, casillas. They must not sum, nor show what lies beyond somebody's reach."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import Annotated, Final, TypeVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Identity, identity_of, needs
from server.catalog import service as catalog
from server.catalog.schemas import Unit
from server.catalog.service import theme_of
from server.computos import service, textos
from server.computos.permissions import VER
from server.computos.schemas import CasillaListed, UnitListed
from server.context import read_session
from server.db.paging import Paged, sliced
from server.http.errors import PeticionInvalida
from server.web import texts
from server.web.listing import Asks, Choices, Column, Filter, Kind, Listing, View
from shared.formats.theme_v1 import Theme

Row = TypeVar("Row")
LISTED: Final = (Unit.DISTRITO, Unit.MUNICIPIO)
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Session = Annotated[AsyncSession, Depends(read_session)]
Who = Annotated[Identity, Depends(identity_of)]
CASILLAS: Final[Listing[CasillaListed]] = Listing(
    path="/casillas",
    name="casillas",
    many=textos.CASILLAS,
    labels=textos.LABELS,
    columns=(
        Column(
            "casilla", attrgetter("casilla.clave"), sortable=True, href=lambda row: f"/casillas/{row.casilla.clave}"
        ),
        Column("distrito", attrgetter("casilla.distrito"), Kind.NUMBER, sortable=True),
        Column("municipio", attrgetter("casilla.municipio"), Kind.NUMBER, sortable=True),
        Column(
            "seccion",
            attrgetter("casilla.seccion"),
            Kind.CODE,
            sortable=True,
            href=lambda row: f"/resultados/seccion/{row.casilla.seccion}",
        ),
        Column("domicilio", attrgetter("casilla.domicilio")),
        Column("lista", attrgetter("casilla.lista_nominal"), Kind.NUMBER, sortable=True),
        Column("votaron", attrgetter("emitidos"), Kind.NUMBER, sortable=True),
        Column("acta", lambda row: textos.STATES[row.state]),
    ),
    filters=(
        Filter("busca"),
        Filter("distrito", Asks.CHOICE),
        Filter("municipio", Asks.CHOICE),
        Filter("acta", Asks.CHOICE, tuple((each.value, words) for each, words in textos.STATES.items())),
    ),
    order="casilla",
    empty=textos.NO_CASILLA,
)
OF_UNIT: Final = replace(CASILLAS, filters=(CASILLAS.filters[0], CASILLAS.filters[3]))
"""The casillas of one unit: put it at that unit's address."""


def _known(column: Column[Row], row: Row) -> tuple[bool, object]:
    """The value of a column as a key that puts what is not known first."""
    found = column.value(row)
    return found is not None, found


SORTED: Final = {column.name: partial(_known, column) for column in CASILLAS.columns if column.sortable}


@router.get("/resultados/{unit}")
@needs(VER, within=True)
async def units(request: Request, unit: Unit, session: Session, who: Who) -> Response:
    """One contest in every distrito or municipio."""
    theme = await theme_of(request, session)
    if unit not in LISTED:
        raise PeticionInvalida("S103", "no such list")
    place = int(_units(theme, unit, 0).view(request).values.get("contest") or 0)
    listing = _units(theme, unit, place)
    view = listing.view(request)
    names, advances = names_of(theme, unit), await service.advance_by(session, unit)
    found = await service.by_unit(session, theme, place, unit)
    rows = [
        UnitListed(int(number), names.get(int(number), str(number)), advance, found.get(number))
        for number, advance in sorted(advances.items())
        if service.sees_unit(who.reach(VER), unit, int(number))
    ]
    keys = {column.name: partial(_known, column) for column in listing.columns}
    title = f"{texts.UNITS_PLURAL[unit.value].capitalize()}: {theme.contest(place).title}"
    return listing.answer(
        request, view, sliced(rows, view.part, keys), "lista.html", title=title, intro=textos.INTRO_UNITS
    )


@router.get("/casillas")
@needs(VER, within=True)
async def casillas(
    request: Request, session: Session, who: Who, view: Annotated[View, Depends(CASILLAS.view)]
) -> Response:
    """Every casilla within somebody's reach, with what is known of its acta."""
    theme = await theme_of(request, session)
    found = await catalog.casillas_within(session, who.reach(VER))
    rows = await service.listed(session, found)
    choices = {unit.value: _choices(theme, unit, (getattr(each, unit.value) for each in found)) for unit in LISTED}
    values = {"title": textos.TITLE_CASILLAS, "intro": textos.INTRO_CASILLAS, "choices": choices}
    return CASILLAS.answer(request, view, part_of(rows, view), "lista.html", **values)


def part_of(rows: Sequence[CasillaListed], view: View) -> Paged[CasillaListed]:
    """What a view asks of a list of casillas."""
    return sliced([row for row in rows if _asked(row, view)], view.part, SORTED)


def names_of(theme: Theme, unit: Unit) -> dict[int, str]:
    """Names of the distritos or municipios by number; no other unit has one."""
    if unit is Unit.DISTRITO:
        return {0: texts.ABROAD} | {d.id.number: d.name for d in theme.distritos}
    if unit is Unit.MUNICIPIO:
        return {0: texts.ABROAD} | {m.id.number: m.name for m in theme.municipios}
    return {}


def _units(theme: Theme, unit: Unit, place: int) -> Listing[UnitListed]:
    """The list of a level: a column for each candidatura of the contest, named as on the acta."""
    contest = theme.contest(place)
    names = {c.id.value: "-".join(p.value for p in c.partidos) or c.name for c in contest.candidaturas}
    several = len(theme.contests) > 1
    path = f"/resultados/{unit.value}"
    return Listing(
        path=path,
        name=texts.UNITS_PLURAL[unit.value],
        many=texts.UNITS_PLURAL[unit.value],
        labels={**textos.LABELS, "nombre": texts.UNITS[unit.value]} | {name: name for name in names.values()},
        columns=(
            Column("nombre", attrgetter("name"), sortable=True, href=lambda row: f"{path}/{row.number}"),
            Column("numero", attrgetter("number"), Kind.NUMBER, sortable=True),
            Column("contadas", attrgetter("advance.contadas"), Kind.NUMBER, sortable=True),
            Column("casillas", attrgetter("advance.esperadas"), Kind.NUMBER, sortable=True),
            Column("votos", lambda row: row.found.total if row.found else None, Kind.NUMBER, sortable=True),
            *(Column(name, partial(_votes, id_), Kind.NUMBER, sortable=True) for id_, name in names.items()),
        ),
        filters=(Filter("contest", Asks.ONE, [(str(n), c.title) for n, c in enumerate(theme.contests)]),)
        if several
        else (),
        order="numero",
        empty=textos.NO_UNIT,
    )


def _votes(candidatura: str, row: UnitListed) -> int | None:
    return row.found.by_candidatura[candidatura] if row.found else None


def _asked(row: CasillaListed, view: View) -> bool:
    casilla, words = row.casilla, view.words("busca").casefold()
    numbers = (("distrito", casilla.distrito), ("municipio", casilla.municipio))
    if any(view.values.get(name, "") not in {"", str(number)} for name, number in numbers):
        return False
    if view.words("acta") not in {"", row.state.value}:
        return False
    return words in casilla.clave.casefold() or words in casilla.domicilio.casefold()


def _choices(theme: Theme, unit: Unit, numbers: Iterable[int]) -> Choices:
    names = names_of(theme, unit)
    return [(str(number), f"{number} {names.get(number, '')}".strip()) for number in sorted(set(numbers))]
