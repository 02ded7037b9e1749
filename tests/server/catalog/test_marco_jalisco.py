"""The lists of Jalisco 2018 as files of the institute: nothing real is called a fault, and it takes seconds."""

import csv

import pytest

from server.access import WHOLE, Reach
from server.catalog import service_cargas, service_marco
from server.catalog.marco import Lista, Value
from server.catalog.schemas_marco import Carga
from tests.server.catalog.lists import Rows, csv_of, deliver, fill, open_context, review, sign
from tests.server.harness import World
from tests.server.prep.cases import CASILLAS

pytestmark = pytest.mark.skipif(not CASILLAS.is_file(), reason="the casillas of Jalisco 2018 are not here")


def real() -> dict[Lista, Rows]:
    with CASILLAS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    units: dict[Lista, set[tuple[Value, ...]]] = {
        Lista.DISTRITOS: {(int(row["distritol_18"]), row["nombre_distrio"]) for row in rows},
        Lista.MUNICIPIOS: {(int(row["municipio_18"]), row["nombre_municipio"]) for row in rows},
        Lista.SECCIONES: {(row["seccion"], int(row["distritol_18"]), int(row["municipio_18"])) for row in rows},
    }
    return {
        Lista.ENTIDADES: [(14, "JALISCO")],
        **{lista: sorted({row[0]: row for row in found}.values()) for lista, found in units.items()},
        Lista.CASILLAS: [(row["clave_casilla"], 1, "Domicilio conocido") for row in rows],
        Lista.LISTA_NOMINAL: [(row["clave_casilla"], int(row["ele_nominal_gb_18"])) for row in rows],
    }


async def test_ten_thousand_casillas_are_tried_and_signed_in_seconds(empty_world: World) -> None:
    lists = real()
    async with open_context(empty_world) as context:
        await fill(context, {lista: lists[lista] for lista in list(lists)[:3]})
        await fill(context, {Lista.SECCIONES: [(int(row[0]), *row[1:]) for row in lists[Lista.SECCIONES]]})
        await fill(context, {Lista.CASILLAS: lists[Lista.CASILLAS]})
        carga = await deliver(
            context, Lista.LISTA_NOMINAL, csv_of(Lista.LISTA_NOMINAL, lists[Lista.LISTA_NOMINAL], ";")
        )
        assert carga.faults == 0
        assert isinstance(await review(context, carga), Carga)
        assert isinstance(await sign(context, carga), Carga)
        async with context.reading() as session:
            sizes = await service_marco.sizes(session, Reach(frozenset({WHOLE})))
            assert (sizes[Lista.CASILLAS].rows, sizes[Lista.SECCIONES].rows) == (9829, len(lists[Lista.SECCIONES]))
            assert sizes[Lista.LISTA_NOMINAL].total == 5_911_042
            text = csv_of(Lista.CASILLAS, lists[Lista.CASILLAS], "\t", "utf-16")
            again = await service_cargas.examine(session, await service_cargas.read(Lista.CASILLAS, text))
        assert again.changes is not None
        assert not again.changes.any
        assert again.notices.total == 0
