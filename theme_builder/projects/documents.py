"""The files of a theme's source as documents: which there are, how each is read into a value and written back.

It must not judge what a document says: a source under work is unfinished, and `theme_builder.checks` says how.
"""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido
from shared.formats.canonical import Json
from theme_builder.model import CasillaSource
from theme_builder.projects.toml_text import write_toml

MAX_DOCUMENT_BYTES: Final = 8 << 20
MAX_DEPTH: Final = 16
MAX_INT: Final = (1 << 53) - 1
TEMA, GEOGRAFIA, PARTIDOS, CASILLAS = "tema.toml", "geografia.toml", "partidos.toml", "casillas.csv"
PERSONAS: Final = "personas.toml"
RAZONES: Final = "razones.toml"
COMENTARIOS: Final = "comentarios.toml"
COLUMNS: Final = tuple(CasillaSource.model_fields)
_NAME: Final = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}"
_TABLES: Final = re.compile(
    rf"(tema|geografia|partidos|personas|razones|comentarios)\.toml|(boletas|textos)/{_NAME}\.toml"
)
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f]")
_FILES: Final = re.compile(rf"(marcas|retratos)/{_NAME}\.png|voces/([A-Za-z0-9_-]{{1,40}}/)?{_NAME}\.wav")


class ProyectoInvalido(DatoInvalido):
    """A source, a file or a name that a project does not take (codes ``T6xx``)."""


class Kind(StrEnum):
    """What a document is: tables, the list of casillas, or a picture or sound kept as it is."""

    TABLES = "tables"
    ROWS = "rows"
    FILE = "file"


def kind_of(name: str) -> Kind | None:
    """What a file of a source is, by its name; None for one that is no part of a source."""
    if name == CASILLAS:
        return Kind.ROWS
    if _TABLES.fullmatch(name):
        return Kind.TABLES
    return Kind.FILE if _FILES.fullmatch(name) else None


def read_document(name: str, data: bytes) -> Json:
    """The value of a file; raises ``ProyectoInvalido``.

    T601: larger than ``MAX_DOCUMENT_BYTES``. T602: no part of a source. T603: not UTF-8. T604: not TOML, or CSV.
    T605: a date, a decimal or a number that no JSON holds, or tables too deep. T606: other columns.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ProyectoInvalido("T601", f"{name}: {len(data)} bytes")
    kind = kind_of(name)
    if kind is None:
        raise ProyectoInvalido("T602", f"{name} is no part of a source")
    if kind is Kind.FILE:
        return file_value(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProyectoInvalido("T603", f"{name}: not UTF-8 at byte {error.start}") from None
    return rows_in(text) if kind is Kind.ROWS else _read_tables(name, text)


def write_document(name: str, value: Json) -> bytes:
    """The text of a document that is no file of its own (`Kind.FILE`)."""
    if isinstance(value, list):
        return write_rows(value)
    if not isinstance(value, dict):
        raise TypeError(f"{name} is no table")
    return write_toml(value).encode("utf-8")


def file_value(data: bytes) -> dict[str, Json]:
    """What a document says of a picture or sound: its hash, by which its bytes are kept, and its size."""
    return {"sha256": sha256_hex(data), "size_bytes": len(data)}


def rows_in(text: str, separator: str = ",") -> list[Json]:
    """The rows of casillas.csv; raises ``ProyectoInvalido`` T604 and T606."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise ProyectoInvalido("T604", f"{CASILLAS}, line {reader.line_num}: {error}") from None
    if not lines or tuple(lines[0][1]) != COLUMNS:
        raise ProyectoInvalido("T606", f"{CASILLAS}: the columns are not {','.join(COLUMNS)}")
    for line, row in lines[1:]:
        if len(row) != len(COLUMNS):
            raise ProyectoInvalido("T606", f"{CASILLAS}, line {line}: {len(row)} columns of {len(COLUMNS)}")
        if any(_UNSEEN.search(cell) for cell in row):
            raise ProyectoInvalido("T604", f"{CASILLAS}, line {line}: a control character")
    return [dict(zip(COLUMNS, row, strict=True)) for _, row in lines[1:]]


def write_rows(rows: list[Json]) -> bytes:
    """casillas.csv with these rows; what a row lacks is empty."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells: Mapping[str, Json] = row if isinstance(row, dict) else {}
        writer.writerow([str(cells.get(column, "")) for column in COLUMNS])
    return stream.getvalue().encode("utf-8")


def _read_tables(name: str, text: str) -> Json:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ProyectoInvalido("T604", f"{name}: {error}") from None
    return _plain(name, table, MAX_DEPTH)


def _plain(name: str, value: object, depth: int) -> Json:
    """The value as JSON has it."""
    if depth == 0:
        raise ProyectoInvalido("T605", f"{name}: tables too deep")
    if isinstance(value, dict):
        return {str(key): _plain(name, each, depth - 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(name, each, depth - 1) for each in value]
    if isinstance(value, bool | str) or (isinstance(value, int) and abs(value) <= MAX_INT):
        return value
    raise ProyectoInvalido("T605", f"{name}: a {type(value).__name__} that must be a text or a smaller whole number")
