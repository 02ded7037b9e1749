"""An acta de sustitucion as it comes, its opening chosen by a stranger, and its statement signed anew by two officials.

It must not accept an acta that is written otherwise than the one that was read.
"""

import json
from functools import cache

from shared.crypto.credentials import SIGNATURE_SIZE, verify_attested
from shared.formats.results_v1 import BundleChecks
from shared.formats.sustitucion_v1 import read_opening, read_sustitucion, serialise_sustitucion
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.unit.formats.bundles import Institute
from tests.unit.formats.substitutions import CARDS, NAMES, NEW_STORE, Substitution, theme

RAW, OPENING, ATTESTED = range(3)


@cache
def mesa() -> Substitution:
    made = world.institute()
    keys = (made.root_key, made.urna_key, made.casilla_key, made.election_key)
    return Substitution(Institute(*keys, theme()), world.signing_key(1003))


@cache
def checks() -> BundleChecks:
    return mesa().institute.checks()


@cache
def good() -> bytes:
    return mesa().signed(mesa().acta(NEW_STORE))


def run(data: bytes) -> None:
    mode, body = (data[0] % 3, data[1:]) if data else (RAW, b"")
    if mode == OPENING:
        read_opening(body, checks())
        read_sustitucion(mesa().signed(mesa().acta(), opening=body), checks())
    elif mode == ATTESTED:
        public = CARDS[NAMES[0]].public_key().public_bytes_raw()
        verify_attested(public, body[SIGNATURE_SIZE:], body[:SIGNATURE_SIZE])
    else:
        found = read_sustitucion(body, checks())
        opening = json.loads(body)["opening"]
        again = json.loads(serialise_sustitucion(found.acta, b"", found.firmas)) | {"opening": opening}
        same(json.dumps(again, sort_keys=True, separators=(",", ":")).encode(), body)


def seeds() -> tuple[bytes, ...]:
    closing = mesa().signed(mesa().acta())
    attested = mesa().signed(mesa().acta())[:SIGNATURE_SIZE]
    return (b"\0" + good(), b"\0" + closing, b"\1" + mesa().opening(), b"\2" + attested)


TARGET = Target(
    name="substitution",
    run=run,
    seeds=seeds,
    letters="RDKU",
    parsers={
        "shared.formats.sustitucion_v1:read_sustitucion": "shared.formats.sustitucion_v1:MAX_BYTES",
        "shared.formats.sustitucion_v1:read_opening": "shared.formats.opening_v1:MAX_BYTES",
        "shared.crypto.credentials:verify_attested": "shared.crypto.credentials:SIGNATURE_SIZE",
    },
    dictionary=(b'"format":"substitution/1"', b'"new_store":"', b'"signatures":[]', b'"lista":', b'"reserve":'),
)
