"""From a cell to a value of its column, or the code of what is wrong with it. It must not look at other cells."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Final

from server.catalog.marco import MAX_TEXT, Column, Form, Value
from shared.domain.errors import IdInvalido
from shared.domain.ids import CasillaId, EleccionId
from shared.tables.tabla import Celda, Trouble

TROUBLES: Final = {Trouble.FORMULA: "S707", Trouble.ERROR: "S708", Trouble.LOGICAL: "S708"}
BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
DIGITS: Final = re.compile(r"[0-9]{1,9}")
SCIENTIFIC: Final = re.compile(r"[0-9]+([.,][0-9]+)?E\+?[0-9]+")
ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
AS_SPREADSHEETS: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
WRONG_LETTERS: Final = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2013-\u203a]|\ufffd"
)
"""UTF-8 that somebody read as Windows-1252, and the sign for a letter that was lost."""


class Wrong(Exception):  # noqa: N818 - a finding about a cell, caught one call above
    """A cell that holds no value of its column; ``code`` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def value_of(column: Column, cell: Celda) -> Value:
    """The value of a cell; raises ``Wrong``."""
    if isinstance(cell, Trouble):
        raise Wrong(TROUBLES[cell])
    if isinstance(cell, date):
        if column.form is Form.DATE:
            return cell.isoformat()
        raise Wrong("S713")
    text = tidy(cell)
    if not text:
        raise Wrong("S705")
    if len(text) > MAX_TEXT:
        raise Wrong("S706")
    if text.startswith(BEGINS_FORMULA):
        raise Wrong("S707")
    return _READERS[column.form](column, text)


def tidy(cell: str) -> str:
    """The same text with one form of each letter (NFC), and no more than one space between words."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def _number(column: Column, text: str) -> int:
    if not DIGITS.fullmatch(text):
        raise Wrong("S709")
    if not column.low <= int(text) <= column.high:
        raise Wrong("S710")
    return int(text)


def _text(_column: Column, text: str) -> str:
    if WRONG_LETTERS.search(text):
        raise Wrong("S715")
    if not text.isprintable():
        raise Wrong("S714")
    return text


def _clave(_column: Column, text: str) -> str:
    """A clave of casilla whose parts agree: only an extraordinaria is extended, and a basica is always 01."""
    try:
        casilla = CasillaId(text.upper())
    except IdInvalido as error:
        raise Wrong("S712" if SCIENTIFIC.fullmatch(text.upper()) else "S711") from error
    extended = casilla.ext_contigua != 0 and casilla.tipo != "E"
    if extended or casilla.number == 0 or (casilla.tipo == "B" and casilla.number != 1):
        raise Wrong("S721")
    return casilla.clave


def _date(_column: Column, text: str) -> str:
    iso, spoken = ISO.fullmatch(text), AS_SPREADSHEETS.fullmatch(text)
    parts = iso.groups() if iso else tuple(reversed(spoken.groups())) if spoken else None
    if parts is None:
        raise Wrong("S713")
    try:
        return date(*map(int, parts)).isoformat()
    except ValueError as error:
        raise Wrong("S713") from error


def _id(_column: Column, text: str) -> str:
    try:
        return EleccionId(text).value
    except IdInvalido as error:
        raise Wrong("S722") from error


_READERS: Final[dict[Form, Callable[[Column, str], Value]]] = {
    Form.NUMBER: _number,
    Form.TEXT: _text,
    Form.CLAVE: _clave,
    Form.DATE: _date,
    Form.ID: _id,
}
