"""The list of casillas as spreadsheets save it: a workbook, or commas or semicolons, UTF-8 or the letters of Windows.

It must not judge the rows: what each column may say is the model's.
"""

import csv
import io
from typing import Final

from shared.formats.canonical import Json
from shared.tables.reading_xlsx import ZIP_START, read_xlsx
from shared.tables.tabla import Tabla
from theme_builder.projects.documents import CASILLAS, MAX_DOCUMENT_BYTES, ProyectoInvalido, rows_in

_WINDOWS: Final = "cp1252"


def read_sheet(data: bytes) -> list[Json]:
    """The rows of a CSV or workbook that people made; raises ``ProyectoInvalido`` T601, T603, T604 and T606.

    Of a workbook also ``ArchivoInvalido``, as `read_xlsx`; a cell of it that holds no value is T604.

    A mark at the beginning, spaces around cells and empty rows at the end are what spreadsheets leave; nothing else
    is repaired.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ProyectoInvalido("T601", f"{CASILLAS}: {len(data)} bytes")
    if data.startswith(ZIP_START):
        return rows_in(_as_csv(read_xlsx(data)))
    text = _text(data).replace("\r\n", "\n").replace("\r", "\n")
    head = text.partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    rows = rows_in(text, separator)
    while rows and isinstance(rows[-1], dict) and not any(rows[-1].values()):
        rows.pop()
    return rows


def _as_csv(tabla: Tabla) -> str:
    """The lines of a workbook as text, each as wide as the first."""
    width = len(tabla.lines[0].cells) if tabla.lines else 0
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for line in tabla.lines:
        for cell in line.cells:
            if not isinstance(cell, str):
                raise ProyectoInvalido("T604", f"{CASILLAS}, line {line.number}: a date, a formula or no value")
        writer.writerow([*line.cells, *[""] * (width - len(line.cells))])
    return stream.getvalue()


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(_WINDOWS)
    except UnicodeDecodeError as error:
        raise ProyectoInvalido("T603", f"{CASILLAS}: neither UTF-8 nor {_WINDOWS} at byte {error.start}") from None
