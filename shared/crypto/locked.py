"""Small secrets locked under a code that people type: Argon2id, then AES-256-GCM; and their text for a QR.

It must not count attempts: whoever asks for the code does. Its parameters are in what it writes, within limits.
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
from shared.crypto.randomness import Randomness

MAX_TEXT = 1000
"""Characters of a card or share: no reading of a QR of ours is longer."""
_SALT = 16
_TAG = 16
_CHECK = 4
_PREFIX = 3  # iterations, log2 of memory in KiB, lanes
BOX_OVERHEAD = _PREFIX + _SALT + _TAG
_NONCE = bytes(12)  # zero: each salt gives a key of its own, used once


@dataclass(frozen=True, slots=True)
class Hardness:
    """Cost of Argon2id (RFC 9106): iterations, memory as a power of two of KiB, lanes. ``ValueError`` out of limits.

    The limits keep a hostile text from asking for hours or gigabytes.
    """

    iterations: int = 2
    memory_log2_kib: int = 16
    lanes: int = 1

    def __post_init__(self) -> None:
        if not (1 <= self.iterations <= 8 and 6 <= self.memory_log2_kib <= 17 and 1 <= self.lanes <= 4):
            raise ValueError("Argon2id parameters out of limits")

    def to_bytes(self) -> bytes:
        """Give the three bytes that a box begins with."""
        return bytes((self.iterations, self.memory_log2_kib, self.lanes))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read the three bytes; raises ``ValueError`` out of limits."""
        return cls(*data)


DEFAULT_HARDNESS = Hardness()
"""64 MiB, two passes: about 0.1 s on a PC and a few tenths on a Raspberry Pi 4."""


def lock(secret: bytes | bytearray, code: str, aad: bytes, randomness: Randomness, hardness: Hardness) -> bytes:
    """Lock ``secret`` under ``code``: parameters (3) | salt (16) | AES-256-GCM, ``aad`` and parameters bound.

    Raises ``CodeMistyped``. The result is ``BOX_OVERHEAD`` bytes longer than the secret.
    """
    head = hardness.to_bytes() + randomness.token(_SALT)
    return head + AESGCM(_derive(code, head)).encrypt(_NONCE, secret, head + aad)


def unlock(box: bytes, code: str, aad: bytes) -> bytearray:
    """Open a box; the secret is the caller's to wipe.

    Raises ``CodeMistyped`` (K502), ``WrongCode`` (K501) and ``ValueError`` for a box that no ``lock`` wrote.
    """
    if len(box) < BOX_OVERHEAD:
        raise ValueError("a box is longer")
    head = box[: _PREFIX + _SALT]
    secret = bytearray(len(box) - BOX_OVERHEAD)
    try:
        AESGCM(_derive(code, head)).decrypt_into(_NONCE, box[len(head) :], head + aad, secret)
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


def _derive(code: str, head: bytes) -> bytes:
    hardness = Hardness.from_bytes(head[:_PREFIX])
    kdf = Argon2id(
        salt=head[_PREFIX:],
        length=32,
        iterations=hardness.iterations,
        lanes=hardness.lanes,
        memory_cost=1 << hardness.memory_log2_kib,
    )
    return kdf.derive(normalise_code(code).encode("ascii"))
