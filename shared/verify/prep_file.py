"""Reads the published PREP data base again and holds each row and the summary against the bundles.

It must not use the writer's arithmetic: percentages are truncated here once more, on integers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.domain.errors import DatoInvalido
from shared.formats.prep_csv import PrepFile, read_prep
from shared.formats.prep_package import MAX_PACKAGE, read_package
from shared.formats.theme_v1 import Theme
from shared.verify.cut import PublishedContest, PublishedCut
from shared.verify.folder import read_limited
from shared.verify.outcome import Problem
from shared.verify.rules import ESPECIAL, Evidence, Standing


@dataclass(frozen=True, slots=True)
class _File:
    """One contest's file being read."""

    theme: Theme
    place: int
    evidence: Evidence
    prep: PrepFile
    contest: str

    @property
    def keys(self) -> tuple[str, ...]:
        return self.theme.contests[self.place].count_keys()

    def standing(self, clave: str) -> Standing | None:
        standings = self.evidence.standings.get(clave)
        return standings[self.place] if standings else None


def check_files(theme: Theme, evidence: Evidence, cut: PublishedCut) -> Iterator[Problem]:
    """Problems of every contest's file.

    V330 it cannot be read; V331 a cell differs; V332 a row is missing, twice or of no casilla; V333 the summary.
    """
    for place, published in enumerate(cut.contests[: len(theme.contests)]):
        try:
            prep = _read(cut, published)
        except (DatoInvalido, OSError) as error:
            yield Problem.of("V330", published.package, reason=error)
            continue
        file = _File(theme, place, evidence, prep, published.id)
        yield from _rows(file)
        yield from _summary(file)


def _read(cut: PublishedCut, published: PublishedContest) -> PrepFile:
    data = read_limited(cut.folder / published.package, MAX_PACKAGE)
    return read_prep(read_package(published.package, data).results)


def _rows(file: _File) -> Iterator[Problem]:
    rest = {casilla.id.clave for casilla in file.theme.casillas}
    for cells in file.prep.rows:
        row = dict(zip(file.prep.columns, cells, strict=True))
        clave = row.get("CLAVE_CASILLA", "")
        if clave not in rest:
            yield Problem.of("V332", clave or file.contest, contest=file.contest)
            continue
        rest.remove(clave)
        yield from _row(file, clave, row)
    yield from (Problem.of("V332", clave, contest=file.contest) for clave in sorted(rest))


def _row(file: _File, clave: str, row: Mapping[str, str]) -> Iterator[Problem]:
    reading = file.evidence.readings.get(clave)
    if reading is None:
        if any(row.get(key, "").isdecimal() for key in file.keys):
            yield Problem.of("V312", clave)
        return
    counts = reading.counts[file.place]
    expected = {key: str(counts[key]) for key in file.keys}
    expected["TOTAL_VOTOS_CALCULADO"] = str(sum(counts.values()))
    expected["CONTABILIZADA"] = str(int(file.standing(clave) is Standing.COUNTED))
    for column, computed in expected.items():
        if row.get(column) != computed:
            yield _cell("V331", clave, file.contest, (column, row.get(column, ""), computed))


def _summary(file: _File) -> Iterator[Problem]:
    published = dict(file.prep.summary)
    for name, computed in _computed_summary(file).items():
        if published.get(name) != computed:
            yield _cell("V333", file.contest, file.contest, (name, published.get(name, ""), computed))


def _computed_summary(file: _File) -> dict[str, str]:
    casillas = file.theme.casillas
    counted = [casilla for casilla in casillas if file.standing(casilla.id.clave) is Standing.COUNTED]
    votes = {c.id.clave: sum(file.evidence.readings[c.id.clave].counts[file.place].values()) for c in counted}
    plain = sum(votes[casilla.id.clave] for casilla in counted if casilla.id.tipo != ESPECIAL)
    lista = sum(casilla.lista_nominal for casilla in counted)
    return {
        "ACTAS_ESPERADAS": str(len(casillas)),
        "ACTAS_FUERA_CATALOGO": "0",
        "ACTAS_CONTABILIZADAS": str(len(counted)),
        "PORCENTAJE_ACTAS_CONTABILIZADAS": truncated(len(counted), len(casillas)),
        "LISTA_NOMINAL_ACTAS_CONTABILIZADAS": str(lista),
        "TOTAL_VOTOS_C_CS": str(sum(votes.values())),
        "TOTAL_VOTOS_S_CS": str(plain),
        "PORCENTAJE_PARTICIPACION_CIUDADANA": truncated(plain, lista),
    }


def truncated(part: int, whole: int) -> str:
    """Percent with four decimals, cut and never rounded (Lineamientos del PREP); ``N/A`` without a denominator."""
    if not whole:
        return "N/A"
    units, rest = divmod(part * 100, whole)
    return f"{units}.{rest * 10_000 // whole:04d}"


def _cell(code: str, place: str, contest: str, cell: tuple[str, str, str]) -> Problem:
    key, published, computed = cell
    return Problem.of(code, place, contest=contest, key=key, published=published, computed=computed)
