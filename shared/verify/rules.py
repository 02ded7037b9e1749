"""Which actas of a set of bundles count, by the rules of PREP, and why the others do not.

It must not read what the publisher decided: ``compare`` holds both against each other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from shared.formats.theme_v1 import CasillaTema, Theme
from shared.verify.bundles import Reading
from shared.verify.counting import ContestTotals, total
from shared.verify.outcome import Problem

ESPECIAL: Final = "S"
WITHOUT_LIST: Final = frozenset("MAP")
"""Types whose voters stand in no list of a seccion: a list of 0 says that none was given."""


class Standing(StrEnum):
    """What becomes of one acta of a casilla."""

    COUNTED = "contabilizada"
    EXCEEDS = "excede_lista_nominal"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the bundles alone say.

    Attributes:
        readings: the bundle of each casilla that has exactly one, by clave; of two that an acta de sustitucion joins,
            their sum, under the name of the one whose store comes first.
        missing: casillas of the signed catalogue without a bundle, in its order.
        standings: clave -> standing, contest by contest in the order of the theme.
        counted, everything: per contest, sums of the actas that count, and of every acta.
        sources: every bundle of ``readings``, each by itself.
    """

    readings: Mapping[str, Reading]
    missing: tuple[str, ...]
    standings: Mapping[str, tuple[Standing, ...]]
    counted: tuple[ContestTotals, ...]
    everything: tuple[ContestTotals, ...]
    sources: tuple[Reading, ...] = ()

    @property
    def exceeding(self) -> tuple[str, ...]:
        """Claves with a contest that exceeds, in order."""
        return tuple(clave for clave in sorted(self.standings) if Standing.EXCEEDS in self.standings[clave])


def weigh(theme: Theme, readings: Iterable[Reading]) -> tuple[Evidence, tuple[Problem, ...]]:
    """The evidence, and problems: what each bundle says against itself, V203 for a casilla with several bundles.

    A bundle with a problem of its own counts for nothing, as the server must hold it apart too (A3). Two that one acta
    de sustitucion joins are the acta of their casilla together; one of them alone is V210, and counts for nothing.
    """
    readings = tuple(readings)
    problems = [problem for reading in readings for problem in reading.problems]
    by_clave: dict[str, list[Reading]] = {}
    for reading in readings:
        by_clave.setdefault(reading.casilla, []).append(reading)
    whole = {clave: _whole(found) for clave, found in sorted(by_clave.items())}
    problems += [each for each in whole.values() if isinstance(each, Problem)]
    sound = {clave: each for clave, each in whole.items() if isinstance(each, Reading) and not each.problems}
    missing = tuple(casilla.id.clave for casilla in theme.casillas if casilla.id.clave not in by_clave)
    served = [casilla for casilla in theme.casillas if casilla.id.clave in sound]
    standings = {casilla.id.clave: _standings(casilla, sound[casilla.id.clave]) for casilla in served}
    counted, everything = [], []
    for place in range(len(theme.contests)):
        actas = [(casilla, sound[casilla.id.clave].counts[place]) for casilla in served]
        everything.append(total(theme, place, actas))
        good = [each for each in actas if standings[each[0].id.clave][place] is Standing.COUNTED]
        counted.append(total(theme, place, good))
    sources = tuple(reading for reading in readings if reading.casilla in sound)
    return Evidence(sound, missing, standings, tuple(counted), tuple(everything), sources), tuple(problems)


def _whole(found: Sequence[Reading]) -> Reading | Problem:
    """What a casilla's bundles are together."""
    first, *others = sorted(found, key=lambda reading: reading.store_id)
    if not others:
        return Problem.of("V210", first.casilla, file=first.file, store=first.beside) if first.beside else first
    second = others[0]
    joined = first.sustitucion and first.sustitucion == second.sustitucion
    if len(others) > 1 or not joined or (first.beside, second.beside) != (second.store_id, first.store_id):
        return Problem.of("V203", first.casilla, found=len(found))
    counts = tuple(
        {key: votes + two[key] for key, votes in one.items()}
        for one, two in zip(first.counts, second.counts, strict=True)
    )
    problems = (*first.problems, *second.problems)
    return replace(first, emitidos=first.emitidos + second.emitidos, counts=counts, problems=problems)


def _standings(casilla: CasillaTema, reading: Reading) -> tuple[Standing, ...]:
    limit = limit_of(casilla)
    return tuple(
        Standing.EXCEEDS if limit is not None and sum(counts.values()) > limit else Standing.COUNTED
        for counts in reading.counts
    )


def limit_of(casilla: CasillaTema) -> int | None:
    """How many votes a casilla may have; None where the catalogue does not say.

    Source: PREP's "EXCEDE LISTA NOMINAL": lista nominal and accredited representatives; in especiales, ballots
    approved and representatives.
    """
    if casilla.id.tipo == ESPECIAL:
        return casilla.boletas + casilla.representantes if casilla.boletas else None
    if casilla.id.tipo in WITHOUT_LIST and not casilla.lista_nominal:
        return None
    return casilla.lista_nominal + casilla.representantes
