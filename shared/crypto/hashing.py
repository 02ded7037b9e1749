"""SHA-256, plain and prefixed by purpose. It must not be used for passwords or codes: those go through `locked`."""

import hashlib
from io import BufferedReader

_DOMAIN = b"urna-electronica/"


def sha256(data: bytes | bytearray | memoryview) -> bytes:
    """Give the 32 bytes of SHA-256."""
    return hashlib.sha256(data).digest()


def sha256_hex(data: bytes | bytearray | memoryview) -> str:
    """Give SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(stream: BufferedReader) -> str:
    """SHA-256 of what is left of a file, in hexadecimal, with little memory whatever its size."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


def typed_digest(purpose: str, data: bytes | bytearray | memoryview) -> bytes:
    """Give the 32 bytes that are signed: SHA-256("urna-electronica/" + purpose + NUL + SHA-256(data)).

    ``purpose`` (ASCII, for example ``results-public/1``) keeps a signature over one kind of thing from standing
    for another. Raises ``ValueError`` for a purpose that is empty or holds other than printable ASCII.
    """
    if not purpose or not purpose.isascii() or not purpose.isprintable():
        raise ValueError("a purpose is printable ASCII")
    return sha256(_DOMAIN + purpose.encode("ascii") + b"\0" + sha256(data))
