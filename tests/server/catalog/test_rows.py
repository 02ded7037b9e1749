"""Every fault of a file at once, each with its line, field, value, code and what to do; and what is no fault."""

from datetime import date

import pytest

from server.catalog import textos
from server.catalog.faults import MOST_FAULTS, Fault
from server.catalog.marco import LISTINGS, Lista
from server.catalog.rules_cells import Wrong, value_of
from server.catalog.rules_rows import Contents, contents_of
from shared.tables.reading import read_table
from shared.tables.tabla import Celda, Trouble
from tests.server.catalog.lists import SMALL, Rows, csv_of, xlsx_of

CASILLA, DISTRITO, FECHA = (
    LISTINGS[Lista.CASILLAS].columns[0],
    LISTINGS[Lista.DISTRITOS].columns[0],
    LISTINGS[Lista.ELECCIONES].columns[2],
)
NAME = LISTINGS[Lista.DISTRITOS].columns[1]


def read(lista: Lista, rows: Rows) -> Contents:
    return contents_of(lista, read_table(csv_of(lista, rows)))


def faults(contents: Contents) -> list[tuple[int, str, str, str]]:
    return [(each.line, each.field, each.value, each.code) for each in contents.faults.kept]


def test_every_fault_is_told_at_once() -> None:
    found = read(
        Lista.CASILLAS,
        [
            ("140024B0100", 1, "Escuela"),
            ("14024B0100", 9, ""),
            ("1.40024E+105", "dos", "=HYPERLINK(A1)"),
            ("140024b0100", 1, "Otra vez"),
            ("140024C0102", 1, "Calle\u200b 5"),
            ("140024B0200", 1, "Ni\u00c3\u00b1os H\u00c3\u00a9roes"),
        ],
    )
    assert faults(found) == [
        (3, "clave_casilla", "14024B0100", "S711"),
        (3, "ubicacion", "9", "S710"),
        (3, "domicilio", "", "S705"),
        (4, "clave_casilla", "1.40024E+105", "S712"),
        (4, "ubicacion", "dos", "S709"),
        (4, "domicilio", "=HYPERLINK(A1)", "S707"),
        (5, "clave_casilla", "140024B0100", "S716"),
        (6, "clave_casilla", "140024C0102", "S721"),
        (6, "domicilio", "Calle\u200b 5", "S714"),
        (7, "clave_casilla", "140024B0200", "S721"),
        (7, "domicilio", "Ni\u00c3\u00b1os H\u00c3\u00a9roes", "S715"),
    ]
    assert found.faults.kept[6].about == "2"


def test_what_is_beyond_the_limit_is_counted() -> None:
    found = read(Lista.DISTRITOS, [("x", "")] * (MOST_FAULTS + 50))
    assert len(found.faults.kept) == MOST_FAULTS
    assert found.faults.total == 2 * (MOST_FAULTS + 50)


@pytest.mark.parametrize("first", ["clave_casilla", "CLAVE CASILLA", " Clave_Casilla "])
def test_a_heading_may_be_written_as_people_write(first: str) -> None:
    body = f"{first};Ubicación;Domicilio\n140024B0100;1;Escuela\n".encode()
    assert faults(contents_of(Lista.CASILLAS, read_table(body))) == []


def test_a_heading_that_leaves_something_open_is_told_and_nothing_is_guessed() -> None:
    found = contents_of(Lista.SECCIONES, read_table(b"seccion,distrito,distrito,notas\n1,1,2,x\n"))
    assert faults(found) == [
        (1, "distrito", "distrito", "S703"),
        (1, "", "notas", "S702"),
        (1, "municipio", "", "S701"),
    ]
    assert found.rows == {}


def test_data_outside_the_columns_and_empty_files_are_told() -> None:
    assert faults(contents_of(Lista.DISTRITOS, read_table(b"distrito,nombre\n1,a,b\n"))) == [(2, "", "b", "S704")]
    assert faults(read(Lista.DISTRITOS, [])) == [(0, "", "", "S723")]


def test_columns_may_stand_in_any_order_and_rows_too() -> None:
    other = b"municipio,seccion,distrito\n120,300,7\n001,0025,01\n1,24,1\n"
    assert contents_of(Lista.SECCIONES, read_table(other)).rows == read(Lista.SECCIONES, SMALL[Lista.SECCIONES]).rows


def test_leading_zeros_and_forms_of_letters_make_no_difference() -> None:
    one = read(Lista.DISTRITOS, [("007", "Zu\u0301n\u0303iga  de\u00a0 arriba ")])
    assert one.rows == {7: {"distrito": 7, "nombre": "Z\u00fa\u00f1iga de arriba"}}
    assert faults(read(Lista.DISTRITOS, [("7", "a"), ("007", "b")])) == [(3, "distrito", "7", "S716")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Trouble.FORMULA, "S707"),
        (Trouble.ERROR, "S708"),
        (Trouble.LOGICAL, "S708"),
        (date(2027, 6, 6), "S713"),
        ("", "S705"),
        ("x" * 301, "S706"),
        ("-Centro", "S707"),
        ("\uff1d1", "S707"),
        ("Centro\u202e", "S714"),
        ("\ufffd", "S715"),
    ],
)
def test_what_a_text_may_not_be(cell: Celda, code: str) -> None:
    with pytest.raises(Wrong) as error:
        value_of(NAME, cell)
    assert error.value.code == code


@pytest.mark.parametrize("cell", ["6/6/2027", "06/06/2027", "2027-06-06", date(2027, 6, 6)])
def test_a_day_is_read_as_people_write_it(cell: Celda) -> None:
    assert value_of(FECHA, cell) == "2027-06-06"


@pytest.mark.parametrize("cell", ["31/02/2027", "2027-13-01", "06-06-2027", "6/6/27", "ayer"])
def test_what_is_no_day_is_none(cell: str) -> None:
    with pytest.raises(Wrong, match="S713"):
        value_of(FECHA, cell)


@pytest.mark.parametrize("clave", ["140024B0100", "140024C1200", "140025E0103", "140300S0200", "140000M0100"])
def test_claves_that_are(clave: str) -> None:
    assert value_of(CASILLA, clave.lower()) == clave


@pytest.mark.parametrize(
    ("clave", "code"),
    [
        ("140024B0200", "S721"),
        ("140024C0001", "S721"),
        ("140024C0101", "S721"),
        ("990024B0100", "S711"),
        ("140024X0100", "S711"),
        ("1.40E+105", "S712"),
        ("14E0100", "S712"),
        ("140024", "S711"),
    ],
)
def test_claves_that_are_not(clave: str, code: str) -> None:
    with pytest.raises(Wrong, match=code):
        value_of(CASILLA, clave)


def test_both_kinds_of_file_say_the_same() -> None:
    for lista, rows in SMALL.items():
        text, book = (contents_of(lista, read_table(made(lista, rows))) for made in (csv_of, xlsx_of))
        assert text.rows == book.rows
        assert len(text.rows) == len(rows)
        assert text.faults.total == book.faults.total == 0


def test_every_code_has_words_and_no_sentence_lacks_its_value() -> None:
    for code in textos.FAULTS:
        what, do = textos.fault(Fault(3, "seccion", "24", code, "distritos|7"))
        assert what
        assert do
        assert "{" not in what + do
