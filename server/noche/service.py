"""Puts together what the pages of the night show, from services of other modules. It must not count or change."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import cast

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from server.access import Reach
from server.catalog import service as catalog
from server.catalog.schemas import Unit
from server.computos import service as computos
from server.computos.schemas import ActaComputada, Consolidado
from server.context import Context
from server.ingest import service as ingest
from server.ingest.schemas import Version
from server.noche import plan as plans
from server.noche import rules
from server.noche.schemas import ContestTrace, Gauge, Late, Line, Night, Plan, Trace
from server.revision import service as revision
from shared.domain.prep_observaciones import CasillaLimits, Observacion, observe
from shared.formats.results_v1 import BundleChecks
from shared.formats.theme_v1 import CasillaTema, Theme

Arrivals = Mapping[str, tuple[datetime, bool]]
told = rules.told


@asynccontextmanager
async def running(context: Context) -> AsyncIterator[Plan]:
    """The plan of the night, read once at the start, as ``app.state.noche``; raises ``PlanInvalido`` S011."""
    yield await asyncio.to_thread(plans.plan_of, context.config)


def plan_of(request: Request) -> Plan:
    """The plan of the application that serves ``request``."""
    return cast("Plan", request.app.state.noche)


async def night(session: AsyncSession, theme: Theme, reach: Reach, plan: Plan, now: datetime) -> Night:
    """How the night goes, within a reach."""
    seen = _within(theme, reach)
    arrivals = await computos.arrivals(session)
    closing = rules.closes_at(theme.election.date)
    after_min = int((now - closing).total_seconds()) // 60
    names = {d.id.number: d.name for d in theme.distritos}
    by_unit: dict[int, list[CasillaTema]] = {}
    for casilla in seen:
        by_unit.setdefault(casilla.distrito.number, []).append(casilla)
    whole = _gauge((0, theme.election.entidad_name), seen, arrivals, (plan, after_min))
    units = [_gauge((n, names.get(n, "")), by_unit[n], arrivals, (plan, after_min)) for n in sorted(by_unit)]
    times = sorted(arrivals[c.id.clave][0] for c in seen if c.id.clave in arrivals)
    cases = Counter(case.state.value for case in await revision.cases(session, theme, reach))
    return Night(
        now,
        closing,
        whole,
        tuple(units),
        rules.curve(plan, rules.sizes(seen), times, (closing, now)),
        rules.late(plan, (c for c in seen if c.id.clave not in arrivals), closing, now),
        cases,
        await ingest.refused_count(session) if reach.whole else None,
    )


async def late(session: AsyncSession, theme: Theme, reach: Reach, plan: Plan, now: datetime) -> tuple[Late, ...]:
    """Who is late, within a reach."""
    arrivals = await computos.arrivals(session)
    waiting = (casilla for casilla in _within(theme, reach) if casilla.id.clave not in arrivals)
    return rules.late(plan, waiting, rules.closes_at(theme.election.date), now)


async def trace(session: AsyncSession, sha256: str, reach: Reach, checks: BundleChecks) -> Trace:
    """How the numbers of one bundle's acta go on to the totals.

    Raises ``PeticionInvalida`` S103 for no such bundle, and the same for one outside of ``reach``, judging neither.
    """
    clave, _ = await ingest.bundle(session, sha256)
    catalog.check_reach(reach, (await catalog.casilla(session, clave),))
    _, bundle = await ingest.verified_bundle(session, sha256, checks)
    theme, place = checks.theme, checks.theme.casilla(bundle.acta.casilla)
    version = next(v for v in await ingest.versions(session, clave, checks) if v.sha256 == sha256)
    counting = [acta for acta in await computos.actas(session, (Unit.CASILLA, clave)) if acta.counted]
    joined = computos.joined(counting) if counting else None
    unit = (Unit.DISTRITO, place.distrito.number)
    sums = await computos.everything(session, theme, unit), await computos.everything(session, theme)
    contests = tuple(
        _contest(theme, n, (version, bundle.acta.contests[n].counts), (sums[0][n], sums[1][n]), (place, joined))
        for n in range(len(theme.contests))
    )
    return Trace(version, place, bundle, version.counts, joined, contests)


def _contest(
    theme: Theme,
    number: int,
    signed: tuple[Version, Mapping[str, int]],
    sums: tuple[Consolidado, Consolidado],
    around: tuple[CasillaTema, ActaComputada | None],
) -> ContestTrace:
    (_, counts), (distrito, entidad), (place, joined) = signed, sums, around
    contest = theme.contests[number]
    lines = [
        Line(k, counts.get(k, 0), distrito.figures.get(k, 0), entidad.figures.get(k, 0)) for k in contest.count_keys()
    ]
    figures = joined.counts.get(number, {}) if joined else {}
    read = tuple(figures.get(key, 0) for key in contest.count_keys())
    mine = _unit_of(theme, place)
    divisions = tuple(d for d in entidad.split.derivations if d.unit == mine)
    prep = _observed(place, read) if joined else None
    return ContestTrace(contest, tuple(lines), sum(counts.values()), mine, divisions, entidad, prep, sum(read))


def _observed(place: CasillaTema, figures: Sequence[int]) -> Observacion:
    return observe(figures, CasillaLimits(place.id.tipo, place.lista_nominal, place.boletas, place.representantes))


def _unit_of(theme: Theme, place: CasillaTema) -> str:
    """The unit of the rule of split to which a casilla belongs, as divisions name it."""
    level = Unit(theme.rules.coalition_split.level)
    units: Mapping[Unit, int | str] = {
        Unit.ENTIDAD: 0,
        Unit.DISTRITO: place.distrito.number,
        Unit.MUNICIPIO: place.municipio.number,
        Unit.CASILLA: place.id.clave,
    }
    return computos.unit_name(units[level])


def _within(theme: Theme, reach: Reach) -> list[CasillaTema]:
    if reach.whole:  # asked of each of ten thousand it costs half of the page
        return list(theme.casillas)
    return [c for c in theme.casillas if reach.covers(c.distrito.number, c.municipio.number)]


def _gauge(
    named: tuple[int, str], casillas: Sequence[CasillaTema], arrivals: Arrivals, hour: tuple[Plan, int]
) -> Gauge:
    came = [arrivals[c.id.clave] for c in casillas if c.id.clave in arrivals]
    counted = sum(counts for _, counts in came)
    expected = rules.expected(hour[0], rules.sizes(casillas), hour[1])
    last = max((at for at, _ in came), default=None)
    return Gauge(*named, len(casillas), len(came), counted, len(came) - counted, expected, last)
