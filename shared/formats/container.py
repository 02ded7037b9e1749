"""A deterministic ZIP: stored members of fixed names, order and times, so that one set of members has one container.

It must not inflate anything, nor accept a byte that it would not have written itself.
"""

import struct
import zlib
from collections.abc import Sequence
from typing import Final

from shared.formats.canonical import FormatoInvalido

_LOCAL: Final = struct.Struct("<IHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<IHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<IHHHHIIH")
_LOCAL_MAGIC: Final = 0x04034B50
_CENTRAL_MAGIC: Final = 0x02014B50
_END_MAGIC: Final = 0x06054B50
_NEEDED: Final = 20
_MADE_BY: Final = 0x0314  # unix, version 2.0
_DATE: Final = 0x0021  # 1980-01-01, the zero of ZIP
_MODE: Final = 0o100644 << 16


def pack(members: Sequence[tuple[str, bytes]]) -> bytes:
    """The container of ``members`` (ASCII name, bytes) in their order."""
    local: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for name, data in members:
        raw = name.encode("ascii")
        crc, size = zlib.crc32(data), len(data)
        head = _LOCAL.pack(_LOCAL_MAGIC, _NEEDED, 0, 0, 0, _DATE, crc, size, size, len(raw), 0)
        local += (head, raw, data)
        fixed = (_CENTRAL_MAGIC, _MADE_BY, _NEEDED, 0, 0, 0, _DATE)
        central += (_CENTRAL.pack(*fixed, crc, size, size, len(raw), 0, 0, 0, 0, _MODE, offset), raw)
        offset += len(head) + len(raw) + size
    directory = b"".join(central)
    end = _END.pack(_END_MAGIC, 0, 0, len(members), len(members), len(directory), offset, 0)
    return b"".join((*local, directory, end))


def count_members(data: bytes) -> int:
    """How many members a container says that it has; 0 when it is none. ``unpack`` tells whether it is true."""
    if len(data) < _END.size or _END.unpack_from(data, len(data) - _END.size)[0] != _END_MAGIC:
        return 0
    count: int = _END.unpack_from(data, len(data) - _END.size)[4]
    return count


def unpack(data: bytes, names: Sequence[str], error: type[FormatoInvalido]) -> tuple[bytes, ...]:
    """The members ``names``, in that order, of a container that ``pack`` made.

    Raises ``error`` 101 when the layout is another (missing, extra, renamed or compressed members, comments, bytes
    before, between or after).
    """
    found: list[tuple[str, bytes]] = []
    offset = 0
    for name in names:
        start = offset + _LOCAL.size + len(name)
        if start > len(data):
            raise error.of(101, f"no room for {name}")
        size = _LOCAL.unpack_from(data, offset)[7]
        if data[start - len(name) : start] != name.encode("ascii") or start + size > len(data):
            raise error.of(101, f"{name} is not where it must be")
        found.append((name, data[start : start + size]))
        offset = start + size
    if pack(found) != data:
        raise error.of(101, "the container is not the one that its members make")
    return tuple(member for _, member in found)
