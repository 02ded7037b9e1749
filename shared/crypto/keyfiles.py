"""Keys of a ceremony as passphrase-protected PEM, bytes in and bytes out. It must not read or write files."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import x25519

from shared.crypto.errors import KeyInvalid
from shared.crypto.sealing import SealingKey
from shared.crypto.signing import SigningKey, load_private_pem, pem_encryption

PASSPHRASE_MIN = 12


def save_signing_key(key: SigningKey, passphrase: str) -> bytes:
    """Give encrypted PKCS#8; raises ``ValueError`` for a passphrase under 12 characters."""
    return key.to_pem(checked_passphrase(passphrase))


def load_signing_key(pem: bytes, passphrase: str) -> SigningKey:
    """Read what ``save_signing_key`` wrote; raises ``KeyInvalid``."""
    return SigningKey.from_pem(pem, passphrase.encode("utf-8"))


def save_sealing_key(key: SealingKey, passphrase: str) -> bytes:
    """Give encrypted PKCS#8; raises ``ValueError`` for a passphrase under 12 characters."""
    private = x25519.X25519PrivateKey.from_private_bytes(key.to_bytes())
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        pem_encryption(checked_passphrase(passphrase)),
    )


def load_sealing_key(pem: bytes, passphrase: str) -> SealingKey:
    """Read what ``save_sealing_key`` wrote; raises ``KeyInvalid``."""
    key = load_private_pem(pem, passphrase.encode("utf-8"))
    if not isinstance(key, x25519.X25519PrivateKey):
        raise KeyInvalid("K111", "not an X25519 key")
    return SealingKey(key)


def checked_passphrase(passphrase: str) -> bytes:
    """Give a passphrase of at least 12 characters as UTF-8, or raise ``ValueError``."""
    if len(passphrase) < PASSPHRASE_MIN:
        raise ValueError(f"a passphrase has at least {PASSPHRASE_MIN} characters")
    return passphrase.encode("utf-8")
