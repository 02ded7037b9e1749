"""Officials' cards and shares: texts of a QR as the reader gives them, and bodies of a stranger under a good check.

It must not try codes: the cost of Argon2id that a text asks for is cut here, and bounded by the reader itself.
"""

from functools import cache

from shared.crypto.codes import normalise_code
from shared.crypto.credentials import CARD_PREFIX, authenticate, card_lines, card_mark, make_card
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
from shared.crypto.typed import read_line, read_lines, to_lines
from shared.domain.ids import OfficialId
from tests.fuzz.target import Target, same

LABEL = "0f" * 16
CODE = "0000000000"
MOST = 700
"""Bytes under a good check: more make a text longer than any reader takes, and writing base 32 is slow."""
CHEAP = Hardness(1, 6)
WHO = OfficialId("PRESIDENCIA-01")
TEXT, CARD, PROTECTED, PLAIN, WORDS, TYPED, LINES = range(7)


def run(data: bytes) -> None:
    mode, body = (data[0] % 7, data[1:]) if data else (TEXT, b"")
    match mode:
        case 0:
            _read(body.decode("utf-8", "replace"))
        case 1:
            _read(to_text(CARD_PREFIX, _cheap(body[:MOST], 5)))
        case 2:
            _read(to_text(PROTECTED_PREFIX, _cheap(body[:MOST], 1)))
        case 3:
            _read(to_text(PLAIN_PREFIX, body[:MOST]))
        case 4:
            share = share_from_mnemonic(body.decode("utf-8", "replace"))
            same(share_from_mnemonic(share.mnemonic), share)
        case 5:
            normalise_code(body.decode("utf-8", "replace"))
        case _:
            _read_lines(body.decode("utf-8", "replace").split("\n"))


def _read(text: str) -> None:
    """Each reader as who holds such a text would call it."""
    if text.startswith(CARD_PREFIX):
        card_mark(text)
        authenticate(text, CODE, WHO, our_card()[1], bytes(16))
    elif text.startswith(PROTECTED_PREFIX):
        protected_index(text)
        open_share(text, CODE, LABEL)
    else:
        share = read_share(text, LABEL)
        same(share_text(share, LABEL), text)
        combine((share,))


def _read_lines(lines: list[str]) -> None:
    """What was read is written again as it was typed, but for case, spaces and characters that look alike."""
    data = read_lines(lines)
    same(read_lines(to_lines(data)), data)
    same(read_line(1, to_lines(data)[0]), data[:5])


def _cheap(body: bytes, place: int) -> bytes:
    """The same body that asks for 64 KiB: a fuzzer would else do nothing but Argon2id."""
    return body[:place] + b"\0" + body[place + 1 :] if body[place : place + 1] else body


@cache
def our_card() -> tuple[str, bytes]:
    return make_card(WHO, CODE, SystemRandomness(), CHEAP)


@cache
def seeds() -> tuple[bytes, ...]:
    randomness = SystemRandomness()
    card, _ = our_card()
    shares = split(bytes(range(32)), 2, 3)
    locked = protect_share(shares[0], CODE, LABEL, randomness, CHEAP)
    plain = share_text(shares[1], LABEL)
    texts = tuple(b"\0" + text.encode() for text in (card, locked, plain))
    bodies = (
        b"\1" + from_text(CARD_PREFIX, card),
        b"\2" + from_text(PROTECTED_PREFIX, locked),
        b"\3" + from_text(PLAIN_PREFIX, plain),
    )
    return (
        *texts,
        *bodies,
        b"\4" + shares[2].mnemonic.encode(),
        b"\5" + CODE.encode(),
        b"\6" + "\n".join(card_lines(card)).encode(),
    )


TARGET = Target(
    name="cards",
    run=run,
    seeds=seeds,
    letters="KD",
    parsers={
        "shared.crypto.locked:from_text": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.credentials:card_mark": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.credentials:authenticate": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.shares:read_share": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.shares:open_share": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.shares:protected_index": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.shares:share_from_mnemonic": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.codes:normalise_code": "shared.crypto.locked:MAX_TEXT",
        "shared.crypto.typed:read_line": "shared.crypto.typed:LINE_CHARS",
        "shared.crypto.typed:read_lines": "shared.crypto.typed:LINE_CHARS",
    },
    dictionary=(CARD_PREFIX.encode(), PROTECTED_PREFIX.encode(), PLAIN_PREFIX.encode(), b"academic ", LABEL.encode()),
    max_len=1200,
)
