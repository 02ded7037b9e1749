"""Short texts that people compare or type: Crockford base32, fingerprint codes and access codes.

It must not decide whether a code is right, only whether it is well typed.
"""

from shared.crypto.errors import CodeMistyped
from shared.crypto.hashing import sha256
from shared.crypto.randomness import Randomness

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_DATA_CHARS = 9
CODE_GROUP = 5
_FINGERPRINT_BITS = 40
_LONG_BITS = 80
_CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\u2013": "", "\u2014": ""})


def crockford(value: int, chars: int) -> str:
    """Write the low ``5 * chars`` bits of ``value``, most significant first, in Crockford's base 32."""
    return "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(chars)))


def short_code(data: bytes) -> str:
    """Give the code that people compare for ``data``, like ``K3QX-9F2A``: the first 40 bits of its SHA-256."""
    value = int.from_bytes(sha256(data)[: _FINGERPRINT_BITS // 8], "big")
    text = crockford(value, _FINGERPRINT_BITS // 5)
    return f"{text[:4]}-{text[4:]}"


def long_code(data: bytes) -> str:
    """Four groups of four for ``data``: the first 80 bits of its SHA-256.

    For what nobody signed yet: who alters it has years to look for other bytes of the same code, and 40 bits are hours.
    """
    text = crockford(int.from_bytes(sha256(data)[: _LONG_BITS // 8], "big"), _LONG_BITS // 5)
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))


def same_code(one: str, other: str) -> bool:
    """Whether two codes are the same for people: hyphens, spaces and confused letters count for nothing."""
    return unconfused(one) == unconfused(other)


def generate_code(randomness: Randomness) -> str:
    """Make an access code of 45 random bits with a check character, like ``7K3QX-9F2AM``."""
    value = int.from_bytes(randomness.token(6), "big") & (1 << 5 * CODE_DATA_CHARS) - 1
    body = crockford(value, CODE_DATA_CHARS)
    text = body + _check_character(body)
    return f"{text[:CODE_GROUP]}-{text[CODE_GROUP:]}"


def unconfused(typed: str) -> str:
    """Typed characters in capitals, without hyphens or spaces, O as 0, I and L as 1."""
    return typed.upper().translate(_CONFUSED)


def normalise_code(typed: str) -> str:
    """Give a typed code as its ten characters: capitals, no hyphens or spaces, O as 0, I and L as 1.

    Raises ``CodeMistyped`` (K502) when its length, a character or its check character is wrong, which says
    nothing about whether it opens anything.
    """
    text = unconfused(typed)
    if len(text) != CODE_DATA_CHARS + 1 or not set(text) <= set(ALPHABET):
        raise CodeMistyped("K502", "a code has ten characters")
    if _check_character(text[:-1]) != text[-1]:
        raise CodeMistyped("K502", "the check character of the code differs")
    return text


def _check_character(body: str) -> str:
    """Luhn mod 32: every single wrong character is seen, and nearly every swap of neighbours."""
    total = 0
    for place, character in enumerate(reversed(body)):
        addend = ALPHABET.index(character) * (2 - place % 2)
        total += addend // 32 + addend % 32
    return ALPHABET[-total % 32]
