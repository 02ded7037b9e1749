"""What a decision would do to the totals: it is made, summed by the code that sums for everyone, and undone.

It must not keep a change: a savepoint takes everything back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from server.computos import service as computos
from server.computos.schemas import Advance, Consolidado
from server.computos.service import WHOLE, Where
from server.ingest import service as ingest
from server.ingest.schemas import Unlawful
from server.revision.schemas import ContestEffect, Effect, Figure
from shared.formats.results_v1 import BundleChecks


@dataclass(frozen=True, slots=True)
class _Totals:
    advance: Advance
    contests: tuple[Consolidado, ...]


async def tried(
    session: AsyncSession, clave: str, chosen: tuple[str, ...], checks: BundleChecks, inside: Where = WHOLE
) -> Effect | Unlawful:
    """The effect inside of a unit of letting the ``chosen`` bundles of a casilla count, and nothing changed.

    The caller holds the right to write, so that nobody else's arrival falls between before and after.
    """
    trial = await session.begin_nested()
    try:
        return await applied(session, clave, chosen, checks, inside)
    finally:
        await trial.rollback()


async def applied(
    session: AsyncSession, clave: str, chosen: tuple[str, ...], checks: BundleChecks, inside: Where = WHOLE
) -> Effect | Unlawful:
    """Let the ``chosen`` bundles count and no other, and say what that did."""
    before = await _totals(session, checks, inside)
    done = await ingest.choose(session, clave, chosen, checks)
    if isinstance(done, Unlawful):
        return done
    return _effect(checks, before, await _totals(session, checks, inside))


async def _totals(session: AsyncSession, checks: BundleChecks, inside: Where) -> _Totals:
    advance = await computos.advance(session, checks.theme, inside)
    return _Totals(advance, await computos.everything(session, checks.theme, inside))


def _effect(checks: BundleChecks, before: _Totals, after: _Totals) -> Effect:
    pairs = zip(checks.theme.contests, before.contests, after.contests, strict=True)
    return Effect(
        Figure("actas", before.advance.contadas, after.advance.contadas),
        Figure("emitidos", before.advance.emitidos, after.advance.emitidos),
        tuple(_contest(contest.id.value, one, other) for contest, one, other in pairs),
    )


def _contest(name: str, before: Consolidado, after: Consolidado) -> ContestEffect:
    return ContestEffect(
        name,
        Figure("total", before.total, after.total),
        _figures(before.figures, after.figures),
        _figures(before.by_candidatura, after.by_candidatura),
        _figures(before.by_partido, after.by_partido),
    )


def _figures(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Figure, ...]:
    return tuple(Figure(key, before.get(key, 0), after.get(key, 0)) for key in dict.fromkeys((*before, *after)))
