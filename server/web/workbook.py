"""Rows as a workbook of one sheet, in which no cell is a formula. It must not know where the rows come from.

``openpyxl`` takes as long to load as the rest of the server together: only who writes a workbook imports this.
"""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


def written(rows: Iterable[Sequence[str | int]]) -> bytes:
    """XLSX of the rows, the first of them its heading; texts are written as texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: str | int) -> SheetCell:
    cell = WriteOnlyCell(sheet, value if isinstance(value, int) else ILLEGAL_CHARACTERS_RE.sub(" ", value))
    cell.data_type = "n" if isinstance(value, int) else "s"
    return cell
