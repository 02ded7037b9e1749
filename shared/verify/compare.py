"""Holds a published cut against what the bundles alone say, figure by figure, and names each casilla that differs.

It must not correct or prefer either: a difference is a problem for people.
"""

from collections.abc import Iterator, Mapping

from shared.formats.theme_v1 import CasillaTema, Theme
from shared.verify.counting import ContestTotals, Level
from shared.verify.cut import PublishedActa, PublishedCasilla, PublishedContest, PublishedCut, PublishedUnit
from shared.verify.outcome import Problem
from shared.verify.rules import ESPECIAL, Evidence, Standing

_EXCEEDS_WORD = "EXCEDE LISTA NOMINAL"
_LEVELS = {"distrito": Level.DISTRITO, "municipio": Level.MUNICIPIO}


def compare(theme: Theme, evidence: Evidence, cut: PublishedCut) -> Iterator[Problem]:
    """Every difference.

    V310 a casilla of the catalogue that the cut lacks, V311 the opposite; V312 figures without a bundle; V313 a bundle
    without figures; V314 another bundle; V315 a figure; V316 counted or not; V320 contests; V321 a sum; V322 votes of
    a candidatura; V323 votes of a partido; V324 votes without partido; V325 a number of actas; V326 lista nominal.
    """
    yield from _casillas(theme, evidence, cut)
    if [contest.id for contest in cut.contests] != [contest.id.value for contest in theme.contests]:
        yield Problem.of("V320", f"cortes/{cut.number}")
        return
    for place, published in enumerate(cut.contests):
        yield from _contest(evidence.counted[place], published)
        yield from _actas(theme, evidence, place, published)


def _casillas(theme: Theme, evidence: Evidence, cut: PublishedCut) -> Iterator[Problem]:
    known = {casilla.id.clave for casilla in theme.casillas}
    yield from (Problem.of("V311", clave) for clave in sorted(set(cut.casillas) - known))
    for casilla in theme.casillas:
        clave = casilla.id.clave
        published = cut.casillas.get(clave)
        if published is None:
            yield Problem.of("V310", clave)
        else:
            yield from _casilla(theme, evidence, published)


def _casilla(theme: Theme, evidence: Evidence, published: PublishedCasilla) -> Iterator[Problem]:
    clave = published.clave
    reading = evidence.readings.get(clave)
    if reading is None:
        if any(acta.counts is not None for acta in published.actas):
            yield Problem.of("V312", clave)
        return
    if any(acta.counts is None for acta in published.actas) or len(published.actas) != len(reading.counts):
        yield Problem.of("V313", clave, file=reading.file)
        return
    if published.bundle_sha256 != reading.sha256:
        yield Problem.of("V314", clave, published=published.bundle_sha256, computed=reading.sha256)
    for place, acta in enumerate(published.actas):
        contest = theme.contests[place].id.value
        yield from _figures("V315", clave, contest, (acta.counts or {}, reading.counts[place]))
        if acta.votos != sum(reading.counts[place].values()):
            yield _figure("V315", clave, contest, ("votos", acta.votos, sum(reading.counts[place].values())))
        yield from _standing(clave, contest, acta, evidence.standings[clave][place])


def _standing(clave: str, contest: str, acta: PublishedActa, standing: Standing) -> Iterator[Problem]:
    counted = int(standing is Standing.COUNTED)
    exceeds = _EXCEEDS_WORD in acta.observacion.upper()
    if acta.contabilizada != counted or exceeds != (standing is Standing.EXCEEDS):
        said = f"{acta.contabilizada} {acta.observacion}".strip()
        yield Problem.of("V316", clave, contest=contest, published=said, computed=standing.value)


def _contest(sums: ContestTotals, published: PublishedContest) -> Iterator[Problem]:
    where = sums.contest_id
    yield from _unit(where, Level.ENTIDAD.value, published.entidad, sums.entidad)
    yield from _figures("V322", where, where, (published.entidad.candidaturas, sums.by_candidatura))
    yield from _figures("V323", where, where, (published.partidos, sums.division.by_partido))
    if published.sin_asignar != sums.division.sin_asignar:
        yield Problem.of("V324", where, published=published.sin_asignar, computed=sums.division.sin_asignar)
    for (level, number), unit in published.units.items():
        yield from _unit(where, f"{level} {number}", unit, sums.levels[_LEVELS[level]].get(number, {}))
    for level in ("distrito", "municipio"):
        missing = set(sums.levels[_LEVELS[level]]) - {number for name, number in published.units if name == level}
        yield from (Problem.of("V327", f"{level} {number}", contest=where) for number in sorted(missing))
    for number, unit in published.secciones.items():
        computed = sums.levels[Level.SECCION].get(number, {})
        yield from _unit(where, f"seccion {number}", unit, computed)


def _unit(contest: str, place: str, unit: PublishedUnit, computed: Mapping[str, int]) -> Iterator[Problem]:
    yield from _figures("V321", place, contest, (unit.totals, computed))
    if unit.votos != sum(computed.values()):
        yield _figure("V321", place, contest, ("votos", unit.votos, sum(computed.values())))


def _figures(
    code: str, place: str, contest: str, pair: tuple[Mapping[str, int], Mapping[str, int]]
) -> Iterator[Problem]:
    published, computed = pair
    for key in sorted(set(published) | set(computed)):
        if published.get(key, 0) != computed.get(key, 0):
            yield _figure(code, place, contest, (key, published.get(key, 0), computed.get(key, 0)))


def _figure(code: str, place: str, contest: str, figure: tuple[str, int, int]) -> Problem:
    key, published, computed = figure
    return Problem.of(code, place, contest=contest, key=key, published=published, computed=computed)


def _actas(theme: Theme, evidence: Evidence, place: int, published: PublishedContest) -> Iterator[Problem]:
    counted = [
        casilla
        for casilla in theme.casillas
        if evidence.standings.get(casilla.id.clave, ())[place : place + 1] == (Standing.COUNTED,)
    ]
    where = published.id
    numbers = {
        "esperadas": len(theme.casillas),
        "contabilizadas": len(counted),
        "fuera_catalogo": 0,
    }
    for name, computed in numbers.items():
        if published.actas.get(name) != computed:
            yield Problem.of("V325", where, name=name, published=published.actas.get(name), computed=computed)
    lista = sum(casilla.lista_nominal for casilla in counted)
    if published.entidad.lista_nominal != lista:
        yield Problem.of("V326", where, published=published.entidad.lista_nominal, computed=lista)
    plain = sum(_votes(evidence, casilla, place) for casilla in counted if casilla.id.tipo != ESPECIAL)
    if published.votos_sin_especiales != plain:
        yield _figure("V321", where, where, ("votos_sin_especiales", published.votos_sin_especiales, plain))


def _votes(evidence: Evidence, casilla: CasillaTema, place: int) -> int:
    return sum(evidence.readings[casilla.id.clave].counts[place].values())
