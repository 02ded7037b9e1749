"""Judges each acta by the table of observations and adds up units, from seccion to entity. It must not write text.

Only actas with CONTABILIZADA 1 enter sums of votes; every other is counted as what it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from server.prep.schemas import ActaRow, CutInput
from shared.domain.eleccion import Contest
from shared.domain.ids import CasillaId
from shared.domain.prep_observaciones import (
    ESPECIAL,
    CasillaLimits,
    Contabilizada,
    Observacion,
    contabilizada,
    observe,
)
from shared.formats.prep_csv import PrepInvalido
from shared.formats.prep_layout import row_order
from shared.formats.theme_model import CasillaTema

SeccionKey = tuple[int, int, int]
"""Distrito, municipio, seccion."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of a contest: its casilla (None: out of the catalogue), its acta (None: not yet), and the verdict."""

    id: CasillaId
    casilla: CasillaTema | None
    acta: ActaRow | None
    observacion: Observacion
    code: Contabilizada
    votos: int


@dataclass(slots=True)
class Sums:
    """What a unit adds up to; ``counts`` in the order of the contest's keys, counted actas only."""

    counts: list[int]
    esperadas: int = 0
    capturadas: int = 0
    contabilizadas: int = 0
    inconsistentes: int = 0
    lista_nominal: int = 0
    votos: int = 0
    votos_especiales: int = 0

    @property
    def no_contabilizadas(self) -> int:
        """Captured actas of the catalogue that are not in the totals."""
        return self.capturadas - self.contabilizadas

    def take(self, other: "Sums") -> None:
        """Add another unit's sums."""
        self.counts = [a + b for a, b in zip(self.counts, other.counts, strict=True)]
        self.esperadas += other.esperadas
        self.capturadas += other.capturadas
        self.contabilizadas += other.contabilizadas
        self.inconsistentes += other.inconsistentes
        self.lista_nominal += other.lista_nominal
        self.votos += other.votos
        self.votos_especiales += other.votos_especiales


@dataclass(frozen=True, slots=True)
class Counted:
    """One contest of a cut: rows in the order of the file, sums of the entity and of each unit."""

    contest: Contest
    rows: tuple[Judged, ...]
    entidad: Sums
    secciones: Mapping[SeccionKey, Sums]
    distritos: Mapping[int, Sums]
    municipios: Mapping[int, Sums]
    fuera_catalogo: int

    @property
    def registradas(self) -> int:
        """Actas in the system, those out of the catalogue among them."""
        return self.entidad.capturadas + self.fuera_catalogo


@dataclass(slots=True)
class _Units:
    width: int
    secciones: dict[SeccionKey, Sums] = field(default_factory=dict)

    def of(self, casilla: CasillaTema) -> Sums:
        key = (casilla.distrito.number, casilla.municipio.number, int(casilla.id.clave[2:6]))
        found = self.secciones.get(key)
        if found is None:
            found = self.secciones[key] = Sums([0] * self.width)
        return found

    def grouped(self, part: int) -> dict[int, Sums]:
        groups: dict[int, Sums] = {}
        for key, sums in self.secciones.items():
            groups.setdefault(key[part], Sums([0] * self.width)).take(sums)
        return dict(sorted(groups.items()))


def count_contest(source: CutInput, index: int) -> Counted:
    """Judge and add up one contest; raises ``PrepInvalido`` P204 two actas of one casilla, P205 figures missing."""
    contest = source.theme.contest(index)
    width = len(contest.count_keys())
    actas = _by_casilla((acta for acta in source.actas if acta.contest == index), width)
    units = _Units(width)
    rows = []
    for casilla in source.theme.casillas:
        judged = _judge(casilla.id, casilla, actas.pop(casilla.id, None))
        _add(units.of(casilla), casilla, judged)
        rows.append((row_order(casilla.id, casilla.distrito.number), judged))
    rows += [(row_order(clave, None), _judge(clave, None, acta)) for clave, acta in actas.items()]
    rows.sort(key=lambda pair: pair[0])
    whole = Sums([0] * width)
    distritos = units.grouped(0)
    for sums in distritos.values():
        whole.take(sums)
    secciones = dict(sorted(units.secciones.items()))
    judged_rows = tuple(judged for _, judged in rows)
    return Counted(contest, judged_rows, whole, secciones, distritos, units.grouped(1), len(actas))


def _by_casilla(actas: Iterable[ActaRow], width: int) -> dict[CasillaId, ActaRow]:
    found: dict[CasillaId, ActaRow] = {}
    for acta in actas:
        if acta.casilla in found:
            raise PrepInvalido("P204", f"two actas of {acta.casilla} in contest {acta.contest}")
        if acta.sin_acta is None and len(acta.figures) != width:
            raise PrepInvalido("P205", f"{acta.casilla}: {len(acta.figures)} figures of {width}")
        found[acta.casilla] = acta
    return found


def _judge(clave: CasillaId, casilla: CasillaTema | None, acta: ActaRow | None) -> Judged:
    if acta is None:
        return Judged(clave, casilla, None, Observacion.NINGUNA, Contabilizada.NO, 0)
    if acta.sin_acta is not None:
        return Judged(clave, casilla, acta, acta.sin_acta, contabilizada(acta.sin_acta), 0)
    observacion = observe(acta.figures, limits_of(casilla) if casilla else None)
    votos = sum(figure for figure in acta.figures if isinstance(figure, int))
    return Judged(clave, casilla, acta, observacion, contabilizada(observacion), votos)


def limits_of(casilla: CasillaTema) -> CasillaLimits:
    """What bounds a casilla's votes, from the signed catalogue."""
    return CasillaLimits(casilla.id.tipo, casilla.lista_nominal, casilla.boletas, casilla.representantes)


def _add(sums: Sums, casilla: CasillaTema, judged: Judged) -> None:
    sums.esperadas += 1
    if judged.acta is None:
        return
    sums.capturadas += 1
    sums.inconsistentes += judged.observacion is not Observacion.NINGUNA
    if judged.code is not Contabilizada.YES:
        return
    sums.contabilizadas += 1
    sums.lista_nominal += casilla.lista_nominal
    sums.votos += judged.votos
    if casilla.id.tipo == ESPECIAL:
        sums.votos_especiales += judged.votos
    counts = sums.counts
    for i, figure in enumerate(judged.acta.figures):
        if isinstance(figure, int):
            counts[i] += figure
