"""A workbook of one sheet: values only, never a formula's result. It must not unpack more than its limits.

``openpyxl`` reads it row by row; before that each member is unpacked once and counted, because what a ZIP says of its
sizes is the sender's word.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_BOOL, TYPE_ERROR, TYPE_FORMULA
from openpyxl.cell.read_only import ReadOnlyCell

from server.catalog.faults import ArchivoInvalido
from server.catalog.tabla import MAX_ROWS, Celda, Tabla, Trouble, bounded

ZIP_START: Final = b"PK\x03\x04"
MAX_UNPACKED: Final = 24 << 20
MAX_MEMBER: Final = 1 << 20
MAX_MEMBERS: Final = 100
LARGE: Final = ("xl/worksheets/", "xl/sharedStrings.xml")
"""Members that grow with the rows; the others are small in every honest workbook."""
DECLARED: Final = (b"<!DOCTYPE", b"<!ENTITY")
TROUBLES: Final = {TYPE_FORMULA: Trouble.FORMULA, TYPE_ERROR: Trouble.ERROR, TYPE_BOOL: Trouble.LOGICAL}
_PIECE: Final = 64 << 10
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
"""UTF-16, in which declarations would hide; no spreadsheet writes it."""
_MOST_DIGITS: Final = 15


def read_xlsx(data: bytes) -> Tabla:
    """The table of a workbook's one sheet.

    Raises ``ArchivoInvalido``: S605 not a workbook, S606 unpacks to too much, S607 not one sheet, S608, S609,
    S611 XML that declares a type of its own.
    """
    try:
        _check_members(data)
        return Tabla(tuple(bounded(_rows(data))), "xlsx")
    except ArchivoInvalido:
        raise
    except Exception as error:  # a stranger's XML makes openpyxl raise of every kind
        raise ArchivoInvalido("S605", f"no workbook can be read: {type(error).__name__}") from error


def _rows(data: bytes) -> Iterator[tuple[int, list[Celda]]]:
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


def _check_members(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise ArchivoInvalido("S606", f"{len(members)} members")
        left = MAX_UNPACKED
        for member in members:
            left -= _unpacked(archive, member, min(left, MAX_UNPACKED if _is_large(member) else MAX_MEMBER))


def _is_large(member: zipfile.ZipInfo) -> bool:
    return member.filename.startswith(LARGE)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    """How many bytes a member truly holds; looks in it for declarations that no workbook needs."""
    size, tail = 0, b""
    try:
        with archive.open(member) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > most:
                    raise ArchivoInvalido("S606", "unpacks to more than the limit")
                if any(word in (tail + piece).upper() for word in DECLARED) or piece.startswith(_WIDE):
                    raise ArchivoInvalido("S611", "XML that declares a type")
                tail = piece[-16:]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise ArchivoInvalido("S605", "a damaged container") from error
    return size
