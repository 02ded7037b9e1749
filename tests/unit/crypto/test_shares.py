"""Shares: any two of three give the key back, fewer or corrupt ones give nothing."""

from itertools import combinations
from pathlib import Path

import pytest
import shamir_mnemonic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.crypto.codes import generate_code
from shared.crypto.errors import CodeMistyped, ShareInvalid, WrongCode
from shared.crypto.locked import Hardness
from shared.crypto.randomness import SystemRandomness
from shared.crypto.shares import (
    Share,
    combine,
    open_share,
    protect_share,
    protected_index,
    read_share,
    share_from_mnemonic,
    share_lines,
    share_of_lines,
    share_text,
    split,
)
from tests.unit.crypto.conftest import RepeatingRandomness

SECRET = bytes(range(32))
LABEL = "ab" * 16
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@given(st.binary(min_size=32, max_size=32), st.sampled_from([(2, 3), (3, 5), (2, 2)]))
@settings(max_examples=20)
def test_every_sufficient_set_gives_the_secret_back(secret: bytes, scheme: tuple[int, int]) -> None:
    threshold, count = scheme
    shares = split(secret, threshold, count)
    assert [share.index for share in shares] == list(range(count))
    for chosen in combinations(shares, threshold):
        assert combine(chosen) == secret
    assert combine(shares) == secret


def test_the_published_library_reads_our_words() -> None:
    words = [share.mnemonic for share in split(SECRET, 2, 3)]
    assert shamir_mnemonic.combine_mnemonics(words[:2]) == SECRET


def test_a_vector_of_slip39_is_read_and_packed_without_loss() -> None:
    # The first 256-bit vector published with SLIP-0039 (1 of 1, passphrase TREZOR).
    words = (
        "theory painting academic academic armed sweater year military elder discuss acne wildlife boring employer "
        "fused large satoshi bundle carbon diagnose anatomy hamster leaves tracks paces beyond phantom capital marvel "
        "lips brave detect luck"
    )
    secret = "989baf9dcaad5b10ca33dfd8cc75e42477025dce88ae83e75a230086a0e00e92"
    read = read_share(share_text(share_from_mnemonic(words), LABEL), LABEL)
    assert read.mnemonic == words
    assert shamir_mnemonic.combine_mnemonics([read.mnemonic], b"TREZOR").hex() == secret


@pytest.mark.parametrize(("threshold", "count"), [(1, 3), (4, 3), (2, 17)])
def test_schemes_that_protect_nothing_are_refused(threshold: int, count: int) -> None:
    with pytest.raises(ValueError, match="threshold"):
        split(SECRET, threshold, count)


def _code(shares: tuple[Share, ...]) -> str:
    with pytest.raises(ShareInvalid) as refused:
        combine(shares)
    return refused.value.code


def test_sets_that_do_not_hold_are_refused_with_their_reason() -> None:
    one, two, three = split(SECRET, 2, 3)
    other = split(SECRET, 2, 3)
    assert _code(()) == "K403"
    assert _code((one,)) == "K403"
    assert _code((one, one)) == "K405"
    assert _code((one, Share(two.index, 2, one.set_id, other[1].mnemonic))) == "K406"
    assert _code((one, two, Share(three.index, 2, one.set_id, one.mnemonic))) == "K406"
    if other[1].set_id != one.set_id:
        assert _code((one, other[1])) == "K404"


def test_a_share_with_one_word_changed_is_refused() -> None:
    words = split(SECRET, 2, 3)[0].mnemonic.split()
    for place in range(len(words)):
        changed = words.copy()
        changed[place] = "academic" if words[place] != "academic" else "acid"
        with pytest.raises(ShareInvalid) as refused:
            share_from_mnemonic(" ".join(changed))
        assert refused.value.code == "K402"


def test_plain_texts_read_back_and_fit_a_small_qr() -> None:
    for share in split(SECRET, 3, 5):
        text = share_text(share, "CEREMONIA-2018")
        assert set(text) <= ALPHANUMERIC
        assert read_share(text, "CEREMONIA-2018") == share
        with pytest.raises(ShareInvalid) as refused:
            read_share(text, "OTRA")
        assert refused.value.code == "K407"


def test_protected_share_opens_with_its_code_only(quick: Hardness) -> None:
    source = SystemRandomness()
    code, wrong = generate_code(source), generate_code(source)
    share = split(SECRET, 2, 3)[2]
    text = protect_share(share, code, LABEL, source, quick)
    assert set(text) <= ALPHANUMERIC
    assert len(text) <= 130
    assert protected_index(text) == 2
    assert share_of_lines(share_lines(text)) == text
    assert open_share(text, code.lower().replace("-", " "), LABEL) == share
    with pytest.raises(WrongCode) as refused:
        open_share(text, wrong, LABEL)
    assert refused.value.code == "K501"
    with pytest.raises(CodeMistyped):
        open_share(text, code[:-1], LABEL)


def test_default_hardness_opens_too() -> None:
    source = SystemRandomness()
    code = generate_code(source)
    share = split(SECRET, 2, 3)[0]
    assert open_share(protect_share(share, code, LABEL, source), code, LABEL) == share


def test_a_share_of_another_store_is_refused_before_its_code_counts(quick: Hardness) -> None:
    source = SystemRandomness()
    code = generate_code(source)
    text = protect_share(split(SECRET, 2, 3)[0], code, LABEL, source, quick)
    with pytest.raises(ShareInvalid) as refused:
        open_share(text, code, "cd" * 16)
    assert refused.value.code == "K407"


@given(place=st.integers(0, 400), character=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_character_is_a_misreading_not_a_wrong_code(quick: Hardness, place: int, character: str) -> None:
    source = RepeatingRandomness()
    code = generate_code(source)
    text = protect_share(split(SECRET, 2, 3)[0], code, LABEL, source, quick)
    place %= len(text)
    altered = text[:place] + character + text[place + 1 :]
    if altered == text:
        return
    with pytest.raises(ShareInvalid) as refused:
        open_share(altered, code, LABEL)
    assert refused.value.code == "K401"


def test_a_released_protected_share_still_opens(golden: Path) -> None:
    text, code, mnemonic = (golden / "share_v1.txt").read_text("ascii").split("\n")[:3]
    assert open_share(text, code, LABEL).mnemonic == mnemonic


def test_a_share_is_not_shown_by_its_repr() -> None:
    share = split(SECRET, 2, 3)[0]
    assert share.mnemonic.split()[5] not in repr(share)


@pytest.mark.parametrize("label", ["", "x" * 65, "año", "a\nb"])
def test_labels_out_of_form_are_refused(label: str) -> None:
    with pytest.raises(ValueError, match="label"):
        share_text(split(SECRET, 2, 3)[0], label)


@given(st.text(max_size=80))
def test_garbage_is_no_share(text: str) -> None:
    with pytest.raises(ShareInvalid):
        read_share(text, LABEL)
    with pytest.raises(ShareInvalid):
        open_share("URNAPARTE1:" + text, "00000-00000", LABEL)
