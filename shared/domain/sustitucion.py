"""The acta de sustitucion: a reserve urna takes the place of one that died. It must not serialise, sign or word it.

Source: docs/formats/sustitucion_v1.md: the reserve closes the dead store, or opens one of its own sealed to its key.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.eleccion import Mode
from shared.domain.errors import ActaInvalida
from shared.domain.ids import CasillaId, EleccionId, StoreId, UrnaId

MAX_LISTA = 10_000_000


class Salida(StrEnum):
    """What the reserve is for."""

    CIERRA = "cierra"
    """Voting is over: it closes the store of the dead urna."""
    CONTINUA = "continua"
    """Voting goes on in a store of its own; it closes both."""


@dataclass(frozen=True, slots=True)
class ActaSustitucion:
    """One substitution, as two officials sign it.

    Attributes:
        election, mode, casilla, theme_hash: where; the hash is 64 hexadecimal digits.
        urna, store_id: the urna that died and its store; ``casilla_key``: the public key to which both are sealed.
        reserva: the urna that takes its place. ``nuevo``: the store that it opens, None when it only closes.
        emitidos: voters on the medium of the dead urna; ``lista`` those marked on the list, as the mesa counted them.
        made_at: aware, UTC.

    Raises ``ActaInvalida``: D409 a reserve that is the dead urna, or one store twice; D402 a negative figure, D405 a
    time that is not UTC.
    """

    election: EleccionId
    mode: Mode
    casilla: CasillaId
    theme_hash: str
    urna: UrnaId
    store_id: StoreId
    casilla_key: bytes
    reserva: UrnaId
    nuevo: StoreId | None
    emitidos: int
    lista: int
    made_at: datetime

    def __post_init__(self) -> None:
        if self.reserva == self.urna or self.nuevo == self.store_id:
            raise ActaInvalida("D409", "an urna that takes its own place")
        if min(self.emitidos, self.lista) < 0:
            raise ActaInvalida("D402", "a count of voters is negative")
        if self.made_at.utcoffset() != timedelta(0):
            raise ActaInvalida("D405", "made_at is not in UTC")

    @property
    def salida(self) -> Salida:
        """Whether voting goes on."""
        return Salida.CIERRA if self.nuevo is None else Salida.CONTINUA

    @property
    def diferencia(self) -> int:
        """Voters on the list less those on the medium: above zero, the medium lacks some."""
        return self.lista - self.emitidos

    def maker_of(self, store_id: StoreId) -> UrnaId | None:
        """Whose store it is, of the two that the acta names; None for any other."""
        if store_id == self.store_id:
            return self.urna
        return self.reserva if store_id == self.nuevo else None

    def beside(self, store_id: StoreId) -> StoreId | None:
        """The other store of the casilla, which counts only together with this one; None where there is no other."""
        if self.nuevo is None:
            return None
        return self.nuevo if store_id == self.store_id else self.store_id
