"""Lists of distritos, municipios and casillas: their filters, orders and files, within somebody's reach."""

import csv
import io
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from server.access import Grant, Level, Role, Territory
from tests.server.harness import World, apart, beside, deliver, open_account


@pytest.fixture
def loaded(world: World) -> Iterator[TestClient]:
    with world.client() as client:
        for place in range(4):
            deliver(client, world.bundle(place).public)
        deliver(client, world.bundle(3, 50, urna=77).public)
        yield client


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    joint = "&" if "?" in address else "?"
    text = client.get(f"{address}{joint}formato=csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_casilla_is_listed_with_what_is_known_of_its_acta(world: World, loaded: TestClient) -> None:
    theme = world.institute.theme
    found = rows(loaded, "/casillas")
    assert [row["casilla"] for row in found] == sorted(each.id.clave for each in theme.casillas)
    assert {row["acta"] for row in found} == {"Contada", "Recibida, sin contar", "No ha llegado"}
    counted = rows(loaded, "/casillas?acta=contada&orden=-votaron")
    assert [int(row["votaron"]) for row in counted] == sorted(
        (world.count(place).ledger.emitidos for place in range(3)), reverse=True
    )
    assert [row["casilla"] for row in rows(loaded, "/casillas?acta=apartada")] == [theme.casillas[3].id.clave]
    one = theme.casillas[5]
    assert [row["casilla"] for row in rows(loaded, f"/casillas?busca={one.id.clave.lower()}")] == [one.id.clave]
    of_distrito = rows(loaded, f"/casillas?distrito={one.distrito.number}")
    assert {row["distrito"] for row in of_distrito} == {str(one.distrito.number)}


def test_the_casillas_of_a_unit_are_a_list_at_its_own_address(world: World, loaded: TestClient) -> None:
    number = world.institute.theme.casillas[0].distrito.number
    inside = [each for each in world.institute.theme.casillas if each.distrito.number == number]
    found = rows(loaded, f"/resultados/distrito/{number}?orden=-lista")
    assert [int(row["lista"]) for row in found] == sorted((each.lista_nominal for each in inside), reverse=True)
    page = loaded.get(f"/resultados/distrito/{number}?acta=falta").text
    assert f'action="/resultados/distrito/{number}"' in page
    assert loaded.get(f"/resultados/distrito/{number}?orden=domicilio").status_code == 422


def test_units_are_ordered_by_any_figure_and_by_each_contest(world: World, loaded: TestClient) -> None:
    first, second = world.institute.theme.contests
    found = rows(loaded, "/resultados/municipio?orden=-votos")
    votes = [int(row["votos"]) for row in found if row["votos"]]
    assert votes == sorted(votes, reverse=True)
    assert sum(votes) == sum(sum(world.count(place).counts[0].values()) for place in range(3))
    assert "MC" in found[0]
    other = rows(loaded, "/resultados/municipio?contest=1")
    assert set(other[0]) - set(found[0]) == {c.name for c in second.candidaturas}
    page = loaded.get("/resultados/municipio?contest=1").text
    assert second.title in page
    assert '<option value="1" selected>' in page
    assert loaded.get("/resultados/municipio?contest=2").status_code == 422
    assert f">{first.title}<" in page


def test_a27_lists_show_no_casilla_nor_unit_beyond_somebodys_reach(world: World, loaded: TestClient) -> None:
    mine = world.institute.theme.casillas[0].distrito.number
    board = beside(loaded, apart(open_account(world, (Grant(Role.CONSEJO, Territory(Level.DISTRITO, mine)),))))
    claves = {each.id.clave for each in world.institute.theme.casillas if each.distrito.number == mine}
    assert {row["casilla"] for row in rows(board, "/casillas")} == claves
    assert rows(board, f"/casillas?distrito={mine + 1}") == []
    assert [row["numero"] for row in rows(board, "/resultados/distrito")] == [str(mine)]
