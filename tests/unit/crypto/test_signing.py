"""Signatures: one form, one purpose, one key."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.errors import KeyInvalid, SignatureInvalid
from shared.crypto.keyfiles import load_sealing_key, load_signing_key, save_sealing_key, save_signing_key
from shared.crypto.sealing import SealingKey
from shared.crypto.signing import ORDER, SigningKey, VerifyingKey

KEY = SigningKey(ec.derive_private_key(0x1234567890ABCDEF, ec.SECP256R1()))
DATA = b"acta de escrutinio"
SIGNATURE = KEY.sign("results-public/1", DATA)
GOLDEN = bytes.fromhex(
    "bdb1c8ec66ec126b9a3504d765ef144f7dbd4aa836323dbd7b212acd481b167e"
    "4da200b10bbcc1ef338c2b6077f206cef2eba1eebe82ab328f74f47319d62da4"
)


def test_golden_signature() -> None:
    assert SIGNATURE == GOLDEN
    KEY.public.verify("results-public/1", DATA, GOLDEN)


@given(st.binary(max_size=300), st.sampled_from(["qr/1", "journal/1", "image/1"]))
def test_what_is_signed_verifies(data: bytes, purpose: str) -> None:
    KEY.public.verify(purpose, data, KEY.sign(purpose, data))


@pytest.mark.parametrize("bit", range(512))
def test_any_flipped_bit_of_a_signature_is_refused(bit: int) -> None:
    altered = bytearray(SIGNATURE)
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureInvalid):
        KEY.public.verify("results-public/1", DATA, bytes(altered))


@given(st.integers(0, len(DATA) * 8 - 1))
def test_any_flipped_bit_of_the_data_is_refused(bit: int) -> None:
    altered = bytearray(DATA)
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureInvalid) as refused:
        KEY.public.verify("results-public/1", altered, SIGNATURE)
    assert refused.value.code == "K103"


def test_the_other_form_of_a_good_signature_is_refused() -> None:
    s = int.from_bytes(SIGNATURE[32:], "big")
    other = SIGNATURE[:32] + (ORDER - s).to_bytes(32, "big")
    with pytest.raises(SignatureInvalid) as refused:
        KEY.public.verify("results-public/1", DATA, other)
    assert refused.value.code == "K102"


@pytest.mark.parametrize(
    "bad", [b"", SIGNATURE[:-1], SIGNATURE + b"\0", bytes(64), ORDER.to_bytes(32, "big") + SIGNATURE[32:]]
)
def test_signatures_out_of_form_are_refused(bad: bytes) -> None:
    with pytest.raises(SignatureInvalid) as refused:
        KEY.public.verify("results-public/1", DATA, bad)
    assert refused.value.code == "K101"


def test_a_signature_for_one_purpose_does_not_serve_another() -> None:
    with pytest.raises(SignatureInvalid):
        KEY.public.verify("journal/1", DATA, SIGNATURE)


def test_another_key_does_not_verify() -> None:
    with pytest.raises(SignatureInvalid):
        SigningKey.generate().public.verify("results-public/1", DATA, SIGNATURE)


def test_keys_read_back() -> None:
    public = KEY.public
    assert VerifyingKey.from_der(public.to_der()) == public == VerifyingKey.from_pem(public.to_pem())
    assert hash(VerifyingKey.from_der(public.to_der())) == hash(public)
    assert SigningKey.from_pem(KEY.to_pem()).public == public
    protected = save_signing_key(KEY, "una frase bastante larga")
    assert b"ENCRYPTED" in protected
    assert load_signing_key(protected, "una frase bastante larga").public == public
    sealing = SealingKey.generate()
    protected = save_sealing_key(sealing, "una frase bastante larga")
    assert load_sealing_key(protected, "una frase bastante larga").public == sealing.public


def test_wrong_passphrases_and_weak_ones_are_refused() -> None:
    protected = save_signing_key(KEY, "una frase bastante larga")
    for passphrase in ("otra frase bastante larga", ""):
        with pytest.raises(KeyInvalid) as refused:
            load_signing_key(protected, passphrase)
        assert refused.value.code == "K110"
    with pytest.raises(ValueError, match="12"):
        save_signing_key(KEY, "corta")


def test_keys_of_another_kind_are_refused() -> None:
    other_curve = ec.generate_private_key(ec.SECP384R1())
    der = other_curve.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    edwards = ed25519.Ed25519PrivateKey.generate().public_key()
    for data in (der, edwards.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)):
        with pytest.raises(KeyInvalid) as refused:
            VerifyingKey.from_der(data)
        assert refused.value.code == "K111"
    with pytest.raises(KeyInvalid) as refused:
        load_sealing_key(KEY.to_pem(), "")
    assert refused.value.code == "K111"


@given(st.binary(max_size=120))
def test_garbage_is_no_key(data: bytes) -> None:
    with pytest.raises(KeyInvalid):
        VerifyingKey.from_der(data)
    with pytest.raises(KeyInvalid):
        SigningKey.from_pem(data)
