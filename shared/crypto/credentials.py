"""Officials' cards: with the official's code they give an Ed25519 key whose public half stands in the theme.

A card authenticates its bearer at an urna and signs an acta de sustitucion: it must not open or decrypt anything.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

from shared.crypto.errors import CardInvalid, WrongCode
from shared.crypto.hashing import sha256, typed_digest
from shared.crypto.locked import DEFAULT_HARDNESS, Hardness, from_text, stretch, to_text
from shared.crypto.randomness import Randomness
from shared.crypto.typed import LINE_BYTES, read_lines, to_lines
from shared.domain.ids import OfficialId

CARD_PREFIX = "URNACARD1:"
PUBLIC_KEY_SIZE = 32
MARK_SIZE = LINE_BYTES
"""The first line to type says whose card it is."""
CARD_LINES = 3
CHALLENGE_MIN = 16
_PURPOSE = "card-challenge/1"
ATTEST_PURPOSE = "substitution/1"
SEED_PURPOSE = "card-seed/1"
SIGNATURE_SIZE = 64
_SECRET = 9
_BODY = CARD_LINES * LINE_BYTES


def make_card(
    official_id: OfficialId, code: str, randomness: Randomness, hardness: Hardness = DEFAULT_HARDNESS
) -> tuple[str, bytes]:
    """Make a card: (text of its QR, public key of 32 bytes for the theme). Raises ``CodeMistyped``."""
    secret = randomness.token(_SECRET)
    public = _public(_key(official_id, code, secret, hardness))
    return to_text(CARD_PREFIX, key_mark(public) + bytes((hardness.to_byte(),)) + secret), public


def key_mark(public_key: bytes) -> bytes:
    """The five bytes by which a card says whose it is: the first of the SHA-256 of its public key."""
    return sha256(public_key)[:MARK_SIZE]


def card_mark(card_text: str) -> bytes:
    """Give the mark of the key that a card claims, before any code; raises ``CardInvalid`` K510."""
    return _parse(card_text)[0]


def card_lines(card_text: str) -> tuple[str, ...]:
    """The lines that are printed beneath a card's QR, to be typed where it cannot be read; raises K510."""
    _parse(card_text)
    return to_lines(from_text(CARD_PREFIX, card_text))


def card_of_lines(lines: tuple[str, ...]) -> str:
    """The text of a card whose lines were typed; raises ``CodeMistyped`` K503 for a wrong line."""
    return to_text(CARD_PREFIX, read_lines(lines))


def authenticate(
    card_text: str, code: str, official_id: OfficialId, expected_public_key: bytes, challenge: bytes
) -> None:
    """Accept the bearer of a card whose key is the one that the theme has for ``official_id``, or raise.

    ``challenge`` is at least 16 bytes, fresh for each try (``ValueError`` otherwise). Raises ``WrongCode`` (K501;
    ``CodeMistyped`` K502) and ``CardInvalid``: K510 unreadable; K511 the theme names another key.
    """
    if len(challenge) < CHALLENGE_MIN:
        raise ValueError("a challenge is at least 16 bytes")
    key = _unlocked(card_text, code, official_id, expected_public_key)
    digest = typed_digest(_PURPOSE, official_id.value.encode("ascii") + b"\0" + challenge)
    _verify(expected_public_key, key.sign(digest), digest)


def attest(card_text: str, code: str, official_id: OfficialId, expected_public_key: bytes, statement: bytes) -> bytes:
    """The bearer's signature (64 bytes) under a statement; accepts the bearer, or raises, as ``authenticate`` does."""
    key = _unlocked(card_text, code, official_id, expected_public_key)
    signature = key.sign(typed_digest(ATTEST_PURPOSE, statement))
    verify_attested(expected_public_key, statement, signature)
    return signature


def verify_attested(public_key: bytes, statement: bytes, signature: bytes) -> None:
    """Accept an official's signature under a statement, or raise ``CardInvalid`` K511."""
    _verify(public_key, signature, typed_digest(ATTEST_PURPOSE, statement))


def _unlocked(
    card_text: str, code: str, official_id: OfficialId, expected_public_key: bytes
) -> ed25519.Ed25519PrivateKey:
    """A wrong code gives another key: nothing but the theme's public key says which code is right."""
    mark, hardness, secret = _parse(card_text)
    if mark != key_mark(expected_public_key):
        raise CardInvalid("K511", "the card's key is not the one of the theme")
    key = _key(official_id, code, secret, hardness)
    if _public(key) != expected_public_key:
        raise WrongCode("K501", "the code does not give the key of the card")
    return key


def _key(official_id: OfficialId, code: str, secret: bytes, hardness: Hardness) -> ed25519.Ed25519PrivateKey:
    name = official_id.value.encode("ascii")
    seed = typed_digest(SEED_PURPOSE, name + b"\0" + stretch(code, secret, hardness))
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed)


def _public(key: ed25519.Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def _verify(public_key: bytes, signature: bytes, digest: bytes) -> None:
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(public_key).verify(signature, digest)
    except (InvalidSignature, ValueError):
        raise CardInvalid("K511", "the card's key is not the one of the theme") from None


def _parse(card_text: str) -> tuple[bytes, Hardness, bytes]:
    """Mark, cost, secret."""
    try:
        body = from_text(CARD_PREFIX, card_text)
        hardness = Hardness.from_byte(body[MARK_SIZE])
    except (ValueError, IndexError):
        raise CardInvalid("K510", "not a card of an official") from None
    if len(body) != _BODY:
        raise CardInvalid("K510", "not a card of an official")
    return body[:MARK_SIZE], hardness, body[MARK_SIZE + 1 :]
