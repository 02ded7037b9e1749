"""A3: an urna whose totals are one away from voters or testigos prints it in full, and no server counts it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from server.catalog import service as catalog
from server.config import ServerConfig
from server.context import Context as ServerContext
from server.context import make_context
from server.db.migrate import upgrade
from server.ingest import reception
from server.ingest import service as ingest
from server.ingest.schemas import Receipt, Status
from server.ingest.watch import bundles_in, take_in
from server.kit.clock import FixedClock
from shared.domain.journal import JournalKind
from tests.flows.institute import EVENING, Institute, found
from tests.flows.test_power import CHOICES, read_bundle
from tests.flows.turn_mutants import instead
from tests.flows.watched import Plant, WatchedTable, watched_table
from urna.flow import effects, outcome
from urna.flow.ports import Area
from urna.flow.state import Settlement
from urna.services.committing import commit_pending, commit_settled
from urna.services.context import Context, Emit
from urna.services.runner import Perform
from urna.services.voting import journal_settlement
from urna.store.memory import MemoryFiles

FEWER_VOTES = "La suma de la votación no es igual al número de personas que votaron."
UNREADABLE = "Hay registros que no se pudieron abrir: no se sabe de qué boleta son."
FEWER_TESTIGOS = "Hay menos testigos completos que votos emitidos."
MORE_TESTIGOS = "Hay más testigos completos que turnos que pudieron imprimirlos."


def _unreadable(context: Context, effect: object, emit: Emit, _: Perform) -> None:
    """The records of a turn are bytes that no key opens."""
    if isinstance(effect, effects.CommitPending):
        size = context.theme.rules.record_size
        records = frozenset(context.randomness.token(size) for _ in effect.votos)
        context.desk.slip_marks = tuple(context.randomness.token(5) for _ in effect.votos)
        commit_pending(context, effect.number, records, replaced=effect.replaced)
        context.book.write(JournalKind.TURNO_PENDIENTE, turno=effect.number, reemplazo=0)
        emit(outcome.PendingCommitted(effect.number))


def _without_testigo(context: Context, effect: object, emit: Emit, _: Perform) -> None:
    """A turn is final, and no entry says that its testigos dropped."""
    if isinstance(effect, effects.SettlePending):
        commit_settled(context, effect.number, Area.FINAL)
        journal_settlement(context, effect.number, Settlement.FINAL, "mesa")
        emit(outcome.PendingSettled(effect.number, effect.settlement, 0, context.facts()))


def _another_testigo(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    """A turn that was cancelled has testigos all the same."""
    perform(effect, emit)  # type: ignore[arg-type]
    if isinstance(effect, effects.CancelTurn):
        context.book.write(JournalKind.TESTIGO_COMPLETO, turno=effect.number)


def _another_voter(context: Context, effect: object, emit: Emit, perform: Perform) -> None:
    """A turn that was cancelled is final all the same: one voter more than votes."""
    if isinstance(effect, effects.CancelTurn):
        context.book.write(JournalKind.TESTIGO_COMPLETO, turno=effect.number)
        context.book.write(JournalKind.TURNO_FINAL, turno=effect.number)
        emit(outcome.TurnCancelled(effect.number, context.facts()))
    else:
        perform(effect, emit)  # type: ignore[arg-type]


FAULTS: dict[str, tuple[Plant, tuple[str, ...], tuple[str, ...]]] = {
    "a vote less than voters": (
        instead(effects.CommitPending, _unreadable),
        (UNREADABLE, FEWER_VOTES),
        ("D421", "D427"),
    ),
    "a voter more than votes": (instead(effects.CancelTurn, _another_voter), (FEWER_VOTES,), ("D421",)),
    "a testigo less": (instead(effects.SettlePending, _without_testigo), (FEWER_TESTIGOS,), ("D412",)),
    "a testigo more": (instead(effects.CancelTurn, _another_testigo), (MORE_TESTIGOS,), ("D413",)),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> WatchedTable:
    institute = found(tmp_path_factory.mktemp("institute"))
    return watched_table(institute, tmp_path_factory.mktemp("opened"))


def day(table: WatchedTable, plant: Plant) -> None:
    """Three votes; in the last turn and in one that is cancelled something may go wrong; then closed."""
    for _ in range(2):
        table.vote(CHOICES)
    table.plant = plant
    table.power_on()
    table.vote(CHOICES)
    table.enable()
    table.touch("comenzar")
    table.touch("salir")
    table.touch("salir_confirmar")
    table.close()


def received(institute: Institute, folder: Path, public: bytes) -> Receipt:
    """What a server that knows the theme makes of the bundle."""
    folder.mkdir()
    (folder / "casilla.public.zip").write_bytes(public)
    institute.publish(folder)
    trusted = folder / "repositorio" / "trusted-root.json"
    trusted.write_bytes((institute.identity / "trusted-root.json").read_bytes())
    identity = institute.identity
    config = ServerConfig(
        data=folder / "datos",
        root=identity / "root.pem",
        crl=identity / "crl.pem",
        theme_repository=folder / "repositorio",
        theme_root=trusted,
        publication=folder / "publicacion",
        key=identity / "urna.key.pem",
        certificate=identity / "urna.cert.pem",
    )
    return asyncio.run(_received(make_context(config, FixedClock(EVENING + timedelta(hours=1))), folder))


async def _received(context: ServerContext, folder: Path) -> Receipt:
    try:
        await upgrade(context.engine)
        config = context.config
        theme = catalog.read_signed_theme(config.theme_repository, config.theme_root.read_bytes(), context.clock.now())
        async with context.writing() as session:
            await catalog.import_theme(session, theme, context.clock.now())
        async with reception.running(context) as desk:
            [taken] = [each async for each in take_in(desk, bundles_in([folder]), "memoria")]
        async with context.reading() as session:
            counted = (await ingest.counts(session)).get(Status.ACEPTADO, 0)
        assert isinstance(taken.answer, Receipt)
        assert counted == (taken.answer.status is Status.ACEPTADO)
        return taken.answer
    finally:
        await context.engine.dispose()


def exported(table: WatchedTable) -> bytes:
    assert isinstance(table.usb, MemoryFiles)
    [name] = [name for name in table.usb.files if name.startswith("resultados/") and name.endswith(".public.zip")]
    return table.usb.files[name]


@pytest.mark.parametrize("fault", FAULTS)
def test_a3_a_total_one_away_is_on_the_acta_in_full_and_no_server_counts_it(
    base: WatchedTable, fault: str, tmp_path: Path
) -> None:
    plant, sentences, codes = FAULTS[fault]
    table = base.twin()
    day(table, plant)
    acta = read_bundle(table).acta
    assert {finding.code for finding in acta.findings} == set(codes)
    for slip in table.slips("acta_escrutinio"):
        shown = str(slip.blocks)
        assert "Las cuentas coinciden." not in shown
        assert all(sentence in shown for sentence in sentences)
        for name in ("habilitaciones", "emitidos", "cancelados", "testigos_completos"):
            assert f"'{getattr(acta.ledger, name)}'" in shown
    receipt = received(table.institute, tmp_path / "servidor", exported(table))
    assert receipt.status is Status.CUARENTENA
    assert {reason.code for reason in receipt.reasons} == set(codes)


def test_a3_a_day_that_adds_up_is_counted(base: WatchedTable, tmp_path: Path) -> None:
    """The same day without a fault: what the four others show is the fault."""
    table = base.twin()
    day(table, lambda perform, _: perform)
    assert read_bundle(table).acta.findings == ()
    assert "Las cuentas coinciden." in str(table.slips("acta_escrutinio")[0].blocks)
    receipt = received(table.institute, tmp_path / "servidor", exported(table))
    assert receipt.status is Status.ACEPTADO
