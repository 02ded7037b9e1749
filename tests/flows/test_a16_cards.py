"""A16: one official alone, a card of others, codes that are tried: nothing opens; each is slowed and journaled."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hardware.printer.port import Row
from shared.crypto.codes import generate_code
from shared.crypto.credentials import card_lines, make_card
from shared.crypto.randomness import SystemRandomness
from shared.crypto.shares import SHARE_LINES
from shared.crypto.typed import to_lines
from shared.domain.ids import OfficialId
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalEntry, JournalKind
from tests.flows.institute import EVENING, LIGHT, Institute, Official
from tests.flows.table import OPENERS, Table, memory_table
from urna.flow.auth import NEEDED
from urna.flow.credentials import Purpose
from urna.flow.input import CodeScanned, KeyTouched, MesaPressed
from urna.flow.screen import CodeScreen, ScreenId, Text


def entries(table: Table, kind: JournalKind) -> list[JournalEntry]:
    return [entry for entry in table.context().book.journal.entries if entry.kind is kind]


def accepted(table: Table) -> int:
    auth = table.urna.runner.state.auth
    return len(auth.accepted) if auth is not None else 0


@pytest.fixture(scope="module")
def ready(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """Prepared, not opened."""
    table = memory_table(institute, tmp_path_factory.mktemp("ready"))
    table.load()
    table.prepare()
    return table


def _to_load(institute: Institute, folder: Path, ready: Table, opened: Table) -> Table:
    del ready, opened
    table = memory_table(institute, folder)
    table.touch("cargar_tema")
    table.touch("confirmar_hora")
    return table


def _to_open(_: Institute, _folder: Path, ready: Table, opened: Table) -> Table:
    del opened
    table = ready.fork()
    table.touch("abrir")
    return table


def _to_suspend(_: Institute, _folder: Path, ready: Table, opened: Table) -> Table:
    del ready
    table = opened.fork()
    table.ask_to_suspend()
    return table


def _to_resume(_: Institute, _folder: Path, ready: Table, opened: Table) -> Table:
    del ready
    table = opened.fork()
    table.suspend()
    table.touch("reanudar")
    return table


def _to_doubt(_: Institute, _folder: Path, ready: Table, opened: Table) -> Table:
    del ready
    table = opened.fork()
    table.enable_and_mark([(0,), (0,)])
    table.printer.paper_out()
    table.touch("confirmar")
    table.do(MesaPressed("menu"))
    return table


def _to_leave_out(_: Institute, _folder: Path, ready: Table, opened: Table) -> Table:
    del ready
    table = opened.fork()
    table.usb.pulled = True  # type: ignore[attr-defined]
    table.clock.at = EVENING
    table.wait(3)
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.confirm_closing()
    table.touch("seguir_sin_memoria")
    return table


def _to_archive(_: Institute, _folder: Path, ready: Table, opened: Table) -> Table:
    del ready
    table = opened.fork()
    table.vote([(0,), (0,)])
    table.close()
    table.touch("exportar")
    table.touch("archivar")
    return table


Stage = Callable[[Institute, Path, Table, Table], Table]
STAGES: dict[Purpose, tuple[Stage, JornadaState]] = {
    Purpose.CARGAR: (_to_load, JornadaState.SIN_TEMA),
    Purpose.ABRIR: (_to_open, JornadaState.LISTA),
    Purpose.SUSPENDER: (_to_suspend, JornadaState.ABIERTA),
    Purpose.REANUDAR: (_to_resume, JornadaState.SUSPENDIDA),
    Purpose.EN_DUDA: (_to_doubt, JornadaState.ABIERTA),
    Purpose.EXCLUIR: (_to_leave_out, JornadaState.ABIERTA),
    Purpose.ARCHIVAR: (_to_archive, JornadaState.EXPORTADA),
}
"""Every procedure that cards open, but those that are tried elsewhere."""
TRIED_ELSEWHERE = {Purpose.CERRAR, Purpose.SUSTITUIR}
"""Closing takes shares (`test_shares`); a substitution needs two urnas (`test_a2_reserve`)."""


@pytest.fixture(params=STAGES)
def asking(
    request: pytest.FixtureRequest, institute: Institute, tmp_path: Path, ready: Table, opened: Table
) -> tuple[Table, Purpose]:
    """An urna that asks for cards, and why."""
    return STAGES[request.param][0](institute, tmp_path, ready, opened), request.param


def test_a16_every_procedure_is_tried() -> None:
    assert set(STAGES) | TRIED_ELSEWHERE | {Purpose.AUDITAR} == set(Purpose) == set(NEEDED)
    assert min(NEEDED[purpose] for purpose in Purpose if purpose is not Purpose.AUDITAR) >= 2


def test_a16_one_official_alone_opens_nothing(asking: tuple[Table, Purpose]) -> None:
    table, purpose = asking
    alone = table.institute.official("presidencia")
    for _ in range(4):
        table.show_card(alone)
        assert accepted(table) == 1
        assert isinstance(table.screen, CodeScreen)
        if table.urna.runner.state.auth is not None and table.urna.runner.state.auth.credential:
            table.touch("otra_tarjeta")
    assert table.jornada() is STAGES[purpose][1]
    table.touch("cancelar_autenticacion")
    assert accepted(table) == 0


def _stranger(_: Table) -> Official:
    """A card as good as any, that no theme names."""
    return _made("EXTRANA-09", "presidencia")


def _namesake(table: Table) -> Official:
    """Somebody's card with the name of an official of this mesa, and another key."""
    known = table.institute.official("secretaria")
    return _made(known.id, known.role)


def _made(name: str, role: str) -> Official:
    code = generate_code(SystemRandomness())
    card, key = make_card(OfficialId(name), code, SystemRandomness(), LIGHT)
    return Official(name, role, card, code.replace("-", ""), key)


WRONG = {"of nobody here": _stranger, "with a name of here": _namesake}


@pytest.mark.parametrize("who", WRONG)
def test_a16_a_card_of_others_opens_nothing_and_makes_everyone_wait(table: Table, who: str) -> None:
    table.ask_to_suspend()
    for attempt in (1, 2, 3):
        table.show_card(WRONG[who](table))
        assert accepted(table) == 0
        assert table.urna.runner.state.lock_seconds == 2**attempt
        table.wait(2**attempt)
    assert [e.value("motivo") for e in entries(table, JournalKind.TARJETA_RECHAZADA)] == ["unknown"] * 3
    table.power_on()
    assert table.urna.runner.state.lock_seconds == 8
    assert table.jornada() is JornadaState.ABIERTA


@pytest.mark.parametrize("purpose", [p for p in STAGES if p is not Purpose.CARGAR])
def test_a16_a_technician_neither_opens_nor_stops_anything(
    purpose: Purpose, institute: Institute, tmp_path: Path, ready: Table, opened: Table
) -> None:
    table = STAGES[purpose][0](institute, tmp_path, ready, opened)
    table.show_card(institute.official("tecnico"))
    assert accepted(table) == 0
    assert table.urna.runner.state.lock_seconds == 2
    assert entries(table, JournalKind.TARJETA_RECHAZADA)[-1].value("motivo") == "wrong_role"


def test_a16_a_card_that_cannot_be_read_slows_nobody(table: Table) -> None:
    official = table.institute.official("presidencia")
    table.ask_to_suspend()
    for text in (official.card[:-3], "URNACARD1:", "", "x" * 5000, official.card.lower()):
        table.do(CodeScanned(text))
        if table.urna.runner.state.auth is not None and table.urna.runner.state.auth.credential:
            table.type_code(official.code)
        assert accepted(table) == 0
    assert table.urna.runner.state.lock_seconds == 0


def test_a16_codes_that_are_tried_wait_longer_each_time_over_cancels_and_restarts(table: Table) -> None:
    official, other = table.institute.official("presidencia"), table.institute.official("secretaria")
    guess = replace(official, code=other.code)
    pauses = []
    for attempt in range(8):
        table.ask_to_suspend()
        table.show_card(guess)
        pauses.append(table.urna.runner.state.lock_seconds)
        table.do(KeyTouched("A"))
        assert table.urna.runner.state.auth is not None
        assert table.urna.runner.state.auth.typed == ""
        if attempt % 2:
            table.power_on()
            assert table.urna.runner.state.lock_seconds == pauses[-1]
        else:
            table.touch("cancelar_autenticacion")
            table.touch("volver_a_votar")
        table.wait(pauses[-1])
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    assert len(entries(table, JournalKind.CODIGO_EQUIVOCADO)) == 8
    assert {e.value("oficial") for e in entries(table, JournalKind.CODIGO_EQUIVOCADO)} == {official.id}
    assert table.jornada() is JornadaState.ABIERTA
    table.ask_to_suspend()
    table.authenticate("presidencia", "secretaria")
    assert table.shows() is ScreenId.SUSPENDIDA


def test_a16_a_card_opens_no_vote(table: Table) -> None:
    """At closing the cards of all three, with their right codes, are no shares."""
    table.vote([(0,), (0,)])
    table.clock.at = EVENING
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.confirm_closing()
    for role in ("presidencia", "secretaria", "escrutador"):
        table.show_card(table.institute.official(role))
        assert accepted(table) == 0
        table.wait(60)
    assert table.jornada() is JornadaState.ABIERTA
    assert len(entries(table, JournalKind.PARTE_RECHAZADA)) == 3


def type_lines(table: Table, lines: tuple[str, ...]) -> None:
    """What the paper says beneath its QR, key by key."""
    table.touch("teclear")
    for key in "".join(lines).replace("-", ""):
        table.do(KeyTouched(key))


def printed_lines(table: Table, index: int) -> tuple[str, ...]:
    """The lines of a share as its holder reads them from the paper."""
    slip = table.slips("parte")[index]
    rows = [block for block in slip.blocks if isinstance(block, Row) and block.left.startswith("Renglón")]
    assert [row.left for row in rows] == [f"Renglón {number}" for number in range(1, SHARE_LINES + 1)]
    return tuple(row.right for row in rows)


def test_a16_a_day_opens_and_closes_by_typing_alone(ready: Table) -> None:
    """No reader reads: cards by their three lines, shares by the fourteen that the urna printed."""
    table = ready.fork()
    table.touch("abrir")
    for role in OPENERS:
        type_lines(table, card_lines(table.institute.official(role).card))
        table.type_code(table.institute.official(role).code)
    for index in (0, 2):
        type_lines(table, printed_lines(table, index))
    assert table.jornada() is JornadaState.ABIERTA, table.screen
    table.vote([(0,), (0,)])
    table.clock.at = EVENING
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.confirm_closing()
    for index in (2, 1):
        type_lines(table, printed_lines(table, index))
        table.type_code(table.institute.official(OPENERS[index]).code)
    assert table.jornada() is JornadaState.CERRADA, table.screen


def test_a16_a_line_typed_wrong_is_told_and_counts_for_nothing(table: Table) -> None:
    official = table.institute.official("presidencia")
    before = len(table.context().book.journal.entries)
    table.ask_to_suspend()
    first, *others = card_lines(official.card)
    table.touch("teclear")
    for wrong in (others[0], first[1] + first[0] + first[2:], "00000-00000"):
        for key in wrong.replace("-", ""):
            table.do(KeyTouched(key))
        assert isinstance(table.screen, CodeScreen)
        assert table.screen.alert == Text("teclear.aviso.equivocada", (("linea", 1),))
        for _ in range(10):
            table.do(KeyTouched("BORRAR"))
    assert table.urna.runner.state.lock_seconds == 0
    assert len(table.context().book.journal.entries) == before
    for key in "".join([first, *others]).replace("-", ""):
        table.do(KeyTouched(key))
    table.type_code(official.code)
    assert accepted(table) == 1


def test_a16_lines_of_nobody_s_card_are_counted_as_one_that_was_shown(table: Table) -> None:
    """Whoever makes up a card with right checks is told so once and waits, as with a card of others."""
    table.ask_to_suspend()
    type_lines(table, to_lines(bytes(range(5)) + b"\x1a" + bytes(9)))
    table.type_code(table.institute.official("presidencia").code)
    assert accepted(table) == 0
    assert table.urna.runner.state.lock_seconds == 2
    assert entries(table, JournalKind.TARJETA_RECHAZADA)[-1].value("motivo") == "unknown"
