"""Small secrets that a server must read again (seeds of one-time codes), locked under a key that lies apart from them.

It must not be used for votes or results, nor keep the key in what it writes.
"""

import base64
import binascii
import os
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.crypto.errors import KeyInvalid
from shared.crypto.randomness import Randomness

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class Vault:
    """AES-256-GCM under one key; ``holder`` binds a text to whose it is, so that it opens nobody else's account."""

    def __init__(self, key: bytes, randomness: Randomness) -> None:
        if len(key) != KEY_BYTES:
            raise KeyInvalid("K118", "not a key of the vault")
        self._cipher = AESGCM(key)
        self._randomness = randomness

    @classmethod
    def of_file(cls, path: Path, randomness: Randomness) -> Self:
        """The vault of a key file, made closed to others when there is none. Raises ``KeyInvalid`` K118."""
        if not path.exists():
            _make(path, randomness.token(KEY_BYTES))
        return cls(path.read_bytes(), randomness)

    def lock(self, text: str, holder: str) -> str:
        """The text locked, in base 64."""
        nonce = self._randomness.token(_NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), holder.encode())).decode("ascii")

    def unlock(self, locked: str, holder: str) -> str:
        """The text; raises ``KeyInvalid`` K119 when it was changed, is another's, or the key is not that of before."""
        try:
            data = base64.b64decode(locked, validate=True)
            return self._cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], holder.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise KeyInvalid("K119", "a locked text that this key does not open") from None


def _make(path: Path, key: bytes) -> None:
    """Whole or not at all, and never over a key that another process made meanwhile."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(key)
        stream.flush()
        os.fsync(stream.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(temporary)
    temporary.unlink()
