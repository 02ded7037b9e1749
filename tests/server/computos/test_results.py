"""Results at every level against sums made here by hand, and the split against the domain alone."""

from collections import Counter
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from server.catalog.schemas import Unit
from server.catalog.service import Themes
from server.computos import service
from server.computos.schemas import Consolidado
from server.context import Context, make_context
from server.db.paging import Slice
from shared.domain.coalicion import split
from shared.formats.theme_rules import split_rules
from tests.server.harness import World, apart, deliver

PLACES = range(24)


@pytest.fixture
def loaded(world: World, client: TestClient) -> TestClient:
    for bundle in world.urnas.many([world.count(place) for place in PLACES]):
        assert deliver(client, bundle.public).status_code == 201
    return client


def by_hand(world: World, unit: str) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = {}
    for place in PLACES:
        casilla = world.institute.theme.casillas[place]
        names = {
            "entidad": "0",
            "distrito": str(casilla.distrito.number),
            "municipio": str(casilla.municipio.number),
            "seccion": str(casilla.id.seccion.number),
            "casilla": casilla.id.clave,
        }
        sums.setdefault(names[unit], Counter()).update(world.count(place).counts[0])
    return sums


@pytest.mark.parametrize("unit", [unit.value for unit in Unit])
def test_every_level_adds_up(world: World, loaded: TestClient, unit: str) -> None:
    answer = loaded.get(f"/api/v1/resultados/{unit}")
    found = {each["unit"]: Counter(each["figures"]) for each in answer.json()}
    assert found == by_hand(world, unit)


def test_units_come_in_pages_and_none_is_left_out(world: World, loaded: TestClient) -> None:
    assert loaded.get("/api/v1/resultados/casilla?pagina=2").json() == []
    assert loaded.get("/api/v1/resultados/entidad?pagina=2").json() == []
    context = make_context(world.config, world.clock)

    async def pages(most: int) -> list[dict[int | str, Consolidado]]:
        async with context.reading() as session:
            theme = await Themes().current(session)
            parts = [Slice(start, most) for start in range(0, len(PLACES) + most, most)]
            return [await service.by_unit(session, theme, 0, Unit.CASILLA, part) for part in parts]

    found = apart(pages(7))
    assert [len(page) for page in found] == [7, 7, 7, 3, 0]
    assert {name: each.figures for page in found for name, each in page.items()} == {
        name: world.count(place).counts[0]
        for place in PLACES
        for name in [world.institute.theme.casillas[place].id.clave]
    }


def test_the_split_is_made_by_distrito_and_conserves_votes(world: World, loaded: TestClient) -> None:
    theme = world.institute.theme
    contest = theme.contests[0]
    units = {f"{int(unit):04d}": figures for unit, figures in by_hand(world, "distrito").items()}
    expected = split(contest, units, split_rules(theme.rules))
    found = loaded.get("/api/v1/resultados/entidad").json()[0]
    assert found["by_partido"] == expected.by_partido
    assert found["by_candidatura"] == expected.by_candidatura
    outside = found["figures"]["NULOS"] + found["figures"]["NO_REGISTRADAS"]
    assert sum(found["by_partido"].values()) + found["sin_asignar"] + outside == found["total"]
    page = loaded.get("/").text
    assert page.count("PT-MORENA-PES") > len(units)


def test_pages_drill_down_to_the_acta(world: World, loaded: TestClient) -> None:
    casilla = world.institute.theme.casillas[0]
    distrito = casilla.distrito.number
    assert f"/resultados/distrito/{distrito}" in loaded.get("/resultados/distrito").text
    assert f"/casillas/{casilla.id}" in loaded.get(f"/resultados/distrito/{distrito}").text
    page = loaded.get(f"/casillas/{casilla.id}").text
    assert f">{world.count(0).counts[0]['MC']}<" in page
    for path in ("/resultados/casilla", "/resultados/distrito/77", "/casillas/140000B0100", "/resultados/distrito/x"):
        assert loaded.get(path).status_code in (404, 422)


async def test_a_cut_reads_every_acta_with_its_figures(world: World) -> None:
    with world.client() as client:
        for place in (0, 1):
            deliver(client, world.bundle(place).public)
        deliver(client, world.bundle(1, 40, urna=77).public)
    context: Context = make_context(replace(world.config), world.clock)
    async with context.reading() as session:
        theme = await Themes().current(session)
        actas = await service.actas(session)
        everything = await service.totals(session, Unit.ENTIDAD)
    await context.engine.dispose()
    assert theme.hash_hex == world.institute.theme.hash_hex
    assert [acta.counted for acta in actas] == [True, False, False]
    assert dict(actas[0].counts[0]) == dict(world.count(0).counts[0]) == everything[0][0]
