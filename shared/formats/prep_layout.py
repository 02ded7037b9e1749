"""The columns of a PREP file and the cells of one row, in the order of the rule.

It must not judge an acta nor sum anything but the figures of one row.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from shared.domain.eleccion import Contest, OptionKind
from shared.domain.hora import ZONE
from shared.domain.ids import CasillaId
from shared.domain.prep_observaciones import Contabilizada, Figure, Observacion
from shared.formats.prep_csv import PrepInvalido

NA: Final = "N/A"
PENDING: Final = "-"
"""The zone that the published files name. It has no summer time, so that a cut's hour is one instant."""

BEFORE: Final = (
    "SECCION",
    "ID_CASILLA",
    "TIPO_CASILLA",
    "EXT_CONTIGUA",
    "UBICACION_CASILLA",
    "TIPO_ACTA",
    "TOTAL_BOLETAS_SOBRANTES",
    "TOTAL_PERSONAS_VOTARON",
    "TOTAL_REP_PARTIDO_CI_VOTARON",
    "TOTAL_VOTOS_SACADOS",
)
AFTER: Final = (
    "TOTAL_VOTOS_ASENTADO",
    "TOTAL_VOTOS_CALCULADO",
    "LISTA_NOMINAL",
    "REPRESENTANTES_PP_CI",
    "OBSERVACIONES",
    "CONTABILIZADA",
    "MECANISMOS_TRASLADO",
    "CODIGO_INTEGRIDAD",
    "FECHA_HORA_ACOPIO",
    "FECHA_HORA_CAPTURA",
    "FECHA_HORA_VERIFICACION",
    "ORIGEN",
    "DIGITALIZACION",
    "TIPO_DOCUMENTO",
)
_BOX_ORDER: Final = {OptionKind.INDEPENDIENTE: 1, OptionKind.CANDIDATURA_COMUN: 2}
_TYPE_ORDER: Final = "BCSEMAP"


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where an acta is from: entity, unit (distrito or municipio, by the file), and its casilla's fixed facts.

    ``unit`` None: an acta out of the catalogue. ``ubicacion`` is 1 urban, 2 not, 3 out of the catalogue.
    """

    casilla: CasillaId
    entidad: str
    unit: int | None
    unit_name: str
    ubicacion: int
    lista_nominal: int | None
    representantes: int | None


@dataclass(frozen=True, slots=True)
class RowActa:
    """What an acta says, as the file tells it; None is written ``N/A``. Times are aware.

    ``figures`` stand in the order of `figure_order`; ``votos`` is the sum of the readable ones.
    """

    figures: tuple[Figure, ...]
    votos: int
    personas: int | None
    sacados: int | None
    asentado: int | None
    integrity: str
    acopio: datetime | None
    captura: datetime | None
    verificacion: datetime | None
    origen: str
    digitalizacion: str
    documento: str


def figure_order(contest: Contest) -> tuple[int, ...]:
    """Positions in `Contest.count_keys` in the order of the file: partidos, independientes, comunes, the rest."""
    ranks = {option.id.value: _BOX_ORDER.get(option.kind, 0) for option in contest.options}
    keys = contest.count_keys()
    return tuple(sorted(range(len(keys)), key=lambda i: ranks.get(keys[i].partition("@")[0], 3)))


def prep_columns(contest: Contest, *, by_municipio: bool) -> tuple[str, ...]:
    """The names of the columns of a contest's file; raises ``PrepInvalido`` P203 when a key is a column's name."""
    unit = ("ID_MUNICIPIO", "MUNICIPIO") if by_municipio else ("ID_DISTRITO_LOCAL", "DISTRITO_LOCAL")
    keys = contest.count_keys()
    fixed = ("CLAVE_CASILLA", "CLAVE_ACTA", "ID_ENTIDAD", "ENTIDAD", *unit, *BEFORE)
    if set(keys) & {*fixed, *AFTER}:
        raise PrepInvalido("P203", f"{contest.id}: an option bears the name of a column")
    return (*fixed, *(keys[i] for i in figure_order(contest)), *AFTER)


def row_order(casilla: CasillaId, unit: int | None) -> tuple[int, int, int, int, int]:
    """Sorting key of the file's rows: unit (out of catalogue last), seccion, type, id, ext."""
    last = 1000 if unit is None else unit
    clave = casilla.clave
    return (last, int(clave[2:6]), _TYPE_ORDER.index(clave[6]), int(clave[7:9]), int(clave[9:11]))


def place_cells(place: RowPlace, contest_number: int) -> list[str]:
    """The cells that tell which acta a row is of, up to TIPO_ACTA."""
    casilla = place.casilla
    clave = casilla.clave
    unit = NA if place.unit is None else str(place.unit)
    return [
        clave,
        f"{clave}{contest_number:02d}",
        clave[:2],
        place.entidad,
        unit,
        place.unit_name or NA,
        str(int(clave[2:6])),
        str(int(clave[7:9])),
        clave[6],
        str(int(clave[9:11])),
        str(place.ubicacion),
        str(contest_number),
    ]


def acta_row(
    place: RowPlace, contest_number: int, acta: RowActa, observacion: Observacion, code: Contabilizada
) -> list[str]:
    """One row of the file for an acta that has arrived."""
    return [
        *place_cells(place, contest_number),
        NA,
        _figure(acta.personas),
        NA,
        _figure(acta.sacados),
        *map(str, acta.figures),
        _figure(acta.asentado),
        str(acta.votos),
        _figure(place.lista_nominal),
        _figure(place.representantes),
        observacion.value,
        str(code.value),
        "",
        acta.integrity or NA,
        moment(acta.acopio),
        moment(acta.captura),
        moment(acta.verificacion),
        acta.origen,
        acta.digitalizacion,
        acta.documento,
    ]


def pending_row(place: RowPlace, contest_number: int, figures: int) -> list[str]:
    """One row for an expected acta that has not arrived: ``-`` wherever it would speak."""
    unread = [PENDING] * (4 + figures + 2)
    facts = [_figure(place.lista_nominal), _figure(place.representantes), "", "0", ""]
    return [*place_cells(place, contest_number), *unread, *facts, *[PENDING] * 7]


@lru_cache(maxsize=8192)
def moment(at: datetime | None) -> str:
    """``dd/mm/aaaa HH:MM:SS`` in the file's zone; ``N/A`` when there is none."""
    return NA if at is None else at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M:%S")


def generated(at: datetime) -> str:
    """The second line of a file: ``dd/mm/aaaa HH:MM (UTC-6)``."""
    return at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M (UTC-6)")


def _figure(value: int | None) -> str:
    return NA if value is None else str(value)
