"""The page of jobs: what failed for good is seen, and tried again, cancelled or put away by who may."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Role
from server.jobs.schemas import State
from tests.server.databases import execute
from tests.server.harness import World, confirmed

pytestmark = pytest.mark.sqlite_alone  # the rows are put into the table of SQLite's queue
FAILED, WAITING, DOING = 5, 6, 7
MANY_DONE = (
    "INSERT INTO jobs_job (id, task, arguments, slot, state, tries, due_at, beat_at, cancel)"
    " WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
    " SELECT i, 'corte', '{}', NULL, 'hecho', 1, '2127-01-01', '2127-01-01', FALSE FROM n"
)
ROWS = {FAILED: State.FALLIDO, WAITING: State.ESPERA, DOING: State.HECHO}


@pytest.fixture
def jobs(world: World) -> World:
    """Three jobs, one of which is due in a minute of a clock that stands still."""
    due = (world.clock.moment + timedelta(minutes=1)).isoformat(sep=" ").replace("+00:00", "")
    for number, state in ROWS.items():
        execute(
            world.config,
            "INSERT INTO jobs_job (id, task, arguments, slot, state, tries, due_at, beat_at, cancel) VALUES"  # noqa: S608
            f" ({number}, 'corte', '{{}}', NULL, '{state.value}', 4, '{due}', '{due}', FALSE)",
        )
    execute(world.config, f"INSERT INTO jobs_note VALUES ({FAILED}, 1, 3, 'S106', '', '')")  # noqa: S608
    return world


@pytest.fixture
def client(jobs: World) -> Iterator[TestClient]:
    with jobs.client(Grant(Role.ADMINISTRACION)) as started:
        yield started


def states(world: World) -> dict[int, str]:
    return dict(execute(world.config, "SELECT id, state FROM jobs_job"))


def test_what_failed_for_good_is_seen_with_its_cause_and_leaves_as_a_file(client: TestClient) -> None:
    page = client.get("/trabajos").text
    for words in ("Publicar un corte", "Falló", "S106", "1 de 3"):
        assert words in page, words
    assert f'value="{FAILED}"' in page
    assert f'value="{DOING}"' not in page, "what is over cannot be chosen"
    assert "Espera" not in client.get("/trabajos?estado=fallido").text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert client.get("/trabajos?formato=csv").text.count("Publicar un corte") == 3
    assert "S848" in client.get("/salud").text


def test_what_is_put_away_bears_why_and_is_told_in_the_trail(client: TestClient, jobs: World) -> None:
    asked = client.post("/trabajos/descartar", data={"elegido": str(FAILED)})
    assert asked.status_code == 200
    assert "Por qué" in asked.text
    short = client.post("/trabajos/descartar", data={"elegido": str(FAILED), "motivo": "no"})
    assert short.status_code == 422
    done = client.post("/trabajos/descartar", data={"elegido": str(FAILED), "motivo": "El corte siguiente lo suple"})
    assert "Quedó hecho" in done.text
    assert "El corte siguiente lo suple" in client.get("/trabajos?estado=descartado").text
    assert "S848" not in client.get("/salud/lista").text
    trail = execute(jobs.config, "SELECT action, subject FROM audit_entry WHERE module = 'jobs'")
    assert trail == [("descartar", str(FAILED))]


def test_what_waits_is_cancelled_once_somebody_confirms(client: TestClient, jobs: World) -> None:
    assert "¿Cancelar estos trabajos?" in client.post("/trabajos/cancelar", data={"elegido": str(WAITING)}).text
    assert states(jobs)[WAITING] == State.ESPERA.value
    assert confirmed(client, "/trabajos/cancelar", {"elegido": str(WAITING)}).status_code == 303
    assert states(jobs)[WAITING] == State.CANCELADO.value
    again = client.post("/trabajos/reintentar", data={"elegido": str(WAITING)})
    assert "Ninguno de los elegidos" in again.text
    assert client.post("/trabajos/reintentar", data={"elegido": "99"}).status_code == 404


def test_what_failed_is_tried_again(client: TestClient, jobs: World) -> None:
    assert "Quedó hecho" in client.post("/trabajos/reintentar", data={"elegido": str(FAILED)}).text
    assert states(jobs)[FAILED] != State.FALLIDO.value


def test_what_failed_before_a_night_of_cuts_can_still_be_decided(client: TestClient, jobs: World) -> None:
    execute(jobs.config, MANY_DONE)
    assert f'value="{FAILED}"' in client.get("/trabajos?estado=fallido").text
    done = client.post("/trabajos/descartar", data={"elegido": str(FAILED), "motivo": "El corte siguiente lo suple"})
    assert "Quedó hecho" in done.text


def test_who_only_sees_changes_nothing(jobs: World) -> None:
    with jobs.client(Grant(Role.DIRECCION)) as client:
        assert "/trabajos/reintentar" not in client.get("/trabajos").text
        assert client.post("/trabajos/reintentar", data={"elegido": str(FAILED)}).status_code == 403
    assert states(jobs)[FAILED] == State.FALLIDO.value
