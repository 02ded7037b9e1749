"""The list of short codes that partidos compare: what each urna shows on its glass and prints on its actas.

It must not hold a secret, nor leave out a casilla of the theme: one without urna stands with an empty place.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.domain.errors import DatoInvalido
from shared.domain.ids import CasillaId, UrnaId
from shared.formats.lote_v1 import Lote
from shared.formats.theme_model import Theme
from theme_builder.sheets.printing import Paper, Sheet, election_line, to_pdf

CODES: Final = "codigos"
COLUMNS: Final = ("casilla", "urna", "codigo_ceremonia")
HEADINGS: Final = ("casilla", "urna", "codigo_tema", "codigo_programa", "codigo_ceremonia")
MAX_LIST: Final = 4 << 20
MAX_ROWS: Final = 30_000
MAX_PRINTED: Final = 3000
"""Rows of a PDF: more take minutes to lay out, and nobody compares them by eye; the CSV has all."""
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_CEREMONY: Final = re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}|")


class ListaInvalida(DatoInvalido):
    """A list of codes that cannot be made (codes ``T71x``)."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An urna and its casilla; ``ceremony`` is the code that it compared when it was enrolled, "" for not known."""

    casilla: CasillaId
    urna: UrnaId
    ceremony: str


@dataclass(frozen=True, slots=True)
class Codes:
    """What is compared: rows of `HEADINGS`, and what stands above them."""

    rows: tuple[tuple[str, ...], ...]
    election: str
    theme_hash: str
    software_hash: str

    def to_csv(self) -> bytes:
        """The same as CSV, with a heading."""
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows((HEADINGS, *self.rows))
        return stream.getvalue().encode()

    def to_pdf(self, paper: Paper) -> Sheet:
        """To print; raises ``ListaInvalida`` T713 for more rows than anybody prints."""
        if len(self.rows) > MAX_PRINTED:
            raise ListaInvalida("T713", f"{len(self.rows)} rows in a PDF of {MAX_PRINTED} at most")
        shown: Mapping[str, object] = {
            "rows": self.rows,
            "election": self.election,
            "theme_hash": self.theme_hash,
            "software_hash": self.software_hash,
        }
        return to_pdf(CODES, paper, shown, {})


def read_placed(data: bytes) -> tuple[Placed, ...]:
    """Which urna is for which casilla: a CSV with at least ``casilla`` and ``urna``, as the ceremony leaves it.

    Raises ``ListaInvalida`` T711 with every faulty line, or for what is no such list.
    """
    try:
        text = data.decode("utf-8-sig") if len(data) <= MAX_LIST else ""
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or len(rows) > MAX_ROWS or not set(COLUMNS[:2]) <= set(rows[0]):
        raise ListaInvalida("T711", "no list with the columns casilla and urna")
    found: list[Placed] = []
    bad: list[str] = []
    for line, values in enumerate(rows, start=2):
        casilla, urna, ceremony = (str(values.get(name) or "").strip() for name in COLUMNS)
        try:
            found.append(Placed(CasillaId(casilla), UrnaId(urna), ceremony))
        except DatoInvalido:
            bad.append(str(line))
            continue
        if not _CEREMONY.fullmatch(ceremony):
            bad.append(str(line))
    if bad or len({each.urna.value for each in found}) != len(found):
        raise ListaInvalida("T711", f"lines {', '.join(bad[:20])}" if bad else "an urna twice")
    return tuple(found)


def codes_of(theme: Theme, placed: Sequence[Placed], software_hash: str, lote: Lote | None = None) -> Codes:
    """The list of a theme: every casilla of it, with each of its urnas; ``software_hash`` may be "" until it is known.

    Of a ``lote``, of which ``theme`` is one, every casilla of its themes with the code of its own. Raises
    ``ListaInvalida`` T712 for something else in the place of the hash of the programs.
    """
    if software_hash and not _HASH.fullmatch(software_hash):
        raise ListaInvalida("T712", "the hash of the programs has 64 digits of 0-9 and a-f")
    program = f"{software_hash[:8]} {software_hash[8:16]}".strip()
    by_casilla: dict[str, list[Placed]] = {}
    for each in placed:
        by_casilla.setdefault(each.casilla.clave, []).append(each)
    rows = [
        (clave, urna, code, program, ceremony)
        for clave, code in _coded(theme, lote)
        for urna, ceremony in _urnas(by_casilla.get(clave, ()))
    ]
    signed = lote.hash_hex if lote else theme.hash_hex
    return Codes(tuple(rows), election_line(theme), signed, software_hash)


def _coded(theme: Theme, lote: Lote | None) -> list[tuple[str, str]]:
    """Each casilla by its clave, with the short code of its theme."""
    if lote is None:
        return [(casilla.id.clave, theme.short_code) for casilla in theme.casillas]
    return sorted((casilla.clave, each.short_code) for each in lote.themes for casilla in each.casillas)


def _urnas(placed: Iterable[Placed]) -> list[tuple[str, str]]:
    """Urnas of a casilla in their order; one empty place where there is none."""
    return sorted((each.urna.value, each.ceremony) for each in placed) or [("", "")]
