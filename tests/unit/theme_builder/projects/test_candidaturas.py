"""Lists of candidaturas: every fault with its line and column, what would change, and the change itself."""

import io

import openpyxl
import pytest

from shared.tables.reading import read_table
from shared.tables.tabla import ArchivoInvalido
from tests.unit.theme_builder.projects.test_service import FILES
from theme_builder.projects.candidaturas import bring, effects, listing
from theme_builder.projects.documents import ProyectoInvalido, read_document
from theme_builder.projects.editing import rows, table
from theme_builder.projects.spreadsheet import read_sheet

STATE = {name: read_document(name, data) for name, data in FILES.items()}
BOLETA = "boletas/01-gubernatura.toml"
HEAD = "boleta,candidatura,nombre,partidos,siglado"
WHOLE = [
    "gubernatura,UNO,Una Persona,PT MORENA PES,MORENA",
    "gubernatura,DOS,Otra Persona,PAN,",
    "gubernatura,TRES,Alguien Independiente,,",
]


def read(*lines: str) -> tuple[list[tuple[str, int, str]], object]:
    found = listing(read_table("\n".join((HEAD, *lines)).encode()), STATE)
    return [(each.code, each.line, each.field) for each in found.faults], found


def boleta_id() -> str:
    return str(table(STATE, BOLETA)["id"])


def whole() -> str:
    return "\n".join((HEAD, *(line.replace("gubernatura", boleta_id()) for line in WHOLE)))


def test_every_fault_of_a_list_is_said_with_its_line_and_column() -> None:
    id_ = boleta_id()
    faults, _ = read(
        f"{id_},con espacio,Una,,", f"{id_},UNA,,,", "NADA,UNA,Una,,", f"{id_},DOS,Dos,PAN NADIE,",
        f"{id_},DOS,Dos,PRI,", f"{id_},TRES,Tres,PRI MC,PVEM", f"{id_},CUATRO,Cuatro,MC MC,",
    )  # fmt: skip
    assert faults == [
        ("T583", 2, "candidatura"),
        ("T581", 3, "nombre"),
        ("T582", 4, "boleta"),
        ("T584", 5, "partidos"),
        ("T583", 6, "candidatura"),
        ("T584", 7, "partidos"),
        ("T585", 7, "siglado"),
        ("T584", 8, "partidos"),
        ("T584", 8, "partidos"),
        ("T584", 8, "partidos"),
    ]


@pytest.mark.parametrize("head", ["boleta,candidatura,nombre", f"{HEAD},{HEAD}", "a,b,c,d,e"])
def test_other_columns_are_one_fault(head: str) -> None:
    found = listing(read_table(f"{head}\n".encode()), STATE)
    assert [(each.code, each.line) for each in found.faults] == [("T580", 1)]


def test_a_list_replaces_the_candidaturas_of_its_boletas_and_no_others() -> None:
    found = listing(read_table(whole().encode("cp1252")), STATE)
    assert found.faults == ()
    (effect,) = effects(found, STATE)
    assert effect.new == ["Una Persona", "Otra Persona", "Alguien Independiente"]
    assert len(effect.gone) == len(rows(table(STATE, BOLETA), "candidaturas"))
    made = bring(found)(STATE)
    boleta = table(made, BOLETA)
    assert [row["id"] for row in rows(boleta, "candidaturas")] == ["UNO", "DOS", "TRES"]
    assert [row["id"] for row in rows(boleta, "options")][:5] == ["PAN", "PT", "MORENA", "PES", "TRES"]
    assert [row["siglado"] for row in rows(boleta, "candidaturas") if "siglado" in row] == ["MORENA"]
    assert len(rows(boleta, "coaliciones")[0]["combinations"]) == 4  # type: ignore[arg-type]
    assert {name: made[name] for name in made if name != BOLETA} == {n: STATE[n] for n in STATE if n != BOLETA}
    (again,) = effects(found, made)
    assert (again.same, again.new, again.changed, again.gone) == (3, [], [], [])
    assert bring(found)(made) == made


def test_a_workbook_says_the_same_and_a_formula_is_a_fault() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in whole().split("\n"):
        sheet.append(line.split(","))
    stream = io.BytesIO()
    book.save(stream)
    assert listing(read_table(stream.getvalue()), STATE) == listing(read_table(whole().encode()), STATE)
    sheet["C2"] = "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    faults = listing(read_table(stream.getvalue()), STATE).faults
    assert [(each.code, each.line, each.field) for each in faults][:1] == [("T581", 2, "nombre")]


def test_casillas_come_as_a_workbook_too_and_a_date_there_is_refused() -> None:
    lines = [line.split(",") for line in FILES["casillas.csv"].decode().split("\n")[:3]]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(lines[0])
    for line in lines[1:]:
        sheet.append([int(cell) if cell.isdigit() and cell[:1] != "0" else cell for cell in line[: len(lines[0])]])
    stream = io.BytesIO()
    book.save(stream)
    rows_of_text = read_sheet("\n".join(",".join(line) for line in lines).encode())
    assert read_sheet(stream.getvalue()) == rows_of_text
    sheet["B2"] = "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(ProyectoInvalido, match="T604"):
        read_sheet(stream.getvalue())


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(ArchivoInvalido):
        read_table(b"PK\x03\x04 nothing")
