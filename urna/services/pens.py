"""The two pens that write a choice: one on the voter's paper, one in the sealed record. It must not hold either.

Voting and the practice election use the same pair, so that what a verification tries is what serves the voters.
"""

from dataclasses import dataclass
from typing import Protocol

from hardware.printer.port import Slip
from shared.crypto.randomness import Randomness
from shared.crypto.sealing import SealingPublicKey
from shared.domain.eleccion import Mode
from shared.domain.ids import StoreId
from shared.domain.voto import Voto
from shared.formats.theme_model import Theme
from urna.services.words import Words

Binding = tuple[StoreId, Mode, SealingPublicKey]
"""(store, mode, casilla key) to which records are sealed."""


class PaperPen(Protocol):
    """Writes one testigo."""

    def __call__(self, words: Words, theme: Theme, mode: Mode, voto: tuple[int, Voto], slip_mark: bytes) -> Slip:
        """The slip of one boleta: ``voto`` is (index of the contest, vote)."""
        ...


class RecordPen(Protocol):
    """Writes the records of one voter."""

    def __call__(
        self, theme: Theme, binding: Binding, votos: tuple[Voto, ...], randomness: Randomness, grupo: int = 0
    ) -> tuple[frozenset[bytes], tuple[bytes, ...]]:
        """One sealed record for each boleta, and the mark of each slip in the order of the contests."""
        ...


@dataclass(frozen=True, slots=True)
class Pens:
    """Both pens of an urna."""

    paper: PaperPen
    record: RecordPen
