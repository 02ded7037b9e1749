"""A15: no early close, no second opening or acta de inicio, no vote after the close; a suspension says why."""

from datetime import timedelta

import pytest

from shared.crypto.shares import open_share
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from shared.domain.motivo import MotivoCierre, MotivoSuspension
from shared.domain.voto import Voto
from tests.flows.institute import EVENING, MORNING
from tests.flows.table import OPENERS, ProcedureScreen, Table
from tests.flows.test_power import CHOICES, read_bundle
from urna.flow.credentials import Holder
from urna.flow.effects import (
    CommitOpening,
    CommitPending,
    ConsumeHabilitacion,
    CountAndSeal,
    PrepareOpening,
    ResumeVoting,
    SuspendVoting,
)
from urna.flow.input import ActionTouched, CodeScanned, HabilitarPressed, MesaPressed, OptionTouched
from urna.flow.outcome import (
    Broke,
    Counted,
    HabilitacionConsumed,
    Opened,
    OpeningPrepared,
    VotingResumed,
    VotingSuspended,
)
from urna.flow.screen import CodeScreen, ScreenId
from urna.services import closing, opening, reports, voting

NOON = MORNING + timedelta(hours=5)
THREE = tuple(Holder(f"{role.upper()}-01", role, "A" * 10) for role in OPENERS)


def kinds(table: Table) -> list[JournalKind]:
    return [entry.kind for entry in table.context().book.journal.entries]


def offered(table: Table) -> set[str]:
    return {action.id for action in table.screen.actions if action.enabled}


def to_the_question(table: Table) -> None:
    table.do(MesaPressed("menu"))
    table.touch("cerrar")


@pytest.fixture
def morning(table: Table) -> Table:
    """Open, with a vote, long before the closing hour."""
    table.clock.at = NOON
    table.vote(CHOICES)
    return table


@pytest.fixture(scope="module")
def shut(opened: Table) -> Table:
    """Closed, with a vote."""
    table = opened.fork()
    table.vote(CHOICES)
    table.close()
    return table


def test_a15_before_the_hour_nothing_closes_without_a_reason(morning: Table) -> None:
    to_the_question(morning)
    assert offered(morning) >= {"cierre_anticipado", "cambiar_hora"}
    for action in ("confirmar_cierre", "confirmar_hora_cierre"):
        assert action not in offered(morning)
        morning.do(ActionTouched(action))
        assert not isinstance(morning.screen, CodeScreen)
    morning.touch("cierre_anticipado")
    for action in ("motivo_orden", "motivo_", "motivo_hora", "confirmar_cierre"):
        morning.do(ActionTouched(action))
        assert morning.shows() is ScreenId.MOTIVO
    assert morning.jornada() is JornadaState.ABIERTA


@pytest.mark.parametrize("reason", MotivoCierre)
def test_a15_an_early_close_takes_a_reason_and_two_shares_and_the_acta_says_it(
    morning: Table, reason: MotivoCierre
) -> None:
    to_the_question(morning)
    morning.touch("cierre_anticipado")
    morning.touch(f"motivo_{reason.value}")
    morning.open_shares(0)
    assert morning.jornada() is JornadaState.ABIERTA
    morning.open_shares(2)
    assert morning.jornada() is JornadaState.CERRADA
    begun = morning.context().book.journal.last(JournalKind.CIERRE_INICIADO)
    assert begun is not None
    assert begun.value("motivo") == reason.value
    assert {begun.value("oficial_1"), begun.value("oficial_2")} == {"PRESIDENCIA-01", "ESCRUTADOR-01"}
    assert all("se cerró antes de la hora" in str(slip.blocks) for slip in morning.slips("acta_escrutinio"))
    assert read_bundle(morning).acta.closed_at == NOON


def test_a15_the_service_asks_the_table_whatever_the_screen_let_through(morning: Table) -> None:
    """A reducer that forgot the reason closes nothing."""
    context, store = morning.context(), morning.image().store_id.value
    shares = {
        index: open_share(morning.shares[index], morning.institute.official(OPENERS[index]).code, store)
        for index in (0, 2)
    }
    for effect in (CountAndSeal(), CountAndSeal(NOON), CountAndSeal(reason="hora"), CountAndSeal(reason="orden")):
        context.desk.opened_shares.update(shares)
        assert not isinstance(closing.count_and_seal(context, effect), Counted)
    assert JournalKind.CIERRE_INICIADO not in kinds(morning)
    context.desk.opened_shares.update(shares)
    assert isinstance(closing.count_and_seal(context, CountAndSeal(reason="lista_completa")), Counted)


@pytest.mark.parametrize("reason", MotivoSuspension)
def test_a15_a_suspension_bears_its_reason_and_two_officials(table: Table, reason: MotivoSuspension) -> None:
    table.ask_to_suspend(reason.value)
    table.authenticate("secretaria", "escrutador")
    assert table.jornada() is JornadaState.SUSPENDIDA
    said = table.context().book.journal.last(JournalKind.SUSPENSION)
    assert said is not None
    values = {said.value(name) for name in ("oficial_1", "oficial_2", "motivo")}
    assert values == {"SECRETARIA-01", "ESCRUTADOR-01", reason.value}


def test_a15_without_a_reason_nothing_is_suspended(table: Table) -> None:
    table.do(MesaPressed("suspender"))
    assert table.shows() is ScreenId.MOTIVO
    table.do(ActionTouched("motivo_lista_completa"))
    assert not isinstance(table.screen, CodeScreen)
    for reason in ("", "mesa", "lista_completa"):
        assert not isinstance(reports.suspend(table.context(), SuspendVoting(THREE[:2], reason)), VotingSuspended)
    one = reports.suspend(table.context(), SuspendVoting(THREE[:1], "orden"))
    assert not isinstance(one, VotingSuspended)
    table.touch("volver_a_votar")
    table.vote(CHOICES)


def test_a15_a_suspended_jornada_takes_two_to_go_on(table: Table) -> None:
    table.suspend()
    assert not isinstance(reports.resume(table.context(), ResumeVoting(THREE[:1])), VotingResumed)
    assert table.context().book.state() is JornadaState.SUSPENDIDA


def test_a15_an_open_urna_is_not_opened_again(table: Table) -> None:
    table.vote(CHOICES)
    before, context = kinds(table), table.context()
    actas, parts = len(table.slips("acta_inicio")), len(table.slips("parte"))
    for action in ("abrir", "cargar_tema", "cargar_otro_tema", "iniciar_verificacion", "iniciar_diagnostico"):
        table.do(ActionTouched(action))
    assert not isinstance(opening.prepare(context, PrepareOpening(THREE)), OpeningPrepared)
    assert not isinstance(opening.commit(context, CommitOpening()), Opened)
    table.power_on()
    assert table.shows() is ScreenId.ESPERA
    assert (len(table.slips("acta_inicio")), len(table.slips("parte"))) == (actas, parts)
    assert [kind for kind in kinds(table) if kind is JournalKind.ACTA_INICIO] == [JournalKind.ACTA_INICIO]
    assert kinds(table)[: len(before)] == before
    assert table.ledger().emitidos == 1


def test_a15_a_closed_urna_takes_no_vote_and_does_not_open_again(shut: Table) -> None:
    table = shut.fork()
    ledger, image = table.ledger(), table.context().store.data
    context = table.context()
    for event in (
        HabilitarPressed(5),
        MesaPressed("menu"),
        MesaPressed("suspender"),
        *(ActionTouched(action) for action in ("comenzar", "confirmar", "abrir", "reanudar", "volver", "continuar")),
        OptionTouched(0),
        CodeScanned(table.shares[0]),
    ):
        table.do(event)
    assert not isinstance(voting.consume(context, ConsumeHabilitacion()), HabilitacionConsumed)
    assert isinstance(voting.commit(context, CommitPending(2, (Voto(()), Voto(())))), Broke)
    assert not isinstance(opening.prepare(context, PrepareOpening(THREE)), OpeningPrepared)
    assert not isinstance(reports.resume(context, ResumeVoting(THREE[:2])), VotingResumed)
    table.power_on()
    assert table.jornada() is JornadaState.CERRADA
    assert (table.ledger(), table.context().store.data) == (ledger, image)
    assert table.board.face().lines[0].startswith("VOTACIÓN CERRADA") or table.shows() is ScreenId.CERRADA


def test_a15_there_is_one_acta_for_ever(shut: Table) -> None:
    """Counting again, at another hour, gives nothing new: the acta that there is stays."""
    table = shut.fork()
    public = read_bundle(table)
    table.clock.at = EVENING.replace(day=9)
    assert isinstance(table.screen, ProcedureScreen)
    assert not isinstance(closing.count_and_seal(table.context(), CountAndSeal()), Counted)
    table.touch("reimprimir_acta")
    assert "REIMPRESIÓN 1" in str(table.slips("acta_escrutinio")[-1].blocks)
    assert read_bundle(table).sha256 == public.sha256
