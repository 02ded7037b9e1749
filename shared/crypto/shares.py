"""Shares of a 32-byte secret (SLIP-39), their text for a QR, and the same locked under an official's code.

It must not say whose share it is beyond a number, nor give a secret from a corrupt set. `shamir-mnemonic` draws its
polynomials from the operating system itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import shamir_mnemonic as slip39
from shamir_mnemonic import wordlist
from shamir_mnemonic.shamir import EncryptedMasterSecret

from shared.crypto.codes import generate_code
from shared.crypto.errors import ShareInvalid
from shared.crypto.hashing import sha256, typed_digest
from shared.crypto.locked import DEFAULT_HARDNESS, MAX_TEXT, TAG, Hardness, from_text, lock, stretch, to_text, unlock
from shared.crypto.randomness import Randomness
from shared.crypto.sealing import wipe
from shared.crypto.typed import read_lines, to_lines

__all__ = ["Share", "combine", "generate_code", "open_share", "protect_share", "read_share", "share_text", "split"]

SECRET_SIZE = 32
WORDS = 33
PROTECTED_PREFIX = "URNAPARTE1:"
PLAIN_PREFIX = "URNACUSTODIA1:"
LABEL_MAX = 64
_WORD_BITS = 10
_PACKED = (WORDS * _WORD_BITS + 7) // 8
SALT_PURPOSE = "share-salt/1"
SHARE_LINES = 14
_LABEL_MARK, _FRESH, _SALT = 3, 7, 16
_HEAD = 2 + _LABEL_MARK + _FRESH
_LOCKED = _HEAD + _PACKED + TAG
_ITERATION_EXPONENT = 0  # there is no passphrase to slow down


@dataclass(frozen=True, slots=True)
class Share:
    """One share: ``index`` from 0, how many are needed, the number of its set (15 bits) and its 33 words (secret)."""

    index: int
    threshold: int
    set_id: int
    mnemonic: str = field(repr=False)

    @property
    def packed(self) -> bytearray:
        """The words as 42 bytes, ten bits a word; the caller wipes it."""
        value = 0
        for number in wordlist.mnemonic_to_indices(self.mnemonic):
            value = value << _WORD_BITS | number
        return bytearray(value.to_bytes(_PACKED, "big"))


def share_from_mnemonic(mnemonic: str) -> Share:
    """Read the words of a share; raises ``ShareInvalid`` K402 when they are not words or their checksum differs."""
    if len(mnemonic) > MAX_TEXT:
        raise ShareInvalid("K402", "more than the words of a share")
    try:
        parsed = slip39.share.Share.from_mnemonic(mnemonic)
    except slip39.MnemonicError:
        raise ShareInvalid("K402", "the words of the share are not right") from None
    if len(parsed.value) != SECRET_SIZE or parsed.group_count != 1:
        raise ShareInvalid("K402", "a share of something else")
    return Share(parsed.index, parsed.member_threshold, parsed.identifier, " ".join(mnemonic.lower().split()))


def split(secret: bytes | bytearray, threshold: int, count: int) -> tuple[Share, ...]:
    """Split a 32-byte ``secret`` into ``count`` shares of which ``threshold`` (2 to 16) give it back.

    The caller wipes its ``bytearray``. Raises ``ValueError`` for other sizes or numbers.
    """
    if len(secret) != SECRET_SIZE or not 2 <= threshold <= count <= 16:
        raise ValueError("a secret of 32 bytes, 2 <= threshold <= count <= 16")
    ((*mnemonics,),) = slip39.generate_mnemonics(
        1, [(threshold, count)], bytes(secret), iteration_exponent=_ITERATION_EXPONENT
    )
    return tuple(share_from_mnemonic(mnemonic) for mnemonic in mnemonics)


def combine(shares: Sequence[Share]) -> bytearray:
    """Give the 32-byte secret back, the caller's to wipe; more shares than needed must agree with the others.

    Raises ``ShareInvalid``: K403 too few; K404 of different sets; K405 one twice; K406 one is corrupt.
    """
    if len({(share.set_id, share.threshold) for share in shares}) > 1:
        raise ShareInvalid("K404", "shares of different sets")
    if len({share.index for share in shares}) != len(shares):
        raise ShareInvalid("K405", "a share stands twice")
    threshold = shares[0].threshold if shares else 1
    if len(shares) < threshold:
        raise ShareInvalid("K403", f"{len(shares)} shares of {threshold}")
    needed = shares[: threshold - 1]
    sealed = {_recover([*needed, last]) for last in shares[threshold - 1 :]}
    if len(sealed) != 1:
        raise ShareInvalid("K406", "the shares give different secrets")
    return bytearray(sealed.pop().decrypt(b""))


def share_text(share: Share, label: str) -> str:
    """Write a share in clear for a trustee's QR: number, ``label`` (store or ceremony, ASCII) and words."""
    name = _label(label)
    return to_text(PLAIN_PREFIX, bytes((share.index, len(name))) + name + share.packed)


def read_share(text: str, label: str) -> Share:
    """Read what ``share_text`` wrote; raises ``ShareInvalid`` (K401, K402, K407)."""
    index, packed = _parse_plain(text, label)
    return _unpack(bytearray(packed), index)


def protect_share(
    share: Share, code: str, label: str, randomness: Randomness, hardness: Hardness = DEFAULT_HARDNESS
) -> str:
    """Lock a share under an official's typed code: the text of a QR that bears its number in clear.

    ``label`` names the store (at most 64 printable ASCII characters, never the same for another key) and is bound, but
    stands there only as a mark of 24 bits: whoever opens it knows it. Raises ``CodeMistyped``, ``ValueError`` for the
    label.
    """
    name = _label(label)
    head = bytes((share.index, hardness.to_byte())) + sha256(name)[:_LABEL_MARK] + randomness.token(_FRESH)
    packed = share.packed
    try:
        return to_text(PROTECTED_PREFIX, head + lock(packed, _key(code, head, name), head + name))
    finally:
        wipe(packed)


def open_share(text: str, code: str, label: str) -> Share:
    """Open what ``protect_share`` wrote.

    Raises ``WrongCode`` (K501; ``CodeMistyped`` K502) and ``ShareInvalid``: K401 misread or another kind of
    text; K402 its words; K407 of another store.
    """
    body, name = _protected(text), label.encode("utf-8")
    head = body[:_HEAD]
    if head[2 : 2 + _LABEL_MARK] != sha256(name)[:_LABEL_MARK]:
        raise ShareInvalid("K407", "the share belongs to another store")
    packed = unlock(body[_HEAD:], _key(code, head, name), head + name)
    try:
        return _unpack(packed, head[0])
    finally:
        wipe(packed)


def protected_index(text: str) -> int:
    """Give the number (from 0) printed in a protected share without opening it; raises ``ShareInvalid`` K401."""
    return _protected(text)[0]


def share_lines(text: str) -> tuple[str, ...]:
    """The lines printed beneath a protected share's QR, to be typed where it cannot be read; raises K401."""
    return to_lines(_protected(text))


def share_of_lines(lines: tuple[str, ...]) -> str:
    """The text of a protected share whose lines were typed; raises ``CodeMistyped`` K503 for a wrong line."""
    return to_text(PROTECTED_PREFIX, read_lines(lines))


def _protected(text: str) -> bytes:
    try:
        body = from_text(PROTECTED_PREFIX, text)
        Hardness.from_byte(body[1])
    except (ValueError, IndexError):
        raise ShareInvalid("K401", "not a protected share") from None
    if len(body) != _LOCKED:
        raise ShareInvalid("K401", "not a protected share")
    return body


def _key(code: str, head: bytes, name: bytes) -> bytes:
    """Fresh for each share: its salt is of the store, its number and seven random bytes."""
    return stretch(code, typed_digest(SALT_PURPOSE, head + name)[:_SALT], Hardness.from_byte(head[1]))


def _recover(shares: Sequence[Share]) -> EncryptedMasterSecret:
    try:
        return slip39.recover_ems(slip39.decode_mnemonics([share.mnemonic for share in shares]))
    except slip39.MnemonicError:
        raise ShareInvalid("K406", "the shares do not give a secret") from None


def _label(label: str) -> bytes:
    if not (label.isascii() and label.isprintable() and 1 <= len(label) <= LABEL_MAX):
        raise ValueError("a label is 1 to 64 printable ASCII characters")
    return label.encode("ascii")


def _parse_plain(text: str, label: str) -> tuple[int, bytes]:
    try:
        body = from_text(PLAIN_PREFIX, text)
    except ValueError as error:
        raise ShareInvalid("K401", str(error)) from None
    if len(body) < 2 or len(body) < 2 + body[1]:
        raise ShareInvalid("K401", "too short")
    end = 2 + body[1]
    if body[2:end] != label.encode("utf-8"):
        raise ShareInvalid("K407", "the share belongs to another store or ceremony")
    return body[0], body[end:]


def _unpack(packed: bytearray, index: int) -> Share:
    if len(packed) != _PACKED or packed[0] >> 2:
        raise ShareInvalid("K402", "not 33 words")
    value = int.from_bytes(packed, "big")
    numbers = [value >> _WORD_BITS * place & (1 << _WORD_BITS) - 1 for place in reversed(range(WORDS))]
    share = share_from_mnemonic(" ".join(wordlist.words_from_indices(numbers)))
    if share.index != index:
        raise ShareInvalid("K402", "the words are of another number")
    return share
