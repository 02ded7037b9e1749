"""A CSV as spreadsheets write it: letters and separator are found, not asked. It must not repair quotes.

UTF-8 and UTF-16 are known by themselves; of the rest ``charset-normalizer`` says which it is.
"""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from typing import Final

from charset_normalizer import from_bytes

from shared.tables.tabla import ArchivoInvalido, Celda, Tabla, bounded

SEPARATORS: Final = ",;\t|"
OF_SPREADSHEETS: Final = ["cp1252", "cp850", "mac_roman"]
_SAMPLE: Final = 4096


def read_csv(data: bytes) -> Tabla:
    """The table of a text.

    Raises ``ArchivoInvalido``: S603 not a text, S604 letters unknown, S608, S609, S610 quotes that do not close.
    """
    text, letters = _text(data)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = tuple(bounded(_numbered(reader, lambda: reader.line_num)))
    except csv.Error as error:
        raise ArchivoInvalido("S610", f"near line {reader.line_num}: {error}") from error
    return Tabla(lines, f"{letters} {separator}")


def _numbered(reader: Iterator[list[str]], at: Callable[[], int]) -> Iterator[tuple[int, list[Celda]]]:
    before = 0
    for cells in reader:
        yield before + 1, [*cells] if any(cell.strip() for cell in cells) else []
        before = at()


def _text(data: bytes) -> tuple[str, str]:
    marked = {BOM_UTF8: "utf-8-sig", BOM_UTF16_LE: "utf-16", BOM_UTF16_BE: "utf-16"}
    letters = next((name for mark, name in marked.items() if data.startswith(mark)), "utf-8")
    if letters != "utf-16" and b"\0" in data:
        raise ArchivoInvalido("S603", "bytes that are no text")
    try:
        return data.decode(letters), letters
    except UnicodeDecodeError as error:
        if letters != "utf-8":
            raise ArchivoInvalido("S604", f"not the letters that it announces ({letters})") from error
    found = from_bytes(data, cp_isolation=OF_SPREADSHEETS).best()
    if found is None:
        raise ArchivoInvalido("S604", "letters of no known kind")
    return str(found), found.encoding


def _separator(text: str) -> str:
    """The separator of the heading, which holds none inside its names; a comma where there is one column."""
    heading = next((line for line in text[:_SAMPLE].splitlines() if line.strip()), "")
    try:
        return csv.Sniffer().sniff(heading, SEPARATORS).delimiter
    except csv.Error:
        return ","
