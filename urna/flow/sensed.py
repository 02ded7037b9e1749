"""What the board senses of power, lid, case and key switch: what is journaled and what the mesa hears.

It must not stop a turn: what a lost mains means for the day is another's rule, on `State.sensed`.
"""

from collections.abc import Iterator
from dataclasses import replace

from shared.domain.journal import JournalKind, journal_data
from urna.flow import grupos
from urna.flow.effects import Effect, MesaMessage, NoteSensed, TellMesa
from urna.flow.input import BoardSensed, KeypadAttacked
from urna.flow.phases import Missing, Starting, Voting
from urna.flow.state import State, TurnStep
from urna.flow.turn import Step

BATTERY_STEPS = (50, 30, 20, 10, 5)
"""Percents below which the mesa hears of the battery again, without mains."""
MAX_NOTES = 1000
"""Changes that are journaled in one start: a lid that somebody rattles all day must not fill the journal."""

_NOISE = 1000
_K = JournalKind
_POSITIONS = {"off": "apagado", "operation": "operacion", "service": "servicio"}
_TOLD = (
    (_K.CAJA_ABIERTA, MesaMessage.CASE),
    (_K.TAPA_ABIERTA, MesaMessage.LID),
    (_K.BATERIA_BAJA, MesaMessage.BATTERY),
    (_K.CORRIENTE_PERDIDA, MesaMessage.MAINS_LOST),
)
"""What the mesa hears at once, the gravest first: its display holds one message."""


def board_sensed(state: State, event: BoardSensed) -> Step:
    """Remember what is sensed, journal what changed and tell the mesa.

    Before the store was read nothing is written: the same is told again a second later.
    """
    if _before_the_store(state):
        return state, ()
    notes = tuple(_changes(state.sensed, event))
    room = max(0, MAX_NOTES - state.sensed_notes)
    state = replace(state, sensed=event, sensed_notes=state.sensed_notes + len(notes[:room]))
    return state, (*notes[:room], *_telling(state, {note.kind for note in notes}))


def keypad_attacked(state: State, event: KeypadAttacked) -> Step:
    """Journal and tell at one refused frame, then two, four, eight: a flood of any length makes few entries.

    A thousand unreadable ones weigh as one: radios have neighbours. A board that restarted counts from nothing again.
    """
    level = (event.forged + event.replayed + event.unreadable // _NOISE).bit_length()
    if _before_the_store(state) or level == state.attack_level:
        return state, ()
    higher = level > state.attack_level
    state = replace(state, attack_level=level)
    if not higher:
        return state, ()
    counts = journal_data(falsas=event.forged, repetidas=event.replayed, ilegibles=event.unreadable)
    room = state.sensed_notes < MAX_NOTES
    state = replace(state, sensed_notes=state.sensed_notes + room)
    noted = (NoteSensed(_K.TECLADO_ATACADO, counts),) if room else ()
    return state, (*noted, TellMesa(MesaMessage.KEYPAD))


def _before_the_store(state: State) -> bool:
    phase = state.phase
    return isinstance(phase, Starting) or (isinstance(phase, Missing) and phase.starting)


def battery_step(percent: int) -> int:
    """How many of the steps the battery is below."""
    return sum(percent < step for step in BATTERY_STEPS)


def _changes(before: BoardSensed, now: BoardSensed) -> Iterator[NoteSensed]:
    if now.key_switch != before.key_switch:
        yield NoteSensed(_K.LLAVE_GIRADA, journal_data(posicion=_POSITIONS[now.key_switch]))
    if now.lid_open is not before.lid_open:
        yield NoteSensed(_K.TAPA_ABIERTA if now.lid_open else _K.TAPA_CERRADA)
    if now.case_open is not before.case_open:
        yield NoteSensed(_K.CAJA_ABIERTA if now.case_open else _K.CAJA_CERRADA)
    battery = journal_data(bateria=now.battery_percent)
    if now.mains is not before.mains:
        yield NoteSensed(_K.CORRIENTE_REPUESTA if now.mains else _K.CORRIENTE_PERDIDA, battery)
    if not now.mains and battery_step(now.battery_percent) > battery_step(before.battery_percent):
        yield NoteSensed(_K.BATERIA_BAJA, battery)


def _telling(state: State, kinds: set[JournalKind]) -> tuple[Effect, ...]:
    """The gravest news; when it is good news and nobody votes, the keypad goes back to inviting the next voter."""
    for kind, message in _TOLD:
        if kind in kinds:
            return (TellMesa(message),)
    back = _K.CORRIENTE_REPUESTA in kinds
    if not back and not kinds & {_K.TAPA_CERRADA, _K.CAJA_CERRADA}:
        return ()
    if isinstance(state.phase, Voting) and state.turn.step is TurnStep.NONE and state.auth is None:
        return (grupos.ready(state),)
    return (TellMesa(MesaMessage.MAINS_BACK if back else MesaMessage.SHUT),)
