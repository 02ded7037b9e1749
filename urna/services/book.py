"""The journal as services use it: entries with the hour where it may stand, the ledger, and where the jornada is.

It must not bear a choice, nor a time inside a turn.
"""

from collections.abc import Mapping

from shared.domain.ids import GrupoId
from shared.domain.jornada import Accepted, JornadaEvent, JornadaFacts, JornadaState, Refused, decide
from shared.domain.journal import (
    JournalEntry,
    JournalKind,
    emitidos_por_grupo,
    journal_data,
    ledger_from_journal,
)
from shared.domain.ledger import Ledger
from urna.flow.outcome import CredentialRefusal
from urna.flow.ports import JournalPort
from urna.services.clock import Clock

_K = JournalKind
_LEDGER_FIELDS = (
    "habilitaciones",
    "emitidos",
    "cancelados",
    "anulados",
    "en_duda",
    "abierto",
    "testigos_completos",
    "testigos_inutilizados",
)
LEADS_TO: Mapping[JournalKind, JornadaState] = {
    _K.TEMA_CARGADO: JornadaState.CARGADA,
    _K.LISTA: JornadaState.LISTA,
    _K.APERTURA: JornadaState.ABIERTA,
    _K.SUSPENSION: JornadaState.SUSPENDIDA,
    _K.REANUDACION: JornadaState.ABIERTA,
    _K.CIERRE_INICIADO: JornadaState.CERRANDO,
    _K.EXPORTACION: JornadaState.EXPORTADA,
    _K.ARCHIVO: JornadaState.ARCHIVADA,
}
"""Entries that move the jornada. ``verificacion`` does when nothing differed; ``cerrada`` is judged by the bundle."""
RIGHT_CODES = frozenset(
    {
        _K.HORA_CONFIRMADA,
        _K.APERTURA_INICIADA,
        _K.SUSPENSION,
        _K.REANUDACION,
        _K.MEDIO_EXCLUIDO,
        _K.EN_DUDA,
        _K.PARTE_ABIERTA,
    }
)
"""Entries that two people together bring about: they end the count of wrong codes. One's own card does not, or it would
pay for a guess at another's."""
WRONG_CODES = frozenset({_K.CODIGO_EQUIVOCADO, _K.PARTE_RECHAZADA})
WRONG_CARDS = frozenset({CredentialRefusal.UNKNOWN.value, CredentialRefusal.WRONG_ROLE.value})
"""Motives of ``tarjeta_rechazada`` that count: a card that could not be read says nothing of who holds it."""
DELIVERED = frozenset({200, 201, 202})
"""Answers of a server that has the bundle: the same again, stored, or in quarantine."""


class Book:
    """Writes and reads the journal of one jornada."""

    def __init__(self, journal: JournalPort, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock

    @property
    def journal(self) -> JournalPort:
        """The journal on its media."""
        return self._journal

    def write(self, kind: JournalKind, **data: int | str) -> JournalEntry:
        """Add an entry durably; it bears the hour unless a turn is open."""
        return self._journal.append(kind, journal_data(**data), self._clock.now())

    def checkpoint(self) -> JournalEntry:
        """Add a signed checkpoint with the ledger."""
        return self.write(_K.CHECKPOINT, **self.counters())

    def ledger(self) -> Ledger:
        """What the entries add up to."""
        return ledger_from_journal(self._journal.entries)

    def counters(self) -> dict[str, int]:
        """The ledger as data of an entry."""
        ledger = self.ledger()
        return {name: getattr(ledger, name) for name in _LEDGER_FIELDS}

    def state(self) -> JornadaState:
        """Where the entries leave the jornada; ``CERRANDO`` also when only the bundle can tell that it is closed."""
        state = JornadaState.SIN_TEMA
        for entry in self._journal.entries:
            if entry.kind is _K.VERIFICACION and entry.value("diferencias") == 0:
                state = JornadaState.VERIFICADA
            elif entry.kind is _K.ENVIO and entry.value("respuesta") in DELIVERED:
                state = JornadaState.EXPORTADA
            elif entry.kind is _K.SUSTITUCION and state is JornadaState.ABIERTA:
                state = JornadaState.SUSPENDIDA
            else:
                state = LEADS_TO.get(entry.kind, state)
        return state

    def ask(self, event: JornadaEvent, facts: JornadaFacts) -> Accepted | Refused:
        """Whether the jornada takes an event now."""
        return decide(self.state(), event, facts)

    def open_turn(self) -> int:
        """The turn that has no outcome yet, or 0."""
        entry = self._journal.last(_K.HABILITACION_CONSUMIDA)
        if entry is None or self.ledger().abierto == 0:
            return 0
        turno = entry.turno
        return turno if isinstance(turno, int) else 0

    def grupo_of(self, turno: int) -> GrupoId | None:
        """The group with which the habilitacion of a turn was consumed; None where there are no groups."""
        for entry in reversed(self._journal.entries):
            if entry.kind is _K.HABILITACION_CONSUMIDA and entry.turno == turno:
                grupo = entry.value("grupo")
                return GrupoId(grupo) if isinstance(grupo, str) else None
        return None

    def grupos(self) -> dict[int, GrupoId]:
        """The group of every turn."""
        consumed = (e for e in self._journal.entries if e.kind is _K.HABILITACION_CONSUMIDA)
        named = ((entry.turno, entry.value("grupo")) for entry in consumed)
        return {turno: GrupoId(grupo) for turno, grupo in named if isinstance(turno, int) and isinstance(grupo, str)}

    def emitidos(self) -> dict[GrupoId, int]:
        """Final turns by group; empty where there are no groups."""
        return {GrupoId(name): count for name, count in emitidos_por_grupo(self._journal.entries).items()}

    def turns_that_ended(self, kind: JournalKind) -> tuple[int, ...]:
        """Numbers of the turns with an outcome of that kind."""
        return tuple(e.turno for e in self._journal.entries if e.kind is kind and isinstance(e.turno, int))

    def wrong_codes(self) -> int:
        """How many codes, cards and shares failed since the last right one."""
        count = 0
        for entry in reversed(self._journal.entries):
            if entry.kind in RIGHT_CODES:
                break
            count += entry.kind in WRONG_CODES or entry.value("motivo") in WRONG_CARDS
        return count

    def has(self, kind: JournalKind, turno: int | None = None) -> bool:
        """Whether an entry of the kind (and turn) is there."""
        return any(e.kind is kind and (turno is None or e.turno == turno) for e in self._journal.entries)
