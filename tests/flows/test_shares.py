"""Shares at closing: any two of three open; anything else is counted, slowed, journaled, and destroys nothing."""

import pytest

from shared.crypto.locked import from_text, to_text
from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import SealingKey
from shared.crypto.shares import PROTECTED_PREFIX, protect_share, split
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalEntry, JournalKind
from tests.flows.cutting import PowerCut
from tests.flows.institute import EVENING, LIGHT
from tests.flows.table import OPENERS, Table
from tests.flows.test_power import CHOICES, check_sound, read_bundle
from urna.flow.input import CodeScanned, KeyTouched, MesaPressed
from urna.flow.screen import CodeScreen, ScreenId


@pytest.fixture(scope="module")
def voted(opened: Table) -> Table:
    """Two votes, and the mesa about to show its shares."""
    table = opened.fork()
    for choices in (CHOICES, [(4, 7), ()]):
        table.vote(choices)
    return table


@pytest.fixture
def closing(voted: Table) -> Table:
    table = voted.fork()
    begin(table)
    return table


def begin(table: Table) -> None:
    table.clock.at = EVENING
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    table.touch("confirmar_cierre")


def show(table: Table, text: str, code: str) -> None:
    """Show a share with a code, and have the mesa take the next one."""
    assert isinstance(table.screen, CodeScreen)
    table.do(CodeScanned(text))
    table.type_code(code)


def code(table: Table, index: int) -> str:
    return table.institute.official(OPENERS[index]).code


def refused(table: Table) -> list[JournalEntry]:
    return [e for e in table.context().book.journal.entries if e.kind is JournalKind.PARTE_RECHAZADA]


def store(table: Table) -> str:
    return table.image().store_id.value


def closes(table: Table) -> None:
    """After everything that was tried, two right shares close it with both votes."""
    assert table.urna.runner.state.auth is not None
    table.open_shares(*((1,) if table.urna.runner.state.auth.accepted else (0, 1)))
    assert table.jornada() is JornadaState.CERRADA, table.screen
    bundle = read_bundle(table)
    assert bundle.findings == ()
    assert [figures.total for figures in bundle.acta.contests] == [2, 2]
    check_sound(table)


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2), (2, 0)])
def test_any_two_of_three_open_in_any_order(closing: Table, pair: tuple[int, int]) -> None:
    closing.open_shares(*pair)
    assert closing.jornada() is JornadaState.CERRADA
    opened_by = {
        e.value("oficial") for e in closing.context().book.journal.entries if e.kind is JournalKind.PARTE_ABIERTA
    }
    assert opened_by == {closing.institute.official(OPENERS[index]).id for index in pair}
    assert read_bundle(closing).findings == ()


def _of_another_store(table: Table) -> tuple[str, str]:
    share = split(SealingKey.generate().to_bytes(), 2, 3)[0]
    return protect_share(share, code(table, 0), "ab" * 16, SystemRandomness(), LIGHT), code(table, 0)


def _altered(table: Table) -> tuple[str, str]:
    """The last letters of a share changed, with the check of its text made right again: only the seal can tell."""
    body = bytearray(from_text(PROTECTED_PREFIX, table.shares[0]))
    body[-1] ^= 1
    return to_text(PROTECTED_PREFIX, bytes(body)), code(table, 0)


def _torn(table: Table) -> tuple[str, str]:
    return table.shares[0][:-7], code(table, 0)


def _wrong_code(table: Table) -> tuple[str, str]:
    return table.shares[0], code(table, 1)


def _mistyped(table: Table) -> tuple[str, str]:
    right = code(table, 0)
    return table.shares[0], right[:-1] + ("0" if right[-1] != "0" else "1")


WRONG = {
    "of another store": (_of_another_store, "K407"),
    "altered": (_altered, "K501"),
    "torn": (_torn, "K401"),
    "wrong code": (_wrong_code, "K501"),
    "mistyped code": (_mistyped, "K502"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_share_is_counted_slowed_and_journaled_and_destroys_nothing(closing: Table, name: str) -> None:
    make, error = WRONG[name]
    image = closing.context().store.data
    for attempt in (1, 2, 3):
        show(closing, *make(closing))
        assert closing.urna.runner.state.lock_seconds == 2**attempt
        closing.do(KeyTouched("A"))
        closing.wait(2**attempt)
        if "otra_tarjeta" in {action.id for action in closing.screen.actions}:
            closing.touch("otra_tarjeta")
    assert [(e.value("error"), e.value("intentos")) for e in refused(closing)] == [(error, n) for n in (1, 2, 3)]
    assert closing.context().store.data == image
    assert closing.jornada() is JornadaState.ABIERTA
    closes(closing)


def test_the_same_share_twice_opens_nothing_and_counts(closing: Table) -> None:
    closing.open_shares(0)
    show(closing, closing.shares[0], code(closing, 0))
    assert closing.jornada() is JornadaState.ABIERTA
    assert [e.value("error") for e in refused(closing)] == ["K405"]
    closing.wait(2)
    closes(closing)


def test_a_right_share_is_no_way_to_guess_at_another(closing: Table) -> None:
    """One's own share neither ends the count nor the pause that grows with it."""
    pauses = []
    for _ in range(3):
        show(closing, closing.shares[0], code(closing, 0))
        show(closing, closing.shares[1], code(closing, 2))
        pauses.append(closing.urna.runner.state.lock_seconds)
        closing.wait(pauses[-1])
        closing.touch("cancelar_autenticacion")
        closing.touch("confirmar_cierre")
    assert pauses == [2, 4, 8]


def test_a_restart_keeps_the_pause_and_the_votes(closing: Table) -> None:
    for seconds in (2, 4):
        show(closing, *_wrong_code(closing))
        assert closing.urna.runner.state.lock_seconds == seconds
        closing.wait(seconds - 1 if seconds == 4 else seconds)
        if seconds == 2:
            closing.touch("otra_tarjeta")
    closing.power_on()
    assert closing.jornada() is JornadaState.ABIERTA
    assert closing.urna.runner.state.lock_seconds == 4
    begin(closing)
    show(closing, closing.shares[0], code(closing, 0))
    assert closing.urna.runner.state.auth is not None
    assert closing.urna.runner.state.auth.accepted == ()
    closing.wait(4)
    closing.touch("otra_tarjeta")
    closes(closing)


def test_shares_that_give_another_key_close_nothing(closing: Table) -> None:
    """Whoever knows the store can lock a set of their own for it: only the key itself tells, before anything moves."""
    forged = split(SealingKey.generate().to_bytes(), 2, 3)
    for index in (0, 1):
        text = protect_share(forged[index], code(closing, index), store(closing), SystemRandomness(), LIGHT)
        show(closing, text, code(closing, index))
    assert closing.jornada() is JornadaState.ABIERTA
    assert closing.shows() is ScreenId.MENU_MESA
    assert closing.urna.runner.state.lock_seconds == 2
    assert [e.value("error") for e in refused(closing)] == ["U403"]
    closing.touch("volver")
    closing.vote(CHOICES)
    closing.power_on()
    begin(closing)
    closing.wait(2)
    closing.open_shares(1, 2)
    assert [figures.total for figures in read_bundle(closing).acta.contests] == [3, 3]


def test_two_right_shares_open_after_a_cut_in_the_middle_of_the_count(closing: Table) -> None:
    """Nothing is read back from the first attempt: the shares are shown again, any two of them."""
    closing.breaker.left = 12
    with pytest.raises(PowerCut):
        closing.open_shares(0, 1)
    closing.breaker.left = None
    closing.power_on()
    assert closing.jornada() is JornadaState.CERRANDO
    closing.touch("continuar_cierre")
    closing.open_shares(2, 1)
    assert closing.jornada() is JornadaState.CERRADA


def test_no_share_code_or_key_is_left_anywhere_after_closing(closing: Table) -> None:
    closing.open_shares(0, 2)
    assert closing.context().desk.opened_shares == {}
    journal = str([entry.data for entry in closing.context().book.journal.entries])
    assert not any(code(closing, index) in journal for index in range(3))
