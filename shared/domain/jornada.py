"""The day of an urna as a table of states. It must not act, ask the time or know devices: facts come with the event."""

from dataclasses import dataclass
from enum import StrEnum


class JornadaState(StrEnum):
    """States of the day (docs/state-machines.md); none but `ABIERTA` takes an habilitacion."""

    SIN_TEMA = "sin_tema"
    CARGADA = "cargada"
    VERIFICADA = "verificada"
    LISTA = "lista"
    ABIERTA = "abierta"
    SUSPENDIDA = "suspendida"
    CERRANDO = "cerrando"
    CERRADA = "cerrada"
    EXPORTADA = "exportada"
    ARCHIVADA = "archivada"
    FUERA_DE_SERVICIO = "fuera_de_servicio"


class JornadaEvent(StrEnum):
    """What officials or the urna ask of the day."""

    CARGAR_TEMA = "cargar_tema"
    VERIFICAR = "verificar"
    PREPARAR = "preparar"
    IMPRIMIR_ACTA_INICIO = "imprimir_acta_inicio"
    ABRIR = "abrir"
    HABILITAR = "habilitar"
    SUSPENDER = "suspender"
    SUSPENDER_POR_ENERGIA = "suspender_por_energia"
    REANUDAR = "reanudar"
    INICIAR_CIERRE = "iniciar_cierre"
    CERRAR = "cerrar"
    REIMPRIMIR_ACTA = "reimprimir_acta"
    EXPORTAR = "exportar"
    ARCHIVAR = "archivar"
    AVERIAR = "averiar"


class Refusal(StrEnum):
    """Why an event does not change the day; texts for officials are in the urna's catalogue."""

    NOT_IN_THIS_STATE = "not_in_this_state"
    ALREADY_CLOSED = "already_closed"
    OUT_OF_SERVICE = "out_of_service"
    THEME_NOT_VERIFIED = "theme_not_verified"
    NOT_VERIFIED = "not_verified"
    DIAGNOSIS_FAILED = "diagnosis_failed"
    TWO_OFFICIALS = "two_officials"
    STORE_NOT_EMPTY = "store_not_empty"
    KEY_NOT_READY = "key_not_ready"
    ACTA_INICIO_ALREADY = "acta_inicio_already"
    ACTA_INICIO_MISSING = "acta_inicio_missing"
    TURN_OPEN = "turn_open"
    TOO_EARLY = "too_early"
    NO_REASON = "no_reason"
    SHARES_MISSING = "shares_missing"
    RESULTS_NOT_DURABLE = "results_not_durable"
    NOT_EXPORTED = "not_exported"


@dataclass(frozen=True, slots=True)
class JornadaFacts:
    """What is true when the event comes; all false, so that a forgotten fact refuses.

    Attributes:
        theme_verified: signed by its threshold, newer or equal, and for this urna's casilla or pool.
        verification_passed: every option cast in practice, totals equal, no trace in the official store.
        diagnosis_passed: every part of the reporte de preparacion is fit for official voting.
        officials: how many different officials authenticated for this event.
        store_empty: the official store of this opening holds no record.
        key_ready: casilla key made, shares printed, two read back, private key erased.
        acta_inicio_made: the acta de inicio of this store was printed to its end.
        turn_open: an habilitacion was consumed and its turn has no outcome yet.
        closing_hour: the clock, or the hour that two officials confirmed, has reached the closing hour, or all of the
            list voted (LGIPE 285.2 as remembered). A wrong clock never makes it false: the hour is confirmed instead.
        reason_given: a reason from the list of reasons.
        shares_opened: two of three shares opened the casilla key.
        results_durable: acta, signature, journal and bundle are durable on every medium not declared lost.
        exported: the bundle is on a medium that leaves the urna, or a server acknowledged it.
    """

    theme_verified: bool = False
    verification_passed: bool = False
    diagnosis_passed: bool = False
    officials: int = 0
    store_empty: bool = False
    key_ready: bool = False
    acta_inicio_made: bool = False
    turn_open: bool = False
    closing_hour: bool = False
    reason_given: bool = False
    shares_opened: bool = False
    results_durable: bool = False
    exported: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """The event holds; ``state`` is the state after it (the same for events that repeat)."""

    state: JornadaState


@dataclass(frozen=True, slots=True)
class Refused:
    """The event changes nothing."""

    reason: Refusal


@dataclass(frozen=True, slots=True)
class Rule:
    """Where an event leads, and the refusals that stand in its way, in the order in which they are told."""

    target: JornadaState
    unless: tuple[Refusal, ...] = ()


_S = JornadaState
_E = JornadaEvent
_R = Refusal

_LOAD = Rule(_S.CARGADA, (_R.THEME_NOT_VERIFIED,))
_VERIFY = Rule(_S.VERIFICADA, (_R.NOT_VERIFIED, _R.STORE_NOT_EMPTY))
_CLOSE = Rule(_S.CERRANDO, (_R.TURN_OPEN, _R.TWO_OFFICIALS, _R.TOO_EARLY))
_EXPORT = Rule(_S.EXPORTADA, (_R.RESULTS_NOT_DURABLE, _R.NOT_EXPORTED))

TABLE: dict[tuple[JornadaState, JornadaEvent], Rule] = {
    (_S.SIN_TEMA, _E.CARGAR_TEMA): _LOAD,
    (_S.CARGADA, _E.CARGAR_TEMA): _LOAD,
    (_S.VERIFICADA, _E.CARGAR_TEMA): _LOAD,
    (_S.LISTA, _E.CARGAR_TEMA): Rule(_S.CARGADA, (_R.THEME_NOT_VERIFIED, _R.ACTA_INICIO_ALREADY)),
    (_S.CARGADA, _E.VERIFICAR): _VERIFY,
    (_S.VERIFICADA, _E.VERIFICAR): _VERIFY,
    (_S.VERIFICADA, _E.PREPARAR): Rule(_S.LISTA, (_R.DIAGNOSIS_FAILED,)),
    (_S.LISTA, _E.IMPRIMIR_ACTA_INICIO): Rule(
        _S.LISTA, (_R.ACTA_INICIO_ALREADY, _R.TWO_OFFICIALS, _R.STORE_NOT_EMPTY, _R.KEY_NOT_READY)
    ),
    (_S.LISTA, _E.ABRIR): Rule(_S.ABIERTA, (_R.ACTA_INICIO_MISSING, _R.STORE_NOT_EMPTY, _R.TWO_OFFICIALS)),
    (_S.ABIERTA, _E.HABILITAR): Rule(_S.ABIERTA, (_R.TURN_OPEN,)),
    (_S.ABIERTA, _E.SUSPENDER): Rule(_S.SUSPENDIDA, (_R.TURN_OPEN, _R.TWO_OFFICIALS, _R.NO_REASON)),
    (_S.ABIERTA, _E.SUSPENDER_POR_ENERGIA): Rule(_S.SUSPENDIDA, (_R.TURN_OPEN,)),
    (_S.SUSPENDIDA, _E.REANUDAR): Rule(_S.ABIERTA, (_R.TWO_OFFICIALS,)),
    (_S.ABIERTA, _E.INICIAR_CIERRE): _CLOSE,
    (_S.SUSPENDIDA, _E.INICIAR_CIERRE): _CLOSE,
    (_S.CERRANDO, _E.CERRAR): Rule(_S.CERRADA, (_R.TURN_OPEN, _R.SHARES_MISSING, _R.RESULTS_NOT_DURABLE)),
    (_S.CERRADA, _E.REIMPRIMIR_ACTA): Rule(_S.CERRADA, (_R.RESULTS_NOT_DURABLE,)),
    (_S.EXPORTADA, _E.REIMPRIMIR_ACTA): Rule(_S.EXPORTADA, (_R.RESULTS_NOT_DURABLE,)),
    (_S.CERRADA, _E.EXPORTAR): _EXPORT,
    (_S.EXPORTADA, _E.EXPORTAR): _EXPORT,
    (_S.EXPORTADA, _E.ARCHIVAR): Rule(_S.ARCHIVADA, (_R.TWO_OFFICIALS,)),
    **{
        (state, _E.AVERIAR): Rule(_S.FUERA_DE_SERVICIO, (_R.NO_REASON,))
        for state in JornadaState
        if state is not _S.FUERA_DE_SERVICIO
    },
}
"""Every event that a state takes; what is not here is refused. There is no way back to `ABIERTA` from `CERRANDO` on,
and none out of `FUERA_DE_SERVICIO`: start-up judges the media anew, or a reserve takes the place."""

CLOSED = frozenset({_S.CERRANDO, _S.CERRADA, _S.EXPORTADA, _S.ARCHIVADA})
"""States from which no vote can be cast any more."""


def decide(state: JornadaState, event: JornadaEvent, facts: JornadaFacts) -> Accepted | Refused:
    """Look the event up in `TABLE`; total over states, events and facts, and without effect."""
    rule = TABLE.get((state, event))
    if rule is None:
        return Refused(_not_here(state))
    for refusal in rule.unless:
        if stands(refusal, facts):
            return Refused(refusal)
    return Accepted(rule.target)


def stands(refusal: Refusal, facts: JornadaFacts) -> bool:
    """Whether the facts bear the refusal out; those that no fact can answer never stand here."""
    return {
        Refusal.THEME_NOT_VERIFIED: not facts.theme_verified,
        Refusal.NOT_VERIFIED: not facts.verification_passed,
        Refusal.DIAGNOSIS_FAILED: not facts.diagnosis_passed,
        Refusal.TWO_OFFICIALS: facts.officials < 2,
        Refusal.STORE_NOT_EMPTY: not facts.store_empty,
        Refusal.KEY_NOT_READY: not facts.key_ready,
        Refusal.ACTA_INICIO_ALREADY: facts.acta_inicio_made,
        Refusal.ACTA_INICIO_MISSING: not facts.acta_inicio_made,
        Refusal.TURN_OPEN: facts.turn_open,
        Refusal.TOO_EARLY: not facts.closing_hour,
        Refusal.NO_REASON: not facts.reason_given,
        Refusal.SHARES_MISSING: not facts.shares_opened,
        Refusal.RESULTS_NOT_DURABLE: not facts.results_durable,
        Refusal.NOT_EXPORTED: not facts.exported,
    }.get(refusal, False)


def _not_here(state: JornadaState) -> Refusal:
    if state is JornadaState.FUERA_DE_SERVICIO:
        return Refusal.OUT_OF_SERVICE
    return Refusal.ALREADY_CLOSED if state in CLOSED else Refusal.NOT_IN_THIS_STATE
