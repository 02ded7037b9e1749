"""The verifier's own sums and its own split of coalition votes, written again from the rule and not from the domain.

It must not import the counting of any program: two implementations that agree are the point.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.convenio import Convenio
from shared.domain.eleccion import Contest
from shared.formats.theme_v1 import CasillaTema, Theme

Figures = dict[str, int]
"""Figure by key of the acta."""


class Level(StrEnum):
    """A level of the geography, by the name that publications use."""

    CASILLA = "casilla"
    SECCION = "seccion"
    MUNICIPIO = "municipio"
    DISTRITO = "distrito"
    ENTIDAD = "entidad"


@dataclass(frozen=True, slots=True)
class Division:
    """The votes of each partido, and those that a tie leaves to nobody."""

    by_partido: Figures
    sin_asignar: int


@dataclass(frozen=True, slots=True)
class ContestTotals:
    """The sums of one contest.

    Attributes:
        contest_id: the contest.
        levels: level -> unit -> figure by key; units are ``unit_of`` texts.
        by_candidatura: votes of each candidatura in the entidad.
        division: votes of each partido after the split at the level that the theme names.
    """

    contest_id: str
    levels: Mapping[Level, Mapping[str, Figures]]
    by_candidatura: Figures
    division: Division

    @property
    def entidad(self) -> Figures:
        """The figures of the whole entidad."""
        return next(iter(self.levels[Level.ENTIDAD].values()), {})

    @property
    def votes(self) -> int:
        """Sum of all figures of the entidad."""
        return sum(self.entidad.values())


@dataclass(slots=True)
class _Sums:
    units: dict[Level, dict[str, Figures]] = field(default_factory=lambda: {level: {} for level in Level})

    def add(self, level: Level, unit: str, counts: Mapping[str, int]) -> None:
        into = self.units[level].setdefault(unit, dict.fromkeys(counts, 0))
        for key, count in counts.items():
            into[key] += count


def unit_of(casilla: CasillaTema, level: Level) -> str:
    """The unit to which a casilla belongs: its clave, or a number without zeros in front (0: from abroad)."""
    match level:
        case Level.CASILLA:
            return casilla.id.clave
        case Level.SECCION:
            return str(casilla.id.seccion.number)
        case Level.MUNICIPIO:
            return str(casilla.municipio.number)
        case Level.DISTRITO:
            return str(casilla.distrito.number)
        case Level.ENTIDAD:
            return str(casilla.id.seccion.entidad.number)


def total(theme: Theme, place: int, actas: Iterable[tuple[CasillaTema, Mapping[str, int]]]) -> ContestTotals:
    """Every sum of contest number ``place`` (from 0) over ``actas``: casilla and figure by key."""
    contest = theme.contests[place]
    sums = _Sums()
    for casilla, counts in actas:
        for level in Level:
            sums.add(level, unit_of(casilla, level), counts)
    split = theme.rules.coalition_split
    entidad = next(iter(sums.units[Level.ENTIDAD].values()), dict.fromkeys(contest.count_keys(), 0))
    return ContestTotals(
        contest.id.value,
        sums.units,
        votes_by_candidatura(contest, entidad),
        divide(contest, sums.units[Level(split.level)].values(), split.remainder),
    )


def votes_by_candidatura(contest: Contest, figures: Mapping[str, int]) -> Figures:
    """Votes of each candidatura: its boxes and the combinations of its coalicion."""
    owners = {option.id.value: option.candidatura for option in contest.options if option.candidatura}
    for coalicion in contest.coaliciones:
        owners |= {"-".join(map(str, combination)): coalicion.candidatura for combination in coalicion.combinations}
    found = {candidatura.id.value: 0 for candidatura in contest.candidaturas}
    for key, votes in figures.items():
        owner = owners.get(key.split("@")[0])
        if owner is not None:
            found[owner.value] += votes
    return found


def divide(contest: Contest, units: Iterable[Mapping[str, int]], remainder: str) -> Division:
    """Split each combination equally, unit by unit (LGIPE 311.1.c), and each candidatura comun by its convenio.

    ``remainder`` is the theme's word: ``mayor_votacion`` gives what is left over one by one from the partido of
    highest vote down, and a tie that it cannot serve whole receives nothing; any other word gives it to the first.
    Fractions of a convenio go to the first that it names; votes without a convenio are nobody's.
    """
    own_box = {o.partidos[0].value: o.id.value for o in contest.options if len(o.partidos) == 1}
    shared_box = [o for o in contest.options if len(o.partidos) > 1]
    joined = [*(p.value for c in contest.combinations for p in c), *(p.value for o in shared_box for p in o.partidos)]
    partidos = dict.fromkeys([*own_box, *joined], 0)
    left_over = 0
    for unit in units:
        own = {partido: unit.get(own_box.get(partido, ""), 0) for partido in partidos}
        for partido, votes in own.items():
            partidos[partido] += votes
        for combination in contest.combinations:
            names = [partido.value for partido in combination]
            given = _share_out(names, unit.get("-".join(names), 0), own, remainder)
            for partido, votes in given.items():
                partidos[partido] += votes
            left_over += unit.get("-".join(names), 0) - sum(given.values())
        for option in shared_box:
            votes = unit.get(option.id.value, 0)
            given = _by_convenio(contest.convenio_of(option.id), votes)
            for partido, part in given.items():
                partidos[partido] += part
            left_over += votes - sum(given.values())
    return Division(partidos, left_over)


def _by_convenio(convenio: Convenio | None, votes: int) -> Figures:
    if convenio is None:
        return {}
    given = {p.value: votes * share.numerator // (100 * share.denominator) for p, share in convenio.shares}
    first = convenio.shares[0][0].value
    given[first] += votes - sum(given.values())
    return given


def _share_out(names: list[str], votes: int, own: Mapping[str, int], remainder: str) -> Figures:
    given = dict.fromkeys(names, votes // len(names))
    left = votes - sum(given.values())
    if remainder != "mayor_votacion":
        given[names[0]] += left
        return given
    for height in sorted({own[name] for name in names}, reverse=True):
        same = [name for name in names if own[name] == height]
        if len(same) > left:
            break
        for name in same:
            given[name] += 1
        left -= len(same)
    return given
