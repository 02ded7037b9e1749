"""What the board senses, as the reducer takes it: journaled once, told, bounded, and never in the way of a turn."""

from dataclasses import replace

import pytest

from shared.domain.jornada import JornadaState
from shared.domain.journal import check_content
from shared.domain.journal_kinds import JournalKind as K
from tests.unit.urna.test_turn import FACTS, states
from urna.flow.effects import Effect, MesaMessage, NoteSensed, TellMesa
from urna.flow.input import BoardSensed, KeypadAttacked
from urna.flow.limits import Limits
from urna.flow.outcome import Broke
from urna.flow.phases import Missing, OutOfService, Starting, Suspended, Voting
from urna.flow.reducer import reduce
from urna.flow.sensed import MAX_NOTES, board_sensed
from urna.flow.state import State, Turn, TurnStep
from urna.services.words import load_words

CALM = State(JornadaState.ABIERTA, Voting(), Turn(), FACTS, Limits())


def said(effects: tuple[Effect, ...]) -> tuple[list[K], list[MesaMessage]]:
    noted = [effect for effect in effects if isinstance(effect, NoteSensed)]
    for note in noted:
        check_content(note.kind, note.data, None)
    return [note.kind for note in noted], [effect.message for effect in effects if isinstance(effect, TellMesa)]


@pytest.mark.parametrize(
    ("sensed", "kind", "message"),
    [
        (BoardSensed(mains=False), K.CORRIENTE_PERDIDA, [MesaMessage.MAINS_LOST]),
        (BoardSensed(lid_open=True), K.TAPA_ABIERTA, [MesaMessage.LID]),
        (BoardSensed(case_open=True), K.CAJA_ABIERTA, [MesaMessage.CASE]),
        (BoardSensed(key_switch="service"), K.LLAVE_GIRADA, []),
        (BoardSensed(key_switch="off"), K.LLAVE_GIRADA, []),
    ],
)
def test_a_change_is_journaled_once_and_told(sensed: BoardSensed, kind: K, message: list[MesaMessage]) -> None:
    state, effects = reduce(CALM, sensed)
    assert said(effects) == ([kind], message)
    assert state.sensed == sensed
    assert reduce(state, sensed) == (state, ())


def test_what_ends_well_invites_the_next_voter_again() -> None:
    state, _ = reduce(CALM, BoardSensed(mains=False, lid_open=True))
    state, effects = reduce(state, BoardSensed(mains=False))
    assert said(effects) == ([K.TAPA_CERRADA], [MesaMessage.READY])
    _, effects = reduce(state, BoardSensed())
    assert said(effects) == ([K.CORRIENTE_REPUESTA], [MesaMessage.READY])
    _, effects = reduce(replace(state, phase=Suspended()), BoardSensed())
    assert said(effects) == ([K.CORRIENTE_REPUESTA], [MesaMessage.MAINS_BACK])


def test_a_battery_that_falls_is_told_at_each_step_and_only_without_mains() -> None:
    _, effects = reduce(CALM, BoardSensed(battery_percent=4))
    assert effects == ()
    state, _ = reduce(CALM, BoardSensed(mains=False, battery_percent=60))
    told = []
    for percent in range(59, -1, -1):
        state, effects = board_sensed(state, BoardSensed(mains=False, battery_percent=percent))
        if effects:
            assert said(effects) == ([K.BATERIA_BAJA], [MesaMessage.BATTERY])
            told.append(percent)
    assert told == [49, 29, 19, 9, 4]


def test_the_gravest_news_is_told_and_all_are_journaled() -> None:
    _, effects = reduce(CALM, BoardSensed(mains=False, battery_percent=3, lid_open=True, case_open=True))
    kinds, messages = said(effects)
    assert kinds == [K.TAPA_ABIERTA, K.CAJA_ABIERTA, K.CORRIENTE_PERDIDA, K.BATERIA_BAJA]
    assert messages == [MesaMessage.CASE]


def test_nothing_is_written_before_the_store_was_read_nor_out_of_service() -> None:
    for phase in (Starting(), Missing("usb", starting=True)):
        state = replace(CALM, phase=phase)
        assert reduce(state, BoardSensed(case_open=True)) == (state, ())
    broken, _ = reduce(CALM, Broke("U000"))
    assert isinstance(broken.phase, OutOfService)
    assert reduce(broken, BoardSensed(case_open=True)) == (broken, ())


def test_a_lid_that_is_rattled_all_day_does_not_fill_the_journal() -> None:
    state, written = CALM, 0
    for number in range(3 * MAX_NOTES):
        state, effects = reduce(state, BoardSensed(lid_open=number % 2 == 0))
        kinds, messages = said(effects)
        written += len(kinds)
        assert messages, "the mesa still hears of it"
    assert written == MAX_NOTES


TURNS = [state for state in states() if state.turn.step is not TurnStep.NONE]


@pytest.mark.parametrize("state", TURNS, ids=lambda state: state.turn.step.value)
def test_no_turn_is_moved_by_what_the_board_senses(state: State) -> None:
    after, effects = reduce(state, BoardSensed(False, 3, True, True, "off"))
    assert replace(after, sensed=state.sensed, sensed_notes=0) == state
    assert {type(effect) for effect in effects} == {NoteSensed, TellMesa}


def test_a24_a_flood_on_the_air_is_journaled_and_told_few_times_and_presses_nothing() -> None:
    state, kinds, messages = CALM, [], []
    for forged in range(1, 10_001):
        state, effects = reduce(state, KeypadAttacked(forged, forged // 3, 0))
        assert {type(effect) for effect in effects} <= {NoteSensed, TellMesa}
        noted, told = said(effects)
        kinds += noted
        messages += told
    assert kinds == [K.TECLADO_ATACADO] * 14
    assert messages == [MesaMessage.KEYPAD] * 14
    assert reduce(state, KeypadAttacked(10_000, 3333, 0)) == (state, ())


def test_a24_noise_is_told_by_the_thousand_and_a_board_that_restarted_is_heard_anew() -> None:
    assert reduce(CALM, KeypadAttacked(0, 0, 999)) == (CALM, ())
    state, effects = reduce(CALM, KeypadAttacked(0, 0, 1000))
    assert said(effects) == ([K.TECLADO_ATACADO], [MesaMessage.KEYPAD])
    state, effects = reduce(state, KeypadAttacked())
    assert effects == ()
    _, effects = reduce(state, KeypadAttacked(0, 1, 0))
    assert said(effects)[0] == [K.TECLADO_ATACADO]


@pytest.mark.parametrize("message", MesaMessage)
def test_every_message_fits_the_display_of_the_mesa(message: MesaMessage) -> None:
    words = load_words({})
    for line in (1, 2):
        assert len(words(f"mesa.{message.value}_{line}", bateria=100)) <= 20
