"""Checks Ed25519 signatures (RFC 8032) with integers alone, before any library may be trusted. It must not sign.

Keys, messages and signatures are public, so nothing here needs to take the same time for every value. Like OpenSSL it
checks without the cofactor and refuses every encoding but the one that a signer makes.
"""

from hashlib import sha512

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
_BYTES = 32

_Point = tuple[int, int, int, int]
"""Extended coordinates (X, Y, Z, T): x = X/Z, y = Y/Z, xy = T/Z."""
_NEUTRAL: _Point = (0, 1, 1, 0)


def verifies(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (64 bytes) of ``message`` is of the holder of ``public_key`` (32 bytes)."""
    if len(public_key) != _BYTES or len(signature) != 2 * _BYTES:
        return False
    key = _decoded(public_key)
    scalar = int.from_bytes(signature[_BYTES:], "little")
    if key is None or scalar >= _L:
        return False
    hashed = int.from_bytes(sha512(signature[:_BYTES] + public_key + message).digest(), "little") % _L
    x, y, z, t = key
    return _encoded(_sum_of_multiples(scalar, _BASE, hashed, (_P - x, y, z, _P - t))) == signature[:_BYTES]


def _decoded(data: bytes) -> _Point | None:
    """A point from its 32 bytes; None when they encode none, or not in the one way."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= _P:
        return None
    x = _root((y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P)
    if x is None or (x == 0 and sign):
        return None
    x = x if x & 1 == sign else _P - x
    return x, y, 1, x * y % _P


def _root(square: int) -> int | None:
    """A square root modulo p, which is 5 modulo 8 (RFC 8032, 5.1.3)."""
    root = pow(square, (_P + 3) // 8, _P)
    if (root * root - square) % _P:
        root = root * _ROOT_OF_MINUS_ONE % _P
    return None if (root * root - square) % _P else root


def _encoded(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(_BYTES, "little")


def _plus(one: _Point, two: _Point) -> _Point:
    """The complete addition of twisted Edwards curves with a = -1 (RFC 8032, 5.1.4)."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % _P
    b = (one[1] + one[0]) * (two[1] + two[0]) % _P
    c = 2 * one[3] * two[3] * _D % _P
    d = 2 * one[2] * two[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _sum_of_multiples(first: int, one: _Point, second: int, two: _Point) -> _Point:
    """``first * one + second * two``, both scalars walked together."""
    table = (_NEUTRAL, one, two, _plus(one, two))
    found = _NEUTRAL
    for bit in range(max(first.bit_length(), second.bit_length()) - 1, -1, -1):
        found = _plus(found, found)
        found = _plus(found, table[(first >> bit & 1) | (second >> bit & 1) << 1])
    return found


def _base() -> _Point:
    point = _decoded((4 * pow(5, -1, _P) % _P).to_bytes(_BYTES, "little"))
    if point is None:
        raise ArithmeticError("the base point is on the curve")
    return point


_BASE = _base()
