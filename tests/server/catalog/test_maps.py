"""Maps of the institute: whichever coordinates they come in, joined to the lists, weighed, and drawn with a table."""

import json
import re
from collections.abc import Iterator

import pytest
import shapely
from starlette.testclient import TestClient

from server.access import Grant, Level, Role, Territory
from server.catalog.drawing import classes_of, drawing_of
from server.catalog.marco import ASSUMED, Lista
from server.catalog.reading_map import read_map
from server.catalog.rules_rows import Contents
from server.catalog.service_cargas import examine
from shared.tables.tabla import ArchivoInvalido
from tests.server.catalog.lists import SQUARES, fill, map_of, open_context
from tests.server.harness import World, apart, beside, open_account
from tests.server.prep.cases import DATA

MAPS = DATA / "jalisco_maps"
METRES = {1: (640_000.0, 2_300_000.0), 7: (660_000.0, 2_300_000.0)}


def read(data: bytes, lista: Lista = Lista.MAPA_DISTRITOS) -> Contents:
    return read_map(lista, data)


def codes(contents: Contents) -> list[tuple[int, str, str]]:
    return [(each.line, each.value, each.code) for each in contents.faults.kept]


def crs(name: object) -> dict[str, object]:
    return {"crs": {"type": "name", "properties": {"name": name}}}


@pytest.mark.parametrize(
    "told", [{}, crs("urn:ogc:def:crs:OGC:1.3:CRS84"), crs("EPSG:4326"), crs("urn:ogc:def:crs:EPSG::6365")]
)
def test_degrees_stay_where_they_are(told: dict[str, object]) -> None:
    found = read(map_of(SQUARES, members=told))
    assert codes(found) == []
    assert shapely.from_wkt(str(found.rows[1]["forma"])).bounds == (-103.6, 20.8, -103.4, 21.0)


@pytest.mark.parametrize(("told", "how"), [({}, ASSUMED), (crs("urn:ogc:def:crs:EPSG::32613"), "EPSG:32613")])
def test_metres_become_degrees(told: dict[str, object], how: str) -> None:
    found = read(map_of(METRES, side=20_000.0, members=told))
    west, south, *_ = shapely.from_wkt(str(found.rows[1]["forma"])).bounds
    assert (round(west, 2), round(south, 2)) == (-103.65, 20.79)
    assert found.how == how
    other = read(map_of(METRES, side=20_000.0, members=crs("EPSG:6368")))
    assert shapely.from_wkt(str(other.rows[1]["forma"])).bounds[0] == pytest.approx(west, abs=1e-3)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "S612"),
        (b"[" * 100_000, "S612"),
        (b'{"type":"FeatureCollection","features":[]}', "S612"),
        (map_of({1: (2.3, 48.8)}), "S613"),
        (map_of(SQUARES, members=crs("EPSG:3857")), "S613"),
        (map_of(SQUARES, members=crs("/etc/passwd")), "S613"),
        (map_of(SQUARES, members={"crs": []}), "S613"),
        (map_of({1: (1.0, 2.0)}, members=crs("EPSG:32613")), "S613"),
        (map_of(SQUARES).replace(b"-103.6", b"NaN"), "S612"),
    ],
)
def test_a17_what_is_no_map_of_mexico_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(ArchivoInvalido) as error:
        read(data)
    assert error.value.code == code


def test_every_fault_of_a_map_is_told_at_once() -> None:
    document = json.loads(map_of({1: (-103.6, 20.8), "uno": (-103.4, 20.8), 2: (-103.2, 20.8), 3: (-103.0, 20.8)}))
    document["features"].append(document["features"][0])
    ring = document["features"][2]["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]
    document["features"][3]["geometry"] = {"type": "Point", "coordinates": [1, 2]}
    found = read(json.dumps(document).encode())
    assert [(line, code) for line, _, code in codes(found)] == [(2, "S741"), (3, "S744"), (4, "S743"), (5, "S716")]
    assert found.rows == {}


@pytest.mark.parametrize(("name", "value"), [("Distrito", "007"), ("DISTRITO_L", 7), ("distrito_24", "14_007")])
def test_the_unit_is_known_by_a_property_named_like_it(name: str, value: object) -> None:
    assert list(read(map_of({value: (-103.6, 20.8)}, name)).rows) == [7]


async def test_missing_and_surplus_units_are_told(empty_world: World) -> None:
    async with open_context(empty_world) as context:
        await fill(context)
        async with context.reading() as session:
            surplus = await examine(session, read(map_of({**SQUARES, 9: (-103.2, 20.8)})))
            missing = await examine(session, read(map_of({1: METRES[1]}, side=20_000.0)))
    assert [(each.code, each.about) for each in surplus.faults.kept] == [("S717", "distritos|9")]
    assert [(each.code, each.value) for each in missing.notices.kept] == [("S735", "7"), ("S742", "")]


def test_a_drawing_is_north_up_and_its_classes_hold_alike() -> None:
    drawing = drawing_of(
        {1: "POLYGON((-104 20,-103 20,-103 21,-104 21,-104 20))", 2: "POLYGON((-103 20,-102 20,-102.5 21,-103 20))"}
    )
    assert drawing.paths[0].d.startswith("M")
    assert drawing.paths[0].x < drawing.paths[1].x
    assert 500 < drawing.height < 560
    classes, spans = classes_of({unit: unit * 100 for unit in range(1, 11)})
    assert [classes[unit] for unit in range(1, 11)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert spans[0] == (100, 200)
    assert classes_of({}) == ({}, [])


@pytest.fixture
def beatriz(empty_world: World) -> Iterator[TestClient]:
    async def filled() -> None:
        async with open_context(empty_world) as context:
            await fill(context)

    apart(filled())
    with empty_world.client(Grant(Role.DIRECCION)) as started:
        yield started


def sign_map(beatriz: TestClient, world: World) -> None:
    """Ana delivers and reviews the map of distritos, Beatriz signs."""
    with world.client(Grant(Role.RESULTADOS)) as ana:
        files = {"archivo": ("mapa.geojson", map_of(SQUARES))}
        page = ana.post("/catalogo/mapa_distritos/cargar", data={"paso": "entregar"}, files=files).text
        sha256 = re.search(r"[0-9a-f]{64}", page)
        assert sha256
        assert "POLYGON" in page
        ana.post("/catalogo/cargas/1/revisar", data={"bajas": "0"})
    beatriz.post("/catalogo/cargas/1/firmar", data={"huella": sha256[0]})


def test_a_map_is_delivered_signed_and_drawn(beatriz: TestClient, empty_world: World) -> None:
    assert "Todavía no hay mapa" in beatriz.get("/catalogo/mapa_distritos").text
    sign_map(beatriz, empty_world)
    page = beatriz.get("/catalogo/mapa_distritos").text
    assert page.count('fill="url(#trama-') >= 2
    assert "1 Tequila: 1,321" in page
    assert re.search(r'data-label="Nombre">Zapopan</td><td class="n"[^>]*>0</td>', page)


def test_a27_who_sees_a_distrito_sees_its_shape_and_its_people_alone(beatriz: TestClient, empty_world: World) -> None:
    sign_map(beatriz, empty_world)
    for level, number, people in (
        (Level.DISTRITO, 1, "1,321"),
        (Level.MUNICIPIO, 1, "1,321"),
        (Level.DISTRITO, 7, "0"),
    ):
        board = beside(beatriz, apart(open_account(empty_world, (Grant(Role.CONSEJO, Territory(level, number)),))))
        page = board.get("/catalogo/mapa_distritos").text
        assert page.count("<path ") == 1, "the other distrito is not drawn"
        assert f"{people}</title>" in page
        assert ("Tequila" in page, "Zapopan" in page) == (number == 1, number == 7)
        assert "de las secciones que ve su cuenta" in page
    elsewhere = beside(beatriz, apart(open_account(empty_world, (Grant(Role.CONSEJO, Territory(Level.DISTRITO, 3)),))))
    assert "Todavía no hay mapa de lo que ve su cuenta" in elsewhere.get("/catalogo/mapa_distritos").text


@pytest.mark.skipif(not MAPS.is_dir(), reason="the maps of Jalisco are not here")
@pytest.mark.parametrize(
    ("file", "lista", "units", "how"),
    [
        ("distritos_2024.geojson", Lista.MAPA_DISTRITOS, 20, "EPSG:4326"),
        ("municipios_2023_utm13n.geojson", Lista.MAPA_MUNICIPIOS, 125, ASSUMED),
    ],
)
def test_the_maps_of_jalisco_are_read(file: str, lista: Lista, units: int, how: str) -> None:
    found = read((MAPS / file).read_bytes(), lista)
    assert codes(found) == []
    assert sorted(found.rows) == list(range(1, units + 1))
    assert found.how == how
    shapes = shapely.from_wkt([str(row["forma"]) for row in found.rows.values()])
    assert shapely.is_valid(shapes).all()
    west, south, east, north = shapely.total_bounds(shapes)
    assert (round(west, 1), round(south, 1), round(east, 1), round(north, 1)) == (-105.7, 18.9, -101.5, 22.8)
    assert sum(len(str(row["forma"])) for row in found.rows.values()) < 400_000
