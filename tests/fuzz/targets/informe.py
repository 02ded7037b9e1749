"""Signed reports: the file as it comes, or a body that a stranger chose, signed anew. It must not pass unsigned."""

from functools import cache

from shared.crypto.certificates import TrustAnchor
from shared.formats.container import pack, unpack
from shared.formats.informe_v1 import NAMES, PURPOSE, InformeInvalido, make_informe, read_informe
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.unit.formats import bundles, informes


@cache
def anchor() -> TrustAnchor:
    return TrustAnchor.from_pem(world.institute().root_pem(), None)


def run(data: bytes) -> None:
    mode, body = (data[0] % 2, data[1:]) if data else (0, b"")
    sign = world.institute().urna_key.sign
    members = (body, sign(PURPOSE, body), world.certificate())
    whole = pack(tuple(zip(NAMES, members, strict=True))) if mode else body
    found = read_informe(whole, anchor(), bundles.JUDGED)
    _, _, certificates = unpack(whole, NAMES, InformeInvalido)
    same(make_informe(found, certificates, sign), whole)


@cache
def seeds() -> tuple[bytes, ...]:
    made = informes.report()
    whole = make_informe(made, world.certificate(), world.institute().urna_key.sign)
    return (b"\0" + whole, b"\1" + unpack(whole, NAMES, InformeInvalido)[0])


TARGET = Target(
    name="informe",
    run=run,
    seeds=seeds,
    letters="NKD",
    parsers={"shared.formats.informe_v1:read_informe": "shared.formats.informe_v1:MAX_BYTES"},
    dictionary=(b'"format":"report/1"', b'"kind":"borrado"', b'"results":[]', b'"number":999'),
    max_len=9000,
)
