"""A workbook of one sheet: values only, never a formula's result. It must not unpack more than its limits.

Each member is unpacked once and counted before the rows are read (``reading_sheet``): what a ZIP says of its sizes is
the sender's word.
"""

import io
import zipfile
import zlib
from typing import Final

from shared.tables.tabla import ArchivoInvalido, Tabla, bounded

ZIP_START: Final = b"PK\x03\x04"
MAX_UNPACKED: Final = 24 << 20
MAX_MEMBER: Final = 1 << 20
MAX_MEMBERS: Final = 100
LARGE: Final = ("xl/worksheets/", "xl/sharedStrings.xml")
"""Members that grow with the rows; the others are small in every honest workbook."""
DECLARED: Final = (b"<!DOCTYPE", b"<!ENTITY")
_PIECE: Final = 64 << 10
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
"""UTF-16, in which declarations would hide; no spreadsheet writes it."""


def read_xlsx(data: bytes) -> Tabla:
    """The table of a workbook's one sheet.

    Raises ``ArchivoInvalido``: S605 not a workbook, S606 unpacks to too much, S607 not one sheet, S608, S609,
    S611 XML that declares a type of its own.
    """
    from shared.tables.reading_sheet import rows_of  # noqa: PLC0415 - slow to load, and few ever send a workbook

    try:
        _check_members(data)
        return Tabla(tuple(bounded(rows_of(data))), "xlsx")
    except ArchivoInvalido:
        raise
    except Exception as error:  # a stranger's XML makes openpyxl raise of every kind
        raise ArchivoInvalido("S605", f"no workbook can be read: {type(error).__name__}") from error


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
        with archive.open(member, "r") as stream:
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
