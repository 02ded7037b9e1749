"""The launcher's own check of Ed25519 against OpenSSL's, and RFC 8032's vectors."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from urna.integrity.ed25519 import verifies

ORDER = 2**252 + 27742317777372353535851937790883648493
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


def openssl(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc(key: str, message: str, signature: str) -> None:
    assert verifies(bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.data())
@settings(max_examples=25, deadline=None)
def test_it_agrees_with_openssl_on_signatures_and_on_flipped_bits(
    seed: bytes, message: bytes, data: st.DataObject
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verifies(public, message, signature)
    whole = bytearray(public + signature)
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    other, flipped = bytes(whole[:32]), bytes(whole[32:])
    assert verifies(other, message, flipped) == openssl(other, message, flipped)
    assert not verifies(other, message, flipped)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64))
@settings(max_examples=25, deadline=None)
def test_it_agrees_with_openssl_on_noise(public: bytes, signature: bytes) -> None:
    assert verifies(public, b"x", signature) == openssl(public, b"x", signature)


def test_a_signature_has_one_form() -> None:
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"x")
    higher = int.from_bytes(signature[32:], "little") + ORDER
    for other in (signature[:32] + higher.to_bytes(32, "little"), signature[:-1], signature + b"\0", b""):
        assert not verifies(public, b"x", other)
    assert not verifies(public[:-1], b"x", signature)
    assert not verifies((2**255 - 19 + 1).to_bytes(32, "little"), b"x", signature)
