"""Sealed records: one vote, encrypted under a fresh data key that is sealed to two public keys, always of one size.

It must not know what a vote is, nor leave its length, order or time visible. HPKE (RFC 9180, base mode, single shot:
X25519, HKDF-SHA256, AES-256-GCM) draws its ephemeral keys from the operating system inside the crypto library: the
`Randomness` port gives the data key and the padding only, so two seals with one port still differ.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from shared.crypto.codes import short_code
from shared.crypto.errors import KeyInvalid, RecordInvalid
from shared.crypto.hashing import sha256
from shared.crypto.randomness import Randomness

__all__ = [
    "RECORD_SIZE",
    "SEALED_KEYS",
    "RecordOpener",
    "SealingKey",
    "SealingPublicKey",
    "Which",
    "open_record",
    "payload_capacity",
    "seal_record",
    "short_code",
    "wipe",
]


Which = Literal["casilla", "eleccion"]

RECORD_SIZE = 512
"""Bytes of a record in ordinary themes."""

_KEY = 32
_TAG = 16
_SEALED_KEY = _KEY + _KEY + _TAG  # enc | ciphertext | tag
SEALED_KEYS = 2 * _SEALED_KEY
"""Bytes in front of a record's body: the data key sealed to the casilla, and to the election."""
_HEAD = SEALED_KEYS
_COMMITMENT = 32
_LENGTH = 2
_NONCE = bytes(12)  # zero: each data key encrypts one plaintext
_SLOTS: dict[Which, int] = {"casilla": 0, "eleccion": 1}
_KEY_LABEL = b"urna-electronica/record-key/1/"
_RECORD_LABEL = b"urna-electronica/record/1"
_COMMIT_LABEL = b"urna-electronica/record-commitment/1"


@dataclass(frozen=True, slots=True)
class SealingPublicKey:
    """A public X25519 key, 32 bytes, to which records are sealed. Raises ``KeyInvalid`` for another size."""

    data: bytes

    def __post_init__(self) -> None:
        if len(self.data) != _KEY:
            raise KeyInvalid("K112", f"{len(self.data)} bytes, not {_KEY}")

    @property
    def short_code(self) -> str:
        """The code that officials compare."""
        return short_code(self.data)


class SealingKey:
    """A private X25519 key that opens records. The crypto library keeps it and offers no way to wipe it."""

    __slots__ = ("_key",)

    def __init__(self, key: x25519.X25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        """Make a key from the operating system's randomness, inside the crypto library."""
        return cls(x25519.X25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, data: bytes | bytearray) -> Self:
        """Read the 32 private bytes; raises ``KeyInvalid``. The caller wipes its ``bytearray``."""
        if len(data) != _KEY:
            raise KeyInvalid("K112", f"{len(data)} bytes, not {_KEY}")
        return cls(x25519.X25519PrivateKey.from_private_bytes(data))

    def to_bytes(self) -> bytearray:
        """Give the 32 private bytes, to be split into shares and then wiped by the caller."""
        return bytearray(self._key.private_bytes_raw())

    @property
    def public(self) -> SealingPublicKey:
        """The key to which records are sealed."""
        return SealingPublicKey(self._key.public_key().public_bytes_raw())

    def unseal(self, sealed: bytes | memoryview, info: bytes) -> bytes:
        """Open one HPKE message (enc 32 | ciphertext); raises ``RecordInvalid`` K302."""
        try:
            return _suite().decrypt(sealed, self._key, info)
        except (InvalidTag, ValueError):
            raise RecordInvalid("K302", "the data key is not sealed to this key and this store") from None


def payload_capacity(size_bytes: int) -> int:
    """Give the bytes of payload that fit in a record of ``size_bytes`` (302 in 512)."""
    return size_bytes - _HEAD - _TAG - _COMMITMENT - _LENGTH


def seal_record(  # noqa: PLR0913 - everything that a record binds is named at the call
    payload: bytes | bytearray,
    *,
    contest: bytes,
    info: bytes,
    keys: tuple[SealingPublicKey, SealingPublicKey],
    size_bytes: int = RECORD_SIZE,
    randomness: Randomness,
) -> bytes:
    """Seal ``payload`` to the casilla key and the election key, in this order.

    Layout, exactly ``size_bytes``: data key sealed to the casilla (80) | to the election (80) | AES-256-GCM of
    commitment (32) | length (2) | payload | random padding, under the fresh data key, with ``contest`` and
    ``info`` as associated data. Raises ``ValueError`` when the payload does not fit. The caller wipes ``payload``.
    """
    room = payload_capacity(size_bytes)
    if len(payload) > room:
        raise ValueError(f"a payload of {len(payload)} bytes does not fit in {room}")
    data_key = bytearray(randomness.token(_KEY))
    aad = _associated(contest, info)
    plain = _plaintext(payload, _commitment(data_key, aad), room, randomness)
    try:
        suite = _suite()
        heads = [
            suite.encrypt(data_key, x25519.X25519PublicKey.from_public_bytes(key.data), _key_info(which, info))
            for which, key in zip(_SLOTS, keys, strict=True)
        ]
        return heads[0] + heads[1] + AESGCM(data_key).encrypt(_NONCE, plain, aad)
    finally:
        wipe(plain)
        wipe(data_key)


class RecordOpener:
    """Opens records of one store with one key; holds no record and no vote."""

    __slots__ = ("_info", "_key", "_key_info", "_slot")

    def __init__(self, key: SealingKey, which: Which, info: bytes) -> None:
        self._key = key
        self._slot = _SLOTS[which]
        self._info = info
        self._key_info = _key_info(which, info)

    def open(self, record: bytes | memoryview, contests: Sequence[bytes]) -> tuple[int, bytearray]:
        """Give (index in ``contests``, payload); the payload is the caller's to wipe.

        Raises ``RecordInvalid``: K301 size; K302 data key of another key or store; K303 contents altered or of
        none of the contests; K304 commitment; K305 length.
        """
        if payload_capacity(len(record)) < 0:
            raise RecordInvalid("K301", f"{len(record)} bytes")
        start = self._slot * _SEALED_KEY
        data_key = bytearray(self._key.unseal(record[start : start + _SEALED_KEY], self._key_info))
        try:
            return self._open_contents(data_key, record[_HEAD:], contests)
        finally:
            wipe(data_key)

    def _open_contents(
        self, data_key: bytearray, sealed: bytes | memoryview, contests: Sequence[bytes]
    ) -> tuple[int, bytearray]:
        if len(data_key) != _KEY:
            raise RecordInvalid("K304", "the data key has another size")
        cipher = AESGCM(data_key)
        plain = bytearray(len(sealed) - _TAG)
        try:
            for index, contest in enumerate(contests):
                aad = _associated(contest, self._info)
                if _decrypts(cipher, sealed, aad, plain):
                    return index, _payload(plain, data_key, aad)
        finally:
            wipe(plain)
        raise RecordInvalid("K303", "altered, or of another contest")


def open_record(record: bytes, *, contest: bytes, info: bytes, key: SealingKey, which: Which) -> bytearray:
    """Open one record of a known contest; errors are those of ``RecordOpener.open``."""
    return RecordOpener(key, which, info).open(record, (contest,))[1]


def wipe(secret: bytearray) -> None:
    """Overwrite ``secret`` with zeros in place, keeping its length."""
    secret[:] = bytes(len(secret))


def _decrypts(cipher: AESGCM, sealed: bytes | memoryview, aad: bytes, plain: bytearray) -> bool:
    try:
        cipher.decrypt_into(_NONCE, sealed, aad, plain)
    except InvalidTag:
        return False
    return True


def _plaintext(payload: bytes | bytearray, commitment: bytes, room: int, randomness: Randomness) -> bytearray:
    """Lay out the plaintext in one buffer of its final size: one that grew would leave copies of the vote behind."""
    plain = bytearray(_COMMITMENT + _LENGTH + room)
    start = _COMMITMENT + _LENGTH
    end = start + len(payload)
    plain[:_COMMITMENT] = commitment
    plain[_COMMITMENT:start] = len(payload).to_bytes(_LENGTH, "big")
    plain[start:end] = payload
    plain[end:] = randomness.token(room)[len(payload) :]  # the size of the draw tells nothing of the payload
    return plain


def _payload(plain: bytearray, data_key: bytearray, aad: bytes) -> bytearray:
    if not hmac.compare_digest(plain[:_COMMITMENT], _commitment(data_key, aad)):
        raise RecordInvalid("K304", "the commitment names another data key")
    start = _COMMITMENT + _LENGTH
    length = int.from_bytes(plain[_COMMITMENT:start], "big")
    if start + length > len(plain):
        raise RecordInvalid("K305", "the payload is longer than its record")
    return plain[start : start + length]


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _key_info(which: Which, info: bytes) -> bytes:
    return _KEY_LABEL + which.encode("ascii") + b"\0" + info


def _associated(contest: bytes, info: bytes) -> bytes:
    return _RECORD_LABEL + len(contest).to_bytes(2, "big") + contest + len(info).to_bytes(2, "big") + info


def _commitment(data_key: bytearray, aad: bytes) -> bytes:
    """Commit to the data key and to what it is used for, since GCM alone commits to neither."""
    digest = hashlib.sha256(_COMMIT_LABEL)
    digest.update(data_key)  # in place: a concatenation would leave a copy of the key
    digest.update(sha256(aad))
    return digest.digest()
