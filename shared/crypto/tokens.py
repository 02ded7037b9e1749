"""A person's key in a token that never gives it out (PKCS#11): it signs inside, behind a PIN.

It must not read a private key out of a token. The library of PKCS#11 is loaded when a token is opened: a program that
opens none needs none.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, cast

from shared.crypto.errors import KeyInvalid
from shared.crypto.tuf_keys import ThemePublicKey
from shared.crypto.tuf_library import Key, SecretsHandler, Signature, Signer

if TYPE_CHECKING:
    from pkcs11 import Session, SignMixin

LABEL: Final = "temas"
"""What the key is called in its token."""
_ED25519: Final = bytes.fromhex("06032b6570")
"""1.3.101.112 in DER: the parameters of an Edwards key (RFC 8410)."""
_KEY_SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class Token:
    """Where a token is: the maker's PKCS#11 library, the token's label; ``pin`` is its holder's."""

    module: Path
    label: str
    pin: str = field(repr=False)


class TokenKey:
    """A `ThemeSigner` whose private half stays in its token, while its session is open."""

    __slots__ = ("_public", "_sign")

    def __init__(self, public: ThemePublicKey, sign: Callable[[bytes], bytes]) -> None:
        self._public = public
        self._sign = sign

    @property
    def public(self) -> ThemePublicKey:
        """The key that checks what this one signs."""
        return self._public

    def signer(self) -> Signer:
        """Give the key as a signer of metadata."""
        return _TokenSigner(self._public, self._sign)


@contextmanager
def token_key(token: Token) -> Iterator[TokenKey]:
    """The key of a token, for as long as the block lasts.

    Raises ``KeyInvalid``: K113 no such library, token, PIN or key; K111 it is no Ed25519 key; K114 what the token
    does not do.
    """
    with _session(token) as session:
        from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass  # noqa: PLC0415 - see the module

        public = session.get_key(ObjectClass.PUBLIC_KEY, KeyType.EC_EDWARDS, LABEL)
        private = cast("SignMixin", session.get_key(ObjectClass.PRIVATE_KEY, KeyType.EC_EDWARDS, LABEL))
        point = bytes(public[Attribute.EC_POINT])[-_KEY_SIZE:]
        if bytes(public[Attribute.EC_PARAMS]) != _ED25519 or len(point) != _KEY_SIZE:
            raise KeyInvalid("K111", "not an Ed25519 key")
        yield TokenKey(ThemePublicKey(point), lambda payload: bytes(private.sign(payload, mechanism=Mechanism.EDDSA)))


def make_token_key(token: Token) -> ThemePublicKey:
    """Make a key inside of a token, which never gives it out; raises as `token_key`, K115 where there is one."""
    with _session(token, writes=True) as session:
        from pkcs11 import Attribute, KeyType, Mechanism  # noqa: PLC0415 - see the module

        if any(True for _ in session.get_objects({Attribute.LABEL: LABEL})):
            raise KeyInvalid("K115", "the token has a key for themes")
        parameters = session.create_domain_parameters(KeyType.EC_EDWARDS, {Attribute.EC_PARAMS: _ED25519}, local=True)
        public, _ = parameters.generate_keypair(
            mechanism=Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
            store=True,
            label=LABEL,
            private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
        )
        return ThemePublicKey(bytes(public[Attribute.EC_POINT])[-_KEY_SIZE:])


@contextmanager
def _session(token: Token, *, writes: bool = False) -> "Iterator[Session]":
    try:
        import pkcs11  # noqa: PLC0415 - see the module
    except ImportError:
        raise KeyInvalid("K114", "python-pkcs11 is not installed") from None
    missing = (
        pkcs11.NoSuchToken, pkcs11.MultipleTokensReturned, pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned,
        pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked,
    )  # fmt: skip
    try:
        found = pkcs11.lib(str(token.module)).get_token(token_label=token.label)
        with found.open(rw=writes, user_pin=token.pin) as session:
            yield session
    except missing as error:
        raise KeyInvalid("K113", type(error).__name__) from None
    except (pkcs11.PKCS11Error, OSError) as error:
        raise KeyInvalid("K114", type(error).__name__) from None


class _TokenSigner(Signer):
    """What python-tuf asks of whoever signs."""

    def __init__(self, public: ThemePublicKey, sign: Callable[[bytes], bytes]) -> None:
        self._public = public.as_tuf()
        self._sign = sign

    @property
    def public_key(self) -> Key:
        return self._public

    def sign(self, payload: bytes) -> Signature:
        return Signature(self._public.keyid, self._sign(payload).hex())

    @classmethod
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Key, secrets_handler: SecretsHandler | None = None
    ) -> Self:
        raise NotImplementedError("a token is opened by `token_key`")
