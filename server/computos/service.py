"""Results at every level, from the figures that urnas signed. It must not count what is in quarantine or en revision.

Coalition votes are split per unit of the level that the theme's rule names, summed over that unit (LGIPE 311.1.c).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Level, Reach
from server.catalog import service as catalog
from server.catalog.schemas import CasillaSchema, Unit, UnitSize
from server.computos import repository, repository_sums
from server.computos.schemas import ActaComputada, ActaState, Advance, CasillaListed, Consolidado, Figures
from server.db.paging import Slice
from shared.domain.acta import ActaEscrutinio
from shared.domain.coalicion import split
from shared.formats.theme_rules import split_rules
from shared.formats.theme_v1 import CasillaTema, Theme

drifted = repository_sums.drifted
Where = tuple[Unit, int | str]
"""A unit: its level and its number (a clave for a casilla; 0 for the entidad)."""
WHOLE: Where = (Unit.ENTIDAD, 0)
COLUMNS: Mapping[Unit, str | None] = {
    Unit.ENTIDAD: None,
    Unit.DISTRITO: "distrito",
    Unit.MUNICIPIO: "municipio",
    Unit.SECCION: "seccion",
    Unit.CASILLA: "clave",
}


async def add(
    session: AsyncSession,
    entries: Sequence[tuple[ActaEscrutinio, CasillaTema, str, bool]],
    received_at: datetime,
) -> None:
    """Add verified actas: (acta, its casilla, SHA-256 of its bundle, counted). The caller holds the right to write."""
    first = await repository.last_id(session) + 1
    actas: list[dict[str, Any]] = []
    figuras: list[dict[str, Any]] = []
    for number, (acta, casilla, bundle, counted) in enumerate(entries, start=first):
        actas.append(_acta_row(acta, casilla) | {"id": number, "bundle": bundle, "counted": counted})
        actas[-1]["received_at"] = received_at
        figuras += [
            {"acta": number, "contest": place, "key": key, "votes": votes}
            for place, contest in enumerate(acta.contests)
            for key, votes in contest.counts.items()
        ]
    await repository.add(session, actas, figuras)


async def exchange(
    session: AsyncSession, acta: ActaEscrutinio, casilla: CasillaTema, bundle: str, received_at: datetime
) -> None:
    """Let the acta of another bundle stand for a store, when people chose that one; the caller may write."""
    row = _acta_row(acta, casilla) | {"bundle": bundle, "received_at": received_at}
    figuras = [
        {"contest": place, "key": key, "votes": votes}
        for place, contest in enumerate(acta.contests)
        for key, votes in contest.counts.items()
    ]
    await repository.exchange(session, row, figuras)


async def set_counted(session: AsyncSession, stores: Iterable[str], *, counted: bool) -> None:
    """Count or stop counting the actas of ``stores``; the caller holds the right to write."""
    await repository.set_counted(session, stores, counted=counted)


async def totals(session: AsyncSession, by: Unit, inside: Where = WHOLE) -> dict[int | str, dict[int, dict[str, int]]]:
    """Unit -> place of the contest -> key -> votes, over the counted actas inside of a unit."""
    return await _totals(session, COLUMNS[by], inside)


async def _totals(
    session: AsyncSession, column: str | None, inside: Where, only: Collection[int | str] | None = None
) -> dict[int | str, dict[int, dict[str, int]]]:
    found: dict[int | str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for unit, contest, key, votes in await repository.sums(session, column, _filters(inside), only):
        found[unit][contest][key] = votes
    return {unit: dict(contests) for unit, contests in found.items()}


async def consolidado(session: AsyncSession, theme: Theme, contest: int, inside: Where = WHOLE) -> Consolidado:
    """One contest inside of a unit.

    The split is made per unit of the rule's level *within* ``inside``; inside of a smaller unit (a casilla under a rule
    by distrito) it is that unit's own division, good for reading and not for adding up.
    """
    rules = split_rules(theme.rules)
    by_unit = await totals(session, Unit(rules.level.value), inside)
    return consolidate(theme, contest, {unit: figures.get(contest, {}) for unit, figures in by_unit.items()})


async def everything(session: AsyncSession, theme: Theme, inside: Where = WHOLE) -> tuple[Consolidado, ...]:
    """Every contest inside of a unit, as ``consolidado`` gives each."""
    by_unit = await totals(session, Unit(split_rules(theme.rules).level.value), inside)
    return tuple(
        consolidate(theme, place, {unit: figures.get(place, {}) for unit, figures in by_unit.items()})
        for place in range(len(theme.contests))
    )


async def by_unit(
    session: AsyncSession, theme: Theme, contest: int, by: Unit, part: Slice | None = None
) -> dict[int | str, Consolidado]:
    """One contest in every unit of a level that has counted actas, or in a ``part`` of them in order.

    For the entidad and the rule's own level the split is that of the law; for smaller units it is for reading only.
    """
    if by is Unit.ENTIDAD:
        return {} if part and part.skip else {0: await consolidado(session, theme, contest)}
    theme.contest(contest)
    column = COLUMNS[by]
    only = await repository.units(session, column, part) if column and part else None
    found = await _totals(session, column, WHOLE, only)
    return {unit: consolidate(theme, contest, {unit: figures.get(contest, {})}) for unit, figures in found.items()}


def consolidate(theme: Theme, contest: int, by_unit: Mapping[int | str, Figures]) -> Consolidado:
    """The same from sums already at hand: figures by unit of the rule's level."""
    asked = theme.contest(contest)
    result = split(asked, {unit_name(unit): figures for unit, figures in by_unit.items()}, split_rules(theme.rules))
    figures = dict.fromkeys(asked.count_keys(), 0)
    for each in by_unit.values():
        for key, votes in each.items():
            figures[key] = figures.get(key, 0) + votes
    return Consolidado(figures, result.by_candidatura, result.by_partido, result, sum(figures.values()))


def unit_name(unit: int | str) -> str:
    """The name of a unit in derivations; numbers are padded so that their order is that of the numbers."""
    return unit if isinstance(unit, str) else f"{unit:04d}"


async def advance(session: AsyncSession, theme: Theme, inside: Where = WHOLE) -> Advance:
    """How far the count is inside of a unit."""
    found = await repository.advance(session, None, _filters(inside))
    expected = _inside(theme, inside)
    size = UnitSize(len(expected), sum(casilla.lista_nominal for casilla in expected))
    return _advance(size, found[0] if found else None)


async def arrivals(session: AsyncSession) -> dict[str, tuple[datetime, bool]]:
    """Clave -> (when its first acta came, whether it counts) of every casilla of which something came."""
    return {clave: (at, counted) for clave, at, counted in await repository.arrivals(session)}


async def advance_by(session: AsyncSession, by: Unit) -> dict[int | str, Advance]:
    """The same for every distrito, municipio or seccion of the catalogue."""
    sizes = await catalog.sizes(session, by)
    rows = {row[0]: row for row in await repository.advance(session, COLUMNS[by], {})}
    return {unit: _advance(size, rows.get(unit)) for unit, size in sizes.items()}


def sees_unit(reach: Reach, unit: Unit, number: int) -> bool:
    """Whether the figures of a distrito or municipio lie within a reach: only its own, never a part of another."""
    level = {Unit.DISTRITO: Level.DISTRITO, Unit.MUNICIPIO: Level.MUNICIPIO}.get(unit)
    return reach.whole or (level is not None and number in reach.numbers(level))


def by_clave(actas: Iterable[ActaComputada]) -> dict[str, ActaComputada]:
    """One acta a casilla: those that count, joined; else the last that came of those that wait."""
    found: dict[str, list[ActaComputada]] = defaultdict(list)
    for acta in actas:
        found[acta.clave].append(acta)
    return {clave: joined([a for a in each if a.counted] or each[-1:]) for clave, each in found.items()}


def joined(actas: Sequence[ActaComputada]) -> ActaComputada:
    """The actas of one casilla as one, for publication: figures added, the moments of the last.

    It is known by the bundle of the store whose id comes first; a substitution is what makes a casilla have two.
    """
    first, *others = sorted(actas, key=lambda acta: acta.store_id)
    if not others:
        return first
    counts = {
        place: {key: sum(acta.counts.get(place, {}).get(key, 0) for acta in actas) for key in _keys(actas, place)}
        for place in sorted({place for acta in actas for place in acta.counts})
    }
    return replace(
        first,
        emitidos=sum(acta.emitidos for acta in actas),
        habilitaciones=sum(acta.habilitaciones for acta in actas),
        closed_at=max(acta.closed_at for acta in actas),
        received_at=max(acta.received_at for acta in actas),
        counts=counts,
    )


def _keys(actas: Sequence[ActaComputada], place: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for acta in actas for key in acta.counts.get(place, {})))


async def actas(session: AsyncSession, inside: Where = WHOLE) -> tuple[ActaComputada, ...]:
    """Every verified acta inside of a unit by clave, counted or not, with its figures: what a cut is made of."""
    filters = _filters(inside)
    counts: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for acta, contest, key, votes in await repository.figuras(session, filters):
        counts[acta][contest][key] = votes
    return tuple(_computada(row, counts[row["id"]]) for row in await repository.actas(session, filters))


async def listed(
    session: AsyncSession, casillas: Iterable[CasillaSchema], inside: Where = WHOLE
) -> tuple[CasillaListed, ...]:
    """Each of these casillas, which lie inside of a unit, with what is known of its acta."""
    rows = [_computada(row, {}) for row in await repository.actas(session, _filters(inside))]
    received = by_clave(rows)
    return tuple(_listed(casilla, received.get(casilla.clave)) for casilla in casillas)


def _listed(casilla: CasillaSchema, acta: ActaComputada | None) -> CasillaListed:
    if acta is None:
        return CasillaListed(casilla, ActaState.FALTA, None)
    return CasillaListed(casilla, ActaState.CONTADA if acta.counted else ActaState.APARTADA, acta.emitidos)


def _advance(size: UnitSize, row: repository.Progress | None) -> Advance:
    _, received, counted, emitidos, last = row or (0, 0, 0, 0, None)
    return Advance(size.casillas, received, counted, emitidos, size.lista_nominal, last)


def _computada(row: Mapping[str, Any], counts: Mapping[int, Figures]) -> ActaComputada:
    return ActaComputada(**{name: value for name, value in row.items() if name != "id"}, counts=counts)


def _acta_row(acta: ActaEscrutinio, casilla: CasillaTema) -> dict[str, Any]:
    return {
        "store_id": acta.store_id.value,
        "clave": acta.casilla.clave,
        "distrito": casilla.distrito.number,
        "municipio": casilla.municipio.number,
        "seccion": acta.casilla.seccion.number,
        "urna": acta.urna.value,
        "emitidos": acta.ledger.emitidos,
        "habilitaciones": acta.ledger.habilitaciones,
        "closed_at": acta.closed_at,
    }


def _filters(inside: Where) -> dict[str, int | str]:
    column = COLUMNS[inside[0]]
    return {column: inside[1]} if column else {}


def _inside(theme: Theme, inside: Where) -> Sequence[CasillaTema]:
    unit, number = inside
    if unit is Unit.ENTIDAD:
        return theme.casillas
    return [casilla for casilla in theme.casillas if _PLACES[unit](casilla) == number]


_PLACES: Final[Mapping[Unit, Callable[[CasillaTema], int | str]]] = {
    Unit.DISTRITO: attrgetter("distrito.number"),
    Unit.MUNICIPIO: attrgetter("municipio.number"),
    Unit.SECCION: attrgetter("id.seccion.number"),
    Unit.CASILLA: attrgetter("id.clave"),
}
