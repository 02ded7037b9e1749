"""Words that people entered never become markup: every column of words is filled with some, and every page is opened.

The columns are read from the models and the pages from the routes: a new one is tried by itself.
"""

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import quote

import openpyxl
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Column, Integer, String, Table, insert, select, update
from starlette.testclient import TestClient

from server.access import Grant, Role
from server.catalog.marco import Lista
from server.db.base import Base
from server.modules import MODULES
from server.web.export import BEGINS_FORMULA
from tests.server.catalog.lists import SMALL, csv_of
from tests.server.databases import engine_of, execute
from tests.server.harness import World, apart, deliver, machine_token, other_store
from tests.server.revision.people import somebody
from tests.server.roads.papers import printed, typed

EVERYTHING = tuple(Grant(role) for role in (Role.ADMINISTRACION, Role.DIRECCION, Role.RESULTADOS, Role.AUDITORIA))
MARKUP = "\"'><img src=x onerror=alert(1)>{{{7*7}}}"
FORMULA = "=HYPERLINK(0)"
LISTS_OF_WORDS = 5
LEAST_WORDS = 80
"""Columns shorter than this hold names of ours: states, hashes, claves."""
OURS = {
    "accounts_person.password", "accounts_person.seed", "accounts_tries.key", "audit_checkpoint.signature",
    "ingest_paper.body", "ingest_paper.certificates", "ingest_store.reasons", "jobs_job.arguments",
    "objetos_guardado.place", "objetos_revision.report",
    "revision_step.chosen", "revision_step.effect",
}  # fmt: skip
"""Longer, and yet made by the server alone."""
JSON = {"data", "before", "after"}


def columns() -> list[tuple[Table, Column[object]]]:
    found = [(table, column) for table in Base.metadata.sorted_tables for column in table.columns]
    return [(t, c) for t, c in found if isinstance(c.type, String) and (c.type.length or LEAST_WORDS) >= LEAST_WORDS]


def test_what_is_called_ours_is_there() -> None:
    assert {f"{table.name}.{column.name}" for table, column in columns()} >= OURS


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client(*EVERYTHING) as started:
        yield started


def populate(world: World, client: TestClient) -> dict[str, str]:
    """Something of every kind, and what the pages of it are called."""
    bundle = deliver(client, world.bundle(0).public).json()
    other = deliver(client, world.bundle(0, 50, store=other_store("a"), urna=9).public).json()
    somebody(world, client, Role.RESULTADOS).propose(world.institute.theme.casillas[0].id.clave, other["sha256"])
    carga = csv_of(Lista.MUNICIPIOS, SMALL[Lista.MUNICIPIOS])
    client.post("/api/v1/catalogo/municipios/cargas", content=carga, headers={"content-type": "text/csv"})
    deliver(client, b"nada")
    urna = world.urnas.urna(1)
    on_paper = world.urnas.bundle(world.count(1), urna)
    deliver(client, on_paper.public)
    client.post("/apartados/qr", data={"texto": typed(printed(world, on_paper, urna))})
    execute(world.config, "INSERT INTO jobs_note VALUES (7, 0, 0, '', '', '')")
    apart(machine_token(world, Grant(Role.DIFUSION)))
    client.post("/personas/nueva", data={"usuario": "zoe", "nombre": "Zoe", "cargo": "resultados", "nivel": "entidad"})
    place = world.institute.theme.casillas[0]
    return {
        "clave": place.id.clave, "unit": "distrito", "number": str(place.distrito.number), "token": "x",
        "sha256": bundle["sha256"], "person_id": "", "lista": "municipios", "carga_id": "1", "mapa": "municipios",
    }  # fmt: skip


def spoil(world: World, words: str = MARKUP) -> list[str]:
    """Put these words into every column of words; gives the columns for which there was no row."""
    engine, missed = engine_of(world.config), []
    with engine.begin() as connection:
        for table, column in columns():
            if f"{table.name}.{column.name}" in OURS or column.unique or column.primary_key:
                continue
            if table.name.startswith("catalog_marco") and not connection.execute(select(table)).first():
                row = {c.name: 1 if isinstance(c.type, Integer) else "1" for c in table.columns}
                connection.execute(insert(table).values(row))
            text = json.dumps({"nombre": words}) if column.name in JSON else words
            if not connection.execute(update(table).values({column.name: text})).rowcount:
                missed.append(f"{table.name}.{column.name}")
    engine.dispose()
    return missed


def test_a27_words_never_become_markup_on_any_page(world: World, client: TestClient) -> None:
    names = populate(world, client)
    assert spoil(world) == []
    engine = engine_of(world.config)
    with engine.connect() as connection:
        names["person_id"] = str(
            connection.execute(select(Base.metadata.tables["accounts_person"].c.id)).scalars().all()[-1]
        )
    engine.dispose()
    asked = "?" + "&".join(f"{name}={quote(MARKUP)}" for name in ("busca", "texto", "quien", "sigue", "hecho"))
    escaped = 0
    for path in paths():
        for query in ("", asked):
            page = client.get(path.format(**names) + query).text
            assert "<img src=x" not in page, path
            assert "{49}" not in page, path
            escaped += "&lt;img src=x" in page
    assert escaped > len(paths()) // 3, "most pages show words of people"


def paths() -> list[str]:
    routes = [route for module in MODULES for router in module.routers for route in router.routes]
    pages = [each for each in routes if isinstance(each, APIRoute) and not each.path.startswith("/api/")]
    return [each.path for each in pages if "GET" in (each.methods or ())]


def test_a27_no_cell_of_any_list_is_a_formula(world: World, client: TestClient) -> None:
    names = populate(world, client)
    assert spoil(world, FORMULA) == []
    files = 0
    for path in paths():
        answer = client.get(path.format(**names) + "?formato=csv")
        if not answer.headers["content-type"].startswith("text/csv"):
            continue
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        workbook = client.get(path.format(**names) + "?formato=xlsx").content
        sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
        assert sheet is not None, path
        assert [cell for row in rows for cell in row if cell.startswith(BEGINS_FORMULA)] == [], path
        assert [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == [], path
        files += f"'{FORMULA}" in answer.content.decode()
    assert files >= LISTS_OF_WORDS, "lists that hold words of people leave as files"
