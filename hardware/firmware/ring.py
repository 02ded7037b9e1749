"""The memory that only goes forward: one page a save, around a ring of flash sectors. It must not know what it keeps.

A save programs the next blank page; a sector is erased only when the ring comes to it, never the one that holds the
newest page. So a cut, in a program or in an erase, leaves the page before it whole, and wear is spread over the ring.
"""

import binascii
import struct

PAGE_BYTES = 256
PAGES = 16
SECTOR_BYTES = PAGE_BYTES * PAGES
_HEAD = "<IB"  # generation, length of the payload
_HEAD_BYTES = 5
_CRC_BYTES = 4
MAX_PAYLOAD_BYTES = PAGE_BYTES - _HEAD_BYTES - _CRC_BYTES
_BLANK = b"\xff" * PAGE_BYTES


class Flash:
    """Flash as it is: pages are programmed once after their sector was erased to 0xFF. Any call may raise OSError."""

    sectors = 0

    def read(self, page: int) -> bytes:
        """256 bytes of a page, counted over the whole flash."""
        raise NotImplementedError

    def program(self, page: int, data: bytes) -> None:
        """Write 256 bytes to a page that is blank; durable on return."""
        raise NotImplementedError

    def erase(self, sector: int) -> None:
        """Make 16 pages blank."""
        raise NotImplementedError


def pack_page(generation: int, payload: bytes) -> bytes:
    """256 bytes: generation u32, length u8, payload, padding of 0xFF, CRC-32 of all before."""
    head = struct.pack(_HEAD, generation, len(payload)) + payload
    body = head + _BLANK[: PAGE_BYTES - _CRC_BYTES - len(head)]
    return body + struct.pack("<I", binascii.crc32(body) & 0xFFFFFFFF)


def unpack_page(page: bytes) -> tuple[int, bytes] | None:
    """(generation, payload) of a whole page; None for a blank, torn or rotten one."""
    body = page[:-_CRC_BYTES]
    (crc,) = struct.unpack("<I", page[-_CRC_BYTES:])
    generation, length = struct.unpack(_HEAD, body[:_HEAD_BYTES])
    if crc != binascii.crc32(body) & 0xFFFFFFFF or length > MAX_PAYLOAD_BYTES:
        return None
    return generation, body[_HEAD_BYTES : _HEAD_BYTES + length]


class Ring:
    """The newest payload of a flash. `payload` is None on a new flash, and when `damaged`: there is no whole page."""

    def __init__(self, flash: Flash) -> None:
        self.payload: bytes | None = None
        self.damaged = False
        self._flash = flash
        self._generation = 0
        self._newest = -1
        self._next = 0
        try:
            self._scan()
        except OSError:
            self.damaged = True

    def save(self, payload: bytes) -> bool:
        """Keep `payload` in place of the one before. False: that one is still what a restart finds, as far as known."""
        page = self._next
        if self.damaged or len(payload) > MAX_PAYLOAD_BYTES:
            return False
        if page % PAGES == 0 and page // PAGES == self._newest // PAGES:
            return False
        data = pack_page(self._generation + 1, payload)
        self._next = (page + 1) % (self._flash.sectors * PAGES)
        try:
            if page % PAGES == 0:
                self._flash.erase(page // PAGES)
            self._flash.program(page, data)
            if self._flash.read(page) != data:
                return False
        except OSError:
            return False
        self._generation, self._newest, self.payload = self._generation + 1, page, payload
        return True

    def is_sound(self) -> bool:
        """Whether the newest page still reads as it was written; a flash without any page is sound."""
        if self.damaged or self._newest < 0:
            return not self.damaged
        try:
            return unpack_page(self._flash.read(self._newest)) == (self._generation, self.payload)
        except OSError:
            return False

    def _scan(self) -> None:
        """Find the newest whole page, and the blank one after it; torn pages are passed over."""
        used = False
        for page in range(self._flash.sectors * PAGES):
            data = self._flash.read(page)
            used = used or data != _BLANK
            found = unpack_page(data)
            if found is not None and found[0] > self._generation:
                self._generation, self.payload = found
                self._newest = page
        self.damaged = used and self._newest < 0
        page = self._newest + 1
        while page % PAGES and self._flash.read(page) != _BLANK:
            page += 1
        self._next = page % (self._flash.sectors * PAGES)
