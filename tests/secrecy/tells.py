"""What must not be in the evidence at all, found without statistics: joins, stale fillings, times, odd sizes, seeds.

It must not judge an order; one tell is one leak.
"""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable

from shared.crypto import sealing
from shared.domain.journal import OUTCOMES, JournalKind
from tests.secrecy.attackers import Key, open_with, slip_mark
from tests.secrecy.evidence import Evidence
from tests.secrecy.raw_image import blocks, read_raw
from tests.secrecy.seeds import SEEDS, Seeded

_IMAGES = ("interna/urna-oficial/imagen.a", "usb/urna-oficial/imagen.b")
_JOURNAL = "usb/urna-oficial/bitacora.jsonl"
_PREFIX = 8
"""Bytes of a hash that are enough to recognise it."""
_FIELDS = frozenset({"n", "kind", "data", "prev", "hash", "at", "sig"})


def tells(evidence: Evidence, key: Key) -> list[str]:
    """Every tell of one election, by name."""
    return sorted(
        {*_joins(evidence), *_times(evidence), *_shapes(evidence), *_stale(evidence), *_guessed(evidence, key)}
    )


def repeated(elections: Iterable[Evidence]) -> list[str]:
    """What two elections of different starts have in common and should not."""
    marks = [tuple(sorted(slip_mark(slip) for slip in each.testigos)) for each in elections]
    return ["the same slip marks in two elections"] if len(set(marks)) < len(marks) else []


def _public(evidence: Evidence) -> bytes:
    """Everything that is published, shown or printed for others than the voter, unpacked."""
    said = [repr(slip).encode() for slip in evidence.paper]
    said += [text.encode() for views in evidence.views for text in views.shown]
    said.append(evidence.copies[-1].files[_JOURNAL].data)
    if evidence.public:
        with zipfile.ZipFile(io.BytesIO(evidence.public)) as archive:
            said += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(said)


def _joins(evidence: Evidence) -> list[str]:
    """Hashes, or beginnings, of records and of images before the last one, in anything public."""
    public = _public(evidence)
    images = {each.files[name].data for each in evidence.copies for name in _IMAGES} - {evidence.sealed}
    records = set(read_raw(evidence.sealed).settled)
    found = ["an image's hash in public"] if any(_named(data, public) for data in images) else []
    if any(_named(record, public) or record[:16] in public for record in records):
        found.append("a record's hash in public")
    return found


def _named(data: bytes, public: bytes) -> bool:
    """Whether a hash of ``data`` stands in ``public``, in any writing."""
    digests = [hashlib.sha256(part).digest()[:_PREFIX] for part in (data, data[:-96])]
    return any(text in public for digest in digests for text in _writings(digest))


def _writings(digest: bytes) -> tuple[bytes, ...]:
    spaced = digest.hex()[:8] + " " + digest.hex()[8:16]
    plain = (digest, digest.hex().encode(), digest.hex().upper().encode(), spaced.encode())
    return (*plain, base64.b64encode(digest)[:10], base64.b32encode(digest)[:12])


def _times(evidence: Evidence) -> list[str]:
    """A time inside a turn, or a field that no entry has."""
    found, inside = [], False
    for line in evidence.copies[-1].files[_JOURNAL].data.splitlines():
        entry = json.loads(line)
        if not set(entry) <= _FIELDS:
            found.append("an unknown field in the journal")
        inside = inside or entry["kind"] == JournalKind.HABILITACION_CONSUMIDA.value
        if inside and entry.get("at"):
            found.append("a time inside a turn")
        inside = inside and entry["kind"] not in {kind.value for kind in OUTCOMES}
    return found


def _shapes(evidence: Evidence) -> list[str]:
    """Files that come and go, images of another size, slots that are not full of noise."""
    found = []
    if len({frozenset(each.files) for each in evidence.copies}) > 1:
        found.append("files come and go")
    sizes = {file.size for each in evidence.copies for name, file in each.files.items() if "imagen." in name}
    if len(sizes) > 1:
        found.append("images of several sizes")
    image = read_raw(evidence.copies[-1].files[_IMAGES[0]].data)
    if any(bytes(16) in slot for slot in (*image.settled, *image.pending, *image.filler)):
        found.append("a slot that is not full")
    return found


def _stale(evidence: Evidence) -> list[str]:
    """Salts or fillings that two images share: what differs then shows what was written."""
    found: list[str] = []
    salts: set[bytes] = set()
    seen: set[bytes] = set()
    for each in evidence.copies:
        image = read_raw(each.files[_IMAGES[0]].data)
        fillings = {block for slot in image.filler[:4] + image.filler[-4:] for block in blocks(slot)}
        if image.salt in salts:
            found.append("a salt that is not fresh")
        if fillings & seen:
            found.append("a filling that is not fresh")
        salts.add(image.salt)
        seen |= fillings
    return found


def _guessed(evidence: Evidence, key: Key) -> list[str]:
    """A record that opens without any key: its data key came from a source that anyone can start again."""
    records = read_raw(evidence.sealed).settled
    associated = sealing._associated(key.contest, key.info)
    for seed in SEEDS:
        for data_key in Seeded(seed).tokens(3 * len(records), 32):
            if any(open_with(data_key, record, associated) for record in records[:2]):
                return ["a record opened by guessing a seed"]
    return []
