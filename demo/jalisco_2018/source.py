"""Reads the published figures per casilla and makes of them a theme and what each urna is told to have counted.

It must not complete or judge them: a fact that the file lacks is left at the value that means "not known". The one
figure that no urna could ever sign, a negative one, is moved inside of its candidatura and told as an `Oddity`.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from demo.simulated_urnas import SimulatedCount
from shared.domain.eleccion import NO_REGISTRADAS, NULOS, Contest
from shared.domain.ids import CasillaId, DistritoId, EntidadId, MunicipioId
from shared.formats.theme_v1 import CasillaTema, Distrito, Municipio, Theme, ThemeId

FILE: Final = Path("jalisco_2018_gubernatura/casillas.csv")
THEME: Final = ThemeId("jal-2018-real")
ABROAD: Final = 0
URBAN, NOT_IN_CATALOGUE = 1, 3
_SMALL: Final = range(100, 200)
_RESERVED: Final = {NO_REGISTRADAS: "noreg", NULOS: "nulos"}


@dataclass(frozen=True, slots=True)
class Source:
    """The file: one row a casilla, every column as text."""

    rows: tuple[dict[str, str], ...]

    @property
    def votes(self) -> int:
        """The sum of the file's own totals."""
        return sum(int(row["ele_total_gb_18"]) for row in self.rows)


def read_source(data: Path) -> Source:
    """Read the file below the data folder; raises ``FileNotFoundError``."""
    with (data / FILE).open(encoding="utf-8-sig", newline="") as stream:
        return Source(tuple(csv.DictReader(stream)))


def theme_of(source: Source, model: Theme) -> Theme:
    """A draft with the file's geography and casillas, and the boleta, rules and people of ``model``, in Spanish.

    The contest is the first of ``model``: the governor's, whose figures the file has. Mesas for votes from abroad
    have distrito, municipio and seccion 0, which are in no list.
    """
    entidad = model.election.entidad
    distritos = _named(source.rows, "distritol_18", "nombre_distrio")
    municipios = _named(source.rows, "municipio_18", "nombre_municipio")
    largest = max(int(row["ele_total_gb_18"]) for row in source.rows)
    return replace(
        model,
        theme_id=THEME,
        distritos=tuple(Distrito(DistritoId(entidad, number), name) for number, name in distritos),
        municipios=tuple(Municipio(MunicipioId(entidad, number), name) for number, name in municipios),
        casillas=tuple(_casilla(row, entidad) for row in source.rows),
        contests=model.contests[:1],
        texts={},
        locuciones=(),
        languages=(),
        rules=replace(model.rules, max_voters=max(model.rules.max_voters, largest)),
    )


@dataclass(frozen=True, slots=True)
class Oddity:
    """A negative figure of the file: ``votes`` (below 0) of ``key``, taken from ``moved`` (key, votes) instead.

    Votes of casilla, candidatura and every larger unit stay those of the file; only the two boxes differ.
    """

    casilla: str
    key: str
    votes: int
    moved: tuple[tuple[str, int], ...]


def counts_of(source: Source, theme: Theme, full: int) -> tuple[tuple[SimulatedCount, ...], tuple[Oddity, ...]]:
    """What each urna counted; the first ``full`` casillas of 100 to 199 votes keep every sealed vote."""
    contest = theme.contests[0]
    left = full
    counts, oddities = [], []
    for row in source.rows:
        sealed = left > 0 and int(row["ele_total_gb_18"]) in _SMALL
        left -= sealed
        figures = {key: int(row[column_of(key)]) for key in contest.count_keys()}
        oddities += _made_countable(row["clave_casilla"], contest, figures)
        counts.append(SimulatedCount(CasillaId(row["clave_casilla"]), (figures,), full=sealed))
    return tuple(counts), tuple(oddities)


def column_of(key: str) -> str:
    """The file's column of a figure of the acta."""
    return f"ele_{_RESERVED.get(key, key).lower().replace('-', '_')}_gb_18"


def _made_countable(clave: str, contest: Contest, figures: dict[str, int]) -> list[Oddity]:
    """Bring negative figures to 0, taking their votes from the fullest boxes of the same candidatura."""
    found = []
    for key in [key for key, votes in figures.items() if votes < 0]:
        lacking, owner, moved = -figures[key], contest.candidatura_of(key), []
        same = [other for other in figures if contest.candidatura_of(other) == owner and figures[other] > 0]
        for other in sorted(same, key=lambda name: -figures[name]):
            taken = min(lacking, figures[other])
            figures[other] -= taken
            lacking -= taken
            moved += [(other, taken)] if taken else []
        if lacking or owner is None:
            raise ValueError(f"{clave}: {key} cannot be counted")
        found.append(Oddity(clave, key, figures[key], tuple(moved)))
        figures[key] = 0
    return found


def _named(rows: Iterable[dict[str, str]], number: str, name: str) -> list[tuple[int, str]]:
    found = {int(row[number]): row[name] for row in rows}
    return sorted((key, value) for key, value in found.items() if key != ABROAD)


def _casilla(row: dict[str, str], entidad: EntidadId) -> CasillaTema:
    """Boletas, representantes, domicilio and whether the seccion is urban are not in the file."""
    casilla = CasillaId(row["clave_casilla"])
    return CasillaTema(
        id=casilla,
        distrito=DistritoId(entidad, int(row["distritol_18"])),
        municipio=MunicipioId(entidad, int(row["municipio_18"])),
        lista_nominal=int(row["ele_nominal_gb_18"]),
        boletas=0,
        representantes=0,
        ubicacion=URBAN if casilla.tipo != "M" else NOT_IN_CATALOGUE,
        domicilio="",
    )
