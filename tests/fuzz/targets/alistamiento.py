"""What a ceremony answers to an urna. It must not be believed: the urna checks every certificate in it."""

from functools import cache

from shared.domain.ids import CasillaId, UrnaId
from shared.formats.alistamiento_v1 import Alistamiento, read_answer, write_answer
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.unit.formats import examples


def run(data: bytes) -> None:
    same(write_answer(read_answer(data)), data)


@cache
def seeds() -> tuple[bytes, ...]:
    root, certificate = world.institute().root_pem(), world.certificate()
    made = (UrnaId("URNA-1"), CasillaId(examples.CLAVE), certificate, certificate, root, b"crl", b"{}")
    return (write_answer(Alistamiento(*made)),)


TARGET = Target(
    name="alistamiento",
    run=run,
    seeds=seeds,
    letters="UD",
    parsers={"shared.formats.alistamiento_v1:read_answer": "shared.formats.alistamiento_v1:MAX_BYTES"},
    dictionary=(b'"format":"alistamiento/1"', b'"crl":""', b'"urna":"URNA-1"'),
    max_len=6000,
)
