"""In which distritos or municipios each coalicion stands, and what law calls that. It must not read a file.

A source does not say which of its boletas are of one election: places are counted, and two coaliciones of one place are
of two elections.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from theme_builder.model import ContestSource

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
"""Of all candidaturas of an election, for a partial and for a flexible coalicion (LGPP, article 88)."""


class Alcance(StrEnum):
    """How far a coalicion goes in one kind of election."""

    TOTAL = "total"
    PARCIAL = "parcial"
    FLEXIBLE = "flexible"
    MENOR = "menor"
    """Less than law calls a coalicion."""


@dataclass(frozen=True, slots=True)
class Boleta:
    """Of one boleta: who votes it, the candidaturas of its coaliciones by their partidos, with their siglados."""

    file: str
    level: str
    number: int
    coaliciones: Mapping[tuple[str, ...], str]
    name: Mapping[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Postulada:
    """A coalicion in all boletas of one level: the files and numbers where it stands, ``of`` how many places vote."""

    name: str
    partidos: tuple[str, ...]
    level: str
    files: tuple[str, ...]
    places: tuple[int, ...]
    of: int
    siglados: Mapping[str, int]

    @property
    def alcance(self) -> Alcance:
        """What law calls it."""
        share = Fraction(len(self.places), self.of)
        if share == 1:
            return Alcance.TOTAL
        if share >= HALF:
            return Alcance.PARCIAL
        return Alcance.FLEXIBLE if share >= QUARTER else Alcance.MENOR


def boleta_of(file: str, contest: ContestSource) -> Boleta | None:
    """What this page needs of a boleta; None for one that the whole entidad votes."""
    if contest.ambito is None:
        return None
    siglado = {each.id: each.siglado for each in contest.candidaturas}
    found = {tuple(sorted(each.partidos)): each for each in contest.coaliciones}
    owners = {partidos: siglado.get(each.candidatura, "") for partidos, each in found.items()}
    names = {partidos: each.name for partidos, each in found.items()}
    return Boleta(file, contest.ambito.level, contest.ambito.number, owners, names)


def postuladas(boletas: Iterable[Boleta]) -> tuple[Postulada, ...]:
    """Every coalicion, known by its partidos, in each level where it stands; the widest first."""
    every = list(boletas)
    many = {level: {each.number for each in every if each.level == level} for level in {each.level for each in every}}
    found: dict[tuple[str, tuple[str, ...]], list[Boleta]] = {}
    for boleta in every:
        for partidos in boleta.coaliciones:
            found.setdefault((boleta.level, partidos), []).append(boleta)
    made = []
    for (level, partidos), own in found.items():
        siglados = Counter(boleta.coaliciones[partidos] for boleta in own if boleta.coaliciones[partidos])
        files, places = tuple(each.file for each in own), tuple(sorted({each.number for each in own}))
        made.append(Postulada(own[0].name[partidos], partidos, level, files, places, len(many[level]), siglados))
    return tuple(sorted(made, key=lambda each: (each.level, -len(each.places), each.partidos)))


def uneven(found: Iterable[Postulada]) -> tuple[tuple[str, Postulada, Postulada], ...]:
    """Partidos that are in coalicion with others here than there, in one kind of election."""
    first: dict[tuple[str, str], Postulada] = {}
    wrong = []
    for each in found:
        for partido in each.partidos:
            other = first.setdefault((each.level, partido), each)
            if other is not each and not set(other.places) & set(each.places):
                wrong.append((partido, each, other))
    return tuple(wrong)
