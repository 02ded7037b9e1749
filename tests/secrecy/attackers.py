"""What each attacker can try: every way to order the choices of an election from what that attacker holds.

It must not know the truth. An estimate maps each choice to a score that should grow with the time at which it was cast;
an attacker that finds nothing that differs abstains.

`outsider` has copies of every medium after every vote, every auditor's view, the published file and the mixed slips,
and no key: it knows the order of the sealed records, and looks for anything that joins one of them to a choice.
`keyholder` has the sealed file, the key, the last copy of the media, and everything that is published: it knows the
choices, and looks for anything that tells when. Nobody may be both: see the README.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hardware.printer.port import Row, Slip, Text
from shared.crypto import sealing
from shared.crypto.errors import RecordInvalid
from shared.crypto.sealing import SealingKey
from shared.formats.vote_v1 import decode_voto
from tests.secrecy.evidence import Copy, Evidence
from tests.secrecy.raw_image import RawImage, read_raw

Estimate = Mapping[int, float]
"""Choice -> score."""
Features = Mapping[str, float]

_NEWEST = "usb/urna-oficial/imagen.a"
_JOURNAL = "usb/urna-oficial/bitacora.jsonl"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Opened:
    """A record opened with a key: the choice in it, and everything else that its plaintext holds."""

    choice: int
    slip_mark: int
    length: int
    padding: bytes


@dataclass(frozen=True, slots=True)
class Key:
    """A key that opens records, and what they are bound to."""

    key: SealingKey
    info: bytes
    contest: bytes

    def open(self, record: bytes) -> Opened | None:
        """Everything inside of a record; None for one that does not open."""
        try:
            data_key = self.key.unseal(record[80:160], sealing._key_info("eleccion", self.info))
        except RecordInvalid:
            return None
        return open_with(data_key, record, sealing._associated(self.contest, self.info))


def open_with(data_key: bytes, record: bytes, associated: bytes) -> Opened | None:
    """Open a record's contents with its data key; None when it is another key."""
    try:
        plain = AESGCM(data_key).decrypt(bytes(12), record[160:], associated)
    except InvalidTag:
        return None
    length = int.from_bytes(plain[32:34], "big")
    voto = decode_voto(plain[34 : 34 + length])
    choice = voto.voto.marks[0].option if voto.voto.marks else -1
    return Opened(choice, int.from_bytes(voto.slip_mark, "big"), length, plain[34 + length :])


def outsider(evidence: Evidence) -> dict[str, Estimate]:
    """Every estimate of the attacker without a key."""
    found: dict[str, Estimate] = {f"slips: {name}": scores for name, scores in _slips(evidence).items()}
    for source, features in (("copies", _turns(evidence)), ("records", _records(evidence))):
        for name in sorted({name for turn in features for name in turn}):
            estimate = _joined([turn.get(name) for turn in features])
            if estimate is not None:
                found[f"{source}: {name}"] = estimate
    return found


def keyholder(evidence: Evidence, key: Key) -> Mapping[str, Estimate]:
    """Every estimate of the attacker with the key and what lies there at the end."""
    image = read_raw(evidence.sealed)
    found: dict[str, dict[int, float]] = {}
    for place, record in enumerate(image.settled):
        opened = key.open(record)
        if opened is not None:
            for name, score in _inside(image, place, record, opened, evidence.copies[-1]).items():
                found.setdefault(f"image: {name}", {})[opened.choice] = score
    return {name: scores for name, scores in found.items() if len(set(scores.values())) > 1}


def both(evidence: Evidence, key: Key) -> Estimate:
    """Copies and key in one hand: each copy's new record, opened. This must succeed, or the harness sees nothing."""
    found = {}
    for turn, record in enumerate(_new_records(evidence)):
        opened = key.open(record) if record else None
        if opened is not None:
            found[opened.choice] = float(turn)
    return found


def _joined(scores: list[float | None]) -> Estimate | None:
    """Say that the turn with the k-th smallest score holds choice k; None when turns do not differ in it."""
    known = [score for score in scores if score is not None]
    if len(known) != len(scores) or len(set(known)) < 2:
        return None
    order = sorted(range(len(known)), key=lambda turn: (known[turn], _shuffled(turn)))
    return {choice: float(turn) for choice, turn in enumerate(order)}


def _shuffled(turn: int) -> bytes:
    return hashlib.sha256(turn.to_bytes(4, "big")).digest()


def _turns(evidence: Evidence) -> list[Features]:
    """What each vote changed on the media, in the journal and in everyone's view."""
    return [
        {**_changes(before, after), **_journal(before, after), **_shown(seen.shown)}
        for (before, after), seen in zip(pairwise(evidence.copies), evidence.views[1:], strict=True)
    ]


def _changes(before: Copy, after: Copy) -> Features:
    found: dict[str, float] = {"free blocks": after.free - before.free, "files": len(after.files)}
    first = min(file.mtime_ns for name, file in after.files.items() if before.files.get(name) is not file)
    for name, new in after.files.items():
        old = before.files.get(name)
        if old is None or old is new:
            continue
        found[f"{name} size"] = new.size - old.size
        found[f"{name} blocks"] = new.blocks - old.blocks
        found[f"{name} inode"] = new.inode
        found[f"{name} place in folder"] = new.place
        found[f"{name} written after the first"] = new.mtime_ns - first
        found[f"{name} since the last"] = new.mtime_ns - old.mtime_ns
    return found


def _journal(before: Copy, after: Copy) -> Features:
    old, new = before.files[_JOURNAL].data, after.files[_JOURNAL].data
    entries = [json.loads(line) for line in new[len(old) :].splitlines()]
    times = [_moment(str(entry["at"])) for entry in entries if entry.get("at")]
    figures = [value for entry in entries for _, value in _leaves(entry.get("data", {})) if isinstance(value, int)]
    found = {"entries": float(len(entries)), "figures": float(sum(figures)), "bytes": float(len(new) - len(old))}
    if times:
        found["first to last time"] = max(times) - min(times)
        found["last time"] = max(times)
    return {f"journal {name}": score for name, score in found.items()}


def _moment(text: str) -> float:
    """Seconds of an instant as the journal writes it."""
    return datetime.fromisoformat(text).timestamp()


def _shown(shown: Iterable[str]) -> Features:
    text = "".join(shown)
    return {"views length": len(text), "views letters": sum(text.encode())}


def _new_records(evidence: Evidence) -> list[bytes]:
    """The record that each vote added, from one copy to the next; empty when it cannot be told."""
    images = [read_raw(each.files[_NEWEST].data) for each in evidence.copies]
    added = [set(after.settled) - set(before.settled) for before, after in pairwise(images)]
    return [next(iter(new)) if len(new) == 1 else b"" for new in added]


def _records(evidence: Evidence) -> list[Features]:
    """Everything that a sealed record shows from outside, turn by turn."""
    final = read_raw(evidence.copies[-1].files[_NEWEST].data)
    places = {record: place for place, record in enumerate(final.settled)}
    return [_outside(record, places.get(record, -1)) for record in _new_records(evidence)]


def _outside(record: bytes, place: int) -> Features:
    return {
        "place in the last image": place,
        "first bytes": int.from_bytes(record[:6], "big"),
        "last bytes": int.from_bytes(record[-6:], "big"),
        "bytes of zero at the end": len(record) - len(record.rstrip(b"\0")),
        "sum of bytes": sum(record),
        "compressed": len(zlib.compress(record)),
        "hash": int.from_bytes(hashlib.sha256(record).digest()[:6], "big"),
    }


def _inside(image: RawImage, place: int, record: bytes, opened: Opened, last: Copy) -> Features:
    found = {
        "place": float(place),
        "hash": float(int.from_bytes(hashlib.sha256(record).digest()[:6], "big")),
        "first bytes": float(int.from_bytes(record[:6], "big")),
        "slip mark": float(opened.slip_mark),
        "length of plaintext": float(opened.length),
        "first of the padding": float(int.from_bytes(opened.padding[:6], "big")),
        "last of the padding": float(int.from_bytes(opened.padding[-6:], "big")),
        "sum of the padding": float(sum(opened.padding)),
        "pending": float(record in image.pending),
    }
    for name, file in last.files.items():
        if "imagen." not in name and (record[:16] in file.data or hashlib.sha256(record).hexdigest()[:16] in name):
            found |= {"own inode": file.inode, "own time": file.mtime_ns, "own place in folder": file.place}
    return found


def _slips(evidence: Evidence) -> Mapping[str, Mapping[int, float]]:
    """What the mixed slips say beside their choice, which is what the deposit shows to whoever opens it."""
    found: dict[str, dict[int, float]] = {"mark": {}, "lines": {}, "letters": {}}
    for slip in evidence.testigos:
        choice = slip_choice(slip)
        text = [block.text for block in slip.blocks if isinstance(block, Text)]
        found["mark"][choice] = float(slip_mark(slip))
        found["lines"][choice] = float(len(slip.blocks))
        found["letters"][choice] = float(sum(map(len, text)))
    return {name: scores for name, scores in found.items() if len(set(scores.values())) > 1}


def slip_choice(slip: Slip) -> int:
    """The box that a testigo of these elections names: ``R07`` is 7, any other is the last box."""
    names = [b.text for b in slip.blocks if isinstance(b, Text) and b.text[:1] == "R" and b.text[1:].isdigit()]
    return int(names[0][1:]) if names else -1


def slip_mark(slip: Slip) -> int:
    """The random mark of a testigo's tail."""
    text = next(block.right for block in reversed(slip.blocks) if isinstance(block, Row))
    return sum(_ALPHABET.index(letter) << (5 * at) for at, letter in enumerate(reversed(text.replace(" ", ""))))


def _leaves(value: object, name: str = "") -> Iterable[tuple[str, object]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, name)
    else:
        yield name, value
