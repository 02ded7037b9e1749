"""Figures of groups that are published together, and what in them contradicts totals, voters or the minimum.

It must not decide which groups are merged: `grupo.reunir` does, before any vote is counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.domain import escrutinio as figures
from shared.domain.eleccion import Contest
from shared.domain.escrutinio import EscrutinioContest
from shared.domain.grupo import UNICO, Agrupacion, GrupoEmitidos, con_derecho, reunir
from shared.domain.hallazgo import Finding
from shared.domain.ids import ContestId, GrupoId


@dataclass(frozen=True, slots=True)
class Reunidos:
    """The figures of one part: its groups, in declared order, and the contests to which one of them is entitled."""

    grupos: tuple[GrupoId, ...]
    contests: tuple[EscrutinioContest, ...]


@dataclass(frozen=True, slots=True)
class PorGrupo:
    """What an acta says by group; empty for a theme without groups.

    Attributes:
        agrupacion: the groups of the theme and its minimum.
        emitidos: voters of each group, in declared order.
        reunidos: figures of each part, in declared order.
    """

    agrupacion: Agrupacion = UNICO
    emitidos: tuple[GrupoEmitidos, ...] = ()
    reunidos: tuple[Reunidos, ...] = ()

    @property
    def votantes(self) -> dict[GrupoId, int]:
        """Voters by group."""
        return {each.id: each.emitidos for each in self.emitidos}

    def entitled(self, contest: ContestId, emitidos: int) -> int:
        """Voters entitled to a contest, of ``emitidos`` in the store."""
        return con_derecho(self.agrupacion, self.votantes, contest) if self.agrupacion.grupos else emitidos


def contests_of(agrupacion: Agrupacion, part: Iterable[GrupoId], contests: Iterable[Contest]) -> tuple[Contest, ...]:
    """The contests to which some group of a part is entitled, in the order of the theme."""
    inside = frozenset(part)
    entitled = {contest for grupo in agrupacion.grupos if grupo.id in inside for contest in grupo.contests}
    return tuple(contest for contest in contests if contest.id in entitled)


def findings(
    contests: Sequence[Contest], totals: Iterable[EscrutinioContest], emitidos: int, por_grupo: PorGrupo
) -> tuple[Finding, ...]:
    """What the figures of groups contradict; nothing for a theme without groups.

    D430 voters of the groups do not add up to the store's; D431 the parts are not those that the rule gives; D432 the
    figures of the parts do not add up to a total; and the findings of each part against its own voters.
    """
    if not por_grupo.agrupacion.grupos:
        return ()
    found: list[Finding] = []
    voters = sum(por_grupo.votantes.values())
    if voters != emitidos:
        found.append(Finding.of("D430", "groups", ("grupos", voters), ("emitidos", emitidos)))
    if tuple(part.grupos for part in por_grupo.reunidos) != reunir(por_grupo.agrupacion, por_grupo.votantes):
        found.append(Finding.of("D431", "merged", ("minimo", por_grupo.agrupacion.minimo)))
    found.extend(_sums(totals, por_grupo.reunidos))
    for place, part in enumerate(por_grupo.reunidos):
        found.extend(_part(contests, part, por_grupo, f"merged.{place}"))
    return tuple(found)


def _sums(totals: Iterable[EscrutinioContest], parts: Sequence[Reunidos]) -> Iterable[Finding]:
    """Figures add up exactly; a record refused for its group is in the total of its contest alone."""
    for total in totals:
        own = [each for part in parts for each in part.contests if each.contest_id == total.contest_id]
        summed = {key: sum(each.counts.get(key, 0) for each in own) for key in total.counts}
        if summed != dict(total.counts) or sum(each.rechazados for each in own) > total.rechazados:
            yield Finding.of("D432", f"merged.contests.{total.contest_id}")


def _part(contests: Iterable[Contest], part: Reunidos, por_grupo: PorGrupo, path: str) -> Iterable[Finding]:
    agrupacion = por_grupo.agrupacion
    voters = {id_: count for id_, count in por_grupo.votantes.items() if id_ in part.grupos}
    by_id: Mapping[ContestId, EscrutinioContest] = {each.contest_id: each for each in part.contests}
    entitled = contests_of(agrupacion, part.grupos, contests)
    if {contest.id for contest in entitled} != set(by_id):
        yield Finding.of("D420", path)
        return
    for contest in entitled:
        for found in figures.findings(contest, by_id[contest.id], con_derecho(agrupacion, voters, contest.id)):
            yield Finding(found.code, found.severity, f"{path}.{found.path}", found.params)
