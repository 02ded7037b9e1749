"""Votes: payloads, sealed records as they come, and records sealed around a stranger's payload, opened and counted.

It must not count what a contest does not allow, nor lose a record: each is in the figures, refused or unreadable.
"""

from functools import cache

from shared.crypto.randomness import SystemRandomness
from shared.crypto.sealing import open_record, payload_capacity, seal_record
from shared.domain.eleccion import Mode
from shared.formats.sealed_v1 import count_records, open_records, record_opener
from shared.formats.vote_v1 import contest_label, decode_voto, encode_voto, record_info
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.unit.formats import bundles

PAYLOAD, RECORD, SEALED = range(3)


@cache
def info() -> bytes:
    theme = world.institute().theme
    return record_info(theme.election.id, theme.hash_hex, bundles.STORE, Mode.OFICIAL)


def run(data: bytes) -> None:
    mode, body = (data[0] % 3, data[1:]) if data else (PAYLOAD, b"")
    if mode == PAYLOAD:
        found = decode_voto(body)
        same(bytes(encode_voto(found.contest_index, found.voto, found.slip_mark, found.grupo_index)), body)
    elif mode == RECORD:
        contest = contest_label(world.institute().theme.contests[0].id)
        open_record(body, contest=contest, info=info(), key=world.institute().casilla_key, which="casilla")
    else:
        _count(body)


def _count(body: bytes) -> None:
    institute = world.institute()
    theme = institute.theme
    label, payload = (body[0] % 2, body[1:][: payload_capacity(512)]) if body else (0, b"")
    record = seal_record(
        payload,
        contest=contest_label(theme.contests[label].id),
        info=info(),
        keys=(institute.casilla_key.public, institute.election_key.public),
        randomness=SystemRandomness(),
    )
    opener = record_opener(institute.casilla_key, "casilla", theme, bundles.STORE, Mode.OFICIAL)
    opened = open_records((record,), opener, theme)
    figures = count_records(opened, theme)
    same(sum(each.total + each.rechazados for each in figures) + opened.illegibles, 1)


def seeds() -> tuple[bytes, ...]:
    votos = [(i, voto) for i, each in enumerate(bundles.votes()) for voto in each]
    payloads = [bytes(encode_voto(i, voto, b"MARCA")) for i, voto in votos]
    records = [world.institute().seal(0, bundles.votes()[0][0])]
    sealed = [b"\2" + bytes([i]) + payload for (i, _), payload in zip(votos, payloads, strict=True)]
    return (*(b"\0" + payload for payload in payloads), *(b"\1" + record for record in records), *sealed)


TARGET = Target(
    name="vote",
    run=run,
    seeds=seeds,
    letters="IKD",
    parsers={
        "shared.formats.vote_v1:decode_voto": "shared.formats.vote_v1:MAX_PAYLOAD",
        "shared.crypto.sealing:open_record": "shared.formats.image_v1:MAX_RECORD",
        "shared.crypto.sealing:RecordOpener.open": "shared.formats.image_v1:MAX_RECORD",
        "shared.formats.sealed_v1:open_records": "shared.formats.image_v1:MAX_RECORD",
    },
    max_len=4200,
)
