"""Frames between the board and its wireless keypad, each sealed with the key that the two share.

It must not decide what a press does. Anybody may send on the air: what is not sealed with the key was never said.
"""

import hashlib
import struct

from hardware.protocol.framing import PROTOCOL_VERSION, Frame, FrameError, encode_frame
from hardware.protocol.messages import DISPLAY_COLUMNS, KEYS

# Kinds of frame on the air. The keypad says PRESS, the board the others.
RADIO_PRESS = 64
RADIO_TAKEN = 65
RADIO_BEAT = 66

KEY_BYTES = 32
ID_BYTES = 4
SEAL_BYTES = 16
BEAT_MS = 1000
MAX_AGE_BEATS = 3
_BLOCK_BYTES = 64  # of SHA-256
_PRESS = "<4sIIIB"  # keypad, boots and beat that it heard, counter, key
_TAKEN = "<4sIB"  # keypad, counter, whether it was taken
_BEAT = "<4sII40s3s"  # keypad, boots, beat, display, modes of the three lamps


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """RFC 2104 over SHA-256 for a key of at most 64 bytes; MicroPython has no hmac. 32 bytes."""
    padded = key + bytes(_BLOCK_BYTES - len(key))
    inner = hashlib.sha256(bytes([byte ^ 0x36 for byte in padded]))
    inner.update(message)
    outer = hashlib.sha256(bytes([byte ^ 0x5C for byte in padded]))
    outer.update(inner.digest())
    digest: bytes = outer.digest()
    return digest


def seal(key: bytes, kind: int, body: bytes) -> bytes:
    """16 bytes that bind version, kind and body to the key: a seal of one kind is none of another."""
    return hmac_sha256(key, b"urna-radio" + bytes([PROTOCOL_VERSION, kind]) + body)[:SEAL_BYTES]


def is_sealed(key: bytes, kind: int, payload: bytes) -> bool:
    """Whether a payload bears its seal; takes as long for any wrong one."""
    body, found = payload[:-SEAL_BYTES], payload[-SEAL_BYTES:]
    difference = len(found) ^ SEAL_BYTES
    for ours, theirs in zip(seal(key, kind, body), found):  # noqa: B905 - MicroPython has no strict
        difference |= ours ^ theirs
    return difference == 0


def sealed_frame(key: bytes, kind: int, body: bytes) -> bytes:
    """The bytes of a frame for the air."""
    return encode_frame(Frame(kind, 0, body + seal(key, kind, body)))


def pairing_code(keypad: bytes, key: bytes) -> str:
    """Six digits that both displays show: a person sees that both hold the same key, and nobody learns it from them."""
    digest = hmac_sha256(key, b"urna-pairing" + keypad)
    number = (digest[0] << 16 | digest[1] << 8 | digest[2]) % 1_000_000
    return f"{number // 1000:03d} {number % 1000:03d}"


class Press:
    """One press on the air. `boots` and `beat` are of the last beat that the keypad heard: its freshness."""

    def __init__(self, keypad: bytes, heard: tuple[int, int], counter: int, key: int) -> None:
        self.keypad = keypad
        self.boots, self.beat = heard
        self.counter = counter
        self.key = key

    def frame(self, key: bytes) -> bytes:
        """Its bytes, sealed."""
        body = struct.pack(_PRESS, self.keypad, self.boots, self.beat, self.counter, self.key)
        return sealed_frame(key, RADIO_PRESS, body)


def unpack_press(payload: bytes) -> Press:
    """Raises FrameError for another size or key; the seal is asked apart, first."""
    keypad, boots, beat, counter, key = _unpack(_PRESS, payload)
    if key not in KEYS:
        raise FrameError("value")
    return Press(keypad, (boots, beat), counter, key)


def taken_frame(key: bytes, keypad: bytes, counter: int, taken: bool) -> bytes:  # noqa: FBT001 - as MicroPython calls it
    """The board's answer to a press."""
    return sealed_frame(key, RADIO_TAKEN, struct.pack(_TAKEN, keypad, counter, int(taken)))


def unpack_taken(payload: bytes) -> tuple[bytes, int, bool]:
    """(keypad, counter, taken). Raises FrameError."""
    keypad, counter, taken = _unpack(_TAKEN, payload)
    return keypad, counter, bool(taken)


def beat_frame(key: bytes, keypad: bytes, clock: tuple[int, int], face: tuple[bytes, bytes]) -> bytes:
    """The board's beat: starts and seconds of the board, and what its display and lamps show (40 and 3 bytes)."""
    return sealed_frame(key, RADIO_BEAT, struct.pack(_BEAT, keypad, clock[0], clock[1], face[0], face[1]))


def unpack_beat(payload: bytes) -> tuple[bytes, int, int, str, str]:
    """(keypad, boots, beat, line 1, line 2). Raises FrameError."""
    keypad, boots, beat, display, _ = _unpack(_BEAT, payload)
    text = "".join([chr(code) for code in display])
    return keypad, boots, beat, text[:DISPLAY_COLUMNS], text[DISPLAY_COLUMNS:]


def _unpack(layout: str, payload: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a tuple of its layout
    if len(payload) != struct.calcsize(layout) + SEAL_BYTES:
        raise FrameError("payload")
    return struct.unpack(layout, payload[:-SEAL_BYTES])
