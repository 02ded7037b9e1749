"""The opening file of an urna, as it comes and signed anew. It must not be believed before its signature holds."""

from functools import cache

from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, OfficialId, StoreId
from shared.formats.opening_v1 import PURPOSE, Apertura, claimed_certificates, parse, serialise
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.unit.formats import bundles, examples


def run(data: bytes) -> None:
    mode, body = (data[0] % 2, data[1:]) if data else (0, b"")
    key = world.institute().urna_key
    whole = key.sign(PURPOSE, body) + body if mode else body
    certificates = claimed_certificates(whole)
    same(serialise(parse(whole, key.public.verify), certificates, key.sign), whole)


@cache
def seeds() -> tuple[bytes, ...]:
    institute = world.institute()
    holders = tuple(OfficialId(f"FUNCIONARIA-{n}") for n in (1, 2, 3))
    where = (bundles.URNA, CasillaId(examples.CLAVE), Mode.OFICIAL, institute.theme.hash_hex)
    made = Apertura(*where, StoreId("0f" * 16), institute.casilla_key.public, bundles.OPENED, holders)
    whole = serialise(made, institute.certificate(), institute.urna_key.sign)
    return (b"\0" + whole, b"\1" + whole[64:])


TARGET = Target(
    name="apertura",
    run=run,
    seeds=seeds,
    letters="UKD",
    parsers={
        "shared.formats.opening_v1:parse": "shared.formats.opening_v1:MAX_BYTES",
        "shared.formats.opening_v1:claimed_certificates": "shared.formats.opening_v1:MAX_BYTES",
    },
    dictionary=(b'"format":"opening/1"', b'"holders":[]', b'"opened_at":"2018-07-01T13:00:00Z"'),
    max_len=5000,
)
