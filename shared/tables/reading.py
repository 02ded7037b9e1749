"""A stranger's file as a table of cells: CSV or XLSX, whichever it is. It must not know what the columns mean.

Everything is bounded before it is worked on: bytes, unpacked bytes, rows, columns. Raises ``ArchivoInvalido``.
"""

from typing import Final

from shared.tables.reading_csv import read_csv
from shared.tables.reading_xlsx import ZIP_START, read_xlsx
from shared.tables.tabla import ArchivoInvalido, Tabla

MAX_BYTES: Final = 8 << 20
OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"


def read_table(data: bytes) -> Tabla:
    """The table of a file.

    Raises ``ArchivoInvalido``: S601 too large, S602 empty, S603 neither a text nor a workbook, and what
    ``read_csv`` and ``read_xlsx`` raise.
    """
    if len(data) > MAX_BYTES:
        raise ArchivoInvalido("S601", f"more than {MAX_BYTES} bytes")
    if not data.strip():
        raise ArchivoInvalido("S602", "an empty file")
    if data.startswith(ZIP_START):
        return read_xlsx(data)
    if data.startswith(OLD_WORKBOOK):
        raise ArchivoInvalido("S603", "neither a text nor a workbook of today")
    return read_csv(data)
