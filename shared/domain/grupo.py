"""Groups of voters on one urna (grades, secciones, styles of boleta) and which of them are published together.

It must not count votes: merging is decided from how many voted in each group, before a figure of any group exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.domain.ids import ContestId, GrupoId

Parts = tuple[tuple[GrupoId, ...], ...]
"""Groups that are published together, in declared order; every group stands in one part."""


@dataclass(frozen=True, slots=True)
class Grupo:
    """One group: its name as voter and mesa read it, and the contests that its voters may vote, in theme order."""

    id: GrupoId
    name: str
    contests: tuple[ContestId, ...]


@dataclass(frozen=True, slots=True)
class GrupoEmitidos:
    """How many voters of a group have a final turn."""

    id: GrupoId
    emitidos: int


@dataclass(frozen=True, slots=True)
class Agrupacion:
    """The groups of a theme in declared order (none: everyone is one) and the smallest number published alone."""

    grupos: tuple[Grupo, ...] = ()
    minimo: int = 0


UNICO = Agrupacion()
"""A theme without groups: everyone is entitled to every contest."""


def con_derecho(agrupacion: Agrupacion, emitidos: Mapping[GrupoId, int], contest: ContestId) -> int:
    """Voters with a final turn who were entitled to the contest."""
    return sum(emitidos.get(grupo.id, 0) for grupo in agrupacion.grupos if contest in grupo.contests)


def reunir(agrupacion: Agrupacion, emitidos: Mapping[GrupoId, int], desde: Parts | None = None) -> Parts:
    """The parts that may be published (source: docs/decisions/0008-groups-on-one-urna.md).

    The first part that is too small is joined with the next one declared, the last one with the one before, until none
    is. A part is too small when one of its figures would cover fewer than ``minimo`` voters: all of it, its voters
    entitled to one contest, or those of one entitlement, whom differences between contests and totals single out. No
    merging can help what the whole store has too few of; that is `bajo_minimo`, which the acta says.
    ``desde`` begins from parts already joined; parts that `reunir` gave stay as they are.
    """
    counted = {grupo.id: emitidos.get(grupo.id, 0) for grupo in agrupacion.grupos}
    parts = [list(part) for part in desde] if desde is not None else [[grupo.id] for grupo in agrupacion.grupos]
    while len(parts) > 1:
        small = next((i for i, part in enumerate(parts) if _too_small(agrupacion, counted, part)), None)
        if small is None:
            break
        first = min(small, len(parts) - 2)
        parts[first : first + 2] = [parts[first] + parts[first + 1]]
    return tuple(tuple(part) for part in parts)


@dataclass(frozen=True, slots=True)
class BajoMinimo:
    """What no merging can help: the whole store has fewer than the minimum of these voters.

    Attributes:
        contests: contests with too few voters.
        publicos: sets of contests to exactly which too few voters were entitled; the difference between those contests
            and the others shows their sum.
    """

    contests: tuple[ContestId, ...]
    publicos: tuple[tuple[ContestId, ...], ...]


def bajo_minimo(agrupacion: Agrupacion, emitidos: Mapping[GrupoId, int]) -> BajoMinimo:
    """What the acta must say of a store whose groups are too small even when all are merged."""
    few = [key for key, voters in _publics(agrupacion, emitidos).items() if 0 < voters < agrupacion.minimo]
    contests = tuple(key for key in few if isinstance(key, ContestId))
    return BajoMinimo(contests, tuple(key for key in few if isinstance(key, tuple)))


def _publics(agrupacion: Agrupacion, emitidos: Mapping[GrupoId, int]) -> dict[ContestId | tuple[ContestId, ...], int]:
    """Voters entitled to each contest, and to exactly each set of contests that some group has."""
    found: dict[ContestId | tuple[ContestId, ...], int] = {}
    for grupo in agrupacion.grupos:
        keys: tuple[ContestId | tuple[ContestId, ...], ...] = (*grupo.contests, grupo.contests)
        for key in keys:
            found[key] = found.get(key, 0) + emitidos.get(grupo.id, 0)
    return found


def _too_small(agrupacion: Agrupacion, emitidos: Mapping[GrupoId, int], part: Sequence[GrupoId]) -> bool:
    minimo = agrupacion.minimo
    inside = {id_: count for id_, count in emitidos.items() if id_ in part}
    if sum(inside.values()) < min(minimo, max(1, sum(emitidos.values()))):
        return True
    whole = _publics(agrupacion, emitidos)
    return any(0 < voters < min(minimo, whole[key]) for key, voters in _publics(agrupacion, inside).items())
