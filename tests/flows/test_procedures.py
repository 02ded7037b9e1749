"""The mesa's procedures when something is not right: loading, diagnosis, closing hour, export."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from hardware.printer.controls import Personality
from shared.crypto.tuf_repo import RepositoryKeys
from shared.domain.ids import CasillaId
from shared.domain.jornada import JornadaState
from shared.domain.journal import JournalKind
from tests.flows.cutting import CutFiles
from tests.flows.institute import MORNING, Institute
from tests.flows.table import Table, memory_table
from tests.flows.test_power import CHOICES, read_bundle
from urna.flow.credentials import Holder
from urna.flow.effects import LoadTheme
from urna.flow.input import ActionTouched, MesaPressed
from urna.flow.screen import ProcedureScreen, ScreenId
from urna.services import loading


@pytest.fixture
def fresh(institute: Institute, tmp_path: Path) -> Table:
    return memory_table(institute, tmp_path)


def refusal(table: Table) -> str:
    """The code on the loading screen."""
    screen = table.screen
    assert isinstance(screen, ProcedureScreen)
    assert screen.alert is not None
    return str(dict(screen.alert.params).get("codigo", screen.alert.key))


def test_a_theme_signed_by_others_is_refused(fresh: Table) -> None:
    stranger = replace(fresh.institute, repository=RepositoryKeys.generate())
    with pytest.raises(Exception, match="K602"):
        stranger.publish(fresh.config.usb)
    for name in (fresh.config.usb / "repositorio" / "metadata").glob("*.targets.json"):
        name.write_bytes(name.read_bytes().replace(b'"length"', b'"lenght"', 1))
    fresh.touch("cargar_tema")
    assert refusal(fresh).startswith("K6")
    assert fresh.jornada() is JornadaState.SIN_TEMA


def test_an_altered_file_is_refused(fresh: Table) -> None:
    [place] = (fresh.config.usb / "repositorio" / "targets").rglob("*theme.json")
    place.write_bytes(place.read_bytes().replace(b"PRI", b"PAN", 1))
    fresh.touch("cargar_tema")
    assert refusal(fresh).startswith("K6")


def test_an_expired_theme_is_refused_at_the_confirmed_hour(fresh: Table) -> None:
    fresh.clock.at = datetime(2018, 12, 1, tzinfo=UTC)
    fresh.load()
    assert refusal(fresh) == "K604"


def test_a_clock_before_the_theme_is_refused(fresh: Table) -> None:
    """The screen lets nobody confirm such an hour; the service would not take it either."""
    fresh.clock.at = datetime(2010, 1, 1, tzinfo=UTC)
    fresh.touch("cargar_tema")
    assert fresh.shows() is ScreenId.HORA_CARGA
    fresh.do(ActionTouched("confirmar_hora"))
    assert fresh.shows() is ScreenId.HORA_CARGA
    loading.load(fresh.context(), LoadTheme((Holder("PRESIDENCIA-01", "presidencia"), Holder("TECNICO-01", "tecnico"))))
    rejected = fresh.context().book.journal.last(JournalKind.TEMA_RECHAZADO)
    assert rejected is not None
    assert rejected.value("error") == "T306"


def test_a_theme_of_another_casilla_is_refused(institute: Institute, tmp_path: Path) -> None:
    table = memory_table(institute, tmp_path)
    table.config = replace(table.config, casilla=CasillaId("140999B0100"))
    table.power_on()
    table.touch("cargar_tema")
    assert refusal(table) == "T301"


def test_an_older_theme_is_refused(fresh: Table) -> None:
    newer = replace(fresh.institute.theme, version=fresh.institute.theme.version + 1)
    fresh.institute.publish(fresh.config.usb, newer, version=5)
    fresh.load()
    assert fresh.jornada() is JornadaState.CARGADA
    fresh.institute.publish(fresh.config.usb, version=4)
    for name in ("5.targets.json", "5.snapshot.json"):
        (fresh.config.usb / "repositorio" / "metadata" / name).unlink()
    fresh.touch("cargar_otro_tema")
    fresh.touch("cargar_tema")
    assert refusal(fresh).startswith("K60")
    fresh.power_on()
    assert fresh.jornada() is JornadaState.CARGADA


def test_a_pinned_theme_that_was_altered_is_mended_from_the_other_medium_or_stops_the_urna(fresh: Table) -> None:
    fresh.load()
    assert isinstance(fresh.internal, CutFiles)
    assert isinstance(fresh.usb, CutFiles)
    name = f"tema/{fresh.institute.theme.hash_hex}.json"
    places = ((fresh.internal.files, name), (fresh.usb.files, f"urna-oficial/{name}"))
    pinned = {name: files[name] for files, name in places}
    fresh.internal.files[name] = pinned[name].replace(b"PRI", b"PAN", 1)
    fresh.power_on()
    assert fresh.jornada() is JornadaState.CARGADA
    assert {name: files[name] for files, name in places} == pinned
    for files, name in places:
        files[name] = pinned[name].replace(b"PRI", b"PAN", 1)
    fresh.power_on()
    assert fresh.shows() is ScreenId.FUERA_DE_SERVICIO


def test_a_printer_without_cutter_is_not_fit(fresh: Table) -> None:
    fresh.load()
    fresh.touch("iniciar_verificacion")
    fresh.touch("continuar")
    fresh.printer.personality(Personality.NO_CUTTER)
    fresh.diagnose()
    assert fresh.jornada() is JornadaState.VERIFICADA
    assert "continuar" not in {action.id for action in fresh.screen.actions}
    fresh.printer.personality(Personality.HONEST)
    fresh.diagnose()
    assert fresh.jornada() is JornadaState.LISTA


def test_closing_before_the_hour_takes_that_two_people_confirm_it(table: Table) -> None:
    table.vote(CHOICES)
    table.clock.at = MORNING + timedelta(hours=5)
    table.do(MesaPressed("menu"))
    table.touch("cerrar")
    assert "confirmar_cierre" not in {action.id for action in table.screen.actions}
    assert "confirmar_hora_cierre" not in {action.id for action in table.screen.actions}
    table.confirm_closing()
    table.open_shares(0, 2)
    assert table.jornada() is JornadaState.CERRADA
    kinds = [entry.kind.value for entry in table.context().book.journal.entries]
    assert kinds.count("hora_confirmada") == 2


def test_suspended_takes_nobody_and_resumes_with_two(table: Table) -> None:
    table.ask_to_suspend()
    table.authenticate("presidencia", "escrutador")
    assert table.jornada() is JornadaState.SUSPENDIDA
    table.enable()
    assert table.ledger().habilitaciones == 0
    table.power_on()
    assert table.shows() is ScreenId.SUSPENDIDA
    table.touch("reanudar")
    table.authenticate("secretaria", "escrutador")
    table.vote(CHOICES)
    assert table.ledger().emitidos == 1


def test_the_report_counts_people_and_prints(table: Table) -> None:
    table.vote(CHOICES)
    table.do(MesaPressed("menu"))
    table.touch("reportes")
    table.touch("imprimir_reporte")
    [slip] = table.slips("reporte")
    assert "PAN" not in str(slip.blocks)
    table.touch("volver")
    table.touch("volver")
    assert table.shows() is ScreenId.ESPERA


@contextmanager
def server(status: int) -> Iterator[tuple[str, list[bytes]]]:
    """A server on loopback that keeps what it is sent and answers ``status``."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    httpd = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}", bodies
    finally:
        httpd.shutdown()
        httpd.server_close()


@pytest.mark.parametrize("status", [201, 500])
def test_results_are_posted_and_resending_repeats_the_same_bytes(table: Table, status: int) -> None:
    table.vote(CHOICES)
    table.close()
    with server(status) as (url, bodies):
        table.config = replace(table.config, server_url=url)
        table.power_on()
        bundle = read_bundle(table)
        table.touch("exportar")
    assert table.jornada() is JornadaState.EXPORTADA
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    assert bundle.acta.ledger.emitidos == 1
