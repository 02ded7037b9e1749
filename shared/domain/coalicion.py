"""How votes for several partidos together are split among them. It must not touch a candidatura's own total, nor round.

Source: LGIPE 311.1.c, as remembered and to be held against the text: each combination, summed over the unit, is split
equally; what remains goes, one vote each, to the partidos of highest vote. Integers and exact fractions only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.coalicion_remainder import Remainder, by_highest_vote
from shared.domain.convenio import Convenio
from shared.domain.eleccion import Contest, OptionKind
from shared.domain.hallazgo import Finding
from shared.domain.ids import PartidoId


class Level(StrEnum):
    """Over which unit a combination is summed before it is split."""

    CASILLA = "casilla"
    DISTRITO = "distrito"
    MUNICIPIO = "municipio"
    ENTIDAD = "entidad"


class RemainderRule(StrEnum):
    """To whom go the votes that an equal split leaves over.

    ``MAYOR_VOTACION``: one each to the partidos with most votes of their own box in the unit (law; reproduces the
    published figures of Jalisco 2018). ``PRIMERO``: all of them to the first partido of the combination.
    """

    MAYOR_VOTACION = "mayor_votacion"
    PRIMERO = "primero"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A versioned rule of split; ``cites`` names article and acuerdo of each choice."""

    id: str
    level: Level
    remainder: RemainderRule
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """One division as a councillor is shown it.

    Attributes:
        unit: name of the unit (a district, the entity...).
        combination: partidos, in the order of the acta.
        votes: boletas that marked exactly this combination in the unit.
        share_each: votes to each partido before the remainder; 0 for a convenio, whose ``shares`` differ.
        shares: votes to each partido before the remainder, parallel to ``combination``.
        remainder: votes left over.
        to: who received one vote of the remainder each (``PRIMERO`` and convenios: the one who received all of it).
        sin_asignar: votes of the remainder that a tie leaves to nobody.
    """

    unit: str
    combination: tuple[PartidoId, ...]
    votes: int
    share_each: int
    shares: tuple[int, ...]
    remainder: int
    to: tuple[PartidoId, ...]
    sin_asignar: int = 0


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Votes of a remainder that a tie leaves to nobody: the council decides among ``tied``."""

    unit: str
    combination: tuple[PartidoId, ...]
    votes: int
    tied: tuple[PartidoId, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """The votes of each partido and how they came about.

    ``by_partido`` holds every partido with a box or a part in one; ``by_candidatura`` never depends on the split;
    sum of ``by_partido`` + ``sin_asignar`` = all votes for boxes with partidos.
    """

    by_partido: dict[str, int]
    by_candidatura: dict[str, int]
    sin_asignar: tuple[Unassigned, ...]
    derivations: tuple[Derivation, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Work:
    """Sums in the making, kept inside of `split`."""

    by_partido: dict[str, int]
    derivations: list[Derivation] = field(default_factory=list)
    sin_asignar: list[Unassigned] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def split(contest: Contest, totals_by_unit: Mapping[str, Mapping[str, int]], rules: RuleSet) -> Split:
    """Split the votes of combinations and candidaturas comunes, unit by unit.

    Args:
        contest: names boxes, combinations, candidaturas and convenios.
        totals_by_unit: unit of ``rules.level`` -> figure by key of `Contest.count_keys`, already summed over the unit.
        rules: level and remainder.

    A key that the contest does not name is the finding D513, and its votes are nobody's; a tie for a remainder is D511;
    a candidatura comun without convenio is D512, and its votes stay ``sin_asignar``.
    """
    partidos = {p.value: 0 for option in contest.options for p in option.partidos}
    work = _Work(partidos | {p.value: 0 for c in contest.combinations for p in c})
    known = set(contest.count_keys())
    for unit in sorted(totals_by_unit):
        totals = totals_by_unit[unit]
        work.findings.extend(Finding.of("D513", f"{unit}.{key}", ("clave", key)) for key in sorted(set(totals) - known))
        _split_unit(contest, unit, totals, rules, work)
    candidaturas = by_candidatura(contest, totals_by_unit)
    derivations, unassigned = tuple(work.derivations), tuple(work.sin_asignar)
    return Split(work.by_partido, candidaturas, unassigned, derivations, tuple(work.findings))


def by_candidatura(contest: Contest, totals_by_unit: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Votes of each candidatura: boxes and combinations added, no division anywhere."""
    sums = {candidatura.id.value: 0 for candidatura in contest.candidaturas}
    of_key = {key: contest.candidatura_of(key) for key in contest.count_keys()}
    for totals in totals_by_unit.values():
        for key, votes in totals.items():
            candidatura = of_key.get(key)
            if candidatura is not None:
                sums[candidatura.value] = sums.get(candidatura.value, 0) + votes
    return sums


def _split_unit(contest: Contest, unit: str, totals: Mapping[str, int], rules: RuleSet, work: _Work) -> None:
    own: dict[PartidoId, int] = {}
    for option in contest.options:
        if option.kind is OptionKind.PARTIDO and len(option.partidos) == 1:
            votes = totals.get(option.id.value, 0)
            own[option.partidos[0]] = own.get(option.partidos[0], 0) + votes
            work.by_partido[option.partidos[0].value] += votes
    for combination in contest.combinations:
        votes = totals.get("-".join(p.value for p in combination), 0)
        if votes:
            _split_combination(_Case(unit, combination, votes), own, rules, work)
    for option in contest.options:
        votes = totals.get(option.id.value, 0)
        if len(option.partidos) > 1 and votes:
            _split_convenio(_Case(unit, option.partidos, votes), contest.convenio_of(option.id), work)


@dataclass(frozen=True, slots=True)
class _Case:
    unit: str
    partidos: tuple[PartidoId, ...]
    votes: int

    @property
    def path(self) -> str:
        return f"{self.unit}.{'-'.join(p.value for p in self.partidos)}"


def _split_combination(case: _Case, own: Mapping[PartidoId, int], rules: RuleSet, work: _Work) -> None:
    each, left = divmod(case.votes, len(case.partidos))
    given = _remainder(case.partidos, own, left, rules.remainder)
    shares = (each,) * len(case.partidos)
    to = tuple(dict.fromkeys(given.to))
    work.derivations.append(
        Derivation(case.unit, case.partidos, case.votes, each, shares, left, to, sin_asignar=given.unassigned)
    )
    for partido in case.partidos:
        work.by_partido[partido.value] += each
    for partido in given.to:
        work.by_partido[partido.value] += 1
    if given.unassigned:
        _leave(case, given.unassigned, given.tied, work)
        params = (("votos", given.unassigned), ("empatados", "-".join(p.value for p in given.tied)))
        work.findings.append(Finding.of("D511", case.path, *params))


def _remainder(
    partidos: tuple[PartidoId, ...], own: Mapping[PartidoId, int], left: int, rule: RemainderRule
) -> Remainder:
    match rule:
        case RemainderRule.MAYOR_VOTACION:
            return by_highest_vote(partidos, own, left)
        case RemainderRule.PRIMERO:
            return Remainder((partidos[0],) * left, 0, ())


def _split_convenio(case: _Case, convenio: Convenio | None, work: _Work) -> None:
    if convenio is None or {partido for partido, _ in convenio.shares} != set(case.partidos):
        _leave(case, case.votes, case.partidos, work)
        work.findings.append(Finding.of("D512", case.path, ("votos", case.votes)))
        return
    shares = {partido: int(case.votes * percent / 100) for partido, percent in convenio.shares}
    left = case.votes - sum(shares.values())
    first = convenio.shares[0][0]
    ordered = tuple(shares[partido] for partido in case.partidos)
    to = (first,) if left else ()
    work.derivations.append(Derivation(case.unit, case.partidos, case.votes, 0, ordered, left, to))
    for partido, votes in shares.items():
        work.by_partido[partido.value] += votes
    work.by_partido[first.value] += left


def _leave(case: _Case, votes: int, tied: tuple[PartidoId, ...], work: _Work) -> None:
    work.sin_asignar.append(Unassigned(case.unit, case.partidos, votes, tied))
