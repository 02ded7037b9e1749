"""Small secrets that a server must read again (seeds of one-time codes), locked under a key that lies apart from them.

It must not be used for votes or results, nor keep the key in what it writes.
"""

import base64
import binascii
from typing import Final

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
