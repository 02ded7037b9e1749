"""The signed QR of an acta: lines of text as a scanner gives them, and payloads of a stranger cut and signed anew.

It must not read one payload in two ways, nor two payloads as one.
"""

from functools import cache

from shared.formats.qr_chain import MAX_CHUNKS, cut, join, read_chunk
from shared.formats.qr_v1 import PURPOSE, _encode, claimed_acta, claimed_urna, differences, make_qr, read_qr
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.unit.formats import bundles

RAW, SIGNED = range(2)
MOST = 9000


def run(data: bytes) -> None:
    mode, body = (data[0] % 2, data[1:]) if data else (RAW, b"")
    key = world.institute().urna_key
    chunks = cut(body[:MOST] + key.sign(PURPOSE, body[:MOST])) if mode == SIGNED else _lines(body)
    urna = claimed_urna(chunks)
    found = read_qr(chunks, key.public.verify)
    same(found.urna, urna)
    same(claimed_acta(chunks), found)
    same({read_chunk(chunk).total for chunk in chunks}, {len(set(chunks))})
    payload = join(chunks)[:-64]
    same(_encode(found), payload)
    differences(found, bundles.acta(world.institute()), bytes(32))


def _lines(body: bytes) -> tuple[str, ...]:
    return tuple(body.decode("utf-8", "replace").split("\n"))


@cache
def seeds() -> tuple[bytes, ...]:
    acta = bundles.acta(world.institute())
    made = [make_qr(acta, bytes(32), world.institute().urna_key.sign, at) for at in (None, bundles.CLOSED)]
    long = cut(bytes(range(256)) * 8)
    raw = ["\n".join(chunks).encode() for chunks in (*made, long)]
    return (*(b"\0" + text for text in raw), *(b"\1" + join(chunks)[:-64] for chunks in made))


TARGET = Target(
    name="qr",
    run=run,
    seeds=seeds,
    letters="QKD",
    parsers={
        "shared.formats.qr_chain:join": "shared.formats.qr_chain:MAX_CHARS",
        "shared.formats.qr_chain:read_chunk": "shared.formats.qr_chain:MAX_CHARS",
        "shared.formats.qr_v1:claimed_acta": "shared.formats.qr_chain:MAX_CHARS",
        "shared.formats.qr_v1:read_qr": "shared.formats.qr_chain:MAX_CHARS",
        "shared.formats.qr_v1:claimed_urna": "shared.formats.qr_chain:MAX_CHARS",
    },
    dictionary=(b"URNA1/1/1/", b"URNA1/1/2/", b"URNA1/%d/%d/" % (MAX_CHUNKS, MAX_CHUNKS), b"\xff\xff\xff\xff\x7f"),
)
