"""Keys of a theme repository: who may sign what. It must not sign votes, actas or certificates."""

from dataclasses import dataclass, field
from typing import Protocol, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from shared.crypto.errors import KeyInvalid
from shared.crypto.signing import check_key_size, load_private_pem, pem_encryption
from shared.crypto.tuf_library import CryptoSigner, Signer, SSlibKey

TARGETS_THRESHOLD = 2
"""Signers that a theme needs; a repository that asks for fewer is refused."""


@dataclass(frozen=True, slots=True)
class ThemePublicKey:
    """A public Ed25519 key of a theme repository, 32 bytes."""

    data: bytes

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """Read a SubjectPublicKeyInfo in PEM; raises ``KeyInvalid``."""
        check_key_size(pem)
        try:
            key = serialization.load_pem_public_key(pem)
        except (ValueError, UnsupportedAlgorithm):
            raise KeyInvalid("K110", "unreadable public key") from None
        if not isinstance(key, ed25519.Ed25519PublicKey):
            raise KeyInvalid("K111", "not an Ed25519 key")
        return cls(key.public_bytes_raw())

    def to_pem(self) -> bytes:
        """Give the SubjectPublicKeyInfo in PEM."""
        return self._key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    @property
    def key_id(self) -> str:
        """The name of the key inside the metadata."""
        return self.as_tuf().keyid

    def as_tuf(self) -> SSlibKey:
        """Give the key as the metadata keep it."""
        return SSlibKey.from_crypto(self._key())

    def _key(self) -> ed25519.Ed25519PublicKey:
        return ed25519.Ed25519PublicKey.from_public_bytes(self.data)


class ThemeSigner(Protocol):
    """Whatever signs for one person: a key in a file (`ThemeKey`), or one that never leaves its token."""

    @property
    def public(self) -> ThemePublicKey:
        """The key that checks what this one signs."""
        ...

    def signer(self) -> Signer:
        """The key as a signer of metadata."""
        ...


class ThemeKey:
    """A private Ed25519 key of a theme repository."""

    __slots__ = ("_key",)

    def __init__(self, key: ed25519.Ed25519PrivateKey) -> None:
        self._key = key

    @classmethod
    def generate(cls) -> Self:
        """Make a key from the operating system's randomness, inside the crypto library."""
        return cls(ed25519.Ed25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes, passphrase: bytes | None = None) -> Self:
        """Read PKCS#8; raises ``KeyInvalid`` (K110 unreadable or another passphrase, K111 another kind)."""
        key = load_private_pem(pem, passphrase)
        if not isinstance(key, ed25519.Ed25519PrivateKey):
            raise KeyInvalid("K111", "not an Ed25519 key")
        return cls(key)

    def to_pem(self, passphrase: bytes | None = None) -> bytes:
        """Give PKCS#8, encrypted when a passphrase is given."""
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, pem_encryption(passphrase)
        )

    @property
    def public(self) -> ThemePublicKey:
        """The key that checks what this one signs."""
        return ThemePublicKey(self._key.public_key().public_bytes_raw())

    def signer(self) -> CryptoSigner:
        """Give the key as a signer of metadata."""
        return CryptoSigner(self._key)


@dataclass(frozen=True, slots=True)
class RepositoryPublicKeys:
    """Who may sign what. ``targets`` holds at least as many keys as ``targets_threshold``, which is 2 or more."""

    root: tuple[ThemePublicKey, ...]
    targets: tuple[ThemePublicKey, ...]
    snapshot: ThemePublicKey
    timestamp: ThemePublicKey
    root_threshold: int = 1
    targets_threshold: int = TARGETS_THRESHOLD

    def __post_init__(self) -> None:
        if not TARGETS_THRESHOLD <= self.targets_threshold <= len(set(self.targets)):
            raise ValueError("themes need two signers or more")
        if not 1 <= self.root_threshold <= len(set(self.root)):
            raise ValueError("the root needs a signer")


@dataclass(frozen=True, slots=True)
class RepositoryKeys:
    """Every private key of a repository in one place, for small institutes, tests and demonstrations.

    In an election each signer keeps their own: see ``sign_targets`` and ``assemble_repository``.
    """

    root: tuple[ThemeKey, ...] = field(repr=False)
    targets: tuple[ThemeKey, ...] = field(repr=False)
    snapshot: ThemeKey = field(repr=False)
    timestamp: ThemeKey = field(repr=False)

    @classmethod
    def generate(cls, signers: int = TARGETS_THRESHOLD) -> Self:
        """Make one root key, ``signers`` keys for themes, one for snapshots and one for timestamps."""
        return cls(
            (ThemeKey.generate(),),
            tuple(ThemeKey.generate() for _ in range(signers)),
            ThemeKey.generate(),
            ThemeKey.generate(),
        )

    @property
    def public(self) -> RepositoryPublicKeys:
        """The public half, with every root key needed and two signers of themes."""
        return RepositoryPublicKeys(
            root=tuple(key.public for key in self.root),
            targets=tuple(key.public for key in self.targets),
            snapshot=self.snapshot.public,
            timestamp=self.timestamp.public,
            root_threshold=len(self.root),
        )
