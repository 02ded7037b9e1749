"""The hours of a theme on an urna: when it closes, for what it may close early, what it tells the mesa of them."""

from datetime import UTC, datetime, time, timedelta

import pytest

from shared.crypto.shares import open_share
from shared.domain.hora import ZONE
from shared.domain.horario import Horario
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.domain.motivo import MotivoCierre
from tests.flows.institute import MORNING, found
from tests.flows.table import OPENERS, ProcedureScreen, Table, memory_table
from urna.flow.effects import CountAndSeal
from urna.flow.input import ActionTouched, MesaPressed
from urna.flow.outcome import Counted
from urna.flow.screen import ScreenId, Text
from urna.services import closing

HOURS = Horario(time(7, 30), time(17, 30), (MotivoCierre.LISTA_COMPLETA,), 150, 180)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Opened under a theme that says its hours, with what its mesa read before."""
    institute = found(tmp_path_factory.mktemp("horario"), horario=HOURS)
    table = memory_table(institute, tmp_path_factory.mktemp("urna"))
    table.load()
    table.prepare()
    assert isinstance(table.screen, ProcedureScreen)
    assert (Text("dato.horario"), "07:30 a 17:30") in table.screen.facts
    table.open()
    return table


def ask_to_close(table: Table) -> set[str]:
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    return {action.id for action in table.screen.actions}


def test_it_closes_at_the_hour_of_its_theme_and_not_before(ready: Table) -> None:
    table = ready.fork()
    local = closing_of(table)
    table.clock.at = local - timedelta(seconds=1)
    assert "confirmar_cierre" not in ask_to_close(table)
    table.touch("volver")
    table.touch("volver")
    table.clock.at = local
    assert "confirmar_cierre" in ask_to_close(table)


def closing_of(table: Table) -> datetime:
    return datetime.combine(table.institute.theme.election.date, HOURS.closes, ZONE).astimezone(UTC)


def test_a15_only_what_the_theme_allows_closes_early(ready: Table) -> None:
    table = ready.fork()
    table.clock.at = MORNING + timedelta(hours=2)
    assert "cierre_anticipado" in ask_to_close(table)
    table.touch("cierre_anticipado")
    assert {action.id for action in table.screen.actions} == {"motivo_lista_completa", "volver_al_cierre"}
    table.do(ActionTouched("motivo_orden_del_instituto"))
    assert table.shows() is ScreenId.MOTIVO
    context, store = table.context(), table.image().store_id.value
    for reason, closes in (("orden_del_instituto", False), ("lista_completa", True)):
        for index in (0, 2):
            code = table.institute.official(OPENERS[index]).code
            context.desk.opened_shares[index] = open_share(table.shares[index], code, store)
        assert isinstance(closing.count_and_seal(context, CountAndSeal(reason=reason)), Counted) is closes
    begun = context.book.journal.last(JournalKind.CIERRE_INICIADO)
    assert begun is not None
    assert begun.value("motivo") == "lista_completa"
    assert context.book.state() is not JornadaState.ABIERTA
