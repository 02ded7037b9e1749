"""Which urnas ask for certificates, checked against the list of them: every fault at once. It must not issue anything.

A request travels on a stick that many hands touch. The code that the urna showed, written down beside its number, tells
that nobody changed it; a request without its row, and a row without its request, are faults too.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.crypto.codes import same_code
from shared.crypto.errors import CertificateInvalid
from shared.crypto.requests import KEYS, MAX_REQUESTS, read_requests, request_code, requests_from_der
from shared.crypto.roles import Role
from shared.domain.errors import DatoInvalido
from shared.domain.ids import PRACTICE, CasillaId, UrnaId
from shared.formats import qr_chain
from shared.formats.alistamiento_v1 import FOLDER, QR_SUFFIX, REQUEST_SUFFIX
from theme_builder.ceremony.making import CeremoniaInvalida, Occasion

COLUMNS: Final = ("urna", "casilla", "codigo")
MAX_LIST: Final = 4 << 20
MAX_URNAS: Final = 30_000
MAX_FILES: Final = 2 * MAX_URNAS


@dataclass(frozen=True, slots=True)
class Row:
    """One urna of the list: its casilla, and the code that it showed."""

    urna: UrnaId
    casilla: CasillaId
    code: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is the one of its row."""

    row: Row
    request: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, by its code: ``what`` names the urna, the file or the line of the list."""

    code: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Requests in the order of the list, and every fault; nothing is certified while there is one."""

    asked: tuple[Asked, ...]
    faults: tuple[Fault, ...]


def read_list(data: bytes) -> tuple[tuple[Row, ...], tuple[Fault, ...]]:
    """The list of urnas: CSV in UTF-8 with the columns ``urna,casilla,codigo``; every faulty line.

    Raises ``CeremoniaInvalida`` T700 for what is no such list at all.
    """
    try:
        text = data.decode("utf-8-sig") if len(data) <= MAX_LIST else ""
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or len(rows) > MAX_URNAS or not set(COLUMNS) <= set(rows[0]):
        raise CeremoniaInvalida("T700", f"no list of urnas with the columns {', '.join(COLUMNS)}")
    found: list[Row] = []
    faults = []
    for line, values in enumerate(rows, start=2):
        urna, casilla, code = (str(values.get(name) or "").strip() for name in COLUMNS)
        try:
            found.append(Row(UrnaId(urna), CasillaId(casilla), code))
        except DatoInvalido as error:
            faults.append(Fault("T701", str(line), error.detail))
    twice = Counter(row.urna.value for row in found)
    faults += [Fault("T702", name) for name, times in twice.items() if times > 1]
    return tuple(found), tuple(faults)


def read_folder(stick: Path) -> dict[str, bytes]:
    """The requests on a stick by the name of their file, each at most one byte beyond its limit.

    Raises ``CeremoniaInvalida`` T709 for more files than there can be.
    """
    folder = stick / FOLDER
    names = sorted(
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.name.endswith((REQUEST_SUFFIX, QR_SUFFIX)) and path.is_file() and not path.is_symlink()
    )
    if len(names) > MAX_FILES:
        raise CeremoniaInvalida("T709", f"{len(names)} requests")
    return {path.name: _bounded(path) for path in names}


def gather(occasion: Occasion, rows: tuple[Row, ...], files: Mapping[str, bytes]) -> Gathered:
    """Each request with its row; every fault, in the order of files and rows."""
    faults: list[Fault] = []
    requests: dict[str, bytes] = {}
    keys: dict[bytes, str] = {}
    for name, data in files.items():
        try:
            holder, request = _read(name, data, keys)
            fault = _new_request(holder, request, requests, occasion)
        except DatoInvalido as error:
            fault = Fault(error.code, name, error.detail)
        if fault is not None:
            faults.append(fault)
    by_urna = {row.urna.value: row for row in rows}
    faults += [Fault("T704", name) for name in requests if name not in by_urna]
    faults += _differing(by_urna.values(), requests)
    asked = tuple(Asked(row, requests[name]) for name, row in by_urna.items() if name in requests)
    return Gathered(asked, tuple(faults))


def _bounded(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_REQUESTS + 1)


def _read(name: str, data: bytes, keys: dict[bytes, str]) -> tuple[str, bytes]:
    """Whose request a file is, as PEM; a key that another urna asks with is T707."""
    request = _scanned(data) if name.endswith(QR_SUFFIX) else data
    asked = read_requests(request, Role.URNA)
    holder = asked[0].id
    for each in asked:
        if keys.setdefault(each.public_key.to_der(), holder) != holder:
            raise CeremoniaInvalida("T707", f"{holder} asks with a key of another urna")
    if len(asked) != KEYS:
        raise CeremoniaInvalida("T708", f"{holder} asks for {len(asked)} certificates, not {KEYS}")
    return holder, request


def _scanned(data: bytes) -> bytes:
    """A request from its QR symbols, one a line as a reader types them."""
    if len(data) > MAX_REQUESTS:
        raise CertificateInvalid("K207", f"a request of {len(data)} bytes")
    lines = data.decode("ascii", "replace").split()
    return requests_from_der(qr_chain.join(lines))


def _new_request(holder: str, request: bytes, requests: dict[str, bytes], occasion: Occasion) -> Fault | None:
    if holder.startswith(PRACTICE) != occasion.practice:
        return Fault("T682", holder)
    if requests.setdefault(holder, request) != request and request_code(requests[holder]) != request_code(request):
        return Fault("T706", holder)
    return None


def _differing(rows: Iterable[Row], requests: Mapping[str, bytes]) -> Iterator[Fault]:
    """Rows without a request, and requests that are not the one whose code the urna showed."""
    for row in rows:
        request = requests.get(row.urna.value)
        if request is None:
            yield Fault("T703", row.urna.value)
        elif not same_code(row.code, request_code(request)):
            yield Fault("T705", row.urna.value)
