"""A13: a medium pulled, full, read-only, bad or swapped at any moment. Voting goes on alarmed, and nothing is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.board.port import Lamp, LampMode
from shared.domain.jornada import JornadaState
from tests.flows.institute import Institute, found
from tests.flows.spoiling import (
    FAULTS,
    Stick,
    check_level,
    copy_of,
    kinds,
    medium,
    spoilable_table,
)
from tests.flows.table import Table
from tests.flows.test_power import CHOICES, check_sound, read_bundle, until_cut
from urna.flow.input import ActionTouched, HabilitarPressed, MesaPressed, Ticked
from urna.flow.ports import MedioPerdido
from urna.flow.screen import ProcedureScreen, ScreenId, VoterMessageScreen
from urna.store.durable import RealFiles

SECONDS = 70
"""Enough for the rarest look at a medium that was found bad."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the day: how to get there, and how what was begun ends. ``votes`` that end after the fault."""

    before: Callable[[Table], None]
    after: Callable[[Table], None]
    votes: int = 1


def _nothing(_: Table) -> None:
    """Nobody is there."""


def _vote(table: Table) -> None:
    table.vote(CHOICES)


def _confirm(table: Table) -> None:
    table.touch("confirmar")
    table.touch("terminar")


def _mark_and_confirm(table: Table) -> None:
    table.mark(CHOICES)
    _confirm(table)


def _out_of_paper(table: Table) -> None:
    table.enable_and_mark(CHOICES)
    table.printer.paper_out()
    table.touch("confirmar")


def _new_paper(table: Table) -> None:
    table.printer.refill()
    table.wait(4)
    table.touch("reintentar")
    table.touch("terminar")


def _resume(table: Table) -> None:
    table.touch("reanudar")
    table.authenticate("secretaria", "escrutador")


def _open_menu(table: Table) -> None:
    table.do(MesaPressed("menu"))


def _leave_menu(table: Table) -> None:
    table.touch("volver")


MOMENTS = {
    "waiting": Moment(_nothing, _vote),
    "enabled": Moment(lambda table: table.enable(), _mark_and_confirm),
    "review": Moment(lambda table: table.enable_and_mark(CHOICES), _confirm),
    "printing": Moment(_out_of_paper, _new_paper),
    "menu": Moment(_open_menu, _leave_menu, votes=0),
    "suspended": Moment(lambda table: table.suspend(), _resume, votes=0),
}


@pytest.fixture(scope="module")
def day(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna on which one person voted."""
    table = spoilable_table(institute, tmp_path_factory.mktemp("day"))
    table.open_day()
    table.vote(CHOICES)
    return table


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Stick:
    """The stick of another urna that is open."""
    table = spoilable_table(found(tmp_path_factory.mktemp("other")), tmp_path_factory.mktemp("others"))
    table.open_day()
    table.vote(CHOICES)
    return copy_of(table, "usb")


def alarm(table: Table) -> str:
    """The key of the sentence on the screen."""
    screen = table.screen
    assert isinstance(screen, VoterMessageScreen | ProcedureScreen)
    return screen.alert.key if screen.alert is not None else ""


def blinks(table: Table) -> bool:
    return table.board.face().lamps[Lamp.ALERT] is LampMode.BLINK


def go_on(table: Table, moment: Moment) -> None:
    """End what was begun, let one more person vote, and see the alarm between two turns."""
    moment.after(table)
    table.vote(CHOICES)
    table.wait(3)
    assert table.shows() is ScreenId.ESPERA
    assert table.ledger().emitidos == 2 + moment.votes
    check_sound(table)


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("label", ["usb", "interna"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a13_a_medium_that_fails_is_alarmed_and_brought_level(day: Table, fault: str, label: str, name: str) -> None:
    table, moment = day.fork(), MOMENTS[name]
    moment.before(table)
    buzzes = table.board.face().buzzes
    medium(table, label).spoil(fault)
    go_on(table, moment)
    assert alarm(table).startswith(f"memoria.{label}.")
    assert blinks(table)
    assert table.board.face().lamps[Lamp.READY] is LampMode.ON, "the next voter may be enabled all the same"
    assert table.board.face().lines[1].strip() in {"Falta una memoria", "Vea la pantalla"}
    assert table.board.face().buzzes > buzzes
    assert kinds(table).count("medio_perdido") == 1
    medium(table, label).spoil("")
    table.wait(SECONDS)
    assert alarm(table) == ""
    assert not blinks(table)
    assert kinds(table)[-1] == "medio_repuesto"
    check_level(table)
    table.vote(CHOICES)
    check_level(table)
    table.power_on()
    check_sound(table)


@pytest.mark.parametrize("name", MOMENTS)
def test_a13_a_blank_stick_takes_the_place_of_a_lost_one(day: Table, name: str) -> None:
    table, moment = day.fork(), MOMENTS[name]
    moment.before(table)
    medium(table, "usb").spoil("pulled")
    go_on(table, moment)
    medium(table, "usb").swap(Stick())
    table.wait(3)
    assert alarm(table) == ""
    assert table.context().book.journal.entries[-1].data == (("medio", "usb"), ("motivo", "vacia"))
    check_level(table)


@pytest.mark.parametrize("name", MOMENTS)
def test_a13_a_stick_swapped_behind_the_urnas_back_gets_no_byte(day: Table, strangers: Stick, name: str) -> None:
    table, moment = day.fork(), MOMENTS[name]
    moment.before(table)
    theirs = dict(strangers.files)
    ours = medium(table, "usb").swap(Stick(dict(strangers.files), set(strangers.folders)))
    go_on(table, moment)
    assert alarm(table) == "memoria.usb.ajena"
    assert blinks(table)
    table.wait(SECONDS)
    assert medium(table, "usb").files == theirs
    assert medium(table, "usb").touched == 0
    assert kinds(table).count("medio_rechazado") == 1
    medium(table, "usb").swap(ours)
    table.wait(SECONDS)
    assert alarm(table) == ""
    check_level(table)


def test_a13_a_stick_beyond_or_beside_the_urna_is_refused_untouched(day: Table) -> None:
    ahead = day.fork()
    ahead.vote([(0,), (1,)])
    beyond = copy_of(ahead, "usb")
    beside = day.fork()
    medium(beside, "usb").spoil("pulled")
    beside.vote(CHOICES)
    beside.vote(CHOICES)
    for table, wanted in ((day.fork(), "adelantada"), (beside, "distinta")):
        medium(table, "usb").spoil("pulled")
        table.wait(3)
        before = dict(beyond.files)
        medium(table, "usb").swap(Stick(dict(beyond.files), set(beyond.folders)))
        table.wait(3)
        assert alarm(table) == "memoria.usb.distinta", wanted
        assert medium(table, "usb").files == before
        assert medium(table, "usb").touched == 0


def test_a13_copying_is_shown_takes_nobody_and_begins_between_turns_alone(day: Table) -> None:
    table = day.fork()
    seen: list[tuple[str, int, int]] = []
    runner = table.urna.runner

    def look() -> None:
        copying = runner.state.copying
        if copying is not None and copying.total and copying.done not in {done for _, done, _ in seen}:
            seen.append((alarm(table), copying.done, copying.total))
            assert table.board.face().lines[0].strip() == "COPIANDO"
            if copying.done == 2:
                runner.submit(HabilitarPressed(5))

    runner.subscribe(look)
    medium(table, "usb").spoil("pulled")
    table.enable_and_mark(CHOICES)
    table.printer.paper_out()
    table.touch("confirmar")
    table.wait(4)
    medium(table, "usb").spoil("")
    table.wait(SECONDS)
    assert seen == []
    assert table.context().media.lost == ("usb",)
    _new_paper(table)
    assert seen == []
    table.wait(4)
    assert seen == [("memoria.usb.copiando", done, 6) for done in range(7)]
    assert table.ledger().habilitaciones == 2
    check_level(table)


def test_a13_a_stick_swapped_between_two_looks_gets_no_byte(day: Table, strangers: Stick) -> None:
    table = day.fork()
    medium(table, "usb").spoil("pulled")
    table.vote(CHOICES)
    table.wait(3)
    medium(table, "usb").spoil("")
    runner = table.urna.runner
    runner.submit(Ticked(2))
    assert runner.step()
    assert runner.state.copying is not None
    theirs = dict(strangers.files)
    medium(table, "usb").swap(Stick(dict(strangers.files), set(strangers.folders)))
    table.run()
    assert alarm(table) == "memoria.usb.ajena"
    assert medium(table, "usb").files == theirs


@pytest.mark.parametrize("first", ["usb", "interna"])
def test_a13_the_last_medium_lost_holds_the_turn_until_one_is_back(day: Table, first: str) -> None:
    table = day.fork()
    last = "interna" if first == "usb" else "usb"
    medium(table, first).spoil("pulled")
    table.vote(CHOICES)
    table.enable_and_mark(CHOICES)
    medium(table, last).spoil("pulled")
    table.touch("confirmar")
    assert table.shows() is ScreenId.IMPRESION
    assert alarm(table) == "impresion.almacen"
    assert len(table.slips("testigo")) == 4
    table.wait(10)
    assert table.shows() is ScreenId.IMPRESION
    medium(table, last).spoil("")
    table.wait(4)
    assert table.shows() is ScreenId.GRACIAS
    table.touch("terminar")
    assert table.ledger().emitidos == 3
    medium(table, first).spoil("")
    table.wait(SECONDS)
    check_level(table)
    check_sound(table)


def test_a13_with_no_medium_nobody_is_enabled_and_a_blank_one_is_not_enough(day: Table) -> None:
    table = day.fork()
    for label in ("usb", "interna"):
        medium(table, label).spoil("pulled")
    table.do(HabilitarPressed(1))
    assert table.shows() is ScreenId.ESPERA
    table.wait(3)
    table.do(HabilitarPressed(2))
    assert table.shows() is ScreenId.ESPERA
    ours = medium(table, "usb").swap(Stick())
    table.wait(SECONDS)
    assert medium(table, "usb").files == {}
    medium(table, "usb").swap(ours)
    table.wait(SECONDS)
    table.vote(CHOICES)
    assert (table.ledger().emitidos, table.ledger().habilitaciones) == (2, 2)
    check_sound(table)


def test_a13_a_cut_while_copying_begins_again(day: Table) -> None:
    base = day.fork()
    medium(base, "usb").spoil("pulled")
    base.vote(CHOICES)
    base.wait(3)
    cuts = 0
    for after in range(0, 400, 4):
        table = base.fork()
        table.do(ActionTouched("seguir_sin_memoria"))
        table.authenticate("presidencia", "secretaria")
        medium(table, "usb").swap(Stick())
        if not until_cut(table, after, lambda table=table: table.wait(3)):  # type: ignore[misc]
            break
        cuts += 1
        table.power_on()
        table.wait(3)
        check_level(table)
        check_sound(table)
        assert table.ledger().emitidos == 2
    assert cuts > 8


def test_a13_results_reach_a_stick_that_comes_after_closing(day: Table) -> None:
    table = day.fork()
    table.close()
    medium(table, "usb").spoil("pulled")
    table.wait(3)
    assert alarm(table) == "memoria.usb.falta"
    medium(table, "usb").swap(Stick())
    table.wait(3)
    check_level(table)
    assert read_bundle(table).acta.ledger.emitidos == 1
    assert table.jornada() is JornadaState.EXPORTADA


def test_an_empty_mount_point_does_not_pass_for_the_stick(tmp_path: Path) -> None:
    with pytest.raises(MedioPerdido, match="ENODEV"):
        RealFiles(tmp_path, mounted=True).create("x", b"")
    assert list(tmp_path.iterdir()) == []
    assert RealFiles(Path("/"), mounted=True).names("proc")
