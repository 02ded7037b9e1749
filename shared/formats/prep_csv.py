"""The published PREP file: a writer that follows a named profile and a reader that detects what a publisher did.

It must not compute anything: figures come from the cut, and what was read goes out as text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from shared.formats.canonical import FormatoInvalido

MAX_BYTES: Final = 512 << 20
MAX_COLUMNS: Final = 1000
MAX_CELL_CHARS: Final = 4000
FORMULA_START: Final = ("=", "+", "@", "\t", "\r")
GUARD: Final = "'"
KEY_COLUMNS: Final = ("CLAVE_CASILLA", "CLAVE_ACTA")
SUMMARY_FIELDS: Final = (
    "ACTAS_ESPERADAS",
    "ACTAS_REGISTRADAS",
    "ACTAS_FUERA_CATALOGO",
    "ACTAS_CAPTURADAS",
    "PORCENTAJE_ACTAS_CAPTURADAS",
    "ACTAS_CONTABILIZADAS",
    "PORCENTAJE_ACTAS_CONTABILIZADAS",
    "PORCENTAJE_ACTAS_INCONSISTENCIAS",
    "ACTAS_NO_CONTABILIZADAS",
    "LISTA_NOMINAL_ACTAS_CONTABILIZADAS",
    "TOTAL_VOTOS_C_CS",
    "TOTAL_VOTOS_S_CS",
    "PORCENTAJE_PARTICIPACION_CIUDADANA",
)


class PrepInvalido(FormatoInvalido):
    """A PREP file that cannot be read (``P1xx``) or a row that cannot be written (``P2xx``)."""

    letter: ClassVar[str] = "P"


class KeyQuoting(StrEnum):
    """How a publisher keeps spreadsheets from eating the leading zeros of keys."""

    NONE = "none"
    APOSTROPHE = "apostrophe"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Profile:
    """How a file's bytes are laid out; ``blank_before_summary`` is the third line of the present rule."""

    name: str
    bom: bool
    line_end: str
    separator: str
    key_quoting: KeyQuoting
    blank_before_summary: bool = True


JALISCO: Final = Profile("jalisco", bom=True, line_end="\r\n", separator=",", key_quoting=KeyQuoting.APOSTROPHE)
INE_2021: Final = Profile("ine-2021", bom=False, line_end="\r\n", separator="|", key_quoting=KeyQuoting.APOSTROPHE)
PLAIN: Final = Profile("plain", bom=False, line_end="\n", separator=",", key_quoting=KeyQuoting.NONE)
PROFILES: Final = {profile.name: profile for profile in (JALISCO, INE_2021, PLAIN)}


@dataclass(frozen=True, slots=True)
class PrepFile:
    """A PREP file: ``generated`` is ``dd/mm/aaaa HH:MM (UTC-6)``; summary names with values; rows of text cells.

    ``short_rows`` counts rows (from 1) that a publisher cut short, as Coahuila 2017 did for actas not yet received;
    they are read with empty cells.
    """

    election: str
    generated: str
    summary: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    short_rows: tuple[int, ...] = ()


def percent4(part: int, whole: int) -> str:
    """``part`` of ``whole`` in percent with four decimals, truncated, zeros kept; ``N/A`` when ``whole`` is 0.

    Integer arithmetic only: floats give 9.1199 for 57/625. Source: the PREP rule that forbids rounding.
    """
    if whole == 0:
        return "N/A"
    scaled = part * 1_000_000 // whole
    return f"{scaled // 10_000}.{scaled % 10_000:04d}"


def safe_cell(text: str) -> str:
    """The same text, or with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if _needs_guard(text) else text


def _needs_guard(text: str) -> bool:
    if text.startswith(GUARD):
        return True
    starts = text.startswith(FORMULA_START) or (text.startswith("-") and text != "-")
    return starts and not text.lstrip("+-").isdecimal()


def write_prep(file: PrepFile, profile: Profile) -> bytes:
    """The bytes of the file under a profile; raises ``PrepInvalido`` P201, P202, P205, P206: no reader gets it back."""
    _check_shape(file)
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=profile.separator, lineterminator=profile.line_end)
    writer.writerow([safe_cell(file.election)])
    writer.writerow([file.generated])
    if profile.blank_before_summary:
        stream.write(profile.line_end)
    writer.writerow([name for name, _ in file.summary])
    writer.writerow([value for _, value in file.summary])
    stream.write(profile.line_end)
    writer.writerow(file.columns)
    writer.writerows(_quoted_rows(file, profile.key_quoting))
    text = stream.getvalue()
    if _separator(text) != profile.separator:
        raise PrepInvalido("P206", "a reader would take another separator")
    return text.encode("utf-8-sig" if profile.bom else "utf-8")


def _check_shape(file: PrepFile) -> None:
    if len(set(file.columns)) != len(file.columns):
        raise PrepInvalido("P201", "a column stands twice")
    width = len(file.columns)
    for number, row in enumerate(file.rows, start=1):
        if len(row) != width:
            raise PrepInvalido("P202", f"row {number} has {len(row)} cells where {width} are named")
    names, values = [name for name, _ in file.summary], [value for _, value in file.summary]
    if not all(map(any, ((file.election,), (file.generated,), names, values, file.columns, *file.rows))):
        raise PrepInvalido("P205", "a line without any text: readers skip it")


def _quoted_rows(file: PrepFile, quoting: KeyQuoting) -> Iterable[Sequence[str]]:
    keys = [i for i, name in enumerate(file.columns) if name in KEY_COLUMNS]
    guarded = _Guarded().__getitem__
    for row in file.rows:
        cells = list(map(guarded, row))
        for i in keys:
            cells[i] = _quote_key(row[i], quoting)
        yield cells


class _Guarded(dict[str, str]):
    """Remembers `safe_cell` of what was seen: nearly all cells of a file repeat a few small numbers and words."""

    def __missing__(self, cell: str) -> str:
        safe = self[cell] = safe_cell(cell)
        return safe


def _quote_key(cell: str, quoting: KeyQuoting) -> str:
    match quoting:
        case KeyQuoting.NONE:
            return cell
        case KeyQuoting.APOSTROPHE:
            return f"'{cell}'"
        case KeyQuoting.FORMULA:
            return f'="{cell}"'


def read_prep(data: bytes) -> PrepFile:
    """Read a published file whatever its BOM, line end, separator and quoting of keys; raises ``PrepInvalido``."""
    text = _decode(data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    separator = _separator(lines)
    try:
        table = [row for row in csv.reader(io.StringIO(lines), delimiter=separator) if any(row)]
    except csv.Error as error:
        raise PrepInvalido("P103", f"not readable as a table: {error}") from error
    if len(table) < 5:
        raise PrepInvalido("P104", f"{len(table)} lines where at least 5 are needed")
    names, values, columns = table[2], table[3], table[4]
    if len(names) != len(values):
        raise PrepInvalido("P105", f"summary of {len(names)} names and {len(values)} values")
    _check_columns(columns)
    keys = [name in KEY_COLUMNS for name in columns]
    rows = tuple(_row(number, row, keys) for number, row in enumerate(table[5:], start=1))
    summary = tuple(zip(names, values, strict=True))
    short = tuple(number for number, row in enumerate(table[5:], start=1) if len(row) < len(columns))
    return PrepFile(_unguard(table[0][0]), table[1][0], summary, tuple(columns), rows, short)


def _decode(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise PrepInvalido("P101", f"{len(data)} bytes of at most {MAX_BYTES}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    widest = max(text.split("\n", 12)[:12], key=len)
    return max((",", "|", ";", "\t"), key=widest.count)


def _check_columns(columns: Sequence[str]) -> None:
    if len(columns) > MAX_COLUMNS:
        raise PrepInvalido("P106", f"{len(columns)} columns")
    if len(set(columns)) != len(columns):
        raise PrepInvalido("P107", "a column stands twice")


def _row(number: int, row: Sequence[str], keys: Sequence[bool]) -> tuple[str, ...]:
    if len(row) > len(keys):
        raise PrepInvalido("P108", f"row {number} has {len(row)} cells where {len(keys)} are named")
    if any(len(cell) > MAX_CELL_CHARS for cell in row):
        raise PrepInvalido("P109", f"row {number} has a cell over {MAX_CELL_CHARS} characters")
    cells = (_unquote_key(cell) if key else _unguard(cell) for cell, key in zip(row, keys, strict=False))
    return (*cells, *[""] * (len(keys) - len(row)))


def _unquote_key(cell: str) -> str:
    if cell.startswith('="') and cell.endswith('"') and len(cell) >= 3:
        return cell[2:-1]
    if cell.startswith(GUARD):
        return cell[1:-1] if len(cell) >= 2 and cell.endswith(GUARD) else cell[1:]
    return cell


def _unguard(cell: str) -> str:
    return cell[1:] if cell.startswith(GUARD) and _needs_guard(cell[1:]) else cell
