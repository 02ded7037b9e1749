"""Officials' cards: an Ed25519 key locked under the official's code, whose public key stands in the theme.

A card authenticates its bearer at an urna and signs an acta de sustitucion: it must not open or decrypt anything.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

from shared.crypto.errors import CardInvalid
from shared.crypto.hashing import typed_digest
from shared.crypto.locked import DEFAULT_HARDNESS, Hardness, from_text, lock, to_text, unlock
from shared.crypto.randomness import Randomness
from shared.crypto.sealing import wipe
from shared.domain.errors import IdInvalido
from shared.domain.ids import OfficialId

CARD_PREFIX = "URNACARD1:"
PUBLIC_KEY_SIZE = 32
CHALLENGE_MIN = 16
_PURPOSE = "card-challenge/1"
ATTEST_PURPOSE = "substitution/1"
SIGNATURE_SIZE = 64
_SEED = 32


def make_card(
    official_id: OfficialId, code: str, randomness: Randomness, hardness: Hardness = DEFAULT_HARDNESS
) -> tuple[str, bytes]:
    """Make a card: (text of its QR, public key of 32 bytes for the theme). Raises ``CodeMistyped``."""
    seed = bytearray(randomness.token(_SEED))
    try:
        key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
        header = _header(official_id)
        text = to_text(CARD_PREFIX, header + lock(seed, code, header, randomness, hardness))
    finally:
        wipe(seed)
    return text, key.public_key().public_bytes_raw()


def card_official(card_text: str) -> OfficialId:
    """Give the official that a card claims, before any code; raises ``CardInvalid`` K510."""
    return _parse(card_text)[0]


def authenticate(card_text: str, code: str, expected_public_key: bytes, challenge: bytes) -> None:
    """Accept the bearer of a card whose key is the one in the theme, or raise.

    ``challenge`` is at least 16 bytes, fresh for each try (``ValueError`` otherwise). Raises ``WrongCode`` (K501;
    ``CodeMistyped`` K502) and ``CardInvalid``: K510 unreadable; K511 the theme names another key.
    """
    if len(challenge) < CHALLENGE_MIN:
        raise ValueError("a challenge is at least 16 bytes")
    official, key = _unlocked(card_text, code)
    digest = typed_digest(_PURPOSE, official.value.encode("ascii") + b"\0" + challenge)
    _verify(expected_public_key, key.sign(digest), digest)


def attest(card_text: str, code: str, expected_public_key: bytes, statement: bytes) -> bytes:
    """The bearer's signature (64 bytes) under a statement; accepts the bearer, or raises, as ``authenticate`` does."""
    _, key = _unlocked(card_text, code)
    signature = key.sign(typed_digest(ATTEST_PURPOSE, statement))
    verify_attested(expected_public_key, statement, signature)
    return signature


def verify_attested(public_key: bytes, statement: bytes, signature: bytes) -> None:
    """Accept an official's signature under a statement, or raise ``CardInvalid`` K511."""
    _verify(public_key, signature, typed_digest(ATTEST_PURPOSE, statement))


def _unlocked(card_text: str, code: str) -> tuple[OfficialId, ed25519.Ed25519PrivateKey]:
    official, box = _parse(card_text)
    try:
        seed = unlock(box, code, _header(official))
    except ValueError:
        raise CardInvalid("K510", "a box out of form") from None
    try:
        return official, ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    except ValueError:
        raise CardInvalid("K510", "not the key of a card") from None
    finally:
        wipe(seed)


def _verify(public_key: bytes, signature: bytes, digest: bytes) -> None:
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public_key).verify(signature, digest)
    except (InvalidSignature, ValueError):
        raise CardInvalid("K511", "the card's key is not the one of the theme") from None


def _header(official_id: OfficialId) -> bytes:
    name = official_id.value.encode("ascii")
    return bytes((len(name),)) + name


def _parse(card_text: str) -> tuple[OfficialId, bytes]:
    try:
        body = from_text(CARD_PREFIX, card_text)
        end = 1 + body[0]
        return OfficialId(body[1:end].decode("ascii")), body[end:]
    except (ValueError, IndexError, IdInvalido):
        raise CardInvalid("K510", "not a card of an official") from None
