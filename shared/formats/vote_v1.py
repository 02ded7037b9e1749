"""One vote as the short binary text that is sealed, and what its seal is bound to.

It must not judge whether a contest allows the marks: counting does (``shared.domain.voto``), for every record.
"""

import struct
from dataclasses import dataclass
from typing import ClassVar, Final

from shared.domain.eleccion import Mode
from shared.domain.ids import ContestId, EleccionId, StoreId
from shared.domain.voto import Mark, Voto
from shared.formats.canonical import FormatoInvalido

VERSION: Final = 1
SLIP_MARK_SIZE: Final = 5
MAX_MARKS: Final = 140
_HEAD: Final = struct.Struct(">BBB5sB")
_INFO: Final = b"urna-electronica/record-info/1"


def payload_size(marks: int) -> int:
    """Bytes of the payload of a vote of so many marks."""
    return _HEAD.size + 2 * marks


MAX_PAYLOAD: Final = payload_size(MAX_MARKS)


class RegistroInvalido(FormatoInvalido):
    """An opened record that is not a vote of ours (``I2xx``)."""

    letter: ClassVar[str] = "I"


@dataclass(frozen=True, slots=True)
class DecodedVoto:
    """What one record holds: the voter's group and the contest by their index in the theme, the vote, its slip's mark.

    ``grupo_index`` is 0 in a theme without groups.
    """

    grupo_index: int
    contest_index: int
    voto: Voto
    slip_mark: bytes


def encode_voto(contest_index: int, voto: Voto, slip_mark: bytes, grupo_index: int = 0) -> bytearray:
    """The payload of a record, at most 289 bytes, as a ``bytearray`` that the caller wipes.

    Layout: version u8 | group u8 | contest u8 | slip mark 5 | marks u8 | (option u8, value u8) per mark. Its length is
    hidden by the padding inside the seal. Raises ``ValueError`` for what the layout cannot hold.
    """
    if len(slip_mark) != SLIP_MARK_SIZE or len(voto.marks) > MAX_MARKS:
        raise ValueError("slip mark or number of marks out of bounds")
    data = bytearray(payload_size(len(voto.marks)))  # of its final size: one that grew would leave copies behind
    _HEAD.pack_into(data, 0, VERSION, grupo_index, contest_index, slip_mark, len(voto.marks))
    for place, mark in enumerate(voto.marks):
        data[_HEAD.size + 2 * place] = mark.option
        data[_HEAD.size + 2 * place + 1] = mark.value
    return data


def decode_voto(payload: bytes | bytearray | memoryview) -> DecodedVoto:
    """Read a payload; raises ``RegistroInvalido``: I201 size, I202 version."""
    if len(payload) < _HEAD.size:
        raise RegistroInvalido("I201", f"{len(payload)} bytes")
    version, grupo_index, contest_index, slip_mark, count = _HEAD.unpack_from(payload)
    if version != VERSION:
        raise RegistroInvalido("I202", f"version {version}")
    if count > MAX_MARKS or len(payload) != payload_size(count):
        raise RegistroInvalido("I201", f"{len(payload)} bytes for {count} marks")
    pairs = range(_HEAD.size, len(payload), 2)
    marks = tuple(Mark(payload[i], payload[i + 1]) for i in pairs)
    return DecodedVoto(grupo_index, contest_index, Voto(marks), slip_mark)


def record_info(election_id: EleccionId, theme_hash: str, store_id: StoreId, mode: Mode) -> bytes:
    """What every record of one store is bound to besides its contest; ``theme_hash`` in hexadecimal."""
    parts = (
        _INFO,
        election_id.value.encode("ascii"),
        bytes.fromhex(theme_hash),
        bytes.fromhex(store_id.value),
        mode.value.encode("ascii"),
    )
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def contest_label(contest_id: ContestId) -> bytes:
    """What the record of one contest is bound to."""
    return b"contest:" + contest_id.value.encode("ascii")
