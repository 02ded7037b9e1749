"""Frames on a serial line: COBS between zero bytes, a header, a payload and a CRC-32.

It must not know what a payload means, and runs on CPython and on MicroPython.
"""

import binascii
import struct

PROTOCOL_VERSION = 1
MAX_PAYLOAD_BYTES = 200
_HEADER = "<BBHB"  # version, kind, sequence, length of the payload
_HEADER_BYTES = 5
_CRC_BYTES = 4
_MIN_BODY_BYTES = _HEADER_BYTES + _CRC_BYTES
MAX_CODED_BYTES = _MIN_BODY_BYTES + MAX_PAYLOAD_BYTES + 1  # below 254: COBS adds exactly one byte


class FrameError(Exception):
    """Bytes that are not a frame or not a message of this protocol. The code is one word, for traces."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Frame:
    """One frame: version 0..255, kind 0..255, sequence 0..65535 and payload of 0..200 bytes."""

    def __init__(self, kind: int, sequence: int, payload: bytes, version: int = PROTOCOL_VERSION) -> None:
        self.version = version
        self.kind = kind
        self.sequence = sequence
        self.payload = payload


def cobs_encode(data: bytes) -> bytes:
    """The same bytes without a zero, one longer. `data` is of at most 253 bytes."""
    coded = bytearray([0])
    code_at = 0
    for byte in data:
        if byte:
            coded.append(byte)
        else:
            coded[code_at] = len(coded) - code_at
            code_at = len(coded)
            coded.append(0)
    coded[code_at] = len(coded) - code_at
    return bytes(coded)


def cobs_decode(coded: bytes) -> bytes:
    """Undo `cobs_encode`. Raises FrameError `cobs`."""
    data = bytearray()
    at = 0
    while at < len(coded):
        end = at + coded[at]
        if end == at or end > len(coded):
            raise FrameError("cobs")
        data.extend(coded[at + 1 : end])
        if end < len(coded):
            data.append(0)
        at = end
    return bytes(data)


def encode_frame(frame: Frame) -> bytes:
    """The bytes of a frame, a zero at either end. Raises ValueError for a payload beyond the limit."""
    if len(frame.payload) > MAX_PAYLOAD_BYTES:
        raise ValueError("payload too long")
    header = struct.pack(_HEADER, frame.version, frame.kind, frame.sequence, len(frame.payload))
    body = header + frame.payload
    checked = body + struct.pack("<I", binascii.crc32(body) & 0xFFFFFFFF)
    return b"\x00" + cobs_encode(checked) + b"\x00"


def decode_frame(coded: bytes) -> Frame:
    """The frame of the bytes between two zeros. Raises FrameError `cobs`, `short`, `crc` or `length`."""
    checked = cobs_decode(coded)
    if len(checked) < _MIN_BODY_BYTES:
        raise FrameError("short")
    body = checked[:-_CRC_BYTES]
    (crc,) = struct.unpack("<I", checked[-_CRC_BYTES:])
    if crc != binascii.crc32(body) & 0xFFFFFFFF:
        raise FrameError("crc")
    version, kind, sequence, length = struct.unpack(_HEADER, body[:_HEADER_BYTES])
    payload = body[_HEADER_BYTES:]
    if length != len(payload) or length > MAX_PAYLOAD_BYTES:
        raise FrameError("length")
    return Frame(kind, sequence, payload, version)


class FrameDecoder:
    """Finds frames in a stream, whatever its chunks are. `refused` counts what lay between zeros and was no frame."""

    def __init__(self) -> None:
        self.refused = 0
        self._coded = bytearray()
        self._overlong = False

    def feed(self, data: bytes) -> list[Frame]:
        """The frames completed by `data`. Holds at most one frame's worth of bytes."""
        frames = []
        for byte in data:
            if byte:
                self._keep(byte)
                continue
            frame = self._close()
            if frame is not None:
                frames.append(frame)
        return frames

    def reset(self) -> None:
        """Forget an unfinished frame: the line broke."""
        self._coded = bytearray()
        self._overlong = False

    def _keep(self, byte: int) -> None:
        if len(self._coded) < MAX_CODED_BYTES:
            self._coded.append(byte)
        else:
            self._overlong = True

    def _close(self) -> Frame | None:
        coded, overlong = bytes(self._coded), self._overlong
        self.reset()
        if not coded:
            return None
        if not overlong:
            try:
                return decode_frame(coded)
            except FrameError:
                pass  # counted below, like one too long
        self.refused += 1
        return None
