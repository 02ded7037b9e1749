"""The night's pages: what came against the plan, who is late, and the way of each acta, each to who may see it."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Level, Role, Territory
from server.config import ConfigInvalida
from server.noche.rules import closes_at
from tests.server.harness import World, apart, beside, deliver, open_account, other_store


@pytest.fixture
def late_world(world: World) -> World:
    """Three hours after the close."""
    world.clock.moment = closes_at(world.institute.theme.election.date) + timedelta(hours=3)
    return world


@pytest.fixture
def client(late_world: World) -> Iterator[TestClient]:
    with late_world.client() as started:
        for place in range(4):
            deliver(started, late_world.bundle(place).public)
        deliver(started, late_world.bundle(3, 50, urna=9).public)
        deliver(started, b"roto")
        yield started


def test_the_night_tells_what_came_what_waits_and_what_is_apart(late_world: World, client: TestClient) -> None:
    found = client.get("/api/v1/noche").json()
    assert (found["esperadas"], found["recibidas"], found["contadas"]) == (40, 4, 3)
    assert (found["apartadas"], found["rechazados"]) == (1, 1)
    casillas = late_world.institute.theme.casillas
    urban = sum(c.ubicacion == 1 for c in casillas)
    assert found["a_esta_hora"] == urban * 950 // 1000 + (len(casillas) - urban) * 766 // 1000
    assert found["tarde"] == sum(c.ubicacion == 1 for c in casillas[4:])
    page = client.get("/noche").text
    assert f"Con retraso: {found['tarde']}" in page
    assert "Nuevos: 1" in page
    assert page.count("<polyline") == 2
    assert 'hx-trigger="every' in page
    assert "hx-trigger" not in client.get("/noche?vivo=no").text


def test_late_casillas_are_a_list_with_files(late_world: World, client: TestClient) -> None:
    casillas = late_world.institute.theme.casillas
    text = client.get("/noche/retrasos?formato=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["casilla"] for row in rows} == {c.id.clave for c in casillas[4:] if c.ubicacion == 1}
    lista = [(-int(row["retraso"]), -int(row["lista"])) for row in rows]
    assert lista == sorted(lista)
    one, another = [c for c in casillas[4:] if c.ubicacion == 1][:2]
    page = client.get(f"/noche/retrasos?casilla={one.id.clave.lower()}").text
    assert one.id.clave in page
    assert another.id.clave not in page
    assert "Nada coincide" in client.get("/noche/retrasos?distrito=99").text


def test_before_the_close_nobody_is_late(world: World) -> None:
    world.clock.moment = closes_at(world.institute.theme.election.date) - timedelta(hours=1)
    with world.client() as client:
        page = client.get("/noche").text
        assert "La curva empieza al cierre" in page
        assert "Ninguna casilla tiene retraso" in page
        assert client.get("/api/v1/noche").json()["a_esta_hora"] == 0


def test_each_number_of_an_acta_is_followed_to_the_totals(late_world: World, client: TestClient) -> None:
    bundle, count = late_world.bundle(0), late_world.count(0)
    sha256 = deliver(client, late_world.bundle(20, 100, store=other_store("e")).public).json()["sha256"]
    page = client.get(f"/noche/actas/{sha256}").text
    signed = late_world.count(20, 100).counts[0]
    whole = client.get("/api/v1/resultados/entidad").json()[0]["figures"]
    for key, name in (("NULOS", "Votos nulos"), ("PAN", "PAN"), ("PT-MORENA-PES", "PT-MORENA-PES")):
        row = re.search(rf'<th scope="row">{name}</th>((?:<td class="n">[\d,]+</td>)+)', page)
        assert row is not None, key
        figures = [int(each.replace(",", "")) for each in re.findall(r">([\d,]+)<", row[1])]
        assert (figures[0], figures[2]) == (signed[key], whole[key])
        assert figures[0] <= figures[1] <= figures[2]
    assert "Cómo se repartió cada combinación" in page
    assert "El PREP la contabiliza." in page
    assert "La urna no anotó ninguna falla." in page
    assert "Se abrió la votación." in page
    assert '<td class="n">100</td>' in page
    assert bundle.casilla == count.casilla
    away = deliver(client, late_world.bundle(20, 101, store=other_store("e")).public).json()["sha256"]
    for each in (sha256, away):
        text = client.get(f"/noche/actas/{each}").text
        assert "<strong>No cuenta.</strong>" in text
        assert "esta acta no cuenta" in text
    assert client.get(f"/noche/actas/{'0' * 64}").status_code == 404


def test_an_acta_is_followed_years_later(late_world: World, client: TestClient) -> None:
    """The certificates of the urnas are over by then; that they held when it came is what matters."""
    sha256 = deliver(client, late_world.bundle(2).public).json()["sha256"]
    late_world.clock.moment += timedelta(days=3 * 365)
    later = beside(client, apart(open_account(late_world, (Grant(Role.AUDITORIA),))))
    assert later.get(f"/noche/actas/{sha256}").status_code == 200


def test_a_casilla_with_more_votes_than_voters_is_published_and_not_counted(world: World) -> None:
    most = world.institute.theme.casillas[0].lista_nominal + world.institute.theme.casillas[0].representantes
    with world.client() as client:
        sha256 = deliver(client, world.bundle(0, most + 1).public).json()["sha256"]
        assert "no la contabiliza: excede lista nominal" in client.get(f"/noche/actas/{sha256}").text


def test_a27_who_sees_a_distrito_sees_the_night_of_that_distrito_alone(late_world: World, client: TestClient) -> None:
    casillas = late_world.institute.theme.casillas
    mine = casillas[0]
    place, other = next(
        (n, c) for n, c in enumerate(casillas) if c.distrito != mine.distrito and c.municipio != mine.municipio
    )
    theirs = deliver(client, late_world.bundle(place, 60, urna=77).public).json()["sha256"]
    own = deliver(client, late_world.bundle(0).public).json()["sha256"]
    for level, number in ((Level.DISTRITO, mine.distrito.number), (Level.MUNICIPIO, mine.municipio.number)):
        board = beside(client, apart(open_account(late_world, (Grant(Role.CONSEJO, Territory(level, number)),))))
        within = [c for c in casillas if getattr(c, level.value).number == number]
        found = board.get("/api/v1/noche").json()
        assert found["esperadas"] == len(within)
        assert found["rechazados"] is None
        late = board.get("/noche/retrasos?formato=csv").text
        assert all(c in within or c.id.clave not in late for c in casillas)
        page = board.get("/noche").text
        assert other.id.clave not in page
        assert "Archivos rechazados" not in page
        assert board.get(f"/noche/actas/{theirs}").status_code == 404
        acta = board.get(f"/noche/actas/{own}").text
        assert "Entidad</th>" not in acta
        assert ("Distrito " in acta.split("<caption>Cada renglón")[1].split("<tbody>")[0]) == (level is Level.DISTRITO)


def test_a_wall_screen_sees_the_night_and_no_link_that_it_may_not_open(late_world: World, client: TestClient) -> None:
    wall = beside(client, apart(open_account(late_world, (Grant(Role.PANTALLA),))))
    page = wall.get("/noche").text
    assert "Recibidas" in page
    assert 'href="/casillas/' not in page
    assert 'href="/revision' not in page


@pytest.mark.parametrize(
    "points", [(), ((0, 500),), ((10, 0), (10, 1000)), ((10, 600), (20, 500), (30, 1000)), ((-5, 0), (9, 1000))]
)
def test_a_plan_out_of_order_is_refused(world: World, points: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ConfigInvalida) as error:
        replace(world.config, arrivals_rural=points)
    assert error.value.code == "S009"
