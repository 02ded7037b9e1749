"""Images of votes: bytes as they come, and bodies that are hashed and signed anew behind a stranger's header.

It must not take one set of records for another, nor an image whose areas it would not have written.
"""

from functools import cache

from shared.crypto.hashing import sha256
from shared.crypto.randomness import SystemRandomness
from shared.formats.image_v1 import PURPOSE, Image, image_size, parse_image, serialise_image
from shared.formats.manifest_v1 import parse_manifest
from shared.formats.results_model import Manifest, SealedReference
from shared.formats.sealed_v1 import read_sealed
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.fuzz.targets import bundle
from tests.unit.formats.bundles import STORE

RAW, SIGNED, SEALED = range(3)
RECORD = 300


def run(data: bytes) -> None:
    mode, body = (data[0] % 3, data[1:]) if data else (RAW, b"")
    if mode != RAW:
        digest = sha256(body)
        body += digest + world.institute().urna_key.sign(PURPOSE, digest)
    verify = world.institute().urna_key.public.verify
    image = read_sealed(body, manifest_of(body), verify) if mode == SEALED else parse_image(body, verify)
    same(image_size(image.capacity, image.record_size), len(body))
    again = serialise_image(image, SystemRandomness(), world.institute().urna_key.sign)
    same(parse_image(again, verify), image)


def manifest_of(body: bytes) -> Manifest:
    """A manifest that names these very bytes and the records that their header claims."""
    good: Manifest = parse_manifest(bundle.good()[0])
    records = int.from_bytes(body[38:42], "big")
    sealed = SealedReference(sha256(body).hex(), len(body), records)
    ids = (good.election, good.mode, good.casilla, good.urna, good.store_id, good.theme_hash)
    return Manifest(*ids, good.members, sealed)


@cache
def seeds() -> tuple[bytes, ...]:
    records = [bytes([n]) * RECORD for n in range(6)]
    images = (
        Image(STORE, 1, 1, RECORD),
        Image(STORE, 9, 5, RECORD, frozenset(records[:2]), frozenset(records[2:3]), frozenset(records[3:4])),
        Image(STORE, 9, 2, RECORD, frozenset(records[:1]), pending=frozenset(records[1:3]), pending_turn=4),
    )
    whole = [serialise_image(image, SystemRandomness(), world.institute().urna_key.sign) for image in images]
    raw = [b"\0" + each for each in whole]
    return (*raw, *(b"\1" + each[:-96] for each in whole), *(b"\2" + each[:-96] for each in whole))


TARGET = Target(
    name="image",
    run=run,
    seeds=seeds,
    letters="IKD",
    parsers={
        "shared.formats.image_v1:parse_image": "shared.formats.image_v1:MAX_BYTES",
        "shared.formats.sealed_v1:read_sealed": "shared.formats.image_v1:MAX_BYTES",
    },
    dictionary=(b"URNAIMG\n", b"\0\1", b"\0\0\0\1", b"\xff\xff\xff\xff", b"\0\1\x86\xa0", b"\1\x2c"),
    max_len=32 << 10,
)
