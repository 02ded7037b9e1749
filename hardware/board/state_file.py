"""Reads the memory of an emulated board from its file, as a laboratory reads a chip. It must not write to it."""

from pathlib import Path

from hardware.firmware.memory import BoardMemory
from hardware.firmware.ring import PAGE_BYTES, SECTOR_BYTES, Flash, Ring


class DamagedStateError(Exception):
    """The file is there and holds no whole page."""


class _Dump(Flash):
    """Flash that is only read."""

    def __init__(self, data: bytes) -> None:
        self.sectors = len(data) // SECTOR_BYTES
        self._data = data

    def read(self, page: int) -> bytes:
        """See `Flash`."""
        return self._data[page * PAGE_BYTES : (page + 1) * PAGE_BYTES]


def read_state(path: Path) -> BoardMemory:
    """What a restart of the board would find. Raises DamagedStateError, OSError."""
    ring = Ring(_Dump(path.read_bytes()))
    if ring.damaged:
        raise DamagedStateError(str(path))
    return BoardMemory(ring)
