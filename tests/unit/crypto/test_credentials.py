"""Officials' cards: the bearer knows the code, and the theme names the card's key."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.crypto.codes import generate_code
from shared.crypto.credentials import authenticate, card_official, make_card
from shared.crypto.errors import CardInvalid, CodeMistyped, WrongCode
from shared.crypto.locked import BOX_OVERHEAD, Hardness, from_text, lock, to_text, unlock
from shared.crypto.randomness import SystemRandomness
from shared.domain.ids import OfficialId
from tests.unit.crypto.conftest import RepeatingRandomness

CHALLENGE = bytes(16)
WHO = OfficialId("PRESIDENCIA-01")


def test_a_card_with_its_code_authenticates(quick: Hardness) -> None:
    source = SystemRandomness()
    code = generate_code(source)
    card, public = make_card(WHO, code, source, quick)
    assert card_official(card) == WHO
    assert len(public) == 32
    authenticate(card, code, public, source.token(32))


def test_wrong_code_wrong_key_and_short_challenge(quick: Hardness) -> None:
    source = SystemRandomness()
    code = generate_code(source)
    card, public = make_card(WHO, code, source, quick)
    other_card, other_public = make_card(WHO, code, source, quick)
    with pytest.raises(WrongCode):
        authenticate(card, generate_code(source), public, CHALLENGE)
    with pytest.raises(CodeMistyped):
        authenticate(card, "12", public, CHALLENGE)
    with pytest.raises(CardInvalid) as refused:
        authenticate(other_card, code, public, CHALLENGE)
    assert refused.value.code == "K511"
    with pytest.raises(CardInvalid):
        authenticate(card, code, other_public[:-1], CHALLENGE)
    with pytest.raises(ValueError, match="challenge"):
        authenticate(card, code, public, b"short")


@given(place=st.integers(0, 400), character=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_character_is_refused(quick: Hardness, place: int, character: str) -> None:
    source = RepeatingRandomness()
    code = generate_code(source)
    card, public = make_card(WHO, code, source, quick)
    place %= len(card)
    altered = card[:place] + character + card[place + 1 :]
    if altered == card:
        return
    with pytest.raises(CardInvalid) as refused:
        authenticate(altered, code, public, CHALLENGE)
    assert refused.value.code == "K510"


def test_a_card_relabelled_for_another_official_is_refused(quick: Hardness) -> None:
    source = SystemRandomness()
    code = generate_code(source)
    card, public = make_card(WHO, code, source, quick)
    body = from_text("URNACARD1:", card)
    forged = to_text("URNACARD1:", bytes([len("SECRETARIA-01")]) + b"SECRETARIA-01" + body[1 + len(WHO.value) :])
    assert card_official(forged) == OfficialId("SECRETARIA-01")
    with pytest.raises(WrongCode):
        authenticate(forged, code, public, CHALLENGE)


def test_hostile_costs_are_refused_before_they_are_paid() -> None:
    code = generate_code(SystemRandomness())
    header = bytes([len(WHO.value)]) + WHO.value.encode()
    for cost in (bytes((255, 16, 1)), bytes((2, 31, 1)), bytes((2, 16, 255)), bytes((0, 16, 1))):
        card = to_text("URNACARD1:", header + cost + bytes(16 + 32 + 16))
        with pytest.raises(CardInvalid) as refused:
            authenticate(card, code, bytes(32), CHALLENGE)
        assert refused.value.code == "K510"


@given(st.binary(max_size=80), st.binary(max_size=20))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_locked_unlocks_under_the_same_words_only(quick: Hardness, secret: bytes, aad: bytes) -> None:
    source = RepeatingRandomness()
    code = generate_code(source)
    box = lock(secret, code, aad, source, quick)
    assert len(box) == len(secret) + BOX_OVERHEAD
    assert unlock(box, code, aad) == secret
    with pytest.raises(WrongCode):
        unlock(box, code, aad + b"x")


def test_any_flipped_bit_of_a_box_is_refused(quick: Hardness) -> None:
    source = RepeatingRandomness()
    code = generate_code(source)
    box = lock(b"secreto", code, b"", source, quick)
    for bit in range(len(box) * 8):
        altered = bytearray(box)
        altered[bit // 8] ^= 1 << bit % 8
        if altered[1] > 12:
            continue  # costly parameters within limits: covered by the flips that are cheap
        with pytest.raises((WrongCode, ValueError)):
            unlock(bytes(altered), code, b"")


def test_a_released_card_still_authenticates(golden: Path) -> None:
    card, code, public = (golden / "card_v1.txt").read_text("ascii").split("\n")[:3]
    authenticate(card, code, bytes.fromhex(public), CHALLENGE)


@given(st.text(max_size=60))
def test_garbage_is_no_card(text: str) -> None:
    for card in (text, "URNACARD1:" + text):
        with pytest.raises(CardInvalid):
            card_official(card)
