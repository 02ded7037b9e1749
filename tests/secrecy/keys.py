"""Finds private keys and known secrets in any bytes, in every writing that a program uses. It must not know whose."""

import base64
import re
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

# Built from pieces, so that this file does not hold what it looks for.
_PEM = b"-----BEGIN [A-Z0-9 ]*PRIV" + b"ATE KEY-----"
_OPENSSH = b"openssh-key" + b"-v1\0"
_HEADS = {
    "a P-256 key (PKCS 8)": "30818702010030130607" + "2a8648ce3d020106082a8648ce3d030107046d306b0201010420",
    "a P-256 key (SEC 1)": "3077" + "0201010420",
    "an Ed25519 key (PKCS 8)": "302e020100300506032b6570" + "04220420",
    "an X25519 key (PKCS 8)": "302e020100300506032b656e" + "04220420",
}
_HEX = re.compile(rb"(?:(?<![0-9A-Za-z])|(?<=0x))[0-9a-fA-F]{64}(?![0-9A-Za-z])")
_BASE64 = re.compile(rb"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])")
SCALAR = 32


def private_keys(data: bytes) -> list[str]:
    """What kinds of private key are in some bytes, told by how they are written."""
    found = ["a private key (PEM)"] if re.search(_PEM, data) else []
    if _OPENSSH in data:
        found.append("an OpenSSH key")
    return found + [what for what, head in _HEADS.items() if any(w in data for w in head_writings(head))]


def head_writings(head: str) -> Iterator[bytes]:
    """The beginning of a structure as bytes, in hexadecimal, and in base64 from its first byte."""
    raw = bytes.fromhex(head)
    yield raw
    yield head.encode()
    yield head.upper().encode()
    yield base64.b64encode(raw[: len(raw) // 3 * 3])


def scalars(data: bytes) -> int:
    """How many things could be 32 secret bytes: the whole file, or texts in hexadecimal or base64 of that size."""
    return (len(data) == SCALAR) + len(_HEX.findall(data)) + len(_BASE64.findall(data))


def writings(secret: bytes) -> tuple[bytes, ...]:
    """A secret of 16 bytes or more as bytes, hexadecimal, decimal, base32, and base64 at each of its three places."""
    texts = [secret, secret.hex().encode(), secret.hex().upper().encode(), str(int.from_bytes(secret, "big")).encode()]
    for shift in range(3):
        middle = base64.b64encode(bytes(shift) + secret)[4 if shift else 0 : -4]
        texts += [middle, middle.replace(b"+", b"-").replace(b"/", b"_")]
    return (*texts, base64.b32encode(secret).rstrip(b"=")[:-1])


def scalar_of(pem: bytes) -> bytes:
    """The secret number or seed of a private key."""
    key = load_pem_private_key(pem, None)
    if isinstance(key, EllipticCurvePrivateKey):
        return key.private_numbers().private_value.to_bytes(SCALAR, "big")
    return key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def holds(data: bytes, secrets: Iterable[bytes]) -> bool:
    """Whether any secret is in some bytes, or in what a zip among them holds."""
    wanted = [each for secret in secrets for each in writings(secret)]
    return any(each in part for part in unpacked(data) for each in wanted)


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes, the same without ends of line, and the members of the zip that they are."""
    yield data
    if b"\n" in data:
        yield data.replace(b"\n", b"")
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
