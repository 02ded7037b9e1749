"""The media of an urna as a stranger reads them: bytes and the written formats, with none of the urna's own code.

It must not verify signatures, nor import a parser of ours: two readers that share a mistake would agree on it.
"""

import hashlib
import json
import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tests.flows.table import Table
from urna.store.memory import MemoryFiles

FOLDER = "urna-oficial"
SLOTS = ("imagen.a", "imagen.b")
_HEADER = struct.Struct(">8sH16sQIIIIIHIB32s")
_PENDING_SLOTS = 24
ENDS = {"turno_final": "emitidos", "cancelado": "cancelados", "anulado": "anulados", "en_duda": "en_duda"}

CLOSING = ("cierre_iniciado", "cierre")

Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Stored:
    """Records of one image by area, as bytes."""

    sequence: int
    final: frozenset[bytes]
    anulados: frozenset[bytes]
    en_duda: frozenset[bytes]
    pending: frozenset[bytes]
    pending_turn: int


def media(table: Table) -> tuple[MemoryFiles, ...]:
    """The media of the table, the internal one first."""
    found = (table.internal, table.usb)
    assert all(isinstance(medium, MemoryFiles) for medium in found)
    return tuple(medium for medium in found if isinstance(medium, MemoryFiles))


def read_image(data: bytes) -> Stored:
    """Areas of an image by the offsets of docs/formats/image_v1.md."""
    fields = _HEADER.unpack_from(data)
    sequence, capacity, final, anulados, en_duda, pending, size, turn = fields[3:11]
    start = _HEADER.size

    def area(first: int, count: int) -> frozenset[bytes]:
        return frozenset(data[start + i * size : start + (i + 1) * size] for i in range(first, first + count))

    assert len(data) == start + (capacity + _PENDING_SLOTS) * size + 96
    return Stored(
        sequence,
        area(0, final),
        area(final, anulados),
        area(final + anulados, en_duda),
        area(capacity, pending),
        turn,
    )


def images(files: MemoryFiles) -> list[Stored]:
    """Every whole image of a medium: one whose own hash holds."""
    slots = (files.files.get(f"{FOLDER}/{slot}", b"") for slot in SLOTS)
    whole = (data for data in slots if hashlib.sha256(data[:-96]).digest() == data[-96:-64])
    return [read_image(data) for data in whole]


def journal_lines(table: Table) -> list[Line]:
    """The whole lines of the longest journal on any medium."""
    texts = [files.files.get(f"{FOLDER}/bitacora.jsonl", b"") for files in media(table)]
    longest = max((text[: text.rfind(b"\n") + 1] for text in texts), key=len)
    return [_line(line) for line in longest.splitlines()]


@lru_cache(maxsize=4096)
def _line(text: bytes) -> Line:
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def turno(line: Line) -> object:
    """The turn of a line, or None."""
    data = line["data"]
    assert isinstance(data, dict)
    return data.get("turno")


def takes_voters(lines: Sequence[Line]) -> bool:
    """Whether the votacion is open and not suspended."""
    moves = [line["kind"] for line in lines if line["kind"] in {"apertura", "suspension", "reanudacion", *CLOSING}]
    return bool(moves) and moves[-1] in {"apertura", "reanudacion"}


def count(lines: Sequence[Line]) -> dict[str, int]:
    """The ledger that lines of a journal tell, by the equations of docs/formats/acta_v1.md."""
    kinds = Counter(str(line["kind"]) for line in lines)
    ledger = {name: kinds[kind] for kind, name in ENDS.items()}
    ledger["habilitaciones"] = kinds["habilitacion_consumida"]
    opened = {turno(line) for line in lines if line["kind"] == "habilitacion_consumida"}
    ledger["abierto"] = len(opened - {turno(line) for line in lines if line["kind"] in ENDS})
    ledger["testigos_completos"] = len({turno(line) for line in lines if line["kind"] == "testigo_completo"})
    ledger["testigos_inutilizados"] = kinds["testigo_inutilizado"]
    return ledger
