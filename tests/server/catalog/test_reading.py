"""A stranger's file as a table: whatever spreadsheets write is read alike, and what is hostile is refused in bounds."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from server.catalog.marco import Lista
from shared.tables.reading import MAX_BYTES, read_table
from shared.tables.reading_xlsx import MAX_UNPACKED
from shared.tables.tabla import MAX_COLUMNS, MAX_ROWS, ArchivoInvalido, Celda, Trouble
from tests.server.catalog.lists import SMALL, csv_of, xlsx_of

ROWS = [(1, "Tequila, cabecera; «norte»"), (7, 'Tlajomulco de Zúñiga "El Grande"')]
EXPECTED = [("distrito", "nombre"), *((str(number), name) for number, name in ROWS)]


def cells(data: bytes) -> list[tuple[Celda, ...]]:
    return [line.cells for line in read_table(data).lines]


def code_of(data: bytes) -> str:
    with pytest.raises(ArchivoInvalido) as error:
        read_table(data)
    return error.value.code


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_and_separators_of_spreadsheets_are_found(separator: str, letters: str) -> None:
    assert cells(csv_of(Lista.DISTRITOS, ROWS, separator, letters)) == EXPECTED


def test_one_column_and_old_line_ends_are_read() -> None:
    assert cells(b"distrito\r1\r2\r") == [("distrito",), ("1",), ("2",)]


def test_a_workbook_says_the_same_as_a_text() -> None:
    assert cells(xlsx_of(Lista.DISTRITOS, ROWS)) == EXPECTED


def test_numbers_of_lines_are_those_that_people_see() -> None:
    table = read_table(b'distrito,nombre\n\n1,"dos\nrenglones"\n,\n2,b\n')
    assert [line.number for line in table.lines] == [1, 3, 6]


def test_cells_that_hold_no_value_of_their_own_are_known() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b", "c", "d", "e", "f"])
    sheet.append(["=1+1", True, date(2027, 6, 6), 7.0, 1.40024e105, "140024E0100"])
    sheet["G2"] = "#N/A"
    stream = io.BytesIO()
    book.save(stream)
    assert cells(stream.getvalue())[1] == (
        Trouble.FORMULA,
        Trouble.LOGICAL,
        date(2027, 6, 6),
        "7",
        "1.40024E+105",
        "140024E0100",
        Trouble.ERROR,
    )


def test_what_is_no_table_is_refused() -> None:
    assert code_of(b"") == "S602"
    assert code_of(b" \r\n") == "S602"
    assert code_of(bytes(MAX_BYTES + 1)) == "S601"
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(100)) == "S603"
    assert code_of(b"distrito,nombre\n1,\0\n") == "S603"
    assert code_of("distrito,nombre\n".encode("utf-16")[:-1]) == "S604"
    assert code_of(b"PK\x03\x04 nothing of a workbook") == "S605"
    assert code_of(b'distrito,nombre\n1,"Tequila"x\n') == "S610"
    assert code_of(xlsx_of(Lista.DISTRITOS, ROWS, sheets=2)) == "S607"
    assert code_of(b"a\n" * (MAX_ROWS + 2)) == "S608"
    assert code_of(b"," * MAX_COLUMNS + b"x\n") == "S609"


def rewritten(member: str, body: bytes) -> bytes:
    """A workbook of which one member is another."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(Lista.DISTRITOS, ROWS))) as good, zipfile.ZipFile(stream, "w", 8) as bad:
        for info in good.infolist():
            bad.writestr(info.filename, body if info.filename == member else good.read(info))
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def test_a17_a_workbook_that_unpacks_to_a_bomb_is_refused_before_it_is_read() -> None:
    assert code_of(rewritten(SHEET, bytes(MAX_UNPACKED + 1))) == "S606"
    assert code_of(rewritten("xl/styles.xml", b" " * (2 << 20))) == "S606"
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(200):
            archive.writestr(str(number), b"")
    assert code_of(many.getvalue()) == "S606"


def test_a17_xml_that_declares_entities_is_refused() -> None:
    entity = b'<!DOCTYPE a [<!ENTITY b "b">]>' + MAIN + END
    assert code_of(rewritten(SHEET, entity)) == "S611"
    assert code_of(rewritten(SHEET, b" " * ((64 << 10) - 5) + entity)) == "S611"
    alone = b"<!DOCTYPE a>" + MAIN + END
    assert code_of(rewritten(SHEET, b" " * ((64 << 10) - 5) + alone)) == "S611", "cut between two pieces"
    assert code_of(rewritten(SHEET, entity.decode().encode("utf-16"))) == "S611"


def test_a17_a_cell_a_million_rows_away_is_refused_and_none_is_lost_in_silence() -> None:
    far = MAIN + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END
    assert code_of(rewritten(SHEET, far)) == "S608"
    wide = MAIN + b'<row r="1"><c r="XFD1"><v>1</v></c></row>' + END
    assert code_of(rewritten(SHEET, wide)) == "S609"


def test_every_list_of_the_examples_is_read_alike_from_both() -> None:
    for lista, rows in SMALL.items():
        assert cells(csv_of(lista, rows)) == cells(xlsx_of(lista, rows))
