"""A12: without mains, voting is suspended before the battery ends, never inside a turn; a cut after it does no harm."""

from collections.abc import Callable

import pytest

from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from tests.flows.table import Table
from tests.flows.test_power import CHOICES, check_sound
from urna.flow.input import ActionTouched, BoardSensed, HabilitarPressed, MesaPressed
from urna.flow.screen import ProcedureScreen, ScreenId, VoterMessageScreen

MAINS = BoardSensed()


def battery(percent: int) -> BoardSensed:
    return BoardSensed(mains=False, battery_percent=percent)


def offered(table: Table) -> set[str]:
    return {action.id for action in table.screen.actions if action.enabled}


def test_a12_voting_is_suspended_at_the_limit_and_resumed_by_two_people(table: Table) -> None:
    table.do(battery(11))
    table.vote(CHOICES)
    assert table.shows() is ScreenId.ESPERA
    table.do(battery(10))
    assert table.shows() is ScreenId.SUSPENDIDA
    entry = table.context().book.journal.last(JournalKind.SUSPENSION)
    assert entry is not None
    assert dict(entry.data) == {"motivo": "corriente"}
    table.do(HabilitarPressed(1))
    assert table.ledger().habilitaciones == 1
    assert offered(table) == {"cerrar"}
    table.do(ActionTouched("reanudar"))
    assert table.shows() is ScreenId.SUSPENDIDA, "a finger that was faster than the screen resumes nothing"
    table.do(MAINS)
    table.touch("reanudar")
    table.authenticate("presidencia", "secretaria")
    table.vote(CHOICES)
    check_sound(table)


@pytest.mark.parametrize("stop", range(5))
def test_a12_a_turn_that_is_open_may_finish(table: Table, stop: int) -> None:
    """Wherever the voter stands when the battery reaches the limit."""
    steps: tuple[Callable[[], object], ...] = (
        table.enable,
        lambda: table.mark(CHOICES),
        lambda: table.touch("confirmar"),
        lambda: table.touch("terminar"),
        lambda: None,
    )
    for place, act in enumerate(steps):
        if place >= stop:
            table.do(battery(4))
        if table.shows() is ScreenId.SUSPENDIDA:
            break
        act()
    table.do(battery(4))
    assert table.shows() is ScreenId.SUSPENDIDA
    ledger = table.ledger()
    assert (ledger.habilitaciones, ledger.emitidos, ledger.abierto) == ((1, 1, 0) if stop else (0, 0, 0))
    check_sound(table)


def test_a12_a_cut_after_the_suspension_loses_nothing(table: Table) -> None:
    table.vote(CHOICES)
    table.do(battery(3))
    table.power_on()
    assert table.jornada() is JornadaState.SUSPENDIDA
    table.do(battery(3))
    assert "reanudar" not in offered(table), "the power went, and the battery is what it was"
    table.do(MAINS)
    table.touch("reanudar")
    table.authenticate("presidencia", "secretaria")
    table.vote(CHOICES)
    check_sound(table)


def test_a12_the_mesas_menu_is_left_for_the_suspension(table: Table) -> None:
    table.do(MesaPressed("menu"))
    table.do(battery(10))
    assert table.shows() is ScreenId.SUSPENDIDA


def test_a_suspended_casilla_without_light_may_close(table: Table) -> None:
    table.vote(CHOICES)
    table.do(battery(9))
    assert isinstance(table.screen, ProcedureScreen | VoterMessageScreen)
    table.touch("cerrar")
    assert table.shows() is ScreenId.CIERRE
