"""Signatures with P-256: 64 bytes r || s over a digest that names its purpose.

It must not sign or accept anything without a purpose, nor two signatures for one: the high s is refused.
"""

from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from shared.crypto.errors import KeyInvalid, SignatureInvalid
from shared.crypto.hashing import typed_digest

SIGNATURE_SIZE = 64
MAX_KEY = 8192
"""Bytes of a key in PEM or DER."""
_HALF = SIGNATURE_SIZE // 2
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of P-256 (FIPS 186-5, SP 800-186)."""


class VerifyingKey:
    """A public P-256 key that checks signatures."""

    __slots__ = ("_key",)

    def __init__(self, key: ec.EllipticCurvePublicKey) -> None:
        if not isinstance(key.curve, ec.SECP256R1):
            raise KeyInvalid("K111", f"curve {key.curve.name}, not P-256")
        self._key = key

    @classmethod
    def from_der(cls, der: bytes) -> Self:
        """Read a SubjectPublicKeyInfo; raises ``KeyInvalid``."""
        return cls._checked(_load_public(der, pem=False))

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Read a SubjectPublicKeyInfo in PEM; raises ``KeyInvalid``."""
        return cls._checked(_load_public(pem, pem=True))

    @classmethod
    def _checked(cls, key: object) -> Self:
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise KeyInvalid("K111", "not an elliptic curve key")
        return cls(key)

    def to_der(self) -> bytes:
        """Give the SubjectPublicKeyInfo, 91 bytes."""
        return self._key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    def to_pem(self) -> bytes:
        """Give the SubjectPublicKeyInfo in PEM."""
        return self._key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    @property
    def crypto_key(self) -> ec.EllipticCurvePublicKey:
        """The library's key, for `shared.crypto` alone (certificates)."""
        return self._key

    def verify(self, purpose: str, data: bytes | bytearray | memoryview, signature: bytes) -> None:
        """Accept a 64-byte signature over ``data`` for ``purpose`` or raise ``SignatureInvalid``.

        K101: wrong size or range; K102: high s (a second form of a good signature); K103: it does not verify.
        """
        if len(signature) != SIGNATURE_SIZE:
            raise SignatureInvalid("K101", f"{len(signature)} bytes, not {SIGNATURE_SIZE}")
        r = int.from_bytes(signature[:_HALF], "big")
        s = int.from_bytes(signature[_HALF:], "big")
        if not (0 < r < ORDER and 0 < s < ORDER):
            raise SignatureInvalid("K101", "r or s out of range")
        if s > ORDER // 2:
            raise SignatureInvalid("K102", "s is not the lower one")
        try:
            self._key.verify(encode_dss_signature(r, s), typed_digest(purpose, data), ec.ECDSA(Prehashed(SHA256())))
        except InvalidSignature:
            raise SignatureInvalid("K103", f"does not verify for {purpose}") from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, VerifyingKey) and self.to_der() == other.to_der()

    def __hash__(self) -> int:
        return hash(self.to_der())


class SigningKey:
    """A private P-256 key. Kept in memory by the crypto library, which offers no way to wipe it."""

    __slots__ = ("_key",)

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        if not isinstance(key.curve, ec.SECP256R1):
            raise KeyInvalid("K111", f"curve {key.curve.name}, not P-256")
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        """Make a key from the operating system's randomness, inside the crypto library."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def from_pem(cls, pem: bytes, passphrase: bytes | None = None) -> Self:
        """Read PKCS#8; raises ``KeyInvalid`` (K110 unreadable or another passphrase, K111 another kind)."""
        key = load_private_pem(pem, passphrase)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeyInvalid("K111", "not an elliptic curve key")
        return cls(key)

    def to_pem(self, passphrase: bytes | None = None) -> bytes:
        """Give PKCS#8, encrypted when a passphrase is given (PBES2, AES-256)."""
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, pem_encryption(passphrase)
        )

    @property
    def public(self) -> VerifyingKey:
        """The key that checks what this one signs."""
        return VerifyingKey(self._key.public_key())

    @property
    def crypto_key(self) -> ec.EllipticCurvePrivateKey:
        """The library's key, for `shared.crypto` alone (certificates)."""
        return self._key

    def sign(self, purpose: str, data: bytes | bytearray | memoryview) -> bytes:
        """Sign ``data`` for ``purpose``: 64 bytes, the same for the same input (RFC 6979, low s)."""
        algorithm = ec.ECDSA(Prehashed(SHA256()), deterministic_signing=True)
        r, s = decode_dss_signature(self._key.sign(typed_digest(purpose, data), algorithm))
        return r.to_bytes(_HALF, "big") + min(s, ORDER - s).to_bytes(_HALF, "big")


def pem_encryption(passphrase: bytes | None) -> serialization.KeySerializationEncryption:
    """Give the library's way to encrypt a PKCS#8 under ``passphrase``, or none."""
    return serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()


def load_private_pem(pem: bytes, passphrase: bytes | None) -> object:
    """Read any private key in PEM; raises ``KeyInvalid`` K110."""
    check_key_size(pem)
    try:
        return serialization.load_pem_private_key(pem, passphrase or None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyInvalid("K110", "unreadable private key, or another passphrase") from None


def check_key_size(data: bytes) -> None:
    """Refuse (K110) what no key of ours is as large as, before the library works on it."""
    if len(data) > MAX_KEY:
        raise KeyInvalid("K110", f"a key of {len(data)} bytes")


def _load_public(data: bytes, *, pem: bool) -> object:
    check_key_size(data)
    load = serialization.load_pem_public_key if pem else serialization.load_der_public_key
    try:
        return load(data)
    except (ValueError, UnsupportedAlgorithm):
        raise KeyInvalid("K110", "unreadable public key") from None
