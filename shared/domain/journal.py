"""Entries of an urna's journal and what they add up to. It must not hash, sign, write or read them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.domain.errors import BitacoraInvalida
from shared.domain.journal_kinds import KINDS, JournalKind, Place
from shared.domain.ledger import Ledger
from shared.domain.sustitucion import ActaSustitucion

JournalData = tuple[tuple[str, int | str], ...]

FIRST_PREV: Final = "0" * 64
MAX_INT: Final = 2**53 - 1
OUTCOMES: Final = frozenset({JournalKind.TURNO_FINAL, JournalKind.CANCELADO, JournalKind.ANULADO, JournalKind.EN_DUDA})
"""Kinds that end a turn: exactly one for each habilitacion consumed."""

_HASH = re.compile(r"[0-9a-f]{64}")
_WORD = re.compile(r"[A-Za-z0-9_.:+-]{1,80}")


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One entry, well formed in itself; `journal_checks.findings` judges it among the others.

    Attributes:
        n: place in the journal, from 1.
        kind: what happened.
        data: pairs in alphabetical order of name, only those that `KINDS` names; ints of 0..2^53-1 or short words.
        prev: hash of the entry before, 64 hexadecimal digits; 64 zeros for the first.
        hash: hash of this entry.
        at: aware UTC, or None; never for kinds of a turn.
        sig: 64 bytes r and s, for checkpoints alone.

    Raises ``BitacoraInvalida``: D711 number, D712 hash, D713 name or value of the data, D714 time, D715 signature.
    """

    n: int
    kind: JournalKind
    data: JournalData
    prev: str
    hash: str
    at: datetime | None = None
    sig: bytes | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.n <= MAX_INT:
            raise BitacoraInvalida("D711", f"entry number {self.n}")
        if not (_HASH.fullmatch(self.prev) and _HASH.fullmatch(self.hash)):
            raise BitacoraInvalida("D712", f"entry {self.n}: a hash is not 64 hexadecimal digits")
        check_content(self.kind, self.data, self.at)
        if self.sig is not None and self.kind is not JournalKind.CHECKPOINT:
            raise BitacoraInvalida("D715", f"entry {self.n}: {self.kind.value} bears a signature")

    def value(self, name: str) -> int | str | None:
        """The datum of that name, or None."""
        return dict(self.data).get(name)

    @property
    def turno(self) -> int | str | None:
        """The turn to which the entry belongs, or None outside of turns."""
        return self.value("turno")


def journal_data(**values: int | str) -> JournalData:
    """Data in the order that `JournalEntry` demands."""
    return tuple(sorted(values.items()))


def substitution_data(acta: ActaSustitucion) -> JournalData:
    """What an acta de sustitucion leaves in the journals of both its stores."""
    return journal_data(
        urna=acta.urna.value,
        reserva=acta.reserva.value,
        salida=acta.salida.value,
        emitidos=acta.emitidos,
        lista=acta.lista,
        diferencia=abs(acta.diferencia),
    )


def check_content(kind: JournalKind, data: JournalData, at: datetime | None) -> None:
    """Refuse what an entry of that kind may not hold; to be asked before anything is written."""
    names = [name for name, _ in data]
    rule = KINDS[kind]
    if names != sorted(set(names)) or not set(names) <= rule.fields:
        raise BitacoraInvalida("D713", f"{kind.value}: data {names} are not its own, or out of order")
    if not all(_is_plain(value) for _, value in data):
        raise BitacoraInvalida("D713", f"{kind.value}: a value is neither a counter nor a short word")
    if rule.place is Place.TURN and not isinstance(dict(data).get("turno"), int):
        raise BitacoraInvalida("D713", f"{kind.value}: without its turno")
    if at is not None and (rule.place is Place.TURN or at.utcoffset() != timedelta(0)):
        raise BitacoraInvalida("D714", f"{kind.value}: a time inside a turn, or not in UTC")


def may_bear_time(kind: JournalKind, *, turn_open: bool) -> bool:
    """Whether an entry may bear a time now: never while a turn is open, whatever its kind (A4)."""
    return not turn_open and KINDS[kind].place is not Place.TURN


def ledger_from_journal(entries: Iterable[JournalEntry]) -> Ledger:
    """The ledger that the entries tell, for a journal of one store; doubtful ones are told by `journal_checks`.

    Each outcome counts as often as it stands, so that a turn with two outcomes breaks the equation instead of hiding.
    """
    consumed: set[int | str | None] = set()
    ended: set[int | str | None] = set()
    complete: set[int | str | None] = set()
    times = dict.fromkeys(JournalKind, 0)
    for entry in entries:
        times[entry.kind] += 1
        if entry.kind is JournalKind.HABILITACION_CONSUMIDA:
            consumed.add(entry.turno)
        elif entry.kind is JournalKind.TESTIGO_COMPLETO:
            complete.add(entry.turno)
        elif entry.kind in OUTCOMES:
            ended.add(entry.turno)
    return Ledger(
        habilitaciones=times[JournalKind.HABILITACION_CONSUMIDA],
        emitidos=times[JournalKind.TURNO_FINAL],
        cancelados=times[JournalKind.CANCELADO],
        anulados=times[JournalKind.ANULADO],
        en_duda=times[JournalKind.EN_DUDA],
        abierto=len(consumed - ended),
        testigos_completos=len(complete),
        testigos_inutilizados=times[JournalKind.TESTIGO_INUTILIZADO],
    )


def emitidos_por_grupo(entries: Iterable[JournalEntry]) -> dict[str, int]:
    """Final turns by the group with which their habilitacion was consumed; empty where no entry names one."""
    grupos: dict[int | str | None, str] = {}
    found: dict[str, int] = {}
    for entry in entries:
        grupo = entry.value("grupo")
        if entry.kind is JournalKind.HABILITACION_CONSUMIDA and isinstance(grupo, str):
            grupos[entry.turno] = grupo
        elif entry.kind is JournalKind.TURNO_FINAL and entry.turno in grupos:
            found[grupos[entry.turno]] = found.get(grupos[entry.turno], 0) + 1
    return found


def _is_plain(value: int | str) -> bool:
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return 0 <= value <= MAX_INT
    return _WORD.fullmatch(value) is not None


__all__ = [
    "FIRST_PREV",
    "OUTCOMES",
    "JournalData",
    "JournalEntry",
    "JournalKind",
    "check_content",
    "emitidos_por_grupo",
    "journal_data",
    "ledger_from_journal",
    "may_bear_time",
]
