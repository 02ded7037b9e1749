"""Digests and codes that people compare or type."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.codes import ALPHABET, crockford, generate_code, normalise_code, short_code
from shared.crypto.errors import CodeMistyped, WrongCode
from shared.crypto.hashing import sha256_hex, typed_digest
from shared.crypto.randomness import SystemRandomness


def test_typed_digest_is_what_the_format_says() -> None:
    inner = hashlib.sha256(b"acta").digest()
    assert typed_digest("qr/1", b"acta") == hashlib.sha256(b"urna-electronica/qr/1\0" + inner).digest()


def test_typed_digest_differs_by_purpose() -> None:
    assert typed_digest("qr/1", b"acta") != typed_digest("journal/1", b"acta")


@pytest.mark.parametrize("purpose", ["", "qr\0/1", "acta-ñ", "a\nb"])
def test_purposes_that_could_be_confused_are_refused(purpose: str) -> None:
    with pytest.raises(ValueError, match="purpose"):
        typed_digest(purpose, b"")


def test_sha256_golden() -> None:
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_short_code_golden() -> None:
    # ba7816bf8f = 10111 01001 11100 00001 01101 01111 11100 01111
    assert short_code(b"abc") == "Q9W1-DFWF"


@given(st.integers(min_value=0, max_value=2**45 - 1))
def test_crockford_reads_back(value: int) -> None:
    read = 0
    for character in crockford(value, 9):
        read = read * 32 + ALPHABET.index(character)
    assert read == value


def test_codes_are_typed_with_confusable_letters_and_loose_spacing() -> None:
    randomness = SystemRandomness()
    for _ in range(200):
        code = generate_code(randomness)
        loose = code.lower().replace("0", "o").replace("1", "l").replace("-", "  ")
        assert normalise_code(loose) == code.replace("-", "")


@given(st.integers(0, 9), st.sampled_from(ALPHABET), st.binary(min_size=6, max_size=6))
def test_one_wrong_character_is_a_slip_not_an_attempt(place: int, other: str, seed: bytes) -> None:
    class Fixed:
        def token(self, size_bytes: int) -> bytes:
            return seed[:size_bytes]

    good = normalise_code(generate_code(Fixed()))
    wrong = good[:place] + other + good[place + 1 :]
    if wrong == good:
        assert normalise_code(wrong) == good
    else:
        with pytest.raises(CodeMistyped) as refused:
            normalise_code(wrong)
        assert refused.value.code == "K502"


def test_a_mistyped_code_is_also_a_wrong_one_for_callers_that_do_not_care() -> None:
    with pytest.raises(WrongCode):
        normalise_code("AAAAA")


def test_codes_do_not_repeat() -> None:
    randomness = SystemRandomness()
    assert len({generate_code(randomness) for _ in range(500)}) == 500
