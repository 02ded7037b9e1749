"""Passwords, one-time codes and the vault of their seeds: what enters, what never does, and whose a secret is."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto.at_rest import KEY_BYTES, Vault
from shared.crypto.errors import KeyInvalid
from shared.crypto.passwords import LEAST_MEMORY_KIB, Passwords, code_step, csrf_of, decoy, new_seed, token_mark
from shared.crypto.randomness import SystemRandomness

RANDOM = SystemRandomness()
NOON = datetime(2027, 6, 6, 18, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(LEAST_MEMORY_KIB, RANDOM)


def test_a_password_matches_itself_however_its_accents_are_written(passwords: Passwords) -> None:
    stored = passwords.hash("un caf\u00e9 bien cargado")
    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "un cafe\u0301 bien cargado")
    assert not passwords.matches(stored, "un cafe bien cargado")
    assert passwords.hash("un caf\u00e9 bien cargado") != stored, "salted"


@pytest.mark.parametrize("stored", [None, "", "no es un hash", "$argon2id$v=19$m=8,t=1,p=1$AAAA$BBBB"])
def test_nobody_and_rubbish_match_nothing(passwords: Passwords, stored: str | None) -> None:
    assert not passwords.matches(stored, "")
    assert not passwords.matches(stored, "cualquiera")


def test_nobody_is_as_dear_to_try_as_somebody(passwords: Passwords) -> None:
    one, other = decoy(LEAST_MEMORY_KIB, RANDOM), decoy(LEAST_MEMORY_KIB, RANDOM)
    assert extract_parameters(one) == extract_parameters(passwords.hash("una de verdad"))
    with pytest.raises(VerifyMismatchError):  # tried to its end, and not refused for its form
        PasswordHasher().verify(one, "cualquiera")
    assert one != other


@given(st.integers(-4, 4))
def test_a_code_enters_within_a_step_and_once(steps: int) -> None:
    seed = new_seed(RANDOM)
    code = pyotp.TOTP(seed).at(NOON + steps * STEP)
    found = code_step(seed, code, NOON, 0)
    if abs(steps) <= 1:
        assert found is not None
        assert code_step(seed, code, NOON, found) is None
    elif found is not None:  # one in some hundred thousand: another step has the same six digits
        assert pyotp.TOTP(seed).at(found * 30) == code


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666", "1" * 5000])
def test_what_is_no_code_enters_nowhere(code: str) -> None:
    assert code_step(new_seed(RANDOM), code, NOON, 0) is None


def test_a_token_is_stored_as_a_mark_and_its_forms_bear_something_else() -> None:
    assert token_mark("a") != token_mark("b")
    assert csrf_of("a") not in token_mark("a")
    assert csrf_of("a") != csrf_of("b")


def test_the_vault_opens_for_its_holder_with_its_key() -> None:
    key = RANDOM.token(KEY_BYTES)
    vault = Vault(key, RANDOM)
    locked = vault.lock("SEMILLA", "ana")
    assert "SEMILLA" not in locked
    assert Vault(key, RANDOM).unlock(locked, "ana") == "SEMILLA"
    for opened, text, holder in (
        (vault, locked, "beto"),
        (vault, locked[:-4] + "AAAA", "ana"),
        (vault, "", "ana"),
        (vault, "ñ", "ana"),
        (Vault(RANDOM.token(KEY_BYTES), RANDOM), locked, "ana"),
    ):
        with pytest.raises(KeyInvalid, match="K119"):
            opened.unlock(text, holder)


def test_a_key_of_another_size_is_refused() -> None:
    with pytest.raises(KeyInvalid, match="K118"):
        Vault(b"corta", RANDOM)
