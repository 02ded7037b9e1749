"""What the board remembers over a loss of power, in pages of the ring. It must not decide what may be remembered."""

import struct

from hardware.firmware.ring import Ring
from hardware.protocol.board_core import Memory
from hardware.protocol.framing import FrameError
from hardware.protocol.messages import ENTRY_BYTES, MAX_ENTRIES, Entry, unpack_entry
from hardware.protocol.radio_gate import Pairing

_LAYOUT = "<BIIIII4s32sB"  # layout, boots, keys, lid, case, radio counter, keypad, its key, entries that follow
_LAYOUT_BYTES = 58
_LAYOUT_NUMBER = 1


class BoardMemory(Memory, Pairing):
    """`Memory` of the core over a ring, with starts, openings and the paired keypad; all of it in each page."""

    def __init__(self, ring: Ring) -> None:
        self.boots = 0
        self.lid_openings = 0
        self.case_openings = 0
        self.keypad = bytes(4)
        self.keypad_key = bytes(32)
        self.radio_counter = 0
        self._keys = 0
        self._entries: list[Entry] = []
        self._ring = ring
        self._readable = not ring.damaged and (ring.payload is None or self._load(ring.payload))

    def key_counter(self) -> int:
        """See `Memory`."""
        return self._keys

    def save_key_counter(self, counter: int) -> bool:
        """See `Memory`."""
        before, self._keys = self._keys, counter
        if self.save():
            return True
        self._keys = before
        return False

    def entries(self) -> list[Entry] | None:
        """See `Memory`."""
        return list(self._entries) if self._readable and self._ring.is_sound() else None

    def save_entries(self, entries: list[Entry]) -> bool:
        """See `Memory`."""
        before, self._entries = self._entries, list(entries)
        if self.save():
            return True
        self._entries = before
        return False

    def save(self) -> bool:
        """Keep everything as it stands now; all or nothing."""
        return self._readable and self._ring.save(self._pack())

    def _pack(self) -> bytes:
        head = struct.pack(
            _LAYOUT,
            _LAYOUT_NUMBER,
            self.boots,
            self._keys,
            self.lid_openings,
            self.case_openings,
            self.radio_counter,
            self.keypad,
            self.keypad_key,
            len(self._entries),
        )
        return head + b"".join([entry.pack() for entry in self._entries])

    def _load(self, payload: bytes) -> bool:
        fields = struct.unpack(_LAYOUT, payload[:_LAYOUT_BYTES])
        layout, self.boots, self._keys, self.lid_openings, self.case_openings, self.radio_counter = fields[:6]
        self.keypad, self.keypad_key, count = fields[6:]
        packed = payload[_LAYOUT_BYTES:]
        if layout != _LAYOUT_NUMBER or count > MAX_ENTRIES or len(packed) != count * ENTRY_BYTES:
            return False
        try:
            self._entries = [unpack_entry(packed[at : at + ENTRY_BYTES]) for at in range(0, len(packed), ENTRY_BYTES)]
        except FrameError:
            return False
        return True
