"""The journal as JSON lines: each entry names the hash of the one before, and checkpoints bear a signature.

It must not write files, nor judge what the entries tell (``shared.domain.journal_checks`` does).
"""

import base64
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar, Final

from shared.crypto.hashing import sha256_hex
from shared.domain.errors import BitacoraInvalida
from shared.domain.journal import FIRST_PREV, JournalData, JournalEntry, JournalKind, check_content, journal_data
from shared.formats.canonical import Fields, FormatoInvalido, base64_text, loads_canonical, moment_text
from shared.formats.image_v1 import Sign, Verify

PURPOSE: Final = "journal/1"
MAX_BYTES: Final = 8 << 20
MAX_LINE: Final = 4096
SIGNATURE_SIZE: Final = 64
_SCANNER: Final = json.JSONDecoder()


class LineaInvalida(FormatoInvalido, BitacoraInvalida):
    """A journal that must be refused: ``J0xx`` form of a line, ``J1xx`` the chain."""

    letter: ClassVar[str] = "J"


def append(head: JournalEntry | None, kind: JournalKind, data: JournalData, at: datetime | None) -> JournalEntry:
    """The entry that follows ``head`` (None: the first). ``at`` is cut to whole seconds.

    Raises ``BitacoraInvalida`` D713, D714 for data or a time that the kind may not bear.
    """
    check_content(kind, data, at)
    moment = at.replace(microsecond=0) if at is not None else None
    number = head.n + 1 if head else 1
    prev = head.hash if head else FIRST_PREV
    digest = sha256_hex(_hashed(*_around_hash(number, kind, data, prev, moment)))
    return JournalEntry(number, kind, data, prev, digest, moment)


def sign_checkpoint(entry: JournalEntry, sign: Sign) -> JournalEntry:
    """The same checkpoint with the urna's signature over its hash, and through it over all before."""
    signature = sign(PURPOSE, bytes.fromhex(entry.hash))
    return JournalEntry(entry.n, entry.kind, entry.data, entry.prev, entry.hash, entry.at, signature)


def serialise_entry(entry: JournalEntry) -> bytes:
    """One line with its line feed."""
    before, after = _around_hash(entry.n, entry.kind, entry.data, entry.prev, entry.at)
    signature = f',"sig":"{base64_text(entry.sig)}"' if entry.sig is not None else ""
    return f'{before}"hash":"{entry.hash}",{after}{signature}}}\n'.encode("ascii")


def serialise_journal(entries: Iterable[JournalEntry]) -> bytes:
    """All lines, in order."""
    return b"".join(map(serialise_entry, entries))


def parse_journal(data: bytes) -> tuple[JournalEntry, ...]:
    """Read the lines; the chain is ``verify_journal``'s.

    Raises ``LineaInvalida`` J0xx (J001 size, J009 no line feed at the end, of a line that was torn) or
    ``BitacoraInvalida`` D71x.
    """
    if len(data) > MAX_BYTES:
        raise LineaInvalida("J001", f"{len(data)} bytes")
    if not data:
        return ()
    if not data.endswith(b"\n"):
        raise LineaInvalida("J009", "the last line is torn")
    return tuple(_read_line(line, number) for number, line in enumerate(data[:-1].split(b"\n"), 1))


def verify_journal(entries: Sequence[JournalEntry], verify: Verify) -> None:
    """Accept a whole journal, chain and every checkpoint, or raise ``LineaInvalida``.

    As ``check_chain``, and J104: a checkpoint without signature. A signature that does not hold raises the error of
    ``verify`` (K10x).
    """
    check_chain(entries)
    for entry in entries:
        if entry.kind is JournalKind.CHECKPOINT:
            _verify_checkpoint(entry, verify)


def verify_newest_checkpoint(entries: Sequence[JournalEntry], verify: Verify) -> None:
    """Accept the signature of the last checkpoint, which through the chain stands for all before; raises as above.

    For a whole day's journal this is a twelfth of the signatures: enough where its bytes are signed as well.
    """
    newest = next((entry for entry in reversed(entries) if entry.kind is JournalKind.CHECKPOINT), None)
    if newest is not None:
        _verify_checkpoint(newest, verify)


def check_chain(entries: Iterable[JournalEntry]) -> None:
    """Accept a whole chain or raise ``LineaInvalida``: enough where something else signs the journal's bytes.

    J101 an entry out of number; J102 it does not follow the one before; J103 its hash is another.
    """
    prev = FIRST_PREV
    for number, entry in enumerate(entries, 1):
        if entry.n != number:
            raise LineaInvalida("J101", f"entry {entry.n} in place {number}")
        if entry.prev != prev:
            raise LineaInvalida("J102", f"entry {number} follows another")
        around = _around_hash(entry.n, entry.kind, entry.data, entry.prev, entry.at)
        if sha256_hex(_hashed(*around)) != entry.hash:
            raise LineaInvalida("J103", f"entry {number} has another hash")
        prev = entry.hash


def _verify_checkpoint(entry: JournalEntry, verify: Verify) -> None:
    if entry.sig is None:
        raise LineaInvalida("J104", f"checkpoint {entry.n} without signature")
    verify(PURPOSE, bytes.fromhex(entry.hash), entry.sig)


def _around_hash(number: int, kind: JournalKind, data: JournalData, prev: str, at: datetime | None) -> tuple[str, str]:
    """The canonical line before and after its hash, without signature and closing brace.

    Names and values are those that ``check_content`` lets through, in its order: ASCII words and integers, of which
    none needs an escape.
    """
    pairs = ",".join([f'"{k}":{v}' if isinstance(v, int) else f'"{k}":"{v}"' for k, v in data])
    moment = f'"at":"{moment_text(at)}",' if at is not None else ""
    return f'{{{moment}"data":{{{pairs}}},', f'"kind":"{kind.value}","n":{number},"prev":"{prev}"'


def _hashed(before: str, after: str) -> bytes:
    """What the hash of an entry is taken over: its line without hash and signature."""
    return f"{before}{after}}}".encode("ascii")


def _read_line(line: bytes, number: int) -> JournalEntry:
    """A line that is byte for byte what its entry writes needs no further check; any other is told its exact fault."""
    try:
        entry = _guess(line)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, BitacoraInvalida):
        return _parse_line(line, number)
    if serialise_entry(entry)[:-1] != line:
        return _parse_line(line, number)
    return entry


def _guess(line: bytes) -> JournalEntry:
    """The entry that a well-formed line would hold; raises at random, and takes lines that are not canonical."""
    if len(line) > MAX_LINE:
        raise ValueError("a long line")
    value = _SCANNER.decode(line.decode("ascii"))
    if any(type(each) is float for each in (value["n"], *value["data"].values())):
        raise ValueError("a number that is not an integer")
    at, sig = value.get("at"), value.get("sig")
    return JournalEntry(
        n=value["n"],
        kind=JournalKind(value["kind"]),
        data=tuple(value["data"].items()),
        prev=value["prev"],
        hash=value["hash"],
        at=datetime.fromisoformat(at) if at is not None else None,
        sig=_signature(sig) if sig is not None else None,
    )


def _signature(text: str) -> bytes:
    signature = base64.b64decode(text, validate=True)
    if len(signature) != SIGNATURE_SIZE:
        raise ValueError("not a signature")
    return signature


def _parse_line(line: bytes, number: int) -> JournalEntry:
    fields = Fields(loads_canonical(line, LineaInvalida, MAX_LINE), LineaInvalida, f"line {number}")
    entry = JournalEntry(
        n=fields.integer("n", 1),
        kind=fields.choice("kind", JournalKind),
        data=fields.object("data", _data),
        prev=fields.hexadecimal("prev", 32).hex(),
        hash=fields.hexadecimal("hash", 32).hex(),
        at=fields.moment("at") if fields.has("at") else None,
        sig=fields.base64("sig", SIGNATURE_SIZE, SIGNATURE_SIZE) if fields.has("sig") else None,
    )
    fields.done()
    return entry


def _data(fields: Fields) -> JournalData:
    values: dict[str, int | str] = {}
    for name in fields.names():
        texts = isinstance(fields.peek(name), str)
        values[name] = fields.text(name, 80) if texts else fields.integer(name)
    return journal_data(**values)
