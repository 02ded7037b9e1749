"""A25: a clock moved back or forward, years off, stopped, or absent. No effect on votes; closing is never blocked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from tests.flows.institute import EVENING, MORNING, Institute
from tests.flows.table import HandClock, Table, memory_table
from tests.flows.test_power import CHOICES, check_sound, read_bundle
from urna.flow.hour import LOAD_STEPS
from urna.flow.input import MesaPressed
from urna.flow.phases import Loading
from urna.flow.screen import ProcedureScreen, ScreenId
from urna.services.hours import FIRST_S, ClockWatch

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FAULTS: dict[str, Callable[[datetime], datetime]] = {
    "hour_back": lambda at: at - timedelta(hours=1),
    "hour_forward": lambda at: at + timedelta(hours=1),
    "years_back": lambda at: at.replace(year=2003),
    "years_forward": lambda at: at.replace(year=2061),
    "no_hour": lambda _: EPOCH,
}
MOMENTS = ("waiting", "boleta", "printing", "suspended", "off", "closing")


class SteadyClock(HandClock):
    """A clock whose hour goes on with its milliseconds, unless it is ``stopped``."""

    stopped = False

    def now(self) -> datetime:
        if not self.stopped:
            self.at += timedelta(milliseconds=self.ms - self._shown_ms)
        self._shown_ms = self.ms
        return self.at.replace(microsecond=0)

    _shown_ms = 0


@pytest.fixture
def table(opened: Table) -> Table:
    twin = opened.fork()
    twin.clock = SteadyClock(MORNING)
    twin.power_on()
    return twin


def jumps(table: Table) -> list[tuple[int | str | None, int | str | None]]:
    entries = table.context().book.journal.entries
    told = [entry for entry in entries if entry.kind is JournalKind.RELOJ_CAMBIADO]
    assert all(entry.at is not None for entry in told), "inside of a turn"
    return [(entry.value("sentido"), entry.value("segundos")) for entry in told]


def reach(table: Table, moment: str, disturb: Callable[[], None]) -> None:
    """Go through a turn or a pause with something happening at one moment."""
    if moment in {"boleta", "printing"}:
        table.enable_and_mark(CHOICES)
        if moment == "boleta":
            disturb()
            table.touch("confirmar")
        else:
            table.printer.paper_out()
            table.touch("confirmar")
            disturb()
            table.printer.refill()
            table.wait(4)
            table.touch("reintentar")
        table.touch("terminar")
        return
    if moment == "suspended":
        table.suspend()
        disturb()
        table.touch("reanudar")
        table.authenticate("secretaria", "escrutador")
    else:
        disturb()
    if moment == "off":
        table.power_on()
    if moment != "closing":
        table.vote(CHOICES)


def close_whatever_the_clock_shows(table: Table) -> None:
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.confirm_closing()
    table.open_shares(0, 2)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a25_a_turned_clock_has_no_part_in_votes_and_never_blocks_closing(
    table: Table, fault: str, moment: str
) -> None:
    table.vote(CHOICES)
    table.wait(3)

    def disturb() -> None:
        table.clock.at = FAULTS[fault](table.clock.at)

    reach(table, moment, disturb)
    table.wait(3)
    told = jumps(table)
    if moment != "off" or "forward" not in fault:
        assert len(told) == 1
        assert told[0][0] == ("adelante" if "forward" in fault else "atras")
    votes = 1 if moment == "closing" else 2
    assert table.ledger().emitidos == votes
    check_sound(table)
    close_whatever_the_clock_shows(table)
    assert table.jornada() is JornadaState.CERRADA
    bundle = read_bundle(table)
    assert bundle.acta.ledger.emitidos == votes
    assert [contest.total for contest in bundle.acta.contests] == [votes, votes]
    check_sound(table)


def test_a25_a_clock_that_stands_still_is_told_ever_more_seldom(table: Table) -> None:
    assert isinstance(table.clock, SteadyClock)
    table.clock.stopped = True
    table.wait(1200)
    assert 2 <= len(jumps(table)) <= 5
    table.vote(CHOICES)
    close_whatever_the_clock_shows(table)
    assert table.jornada() is JornadaState.CERRADA
    check_sound(table)


def test_a25_a_steady_clock_is_never_told_and_closes_without_a_question(table: Table) -> None:
    table.vote(CHOICES)
    table.wait(400)
    assert jumps(table) == []
    watch = ClockWatch()
    clock = SteadyClock(EVENING)
    assert [watch.look(clock) for _ in range(500)] == [0] * 500
    clock.at += timedelta(seconds=FIRST_S + 5)
    assert watch.look(clock) > FIRST_S


@pytest.mark.parametrize("fault", ["years_forward", "years_back", "no_hour"])
def test_a25_two_people_confirm_the_hour_of_closing_and_both_are_printed(table: Table, fault: str) -> None:
    table.vote(CHOICES)
    table.clock.at = FAULTS[fault](table.clock.at)
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    screen = table.screen
    assert isinstance(screen, ProcedureScreen)
    assert "confirmar_cierre" not in {action.id for action in screen.actions}
    table.touch("cambiar_hora")
    for action in ("hora_mas", "minutos_mas", "minutos_mas", "minutos_menos"):
        table.touch(action)
    table.touch("aceptar_hora")
    wrong = table.clock.now()
    table.touch("confirmar_hora_cierre")
    table.open_shares(0, 1)
    entry = table.context().book.journal.last(JournalKind.HORA_CONFIRMADA)
    assert entry is not None
    day = table.institute.theme.election.date
    confirmed = datetime(day.year, day.month, day.day, 19, 5, tzinfo=UTC) + timedelta(hours=6)
    assert entry.value("confirmada") == f"{confirmed:%Y-%m-%dT%H:%M:%SZ}"
    assert str(entry.value("reloj")).startswith(f"{wrong:%Y-}")
    assert {entry.value("oficial_1"), entry.value("oficial_2")} == {"PRESIDENCIA-01", "SECRETARIA-01"}
    papers = table.slips("acta_escrutinio")
    for slip in papers:
        assert f"{day.day} jul {day.year}, 19:05" in str(slip.blocks)
        assert f"El reloj de la urna marcaba {wrong.day} " in str(slip.blocks) or fault == "no_hour"
        assert "confirmaron la hora del cierre" in str(slip.blocks)
    table.touch("reimprimir_acta")
    assert "confirmaron la hora del cierre" in str(table.slips("acta_escrutinio")[-1].blocks)
    assert read_bundle(table).acta.closed_at == confirmed


def test_a25_the_hour_cannot_be_moved_beyond_a_day_of_the_closing(table: Table) -> None:
    table.clock.at = EPOCH
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.touch("cambiar_hora")
    for _ in range(60):
        table.touch("hora_mas")
    screen = table.screen
    assert isinstance(screen, ProcedureScreen)
    day = table.institute.theme.election.date + timedelta(days=1)
    assert screen.facts[-1][1] == f"{day:%d/%m/%Y} 18:00"


def test_a25_a_cut_after_the_hour_was_confirmed_keeps_it(table: Table) -> None:
    table.vote(CHOICES)
    table.clock.at = EPOCH
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.touch("confirmar_hora_cierre")
    table.printer.paper_out()
    table.open_shares(0, 1)
    table.clock.at = EVENING + timedelta(days=900)
    table.printer.refill()
    table.power_on()
    bundle = read_bundle(table) if table.jornada() is JornadaState.CERRADA else None
    assert bundle is not None
    day = table.institute.theme.election.date
    assert bundle.acta.closed_at == datetime(day.year, day.month, day.day, 18, tzinfo=UTC) + timedelta(hours=6)


def test_a25_the_newest_signed_hour_is_remembered_by_what_was_never_loaded(
    institute: Institute, tmp_path_factory: pytest.TempPathFactory
) -> None:
    table = memory_table(institute, tmp_path_factory.mktemp("young"))
    table.clock.at = datetime(2010, 1, 1, tzinfo=UTC)
    table.touch("cargar_tema")
    table.power_on()
    kinds = [entry.kind for entry in table.context().book.journal.entries]
    assert kinds.count(JournalKind.HORA_VISTA) == 1
    table.touch("cargar_tema")
    assert table.shows() is ScreenId.HORA_CARGA
    table.power_on()
    table.clock.at = MORNING
    table.load()
    assert table.jornada() is JornadaState.CARGADA


def put_right(table: Table, at: datetime) -> None:
    """Press the buttons of the page until it shows ``at``, to the minute, as a person does: large steps first."""
    assert table.shows() is ScreenId.HORA_CARGA
    for action, step in sorted(LOAD_STEPS.items(), key=lambda pair: -abs(pair[1])):
        for _ in range(100):
            phase = table.urna.runner.state.phase
            assert isinstance(phase, Loading)
            assert phase.hour is not None
            away = at - phase.hour.confirmed
            if away < step if step > timedelta() else away > step:
                break
            table.touch(action)
    table.touch("aceptar_hora")


@pytest.mark.parametrize("wrong", [EPOCH, datetime(2036, 5, 1, 3, 7, tzinfo=UTC)], ids=["behind", "ahead"])
def test_a25_a_wrong_clock_is_put_right_at_loading_and_stays_so_over_restarts(
    institute: Institute, tmp_path_factory: pytest.TempPathFactory, wrong: datetime
) -> None:
    table = memory_table(institute, tmp_path_factory.mktemp("wrong"))
    table.clock = SteadyClock(wrong)
    table.power_on()
    before = jumps(table)
    table.touch("cargar_tema")
    if wrong > MORNING:
        table.touch("corregir_hora")
    put_right(table, MORNING)
    table.touch("confirmar_hora")
    table.authenticate("presidencia", "tecnico")
    assert table.jornada() is JornadaState.CARGADA, table.screen
    confirmed = table.context().book.journal.last(JournalKind.HORA_CONFIRMADA)
    assert confirmed is not None
    assert str(confirmed.value("reloj"))[:7] == f"{wrong:%Y-%m}"
    assert str(confirmed.value("confirmada"))[:10] == f"{MORNING:%Y-%m-%d}"
    table.prepare()
    for _ in range(2):
        table.power_on()
        assert abs(table.context().clock.now() - MORNING) < timedelta(minutes=15)
    table.open()
    table.vote(CHOICES)
    assert jumps(table) == before
    table.clock.at += EVENING - MORNING
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    assert "corregir_hora" not in {action.id for action in table.screen.actions}
    table.confirm_closing()
    table.open_shares(0, 2)
    assert read_bundle(table).acta.closed_at.date() == EVENING.date()


def test_a25_expiry_is_judged_at_loading_alone(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> None:
    table = memory_table(institute, tmp_path_factory.mktemp("late"))
    table.load()
    table.clock.at = table.clock.at.replace(year=2061)
    table.prepare()
    table.open()
    table.vote(CHOICES)
    close_whatever_the_clock_shows(table)
    assert table.jornada() is JornadaState.CERRADA
