"""One institute with fixed keys, so that an input found today is read the same tomorrow. They must not be secret."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from shared.crypto.certificates import Role
from shared.crypto.sealing import SealingKey
from shared.crypto.signing import SigningKey
from shared.crypto.tuf_keys import RepositoryKeys, ThemeKey
from tests.unit.formats.bundles import Institute


def signing_key(number: int) -> SigningKey:
    return SigningKey(ec.derive_private_key(number, ec.SECP256R1()))


def theme_key(number: int) -> ThemeKey:
    return ThemeKey(ed25519.Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


@cache
def institute() -> Institute:
    return Institute(
        signing_key(1001),
        signing_key(1002),
        SealingKey.from_bytes(bytes([1]) * 32),
        SealingKey.from_bytes(bytes([2]) * 32),
    )


@cache
def certificate(role: Role = Role.URNA) -> bytes:
    return institute().certificate(role)


@cache
def repository_keys() -> RepositoryKeys:
    return RepositoryKeys((theme_key(1),), (theme_key(2), theme_key(3)), theme_key(4), theme_key(5))
