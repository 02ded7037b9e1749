"""Files of lists for the tests of the catalogue, made of the demo's theme. It must not assert."""

import csv
import io
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from openpyxl import Workbook
from starlette.testclient import TestClient

from server.access import Grant
from server.accounts.schemas import By
from server.catalog import repository_marco, service_cargas
from server.catalog.marco import LISTINGS, Lista, Value, whole
from server.catalog.schemas_marco import Carga, Entrega
from server.context import Context, make_context
from server.db.migrate import upgrade
from server.objetos.schemas import Clase
from server.objetos.service import Files
from shared.crypto.hashing import sha256_hex
from tests.server.harness import World, apart, beside, open_account

Rows = Sequence[Sequence[Value]]
ANA, BEATRIZ = By("ana", "resultados", "10.0.0.1"), By("beatriz", "direccion", "10.0.0.2")
SMALL: Mapping[Lista, Rows] = {
    Lista.ENTIDADES: [(14, "Jalisco")],
    Lista.DISTRITOS: [(1, "Tequila"), (7, "Zapopan")],
    Lista.MUNICIPIOS: [(1, "Acatic"), (120, "Zapopan")],
    Lista.SECCIONES: [(24, 1, 1), (25, 1, 1), (300, 7, 120)],
    Lista.CASILLAS: [
        ("140024B0100", 1, "Escuela Niños Héroes, Juárez 10"),
        ("140024C0100", 1, "Escuela Niños Héroes, Juárez 10"),
        ("140025E0100", 2, "Casa de salud, El Salto"),
        ("140300S0100", 3, "Central de autobuses"),
    ],
    Lista.LISTA_NOMINAL: [("140024B0100", 612), ("140024C0100", 611), ("140025E0100", 98), ("140300S0100", 0)],
    Lista.ELECCIONES: [("JAL-2027-GOB", "Gubernatura de Jalisco", "2027-06-06")],
}


def csv_of(lista: Lista, rows: Rows, separator: str = ",", letters: str = "utf-8") -> bytes:
    """A CSV with the heading of a list."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator).writerows([LISTINGS[lista].names, *rows])
    return stream.getvalue().encode(letters)


def xlsx_of(lista: Lista, rows: Rows, sheets: int = 1) -> bytes:
    """The same as a workbook."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise LookupError("no sheet")
    for row in (LISTINGS[lista].names, *rows):
        sheet.append(list(row))
    for number in range(1, sheets):
        book.create_sheet(f"Hoja{number + 1}")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


Squares = Mapping[Any, tuple[float, float]]
SQUARES: Squares = {1: (-103.6, 20.8), 7: (-103.4, 20.8)}
"""Distritos of `SMALL` by the corner of a square that stands for them: neighbours, in degrees."""
NO_MEMBERS: Mapping[str, object] = {}


def map_of(
    squares: Squares, name: str = "DISTRITO", side: float = 0.2, members: Mapping[str, object] = NO_MEMBERS
) -> bytes:
    """GeoJSON of squares; ``members`` are of the collection (``crs``)."""
    features = [
        {
            "type": "Feature",
            "properties": {name: number, "Nombre": "x"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]],
            },
        }
        for number, (x, y) in squares.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


@asynccontextmanager
async def open_context(world: World) -> AsyncIterator[Context]:
    """The parts of a world's server, without a server."""
    context = make_context(world.config, world.clock)
    try:
        await upgrade(context.engine)
        yield context
    finally:
        await context.engine.dispose()


def store_of(context: Context) -> Files:
    return Files(context, Clase.CATALOGO)


async def deliver(context: Context, lista: Lista, data: bytes) -> Carga:
    """Ana delivers a file."""
    contents = await service_cargas.read(lista, data)
    async with context.writing() as session:
        await service_cargas.keep(session, store_of(context), data)
        entrega = Entrega(lista, f"{lista.value}.csv", sha256_hex(data), len(data))
        return await service_cargas.receive(session, entrega, contents, (ANA, context.clock.now()))


async def review(context: Context, carga: Carga, removed: int = 0, by: By = ANA) -> object:
    contents = await service_cargas.opened(store_of(context), carga)
    async with context.writing() as session:
        asked = removed, by, context.clock.now()
        return await service_cargas.review(session, store_of(context), carga.id, contents, asked)


async def sign(context: Context, carga: Carga, by: By = BEATRIZ, typed: str = "") -> object:
    contents = await service_cargas.opened(store_of(context), carga)
    async with context.writing() as session:
        said = by, context.clock.now()
        return await service_cargas.sign(session, carga.id, contents, typed or carga.sha256, said)


async def put(context: Context, lista: Lista, rows: Rows, removed: int = 0) -> Carga:
    """Ana delivers and reviews, Beatriz signs."""
    carga = await deliver(context, lista, csv_of(lista, rows))
    await review(context, carga, removed)
    signed = await sign(context, carga)
    if not isinstance(signed, Carga):
        raise LookupError(signed)  # noqa: TRY004 - a refusal is no type
    return signed


def other(client: TestClient, world: World, *grants: Grant) -> TestClient:
    """The browser of somebody else before the same server."""
    return beside(client, apart(open_account(world, grants)))


async def fill(context: Context, lists: Mapping[Lista, Rows] = SMALL) -> None:
    """Lists as if they had been signed long ago: what a test starts from, and not what it is about."""
    async with context.writing() as session:
        for lista, rows in lists.items():
            records: list[dict[str, Value]] = [dict(zip(LISTINGS[lista].names, row, strict=True)) for row in rows]
            await repository_marco.add(session, lista.value, [whole(lista, record) for record in records])
