"""Officials' cards and shares: texts of a QR as the reader gives them, and bodies of a stranger under a good check.

It must not try codes: the cost of Argon2id that a text asks for is cut here, and bounded by the reader itself.
"""

from functools import cache

from shared.crypto.codes import normalise_code
from shared.crypto.credentials import CARD_PREFIX, authenticate, card_official, make_card
from shared.crypto.locked import Hardness, from_text, to_text
from shared.crypto.randomness import SystemRandomness
from shared.crypto.shares import (
    PLAIN_PREFIX,
    PROTECTED_PREFIX,
    combine,
    open_share,
    protect_share,
    protected_index,
    read_share,
    share_from_mnemonic,
    share_text,
    split,
)
from shared.domain.ids import OfficialId
from tests.fuzz.target import Target, same

LABEL = "0f" * 16
CODE = "0000000000"
MOST = 700
"""Bytes under a good check: more make a text longer than any reader takes, and writing base 32 is slow."""
CHEAP = Hardness(1, 6, 1)
TEXT, CARD, PROTECTED, PLAIN, WORDS, TYPED = range(6)


def run(data: bytes) -> None:
    mode, body = (data[0] % 6, data[1:]) if data else (TEXT, b"")
    match mode:
        case 0:
            _read(body.decode("utf-8", "replace"))
        case 1:
            _read(to_text(CARD_PREFIX, _cheap(body[:MOST], 1)))
        case 2:
            _read(to_text(PROTECTED_PREFIX, _cheap(body[:MOST], 2)))
        case 3:
            _read(to_text(PLAIN_PREFIX, body[:MOST]))
        case 4:
            share = share_from_mnemonic(body.decode("utf-8", "replace"))
            same(share_from_mnemonic(share.mnemonic), share)
        case _:
            normalise_code(body.decode("utf-8", "replace"))


def _read(text: str) -> None:
    """Each reader as who holds such a text would call it."""
    if text.startswith(CARD_PREFIX):
        card_official(text)
        authenticate(text, CODE, bytes(32), bytes(16))
    elif text.startswith(PROTECTED_PREFIX):
        protected_index(text)
        open_share(text, CODE, LABEL)
    else:
        share = read_share(text, LABEL)
        same(share_text(share, LABEL), text)
        combine((share,))


def _cheap(body: bytes, header: int) -> bytes:
    """The same body that asks for at most 64 KiB: a fuzzer would else do nothing but Argon2id."""
    start = header + (body[header - 1] if len(body) >= header else 0)
    if len(body) <= start + 3:
        return body
    return (
        body[:start]
        + bytes(min(most, each) for most, each in zip((1, 6, 1), body[start:], strict=False))
        + body[start + 3 :]
    )


@cache
def seeds() -> tuple[bytes, ...]:
    randomness = SystemRandomness()
    card, _ = make_card(OfficialId("PRESIDENCIA-01"), CODE, randomness, CHEAP)
    shares = split(bytes(range(32)), 2, 3)
    locked = protect_share(shares[0], CODE, LABEL, randomness, CHEAP)
    plain = share_text(shares[1], LABEL)
    texts = tuple(b"\0" + text.encode() for text in (card, locked, plain))
    bodies = (
        b"\1" + from_text(CARD_PREFIX, card),
        b"\2" + from_text(PROTECTED_PREFIX, locked),
        b"\3" + from_text(PLAIN_PREFIX, plain),
    )
    return (*texts, *bodies, b"\4" + shares[2].mnemonic.encode(), b"\5" + CODE.encode())


TARGET = Target(
    name="cards",
    run=run,
    seeds=seeds,
    letters="KD",
    parsers={
        "shared.crypto.locked:from_text": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.credentials:card_official": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.credentials:authenticate": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.shares:read_share": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.shares:open_share": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.shares:protected_index": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.shares:share_from_mnemonic": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.codes:normalise_code": "shared.crypto.locked:MAX_TEXT",
    },
    dictionary=(CARD_PREFIX.encode(), PROTECTED_PREFIX.encode(), PLAIN_PREFIX.encode(), b"academic ", LABEL.encode()),
    max_len=1200,
)
