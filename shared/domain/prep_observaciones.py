"""What PREP observes of an acta and whether it counts: the table of the rule, as data. It must not read files or sum.

Source: Reglamento de Elecciones del INE, Anexo 13 (Lineamientos del PREP), as kept in the design page on PREP.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

CITES: Final = ("Reglamento de Elecciones, Anexo 13, Lineamientos del PREP",)


class Unread(StrEnum):
    """What stands in place of a figure that nobody could read, or that nobody has yet."""

    PENDING = "-"
    ILEGIBLE = "Ilegible"
    SIN_DATO = "Sin dato"
    SIN_ACTA = "Sin acta"


Figure = int | Unread


class Contabilizada(IntEnum):
    """Whether an acta is in the totals; the number is the one of the published file."""

    NO = 0
    YES = 1
    FUERA_CATALOGO = 2


class Observacion(StrEnum):
    """The legend of an acta; empty when there is nothing to say."""

    NINGUNA = ""
    EXCEDE_LISTA = "EXCEDE LISTA NOMINAL"
    ALGUN_CAMPO = "ALGUN CAMPO ILEGIBLE O SIN DATO"
    TODOS = "TODOS ILEGIBLES O SIN DATO"
    NO_INSTALADA = "SIN ACTA POR CASILLA NO INSTALADA"
    NO_ENTREGADO = "SIN ACTA POR PAQUETE NO ENTREGADO"
    SIN_BOLSA = "SIN ACTA POR PAQUETE ENTREGADO SIN BOLSA"
    CONTINGENCIA = "SIN ACTA POR CONTINGENCIA EN URNA ELECTRONICA"
    FUERA_CATALOGO = "FUERA DE CATALOGO"


SIN_ACTA: Final = frozenset(
    {Observacion.NO_INSTALADA, Observacion.NO_ENTREGADO, Observacion.SIN_BOLSA, Observacion.CONTINGENCIA}
)
COUNTED: Final = frozenset({Observacion.NINGUNA, Observacion.ALGUN_CAMPO})
ESPECIAL: Final = "S"
WITHOUT_LISTA: Final = frozenset({"M", "A", "P"})
"""Casilla types whose voters are of no seccion's list; a list of 0 there means that none was given."""


@dataclass(frozen=True, slots=True)
class CasillaLimits:
    """What bounds the votes of a casilla: its type (one letter), lista nominal, boletas approved, representantes."""

    tipo: str
    lista_nominal: int
    boletas: int
    representantes: int

    @property
    def most_votes(self) -> int | None:
        """The most votes that can be there: list, or boletas in especiales, plus representantes; None: not known."""
        if self.tipo == ESPECIAL:
            return self.boletas + self.representantes if self.boletas else None
        if self.tipo in WITHOUT_LISTA and not self.lista_nominal:
            return None
        return self.lista_nominal + self.representantes


def observe(figures: Sequence[Figure], limits: CasillaLimits | None) -> Observacion:
    """The legend of an acta with these vote figures; ``limits`` None: no approved casilla is known for it.

    That the votes exceed the list prevails over what cannot be read.
    """
    if limits is None:
        return Observacion.FUERA_CATALOGO
    readable = [figure for figure in figures if isinstance(figure, int)]
    most = limits.most_votes
    if most is not None and sum(readable) > most:
        return Observacion.EXCEDE_LISTA
    if not readable:
        return Observacion.TODOS
    return Observacion.NINGUNA if len(readable) == len(figures) else Observacion.ALGUN_CAMPO


def contabilizada(observacion: Observacion) -> Contabilizada:
    """Whether an acta with this legend is in the totals."""
    if observacion is Observacion.FUERA_CATALOGO:
        return Contabilizada.FUERA_CATALOGO
    return Contabilizada.YES if observacion in COUNTED else Contabilizada.NO
