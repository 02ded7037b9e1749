"""Lists as files for spreadsheets: CSV and XLSX. It must not query, and no cell of theirs is a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from fastapi import Response

from server.web.render import moment

Cell = str | int | datetime | None
BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What spreadsheets take for the beginning of a formula, also as full-width letters (OWASP, CSV Injection)."""
MAX_ROWS: Final = 100_000
_BOM: Final = "\ufeff"


class Format(StrEnum):
    """How a list leaves."""

    CSV = "csv"
    XLSX = "xlsx"


MEDIA: Final = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(name: str, heading: Sequence[str], rows: Iterable[Sequence[Cell]], form: Format) -> Response:
    """A list as an attachment ``<name>.csv`` or ``.xlsx``; ``name`` is ASCII."""
    body = as_csv(heading, rows) if form is Format.CSV else as_xlsx(heading, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form.value}"'}
    return Response(body, media_type=MEDIA[form], headers=headers)


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark that spreadsheets know; a text that would be a formula gets an apostrophe before it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([harmless(each) for each in heading])
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    return (_BOM + stream.getvalue()).encode()


def as_xlsx(heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet; texts are written as texts, whatever they begin with."""
    from server.web.workbook import written  # noqa: PLC0415 - slow to load, and most lists leave as pages

    return written([[value if isinstance(value, int) else _plain(value) for value in row] for row in (heading, *rows)])


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text


def _text(cell: Cell) -> str:
    return str(cell) if isinstance(cell, int) else harmless(_plain(cell))


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return moment(cell)
    return str(cell) if cell is not None else ""
