"""Passwords, one-time codes and bearer tokens of the people and machines that use the server.

It must not store, log or compare in variable time any of them; who may try, and how often, is the server's rule.
"""

import base64
import hmac
import unicodedata
from datetime import datetime
from typing import Final

import pyotp
from argon2 import DEFAULT_HASH_LENGTH, DEFAULT_RANDOM_SALT_LENGTH, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from shared.crypto.hashing import sha256, sha256_hex, typed_digest
from shared.crypto.randomness import Randomness

MAX_PASSWORD: Final = 128
SEED_BYTES: Final = 20
STEP_S: Final = 30
TOKEN_BYTES: Final = 32
CSRF_PURPOSE: Final = "staff-csrf/1"
_TIME_COST: Final = 3
LEAST_MEMORY_KIB: Final = 19_456
"""Less than this Argon2id must not have (OWASP Password Storage Cheat Sheet, 2024)."""


class Passwords:
    """Argon2id with the memory (KiB) of the configuration; texts are compared as NFC, at most ``MAX_PASSWORD`` long."""

    def __init__(self, memory_kib: int, randomness: Randomness) -> None:
        self._hasher = PasswordHasher(time_cost=_TIME_COST, memory_cost=memory_kib, parallelism=1)
        self._nobody = decoy(memory_kib, randomness)

    def hash(self, text: str) -> str:
        """The text in PHC form, salted, for storage."""
        return self._hasher.hash(_plain(text))

    def matches(self, stored: str | None, text: str) -> bool:
        """Whether a text is the one stored; takes as long for nobody (None) as for somebody."""
        try:
            self._hasher.verify(stored or self._nobody, _plain(text))
        except (VerificationError, InvalidHashError):
            return False
        return bool(stored)


def decoy(memory_kib: int, randomness: Randomness) -> str:
    """What stands for the hash of nobody: as dear to try as a true one, of a text that nobody knows.

    Its salt and its digest are random: hashing a random text would cost each start as much as one person's entry.
    """
    salt, digest = (
        base64.b64encode(randomness.token(size)).rstrip(b"=").decode("ascii")
        for size in (DEFAULT_RANDOM_SALT_LENGTH, DEFAULT_HASH_LENGTH)
    )
    return f"$argon2id$v={ARGON2_VERSION}$m={memory_kib},t={_TIME_COST},p=1${salt}${digest}"


def new_seed(randomness: Randomness) -> str:
    """A seed of one-time codes, in base 32 as telephones read it."""
    return base64.b32encode(randomness.token(SEED_BYTES)).decode("ascii")


def seed_address(seed: str, holder: str, issuer: str) -> str:
    """The ``otpauth://`` address that telephones read from a QR."""
    return pyotp.TOTP(seed).provisioning_uri(name=holder, issuer_name=issuer)


def code_step(seed: str, code: str, at: datetime, after: int) -> int | None:
    """The step (RFC 6238, 30 s) of a right code: now's, or that before or after; None for a wrong or used one.

    A step up to ``after`` was used before: each code enters once.
    """
    now, totp = int(at.timestamp()) // STEP_S, pyotp.TOTP(seed)
    found = [step for step in (now - 1, now, now + 1) if step > after and _same(totp.at(step * STEP_S), code)]
    return found[0] if found else None


def new_token(randomness: Randomness) -> str:
    """A bearer token of 256 bits, fit for addresses, cookies and headers."""
    return base64.urlsafe_b64encode(randomness.token(TOKEN_BYTES)).rstrip(b"=").decode("ascii")


def token_mark(token: str) -> str:
    """What is stored of a token: its SHA-256, from which nobody can enter."""
    return sha256_hex(token.encode("utf-8", "replace"))


def csrf_of(token: str) -> str:
    """What the forms of a session bear: another site knows neither it nor the cookie that it comes from."""
    return typed_digest(CSRF_PURPOSE, sha256(token.encode("utf-8", "replace"))).hex()[:32]


def same(first: str, second: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return _same(first, second)


def _same(first: str, second: str) -> bool:
    return hmac.compare_digest(first.encode("utf-8", "replace"), second.encode("utf-8", "replace"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text[:MAX_PASSWORD])
