"""The rows of a workbook whose members were counted. It must not be given one that was not: see ``reading_xlsx``.

``openpyxl`` takes as long to load as the rest of the server together: only who reads a workbook imports this.
"""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_BOOL, TYPE_ERROR, TYPE_FORMULA
from openpyxl.cell.read_only import ReadOnlyCell

from shared.tables.tabla import MAX_ROWS, ArchivoInvalido, Celda, Trouble

TROUBLES: Final = {TYPE_FORMULA: Trouble.FORMULA, TYPE_ERROR: Trouble.ERROR, TYPE_BOOL: Trouble.LOGICAL}
_MOST_DIGITS: Final = 15


def rows_of(data: bytes) -> Iterator[tuple[int, list[Celda]]]:
    """Each row by its number from 1.

    Raises ``ArchivoInvalido`` S607, and of a stranger's XML exceptions of every kind.
    """
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    if len(book.worksheets) != 1 or len(book.sheetnames) != 1:
        raise ArchivoInvalido("S607", f"{len(book.sheetnames)} sheets")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MAX_ROWS + 2)
    for number, row in enumerate(rows, start=1):
        yield number, [_cell(cell) for cell in row]


def _cell(cell: object) -> Celda:
    if not isinstance(cell, ReadOnlyCell) or cell.value is None:
        return ""
    trouble = TROUBLES.get(cell.data_type)
    if trouble is not None:
        return trouble
    value: object = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 10**_MOST_DIGITS
        return str(int(value)) if whole else repr(value).upper()
    text = str(value)
    return text if text.strip() else ""
