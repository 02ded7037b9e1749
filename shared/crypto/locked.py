"""What a typed code gives (Argon2id), small secrets locked under it (AES-256-GCM), and texts of a QR.

It must not count attempts: whoever asks for the code does. Parameters are in what is printed, within limits.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from shared.crypto.codes import normalise_code
from shared.crypto.errors import WrongCode
from shared.crypto.hashing import sha256

MAX_TEXT = 1000
"""Characters of a card or share: no reading of a QR of ours is longer."""
TAG = 16
"""Bytes by which a box is longer than what it holds."""
_CHECK = 4
_LEAST_MEMORY, _MOST_MEMORY = 6, 17
_NONCE = bytes(12)  # zero: each salt gives a key of its own, used once


@dataclass(frozen=True, slots=True)
class Hardness:
    """Cost of Argon2id (RFC 9106, one lane): iterations, memory as a power of two of KiB. ``ValueError`` out of limits.

    The limits keep a hostile text from asking for hours or gigabytes.
    """

    iterations: int = 2
    memory_log2_kib: int = 16

    def __post_init__(self) -> None:
        if not (1 <= self.iterations <= 8 and _LEAST_MEMORY <= self.memory_log2_kib <= _MOST_MEMORY):
            raise ValueError("Argon2id parameters out of limits")

    def to_byte(self) -> int:
        """Give the byte that a card or share bears: iterations less 1 in the high half, memory less 6 in the low."""
        return (self.iterations - 1) << 4 | self.memory_log2_kib - _LEAST_MEMORY

    @classmethod
    def from_byte(cls, value: int) -> Self:
        """Read that byte; raises ``ValueError`` out of limits."""
        return cls((value >> 4) + 1, (value & 15) + _LEAST_MEMORY)


DEFAULT_HARDNESS = Hardness()
"""64 MiB, two passes: about 0.1 s on a PC and a few tenths on a Raspberry Pi 4."""


def stretch(code: str, salt: bytes, hardness: Hardness) -> bytes:
    """The 32 bytes of Argon2id of a typed code; ``salt`` has 8 bytes or more. Raises ``CodeMistyped`` K502."""
    memory = 1 << hardness.memory_log2_kib
    kdf = Argon2id(salt=salt, length=32, iterations=hardness.iterations, lanes=1, memory_cost=memory)
    return kdf.derive(normalise_code(code).encode("ascii"))


def lock(secret: bytes | bytearray, key: bytes, aad: bytes) -> bytes:
    """Lock ``secret`` under a key that is used this once, with ``aad`` bound; `TAG` bytes longer than the secret."""
    return AESGCM(key).encrypt(_NONCE, secret, aad)


def unlock(box: bytes, key: bytes, aad: bytes) -> bytearray:
    """Open a box; the secret is the caller's to wipe. Raises ``WrongCode`` K501, ``ValueError`` for one too short."""
    if len(box) < TAG:
        raise ValueError("a box is longer")
    secret = bytearray(len(box) - TAG)
    try:
        AESGCM(key).decrypt_into(_NONCE, box, aad, secret)
    except InvalidTag:
        raise WrongCode("K501", "the code does not open it") from None
    return secret


def to_text(prefix: str, body: bytes) -> str:
    """Write ``prefix`` and base32 of body and a 4-byte check: only characters of a QR's alphanumeric mode.

    The check tells a misread text from a wrong code; it is no protection, which the locked box has.
    """
    return prefix + base64.b32encode(body + _check(prefix, body)).decode("ascii").rstrip("=")


def from_text(prefix: str, text: str) -> bytes:
    """Read what ``to_text`` wrote; raises ``ValueError`` for another prefix, other characters or a wrong check."""
    if not text.startswith(prefix) or len(text) > MAX_TEXT:
        raise ValueError("another kind of text")
    coded = text[len(prefix) :]
    try:
        data = base64.b32decode(coded + "=" * (-len(coded) % 8))
    except binascii.Error:
        raise ValueError("not base32") from None
    body, check = data[:-_CHECK], data[-_CHECK:]
    if check != _check(prefix, body) or to_text(prefix, body) != text:
        raise ValueError("misread: its check differs")
    return body


def _check(prefix: str, body: bytes) -> bytes:
    return sha256(prefix.encode("ascii") + body)[:_CHECK]
