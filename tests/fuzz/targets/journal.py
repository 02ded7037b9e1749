"""Journals: lines as they come, and lines whose chain is made to hold so that what judges a day is reached.

It must not let the fast reader of a line say anything else than the strict one.
"""

import base64
import json

from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido
from shared.domain.journal import FIRST_PREV, ledger_from_journal
from shared.domain.journal_checks import findings
from shared.formats.journal_v1 import _parse_line, parse_journal, serialise_journal, verify_journal
from tests.fuzz import world
from tests.fuzz.target import Broken, Target, same

RAW, CHAINED = range(2)


def run(data: bytes) -> None:
    mode, body = (data[0] % 2, data[1:]) if data else (RAW, b"")
    whole = _chained(body) if mode == CHAINED else body
    try:
        entries = parse_journal(whole)
    except DatoInvalido:
        _strict_refuses(whole)
        raise
    same(serialise_journal(entries), whole)
    same(tuple(_parse_line(line, n) for n, line in enumerate(whole.split(b"\n")[:-1], 1)), entries)
    findings(entries)
    ledger_from_journal(entries).closing_findings()
    verify_journal(entries, world.institute().urna_key.public.verify)


def _strict_refuses(whole: bytes) -> None:
    """What the reader refuses, the strict one refuses too."""
    if not whole.endswith(b"\n"):
        return
    try:
        for number, line in enumerate(whole[:-1].split(b"\n"), 1):
            _parse_line(line, number)
    except DatoInvalido:
        return
    raise Broken("the fast reader refused what the strict one takes")


def _chained(body: bytes) -> bytes:
    """The same lines with hashes and signatures that hold, wherever they are objects at all."""
    prev = FIRST_PREV
    lines = []
    for number, line in enumerate(body.splitlines(), 1):
        try:
            value = json.loads(line)
            value |= {"n": number, "prev": prev}
        except (ValueError, TypeError, RecursionError):
            return body
        value.pop("hash", None)
        signed = value.pop("sig", None)
        prev = sha256_hex(_text(value))
        value["hash"] = prev
        if signed is not None:
            value["sig"] = json.loads(_signature(prev))
        lines.append(_text(value) + b"\n")
    return b"".join(lines)


def _text(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass")


def _signature(digest: str) -> str:
    signature = world.institute().urna_key.sign("journal/1", bytes.fromhex(digest))
    return json.dumps(base64.b64encode(signature).decode())


def seeds() -> tuple[bytes, ...]:
    whole = serialise_journal(world.institute().journal())
    return (b"\0" + whole, b"\1" + whole, b"\0" + whole.splitlines(keepends=True)[0])


TARGET = Target(
    name="journal",
    run=run,
    seeds=seeds,
    letters="JDK",
    parsers={"shared.formats.journal_v1:parse_journal": "shared.formats.journal_v1:MAX_BYTES"},
    dictionary=(
        b'"kind":"habilitacion_consumida"',
        b'"kind":"turno_final"',
        b'"kind":"cierre"',
        b'"kind":"checkpoint"',
        b'"data":{"turno":1}',
        b'"at":"2018-07-01T13:00:00Z"',
        b'"at":"2018-07-01T13:00:00+00:00"',
        b'"n":1.0',
        b'"n":true',
        b'"sig":null',
        b'"at":null',
        b"0" * 64,
        b"\n",
    ),
)
