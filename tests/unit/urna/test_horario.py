"""What the hours of a theme do to the reducer: its patience with a voter, and an early close that it never allows."""

from dataclasses import replace
from datetime import UTC, datetime, time

from shared.domain.horario import Horario
from shared.domain.jornada import JornadaState
from tests.unit.urna.conftest import consulta
from urna.flow.effects import MesaMessage, TellMesa
from urna.flow.hour import DoubtfulHour, HourDoubt
from urna.flow.input import ActionTouched, Ticked
from urna.flow.limits import Limits
from urna.flow.outcome import ReportReady
from urna.flow.phases import Menu, Voting
from urna.flow.reducer import reduce
from urna.flow.screen import ProcedureScreen, Text
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, State, Turn, TurnStep

NEVER = Horario(time(8), time(18), (), 200, 230)
FACTS = Facts(contests=(consulta(),), horario=NEVER)
EARLY = DoubtfulHour(HourDoubt.EARLY, *(datetime(2018, 7, 1, hour, tzinfo=UTC) for hour in (20, 20, 23)))


def test_the_patience_is_the_themes_and_else_the_urnas_own() -> None:
    turn = Turn(TurnStep.BOLETA, 1, contests=(0,), selections=((),))
    for facts, warn, alert in ((FACTS, 200, 230), (replace(FACTS, horario=None), Limits().warn_s, Limits().alert_s)):
        state = State(JornadaState.ABIERTA, Voting(), turn, facts, Limits())
        quiet, _ = reduce(state, Ticked(warn - 1))
        assert quiet.turn.alert is None
        asked, effects = reduce(quiet, Ticked(1))
        assert asked.turn.alert == Text("turno.sigue_ahi")
        assert effects == ()
        _, effects = reduce(asked, Ticked(alert - warn))
        assert effects == (TellMesa(MesaMessage.INACTIVE),)


def test_a15_a_theme_that_never_closes_early_offers_the_clock_alone() -> None:
    state = State(JornadaState.ABIERTA, Voting(), Turn(), FACTS, Limits())
    asked, _ = reduce(replace(state, phase=Menu("cerrar", busy=True)), ReportReady((), FACTS, EARLY))
    screen = screen_for(asked)
    assert isinstance(screen, ProcedureScreen)
    assert screen.alert == Text("cierre.aviso.antes_de_hora_nunca")
    assert [action.id for action in screen.actions] == ["volver", "cambiar_hora"]
    for action in ("cierre_anticipado", "confirmar_hora_cierre", "confirmar_cierre"):
        assert reduce(asked, ActionTouched(action)) == (asked, ())
    forced = replace(asked, phase=Menu("motivo_cierre", hour=EARLY))
    assert reduce(forced, ActionTouched("motivo_lista_completa")) == (forced, ())
