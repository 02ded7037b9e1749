"""The help of the mesa: it opens at what is asked about, takes its own touches, and never hides news."""

from dataclasses import replace

import pytest

from shared.domain.jornada import JornadaState
from urna.flow.credentials import Auth, Purpose
from urna.flow.input import ActionTouched, DeviceChanged, KeyTouched, MesaPressed, Ticked
from urna.flow.limits import Limits
from urna.flow.outcome import PaperFailed
from urna.flow.phases import (
    Closing,
    ClosingStep,
    Loading,
    Menu,
    Opening,
    OutOfService,
    Phase,
    Suspended,
    Trying,
    Voting,
)
from urna.flow.reducer import reduce
from urna.flow.screen import HelpScreen, ScreenId
from urna.flow.screen_for import screen_for
from urna.flow.screens_help import ABOUT, AUDIFONOS, HELP, LEAVE, TOPICS
from urna.flow.state import State, initial, with_fault
from urna.ui.catalogue import load_texts
from urna.ui.widgets.parts import OF_PART, OF_STEP

MENU = replace(initial(Limits()), jornada=JornadaState.ABIERTA, phase=Menu())
HEARD = replace(MENU, facts=replace(MENU.facts, audible=True))


def after(state: State, *events: object) -> State:
    for event in events:
        state, effects = reduce(state, event)
        assert not effects
    return state


def helped(state: State) -> HelpScreen:
    screen = screen_for(after(state, ActionTouched(HELP.id)))
    assert isinstance(screen, HelpScreen)
    return screen


def test_it_covers_the_screen_and_goes_back_to_it_unchanged() -> None:
    state = after(MENU, ActionTouched(HELP.id))
    assert screen_for(state).id is ScreenId.AYUDA
    assert after(state, ActionTouched(LEAVE.id)) == MENU


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_has_words_and_a_drawing_for_each_step(topic: str) -> None:
    state = after(HEARD, ActionTouched(HELP.id), ActionTouched(f"{ABOUT}{topic}"))
    screen = screen_for(state)
    assert isinstance(screen, HelpScreen)
    assert [choice.action.id for choice in screen.topics if choice.chosen] == [f"{ABOUT}{topic}"]
    assert len(screen.steps) == len(OF_STEP[topic]) == 3
    entries = load_texts().entries
    assert {text.key for text in (screen.title, *screen.steps)} <= set(entries)


def test_an_urna_without_headphones_says_nothing_of_them() -> None:
    for state, told in ((MENU, False), (HEARD, True)):
        screen = helped(state)
        assert [choice.action.id for choice in screen.topics] == [
            f"{ABOUT}{t}" for t in TOPICS if told or t != AUDIFONOS
        ]
        asked = after(state, ActionTouched(HELP.id), ActionTouched(f"{ABOUT}{AUDIFONOS}"))
        assert (asked.helping == AUDIFONOS) is told


@pytest.mark.parametrize(
    ("state", "topic"),
    [
        (with_fault(MENU, "printer", "paper_out"), "papel"),
        (with_fault(MENU, "printer", "jam"), "atasco"),
        (with_fault(MENU, "usb", "lost"), "memoria"),
        (with_fault(MENU, "board", "away"), "teclado"),
        (with_fault(MENU, "reader", "away"), "tarjeta"),
        (with_fault(MENU, "paper", "low"), "papel"),
        (replace(MENU, auth=Auth(Purpose.SUSPENDER, 2)), "tarjeta"),
        (replace(MENU, auth=Auth(Purpose.EXCLUIR, 2)), "memoria"),
        (replace(MENU, phase=Loading()), "memoria"),
        (replace(HEARD, phase=Trying()), "audifonos"),
        (replace(MENU, phase=Opening()), "tarjeta"),
        (replace(MENU, sensed=replace(MENU.sensed, mains=False)), "corriente"),
        (MENU, "papel"),
    ],
)
def test_it_opens_at_what_is_most_likely_asked(state: State, topic: str) -> None:
    assert helped(state).topic == topic


def test_what_it_covers_cannot_be_touched() -> None:
    state = after(MENU, ActionTouched(HELP.id))
    for touch in (ActionTouched("suspender"), ActionTouched("cerrar"), ActionTouched("volver"), KeyTouched("A")):
        assert after(state, touch) == state


def test_it_goes_away_as_soon_as_there_is_something_new_to_read() -> None:
    printing = replace(MENU, jornada=JornadaState.CERRADA, phase=Closing(ClosingStep.PRINTING, 1, 3))
    state, _ = reduce(after(printing, ActionTouched(HELP.id)), PaperFailed("paper_out"))
    assert screen_for(state).id is ScreenId.CIERRE
    state, _ = reduce(after(MENU, ActionTouched(HELP.id)), MesaPressed("menu"))
    assert screen_for(state).id is ScreenId.ESPERA


def test_it_stays_while_time_passes_and_devices_speak() -> None:
    state, _ = reduce(after(replace(MENU, phase=Suspended()), ActionTouched(HELP.id)), Ticked(1))
    state, _ = reduce(state, DeviceChanged("reader", ""))
    assert screen_for(state).id is ScreenId.AYUDA


@pytest.mark.parametrize("phase", [Voting(), OutOfService("U301")])
def test_no_screen_of_a_voter_nor_of_an_urna_that_is_out_has_it(phase: Phase) -> None:
    state = replace(MENU, phase=phase)
    assert after(state, ActionTouched(HELP.id)) == state


def test_every_part_has_a_drawing_of_its_own() -> None:
    assert len({repr(drawing) for drawing in OF_PART.values()}) == len(OF_PART)
