"""Flash in memory that behaves as the chip does, wears, and loses its power in the middle; for both interpreters."""

from hardware.firmware.ring import PAGE_BYTES, PAGES, SECTOR_BYTES, Flash


class Cut(Exception):  # noqa: N818 - the power went
    """The power went."""


class MemoryFlash(Flash):
    """`erases` by sector; `cut_in` operations from now the power goes, `part` of the bytes done (of 256)."""

    def __init__(self, sectors: int) -> None:
        self.sectors = sectors
        self.data = bytearray(b"\xff" * (sectors * SECTOR_BYTES))
        self.erases = [0] * sectors
        self.programs = 0
        self.cut_in = -1
        self.part = 128

    def read(self, page: int) -> bytes:
        return bytes(self.data[page * PAGE_BYTES : (page + 1) * PAGE_BYTES])

    def program(self, page: int, data: bytes) -> None:
        """Bits only fall: a page that was not blank would be garbage, so it is an error here."""
        if self.read(page) != b"\xff" * PAGE_BYTES or len(data) != PAGE_BYTES:
            raise ValueError("a page is programmed once, whole")
        self.programs += 1
        self._write(page * PAGE_BYTES, data)

    def erase(self, sector: int) -> None:
        self.erases[sector] += 1
        self._write(sector * PAGES * PAGE_BYTES, b"\xff" * SECTOR_BYTES)

    def _write(self, at: int, data: bytes) -> None:
        done = len(data)
        self.cut_in -= 1
        if self.cut_in == -1:
            done = done * self.part // 256
        self.data[at : at + done] = data[:done]
        if done < len(data):
            raise Cut
