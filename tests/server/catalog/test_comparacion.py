"""The institute's lists against the signed theme: each difference has its code, and equal lists have none."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from server.access import Grant, Role
from server.catalog.marco import Lista, Record, Rows, Value
from server.catalog.rules_theme import COMPARED, differences
from server.catalog.textos import DIFFERENCES
from shared.formats.theme_v1 import Theme
from tests.server.catalog.lists import fill, open_context
from tests.server.harness import World, apart

Lists = dict[Lista, dict[Value, Record]]


def same(theme: Theme) -> Lists:
    """The lists that say what the theme says."""
    secciones = {c.id.seccion.number: (c.distrito.number, c.municipio.number) for c in theme.casillas}
    rows: Mapping[Lista, list[Record]] = {
        Lista.CASILLAS: [
            {"clave_casilla": c.id.clave, "ubicacion": c.ubicacion, "domicilio": c.domicilio} for c in theme.casillas
        ],
        Lista.LISTA_NOMINAL: [{"clave_casilla": c.id.clave, "lista_nominal": c.lista_nominal} for c in theme.casillas],
        Lista.SECCIONES: [{"seccion": n, "distrito": d, "municipio": m} for n, (d, m) in secciones.items()],
        Lista.DISTRITOS: [{"distrito": d.id.number, "nombre": d.name} for d in theme.distritos],
        Lista.MUNICIPIOS: [{"municipio": m.id.number, "nombre": m.name} for m in theme.municipios],
    }
    return {lista: {next(iter(row.values())): row for row in found} for lista, found in rows.items()}


def found(theme: Theme, world: Mapping[Lista, Rows]) -> list[tuple[str, Value, str, Value | None, Value | None]]:
    return [(d.code, d.key, d.field, d.theme, d.marco) for d in differences(theme, world)]


@pytest.fixture
def theme(world: World) -> Theme:
    return world.institute.theme


def test_equal_lists_differ_in_nothing_and_empty_ones_are_not_compared(theme: Theme) -> None:
    assert found(theme, same(theme)) == []
    assert found(theme, {lista: {} for lista in COMPARED}) == []


def test_each_difference_has_its_code(theme: Theme) -> None:
    lists, (one, two, *_) = same(theme), theme.casillas
    clave, seccion, distrito = one.id.clave, one.id.seccion.number, theme.distritos[0].id.number
    lists[Lista.CASILLAS]["149999B0100"] = {"clave_casilla": "149999B0100", "ubicacion": 1, "domicilio": "x"}
    del lists[Lista.CASILLAS][two.id.clave]
    lists[Lista.CASILLAS][clave] = {"clave_casilla": clave, "ubicacion": 3, "domicilio": "Otro"}
    lists[Lista.LISTA_NOMINAL][clave] = {"clave_casilla": clave, "lista_nominal": one.lista_nominal + 1}
    lists[Lista.SECCIONES][seccion] = {"seccion": seccion, "distrito": 99, "municipio": one.municipio.number}
    lists[Lista.DISTRITOS][distrito] = {"distrito": distrito, "nombre": "Otro"}
    told = found(theme, lists)
    assert sorted(told, key=str) == sorted(
        [
            ("S751", two.id.clave, "clave_casilla", two.id.clave, None),
            ("S752", "149999B0100", "clave_casilla", None, "149999B0100"),
            ("S753", clave, "lista_nominal", one.lista_nominal, one.lista_nominal + 1),
            ("S754", seccion, "distrito", one.distrito.number, 99),
            ("S755", clave, "ubicacion", one.ubicacion, 3),
            ("S756", clave, "domicilio", one.domicilio, "Otro"),
            ("S757", distrito, "nombre", theme.distritos[0].name, "Otro"),
        ],
        key=str,
    )
    del lists[Lista.SECCIONES][seccion]
    assert ("S758", seccion, "seccion", seccion, None) in found(theme, lists)
    assert {code for code, *_ in told} | {"S758"} == set(DIFFERENCES)


def test_a_casilla_without_nominal_list_is_told_unless_nobody_votes_there(theme: Theme) -> None:
    clave = theme.casillas[0].id.clave
    lists = same(theme)
    del lists[Lista.LISTA_NOMINAL][clave]
    assert found(theme, lists) == [("S753", clave, "lista_nominal", theme.casillas[0].lista_nominal, None)]
    empty = replace(theme.casillas[0], lista_nominal=0)
    assert found(replace(theme, casillas=(empty, *theme.casillas[1:])), lists) == []


def test_the_page_says_what_differs_and_gives_it_as_a_file(world: World, theme: Theme) -> None:
    lists = same(theme)
    clave = theme.casillas[0].id.clave
    lists[Lista.LISTA_NOMINAL][clave] = {"clave_casilla": clave, "lista_nominal": 7}

    async def filled() -> None:
        async with open_context(world) as context:
            await fill(context, {each: [tuple(r.values()) for r in lists[each].values()] for each in COMPARED[:3]})

    apart(filled())
    with world.client(Grant(Role.DIRECCION)) as client:
        page = client.get("/catalogo/comparacion").text
        assert theme.short_code in page
        assert "no se comparan: Distritos, Municipios" in page
        assert "S753" in page
        assert 'href="/catalogo/comparacion"' in client.get("/catalogo").text
        lines = client.get("/catalogo/comparacion?formato=csv").text.splitlines()
        assert len(lines) == 2
        assert clave in lines[1]
        assert clave not in client.get("/catalogo/comparacion?codigo=S751").text
