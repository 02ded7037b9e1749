"""The question about a medium that is lost: it goes away by itself when the medium is well again."""

from dataclasses import replace

from shared.domain.jornada import JornadaState
from tests.unit.urna.test_turn import FACTS
from urna.flow.effects import MakeReport, Resume
from urna.flow.input import DeviceChanged
from urna.flow.limits import Limits
from urna.flow.outcome import MediumReturned, Resumed
from urna.flow.phases import Missing
from urna.flow.reducer import reduce
from urna.flow.screen import ScreenId
from urna.flow.screen_for import screen_for
from urna.flow.state import MediumFault, State, Turn

ASKED = State(
    JornadaState.ABIERTA,
    Missing("usb", starting=False),
    Turn(),
    FACTS,
    Limits(),
    faults=(("usb", MediumFault.LOST), ("internal", MediumFault.LOST)),
)


def test_the_question_before_closing_ends_when_no_medium_is_lost_any_more() -> None:
    one, _ = reduce(ASKED, DeviceChanged("internal", ""))
    assert screen_for(one).id is ScreenId.MEMORIA
    both, effects = reduce(one, DeviceChanged("usb", ""))
    assert screen_for(both).id is ScreenId.CIERRE
    assert any(isinstance(effect, MakeReport) for effect in effects)


def test_a_medium_that_came_back_at_start_is_not_held_against_the_jornada() -> None:
    starting = replace(ASKED, phase=Missing("usb", starting=True), faults=(("usb", "returned"),))
    again, effects = reduce(starting, MediumReturned("usb"))
    assert effects == (Resume(),)
    well, _ = reduce(again, Resumed(JornadaState.ABIERTA, FACTS))
    assert well.faults == ()
    assert screen_for(well).id is ScreenId.ESPERA
