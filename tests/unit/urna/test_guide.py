"""What is done, next and left on the screens of the mesa, and how each part of the urna is told."""

from dataclasses import replace

import pytest

from shared.domain.jornada import JornadaState
from urna.flow.input import BoardSensed
from urna.flow.limits import Limits
from urna.flow.phases import (
    Closing,
    ClosingStep,
    Loading,
    Menu,
    Opening,
    OpeningStep,
    Phase,
    Preparing,
    Starting,
    Voting,
)
from urna.flow.screen import ChecklistLine, Part, ProcedureScreen, StepStatus, Text, VoterMessageScreen
from urna.flow.screen_for import screen_for
from urna.flow.screens_status import status
from urna.flow.screens_turn import PRINTER_FAULTS
from urna.flow.state import (
    MEDIA_DEVICES,
    Copying,
    Facts,
    MediumFault,
    PaperFault,
    State,
    Turn,
    TurnStep,
    initial,
    with_fault,
)
from urna.ui.catalogue import load_texts

OPEN = replace(initial(Limits()), jornada=JornadaState.ABIERTA, facts=Facts(voters=312), phase=Menu())
FAULTS = [
    *(("printer", fault) for fault in PRINTER_FAULTS),
    *(("paper", fault.value) for fault in PaperFault),
    *((device, fault.value) for device in MEDIA_DEVICES for fault in MediumFault),
    ("media", "lost"),
    ("board", "away"),
    ("reader", "away"),
]


def procedure(state: State) -> ProcedureScreen:
    screen = screen_for(state)
    assert isinstance(screen, ProcedureScreen)
    return screen


def lines(phase: Phase, jornada: JornadaState = JornadaState.CERRADA) -> list[StepStatus]:
    return [line.status for line in procedure(replace(OPEN, phase=phase, jornada=jornada)).lines]


def guide(done: int, of: int, present: StepStatus = StepStatus.RUNNING) -> list[StepStatus]:
    return [StepStatus.DONE] * done + [present][: of - done] + [StepStatus.PENDING] * (of - done - 1)


@pytest.mark.parametrize(
    ("phase", "done"),
    [
        (Opening(), 1),
        (Opening(OpeningStep.MAKING), 2),
        (Opening(OpeningStep.PRINTING_SHARE, share=2), 3),
        (Opening(OpeningStep.READ_BACK, share=3, read_back=frozenset({0})), 4),
        (Opening(OpeningStep.COMMITTING, share=3, read_back=frozenset({0, 2})), 5),
    ],
)
def test_opening_says_what_is_done_what_is_next_and_what_is_left(phase: Opening, done: int) -> None:
    assert lines(phase, JornadaState.LISTA) == guide(done, 6)


def test_a_fault_of_the_opening_stands_at_its_step() -> None:
    phase = Opening(OpeningStep.SHARE_FAULT, share=1)
    assert lines(phase, JornadaState.LISTA) == guide(3, 6, StepStatus.FAILED)


@pytest.mark.parametrize(
    ("phase", "jornada", "done"),
    [
        (Closing(), JornadaState.CERRANDO, 0),
        (Closing(ClosingStep.COUNTING), JornadaState.CERRANDO, 1),
        (Closing(ClosingStep.PRINTING, 1, 3), JornadaState.CERRADA, 2),
        (Closing(ClosingStep.DONE, 3, 3), JornadaState.CERRADA, 3),
        (Closing(ClosingStep.DONE, 3, 3), JornadaState.EXPORTADA, 4),
        (Closing(ClosingStep.PRINTING, 2, 3, reprint=True), JornadaState.EXPORTADA, 4),
        (Closing(ClosingStep.PAPER_FAULT, 2, 3, again=True), JornadaState.EXPORTADA, 4),
        (Closing(ClosingStep.DONE, 3, 3), JornadaState.ARCHIVADA, 5),
    ],
)
def test_closing_says_what_is_done_what_is_next_and_what_is_left(
    phase: Closing, jornada: JornadaState, done: int
) -> None:
    assert lines(phase, jornada) == guide(done, 5)


def test_a_fault_of_the_closing_stands_at_its_step() -> None:
    assert lines(Closing(ClosingStep.PAPER_FAULT, 1, 3)) == guide(2, 5, StepStatus.FAILED)


def test_a_reserve_counts_the_other_urna_before_it_is_archived() -> None:
    state = replace(OPEN, facts=Facts(substitutes="JAL-0017"), jornada=JornadaState.EXPORTADA)
    found = procedure(replace(state, phase=Closing(ClosingStep.DONE, 3, 3))).lines
    assert [line.text.key for line in found if line.status is StepStatus.RUNNING] == ["cierre.paso.otra_urna"]


def test_delivery_tells_by_which_ways_in_place_of_its_step() -> None:
    ways = (ChecklistLine(Text("exportacion.usb"), StepStatus.DONE), ChecklistLine(Text("x"), StepStatus.FAILED))
    phase = Closing(ClosingStep.DONE, 3, 3, lines=ways)
    found = procedure(replace(OPEN, phase=phase, jornada=JornadaState.EXPORTADA)).lines
    assert found[3:5] == ways
    assert found[5].status is StepStatus.RUNNING


@pytest.mark.parametrize(
    ("phase", "stage"),
    [
        (Starting(), None),
        (Loading(), (1, 4)),
        (Preparing("verificacion"), (2, 4)),
        (Preparing("diagnostico"), (3, 4)),
        (Opening(), (4, 4)),
        (Menu(), None),
    ],
)
def test_the_days_before_say_which_step_this_is(phase: Phase, stage: tuple[int, int] | None) -> None:
    assert procedure(replace(OPEN, phase=phase)).stage == stage


def test_all_is_well_is_said_of_every_part() -> None:
    told = status(OPEN)
    assert [each.part for each in told] == [*Part]
    assert all(each.well for each in told)
    assert told[0].text.params == (("votantes", 312),)


@pytest.mark.parametrize(("device", "fault"), FAULTS)
def test_every_fault_of_a_device_is_seen_in_the_status_and_has_words(device: str, fault: str) -> None:
    told = status(with_fault(OPEN, device, fault))
    assert any(not each.well for each in told)
    assert {each.text.key for each in told} <= set(load_texts().entries)


@pytest.mark.parametrize(("percent", "key"), [(80, "estado.energia.bateria"), (9, "estado.energia.por_terminar")])
def test_power_is_told_with_what_is_left(percent: int, key: str) -> None:
    known = replace(OPEN, sensed=BoardSensed(mains=False, battery_percent=percent))
    told = {each.part: each for each in status(known)}
    assert (told[Part.ENERGIA].text.key, told[Part.ENERGIA].well) == (key, False)


def test_a_medium_that_is_copied_to_says_how_far() -> None:
    told = status(replace(OPEN, copying=Copying("usb", 3, 5)))
    assert [each.text.params for each in told if each.part is Part.USB] == [(("hechas", 3), ("total", 5))]


def test_the_status_is_told_between_voters_and_to_nobody_who_votes() -> None:
    waiting = screen_for(replace(OPEN, phase=Voting()))
    voting = screen_for(replace(OPEN, phase=Voting(), turn=Turn(TurnStep.ENABLED, 1)))
    assert isinstance(waiting, VoterMessageScreen)
    assert isinstance(voting, VoterMessageScreen)
    assert waiting.status == status(OPEN)
    assert voting.status == ()
