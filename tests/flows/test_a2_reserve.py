"""A2: a reserve urna closes the store of a dead one, or goes on beside it; the dead urna does not go on."""

from pathlib import Path

import pytest

from shared.domain.journal import JournalKind
from tests.flows.cutting import PowerCut
from tests.flows.institute import EVENING, Institute
from tests.flows.substitute import RESERVE, Stick, copy_of, published, pull, put, reserve_table, substitute
from tests.flows.table import Table, memory_table
from tests.flows.test_power import CHOICES, check_sound
from urna.flow.input import HabilitarPressed
from urna.flow.phases import OutOfService
from urna.flow.screen import CodeScreen, ProcedureScreen, ScreenId

OTHER: list[tuple[int, ...]] = [(0,), (1,)]


@pytest.fixture(scope="module")
def dead_day(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """An urna on which two people voted before it died."""
    table = memory_table(institute, tmp_path_factory.mktemp("dead"))
    table.open_day()
    table.vote(CHOICES)
    table.vote(OTHER)
    return table


@pytest.fixture(scope="module")
def reserve_day(institute: Institute, tmp_path_factory: pytest.TempPathFactory) -> Table:
    return reserve_table(institute, tmp_path_factory.mktemp("reserve"))


@pytest.fixture
def dead(dead_day: Table) -> Table:
    return dead_day.fork()


@pytest.fixture
def reserve(reserve_day: Table) -> Table:
    return reserve_day.fork()


def close_suspended(table: Table, dead: Table) -> None:
    """Close from the suspended screen with the shares that the dead urna printed."""
    table.shares = dict(dead.shares)
    table.clock.at = EVENING
    table.touch("cerrar")
    table.confirm_closing()
    table.open_shares(0, 1)


def reason(table: Table) -> str:
    phase = table.urna.runner.state.phase
    return phase.reason if isinstance(phase, OutOfService) else ""


def test_a2_a_reserve_closes_the_store_of_a_dead_urna(dead: Table, reserve: Table) -> None:
    stick = pull(dead)
    substitute(reserve, stick, 1, "solo_cerrar")
    assert reserve.shows() is ScreenId.FALTA_URNA
    assert [action.id for action in reserve.screen.actions] == ["cerrar"]
    reserve.do(HabilitarPressed(1))
    assert reserve.ledger().habilitaciones == 2, "nobody votes in the store of a dead urna"
    close_suspended(reserve, dead)
    assert reserve.shows() is ScreenId.CERRADA
    check_sound(reserve)
    reserve.touch("exportar")
    (bundle,) = published(reserve)
    assert (bundle.acta.urna.value, bundle.identity.id) == (dead.institute.urna, RESERVE)
    assert bundle.acta.ledger.emitidos == 2
    assert bundle.sustitucion is not None
    assert (bundle.sustitucion.acta.emitidos, bundle.sustitucion.acta.lista) == (2, 3)
    assert [dict(contest.counts) for contest in bundle.acta.contests] == [
        {**dict.fromkeys(contest.counts, 0), **counter}
        for contest, counter in zip(bundle.acta.contests, dead.intentions, strict=True)
    ]
    assert bundle.findings == ()


def test_a2_a_reserve_goes_on_and_closes_both_stores(dead: Table, reserve: Table) -> None:
    substitute(reserve, pull(dead), 0, "seguir_aqui")
    assert reserve.shows() is ScreenId.APERTURA
    reserve.touch("abrir_reserva")
    assert reserve.shows() is ScreenId.ESPERA
    reserve.vote(CHOICES)
    reserve.shares = dict(dead.shares)
    reserve.close()
    reserve.touch("exportar")
    reserve.touch("cerrar_sustituida")
    close_suspended(reserve, dead)
    reserve.touch("exportar")
    bundles = {bundle.acta.urna.value: bundle for bundle in published(reserve)}
    assert {name: bundle.acta.ledger.emitidos for name, bundle in bundles.items()} == {
        dead.institute.urna: 2,
        RESERVE: 1,
    }
    assert {bundle.identity.id for bundle in bundles.values()} == {RESERVE}
    assert len({bundle.sustitucion and bundle.sustitucion.sha256 for bundle in bundles.values()}) == 1
    assert all(bundle.findings == () for bundle in bundles.values())


def paper_again(table: Table) -> None:
    table.printer.refill()
    table.wait(3)


def test_a21_a_reserve_whose_acta_de_inicio_is_torn_opens_when_there_is_paper(dead: Table, reserve: Table) -> None:
    """Its store is named by the acta de sustitucion: the board knows it already, also after a restart."""
    substitute(reserve, pull(dead), 0, "seguir_aqui")
    for action in ("abrir_reserva", "reintentar"):
        reserve.printer.paper_out(2)
        reserve.touch(action)
        assert not reserve.context().book.has(JournalKind.ACTA_INICIO)
        paper_again(reserve)
    reserve.power_on()
    reserve.printer.paper_out(2)
    reserve.touch("abrir_reserva")
    paper_again(reserve)
    reserve.touch("reintentar")
    reserve.wait(3)
    reserve.vote(CHOICES)
    check_sound(reserve)
    reserve.power_on()
    assert reserve.shows() is ScreenId.ESPERA


def test_a2_a_turn_that_was_open_when_the_urna_died_is_in_doubt(dead: Table, reserve: Table) -> None:
    dead.enable_and_mark(CHOICES)
    dead.breaker.left = 12
    with pytest.raises(PowerCut):
        dead.touch("confirmar")
    dead.breaker.left = None
    substitute(reserve, pull(dead), 0, "solo_cerrar")
    check_sound(reserve)
    ledger = reserve.ledger()
    assert (ledger.emitidos, ledger.en_duda + ledger.cancelados, ledger.abierto) == (2, 1, 0)
    close_suspended(reserve, dead)
    assert reserve.shows() is ScreenId.CERRADA


def test_a2_the_reserve_goes_on_after_every_restart(dead: Table, reserve: Table) -> None:
    substitute(reserve, pull(dead), 0, "seguir_aqui")
    reserve.power_on()
    assert [action.id for action in reserve.screen.actions] == ["abrir_reserva"]
    reserve.touch("abrir_reserva")
    reserve.power_on()
    reserve.vote(CHOICES)
    reserve.shares = dict(dead.shares)
    reserve.close()
    reserve.touch("exportar")
    reserve.power_on()
    reserve.touch("cerrar_sustituida")
    reserve.power_on()
    assert reserve.shows() is ScreenId.FALTA_URNA
    close_suspended(reserve, dead)
    reserve.power_on()
    reserve.touch("exportar")
    assert sorted(bundle.acta.ledger.emitidos for bundle in published(reserve)) == [1, 2]


def test_a2_the_revived_urna_goes_on_no_more(dead: Table, reserve: Table) -> None:
    stick = pull(dead)
    substitute(reserve, stick, 0, "solo_cerrar")
    revived = put(dead.fork(), stick)
    revived.power_on()
    assert reason(revived) == "U341"
    pull(revived)
    revived.power_on()
    assert reason(revived) == "U341", "it does not forget when the stick is pulled again"


def test_a2_the_stick_put_back_late_stops_a_revived_urna(dead: Table, reserve: Table) -> None:
    stick = pull(dead)
    revived = dead.fork()
    revived.power_on()
    assert revived.shows() is ScreenId.MEMORIA, "alone it does not begin: two people would have to answer for it"
    revived.touch("seguir_sin_memoria")
    revived.authenticate("presidencia", "secretaria")
    revived.vote(CHOICES)
    substitute(reserve, stick, 0, "solo_cerrar")
    put(revived, stick)
    revived.wait(6)
    assert reason(revived) == "U341"


def test_a2_a_stale_stick_is_told_by_the_difference_and_two_bundles_by_their_store(dead: Table, reserve: Table) -> None:
    stick = copy_of(pull(dead))
    own = dead.fork()
    own.power_on()
    own.touch("seguir_sin_memoria")
    own.authenticate("presidencia", "secretaria")
    own.vote(CHOICES)
    substitute(reserve, stick, 1, "solo_cerrar")
    slip = reserve.slips("acta_sustitucion")[-1]
    assert "menos personas que en la lista" in str(slip.blocks)
    close_suspended(reserve, dead)
    reserve.touch("exportar")
    (bundle,) = published(reserve)
    assert bundle.acta.store_id == own.image().store_id
    assert (bundle.acta.ledger.emitidos, own.ledger().emitidos) == (2, 3)


def told(table: Table) -> str:
    screen = table.screen
    assert isinstance(screen, ProcedureScreen)
    return screen.alert.key.removeprefix("sustitucion.aviso.") if screen.alert is not None else ""


def look(reserve: Table, stick: Stick) -> str:
    """What the reserve says of a stick that it may not take."""
    twin = reserve.fork()
    pull(twin)
    twin.wait(4)
    put(twin, stick)
    twin.touch("sustituir")
    twin.touch("buscar_memoria")
    return told(twin)


def test_a2_only_the_open_store_of_an_urna_of_this_casilla_is_taken(
    institute: Institute, dead: Table, reserve: Table, tmp_path: Path
) -> None:
    assert look(reserve, Stick()) == "sin_votacion"
    assert look(reserve, pull(reserve.fork())) == "sin_votacion"
    stick = pull(dead)
    assert look(reserve, stick) == ""
    torn = copy_of(stick)
    torn.files["urna-oficial/apertura.json"] = b"x" + torn.files["urna-oficial/apertura.json"][1:]
    assert look(reserve, torn) == "ajena"
    for name in ("imagen.a", "imagen.b"):
        torn = copy_of(torn)
        torn.files[f"urna-oficial/{name}"] = b"x" + torn.files[f"urna-oficial/{name}"][1:]
    torn.files["urna-oficial/apertura.json"] = stick.files["urna-oficial/apertura.json"]
    assert look(reserve, torn) == "danada"
    substitute(reserve.fork(), stick, 0, "solo_cerrar")
    second = reserve_table(institute, tmp_path, "JAL-R002")
    assert look(second, stick) == "ya_sustituida"


@pytest.mark.parametrize("what_for", ["seguir_aqui", "solo_cerrar"])
def test_a2_a_reserve_that_dies_in_its_turn_is_left_to_the_council(
    institute: Institute, dead: Table, reserve: Table, tmp_path: Path, what_for: str
) -> None:
    """An acta joins two stores: a third urna takes neither, and says what to do with their sticks."""
    stick = pull(dead)
    substitute(reserve, stick, 0, what_for)
    if what_for == "seguir_aqui":
        reserve.touch("abrir_reserva")
        reserve.vote(CHOICES)
    second = reserve_table(institute, tmp_path, "JAL-R002")
    assert look(second, pull(reserve)) == "es_reserva"
    assert look(second, stick) == "ya_sustituida"


def test_a2_what_is_left_after_the_own_results_is_the_other_urna(dead: Table, reserve: Table) -> None:
    """Before, the screen of a closed reserve says what follows; then it offers that first; at last it may archive."""
    substitute(reserve, pull(dead), 0, "seguir_aqui")
    reserve.touch("abrir_reserva")
    reserve.shares = dict(dead.shares)
    reserve.close()
    assert (reserve.shows(), instruction(reserve)) == (ScreenId.CERRADA, "cerrada.instruccion_reserva")
    reserve.touch("exportar")
    assert (reserve.shows(), primary(reserve)) == (ScreenId.FALTA_URNA, ["cerrar_sustituida"])
    assert "archivar" not in [action.id for action in reserve.screen.actions]
    reserve.touch("cerrar_sustituida")
    assert (reserve.shows(), primary(reserve)) == (ScreenId.FALTA_URNA, ["cerrar"])
    close_suspended(reserve, dead)
    assert (reserve.shows(), instruction(reserve)) == (ScreenId.CERRADA, "cerrada.instruccion")
    reserve.touch("exportar")
    assert (reserve.shows(), instruction(reserve)) == (ScreenId.CERRADA, "cerrada.instruccion_entregada")
    assert "archivar" in [action.id for action in reserve.screen.actions]


def test_a2_a_hand_that_opens_too_soon_is_told_when_the_stick_is_ready(dead: Table, reserve: Table) -> None:
    own = pull(reserve)
    reserve.wait(4)
    put(reserve, pull(dead))
    for action in ("sustituir", "buscar_memoria", "aceptar_lista", "seguir_aqui"):
        reserve.touch(action)
    reserve.authenticate("presidencia", "secretaria")
    pull(reserve)
    reserve.wait(4)
    reserve.touch("abrir_reserva")
    assert alert(reserve) == "apertura.aviso.memoria"
    put(reserve, own)
    reserve.wait(6)
    assert alert(reserve) == "apertura.aviso.memoria_lista"
    reserve.touch("abrir_reserva")
    assert reserve.shows() is ScreenId.ESPERA


def alert(table: Table) -> str:
    assert isinstance(table.screen, ProcedureScreen)
    return table.screen.alert.key if table.screen.alert is not None else ""


def instruction(table: Table) -> str:
    assert isinstance(table.screen, ProcedureScreen)
    return table.screen.instruction.key


def primary(table: Table) -> list[str]:
    return [action.id for action in table.screen.actions if action.primary]


def test_a2_a_closed_urna_is_not_substituted(dead: Table, reserve: Table) -> None:
    dead.close()
    assert look(reserve, pull(dead)) == "cerrada"


def test_a16_one_official_alone_substitutes_nothing(dead: Table, reserve: Table) -> None:
    pull(reserve)
    reserve.wait(4)
    put(reserve, pull(dead))
    for action in ("sustituir", "buscar_memoria", "aceptar_lista", "solo_cerrar"):
        reserve.touch(action)
    reserve.authenticate("presidencia", "presidencia")
    assert isinstance(reserve.screen, CodeScreen)
    assert not reserve.slips("acta_sustitucion")
    reserve.authenticate("tecnico")
    assert isinstance(reserve.screen, CodeScreen)
    assert not reserve.context().book.has(JournalKind.SUSTITUCION)


def test_a12_a_cut_at_every_write_of_a_substitution_leaves_it_done_or_to_do(dead: Table, reserve: Table) -> None:
    stick = pull(dead)
    outcomes = set()
    for after in range(0, 400, 3):
        twin = reserve.fork()
        own = pull(twin)
        twin.wait(4)
        put(twin, copy_of(stick))
        for action in ("sustituir", "buscar_memoria", "aceptar_lista", "solo_cerrar"):
            twin.touch(action)
        twin.authenticate("presidencia")
        twin.breaker.left = after
        try:
            twin.authenticate("secretaria")
            cut = False
        except PowerCut:
            cut = True
        twin.breaker.left = None
        pull(twin)
        put(twin, own)
        twin.power_on()
        outcomes.add(twin.shows())
        if twin.shows() is ScreenId.FALTA_URNA:
            check_sound(twin)
            assert twin.ledger().emitidos == 2
        else:
            assert twin.shows() is ScreenId.APERTURA, f"cut {after}: {twin.screen}"
            assert not twin.context().facts().substitutes
        if not cut:
            break
    assert outcomes == {ScreenId.FALTA_URNA, ScreenId.APERTURA}
