"""Officials' cards: the bearer knows the code, and the theme names the card's key."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.crypto.codes import generate_code
from shared.crypto.credentials import authenticate, card_lines, card_mark, card_of_lines, key_mark, make_card
from shared.crypto.errors import CardInvalid, CodeMistyped, WrongCode
from shared.crypto.locked import TAG, Hardness, from_text, lock, to_text, unlock
from shared.crypto.randomness import SystemRandomness
from shared.domain.ids import OfficialId
from tests.unit.crypto.conftest import RepeatingRandomness

CHALLENGE = bytes(16)
WHO = OfficialId("PRESIDENCIA-01")


def test_a_card_with_its_code_authenticates(quick: Hardness) -> None:
    source = SystemRandomness()
    code = generate_code(source)
    card, public = make_card(WHO, code, source, quick)
    assert card_mark(card) == key_mark(public)
    assert card_of_lines(card_lines(card)) == card
    assert len(public) == 32
    authenticate(card, code, WHO, public, source.token(32))


def test_wrong_code_wrong_key_and_short_challenge(quick: Hardness) -> None:
    source = SystemRandomness()
    code = generate_code(source)
    card, public = make_card(WHO, code, source, quick)
    other_card, other_public = make_card(WHO, code, source, quick)
    with pytest.raises(WrongCode):
        authenticate(card, generate_code(source), WHO, public, CHALLENGE)
    with pytest.raises(CodeMistyped):
        authenticate(card, "12", WHO, public, CHALLENGE)
    with pytest.raises(CardInvalid) as refused:
        authenticate(other_card, code, WHO, public, CHALLENGE)
    assert refused.value.code == "K511"
    with pytest.raises(CardInvalid):
        authenticate(card, code, WHO, other_public[:-1], CHALLENGE)
    with pytest.raises(ValueError, match="challenge"):
        authenticate(card, code, WHO, public, b"short")


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
        authenticate(altered, code, WHO, public, CHALLENGE)
    assert refused.value.code == "K510"


def test_a_card_serves_one_official_alone(quick: Hardness) -> None:
    source = SystemRandomness()
    code = generate_code(source)
    card, public = make_card(WHO, code, source, quick)
    with pytest.raises(WrongCode):
        authenticate(card, code, OfficialId("SECRETARIA-01"), public, CHALLENGE)


def test_a_cheaper_cost_or_another_secret_on_the_card_gives_no_key(quick: Hardness) -> None:
    source = SystemRandomness()
    code = generate_code(source)
    card, public = make_card(WHO, code, source, Hardness(2, 7))
    body = from_text("URNACARD1:", card)
    for changed in (bytes((quick.to_byte(),)) + body[6:], body[5:6] + bytes(9)):
        with pytest.raises(WrongCode):
            authenticate(to_text("URNACARD1:", body[:5] + changed), code, WHO, public, CHALLENGE)


def test_hostile_costs_are_refused_before_they_are_paid() -> None:
    code = generate_code(SystemRandomness())
    for cost in (0xFF, 0x80, 0x0C, 0x1F):
        card = to_text("URNACARD1:", bytes(5) + bytes((cost,)) + bytes(9))
        with pytest.raises(CardInvalid) as refused:
            authenticate(card, code, WHO, bytes(32), CHALLENGE)
        assert refused.value.code == "K510"
    for cost in range(0x80):
        if cost & 15 <= 11:
            assert Hardness.from_byte(cost).to_byte() == cost


@given(st.binary(max_size=80), st.binary(max_size=20))
@settings(max_examples=30)
def test_what_is_locked_unlocks_under_the_same_words_only(secret: bytes, aad: bytes) -> None:
    key = SystemRandomness().token(32)
    box = lock(secret, key, aad)
    assert len(box) == len(secret) + TAG
    assert unlock(box, key, aad) == secret
    with pytest.raises(WrongCode):
        unlock(box, key, aad + b"x")


def test_any_flipped_bit_of_a_box_is_refused() -> None:
    key = SystemRandomness().token(32)
    box = lock(b"secreto", key, b"")
    for bit in range(len(box) * 8):
        altered = bytearray(box)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(WrongCode):
            unlock(bytes(altered), key, b"")


def test_a_released_card_still_authenticates(golden: Path) -> None:
    card, code, public = (golden / "card_v1.txt").read_text("ascii").split("\n")[:3]
    authenticate(card, code, WHO, bytes.fromhex(public), CHALLENGE)


@given(st.text(max_size=60))
def test_garbage_is_no_card(text: str) -> None:
    for card in (text, "URNACARD1:" + text):
        with pytest.raises(CardInvalid):
            card_mark(card)
