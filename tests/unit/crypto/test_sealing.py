"""Records: one size whatever they hold, opened by two keys only, refused when anything changed."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.crypto import sealing
from shared.crypto.errors import KeyInvalid, RecordInvalid
from shared.crypto.randomness import Randomness, SystemRandomness
from shared.crypto.sealing import (
    RecordOpener,
    SealingKey,
    SealingPublicKey,
    open_record,
    payload_capacity,
    seal_record,
    wipe,
)
from tests.unit.crypto.conftest import RepeatingRandomness

CASILLA = SealingKey.from_bytes(bytes(range(32)))
ELECCION = SealingKey.from_bytes(bytes(range(32, 64)))
KEYS = (CASILLA.public, ELECCION.public)
CONTEST = b"contest:GUB"
INFO = b"election|theme|store|oficial"


def seal(payload: bytes, size: int = 512, randomness: Randomness | None = None) -> bytes:
    source = randomness or SystemRandomness()
    return seal_record(payload, contest=CONTEST, info=INFO, keys=KEYS, size_bytes=size, randomness=source)


@given(st.binary(max_size=302))
def test_both_keys_open_what_was_sealed(payload: bytes) -> None:
    record = seal(payload)
    assert open_record(record, contest=CONTEST, info=INFO, key=CASILLA, which="casilla") == payload
    assert open_record(record, contest=CONTEST, info=INFO, key=ELECCION, which="eleccion") == payload


@given(st.binary(max_size=302), st.sampled_from([512, 640, 1024]))
def test_the_payload_does_not_change_the_size(payload: bytes, size: int) -> None:
    assert len(seal(payload, size)) == size


def test_a_record_at_a_released_version_still_opens(golden: Path) -> None:
    record = bytes.fromhex((golden / "record_v1.hex").read_text("ascii"))
    assert open_record(record, contest=CONTEST, info=INFO, key=CASILLA, which="casilla") == b"voto de oro"
    assert open_record(record, contest=CONTEST, info=INFO, key=ELECCION, which="eleccion") == b"voto de oro"


def test_what_does_not_fit_is_not_cut() -> None:
    assert payload_capacity(512) == 302
    with pytest.raises(ValueError, match="does not fit"):
        seal(bytes(303))


def test_any_flipped_byte_is_refused_by_one_of_the_keys() -> None:
    record = seal(b"voto")
    for place in range(len(record)):
        altered = bytearray(record)
        altered[place] ^= 1 << place % 8
        refused = 0
        for key, which in ((CASILLA, "casilla"), (ELECCION, "eleccion")):
            try:
                opener = RecordOpener(key, which, INFO)  # type: ignore[arg-type]
                opener.open(bytes(altered), (CONTEST,))
            except RecordInvalid:
                refused += 1
        assert refused == (1 if place < 160 else 2), place


@given(st.integers(160 * 8, 512 * 8 - 1))
@settings(max_examples=60)
def test_any_flipped_bit_of_the_contents_is_refused(bit: int) -> None:
    altered = bytearray(seal(b"voto"))
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(RecordInvalid) as refused:
        open_record(bytes(altered), contest=CONTEST, info=INFO, key=CASILLA, which="casilla")
    assert refused.value.code == "K303"


def test_two_starts_with_the_same_randomness_still_differ_in_the_sealed_keys() -> None:
    one, two = seal(b"voto", randomness=RepeatingRandomness()), seal(b"voto", randomness=RepeatingRandomness())
    assert one[:80] != two[:80]
    assert one[80:160] != two[80:160]
    assert one[160:] == two[160:]


def test_the_two_sealed_keys_are_not_interchangeable() -> None:
    record = seal(b"voto")
    swapped = record[80:160] + record[:80] + record[160:]
    with pytest.raises(RecordInvalid) as refused:
        open_record(swapped, contest=CONTEST, info=INFO, key=ELECCION, which="casilla")
    assert refused.value.code == "K302"


@pytest.mark.parametrize(
    ("contest", "info", "code"),
    [(b"contest:DIP", INFO, "K303"), (CONTEST, b"election|theme|store|simulacro", "K302"), (b"", INFO, "K303")],
)
def test_another_contest_or_store_is_refused(contest: bytes, info: bytes, code: str) -> None:
    with pytest.raises(RecordInvalid) as refused:
        open_record(seal(b"voto"), contest=contest, info=info, key=CASILLA, which="casilla")
    assert refused.value.code == code


def test_the_opener_says_which_contest_it_was() -> None:
    opener = RecordOpener(CASILLA, "casilla", INFO)
    assert opener.open(seal(b"voto"), (b"contest:DIP", b"contest:MUN", CONTEST)) == (2, bytearray(b"voto"))
    with pytest.raises(RecordInvalid):
        opener.open(seal(b"voto"), (b"contest:DIP", b"contest:MUN"))


@given(st.binary(max_size=600))
@settings(max_examples=50)
def test_garbage_is_no_record(data: bytes) -> None:
    with pytest.raises(RecordInvalid):
        RecordOpener(CASILLA, "casilla", INFO).open(data, (CONTEST,))


def _forge(plain: bytes, data_key: bytes) -> bytes:
    aad = sealing._associated(CONTEST, INFO)
    source = seal(b"", randomness=RepeatingRandomness())
    assert data_key == RepeatingRandomness().token(32)
    return source[:160] + AESGCM(data_key).encrypt(bytes(12), plain, aad)


def test_a_forged_commitment_or_length_is_refused() -> None:
    data_key = RepeatingRandomness().token(32)
    good = sealing._commitment(bytearray(data_key), sealing._associated(CONTEST, INFO))
    for plain, code in ((bytes(32) + b"\0\1" + bytes(302), "K304"), (good + b"\x01\x2f" + bytes(302), "K305")):
        with pytest.raises(RecordInvalid) as refused:
            open_record(_forge(plain, data_key), contest=CONTEST, info=INFO, key=CASILLA, which="casilla")
        assert refused.value.code == code
    whole = _forge(good + b"\x01\x2e" + bytes(302), data_key)
    assert open_record(whole, contest=CONTEST, info=INFO, key=CASILLA, which="casilla") == bytes(302)


def test_wipe_leaves_zeros_of_the_same_length() -> None:
    secret = bytearray(b"secreto")
    wipe(secret)
    assert secret == bytes(7)


def test_keys_read_back_and_wrong_sizes_are_refused() -> None:
    assert SealingKey.from_bytes(CASILLA.to_bytes()).public == CASILLA.public
    assert len(CASILLA.public.short_code) == 9
    for size in (0, 31, 33):
        with pytest.raises(KeyInvalid):
            SealingKey.from_bytes(bytes(size))
        with pytest.raises(KeyInvalid):
            SealingPublicKey(bytes(size))
