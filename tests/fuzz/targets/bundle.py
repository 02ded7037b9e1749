"""Public bundles: the container as it comes, or one member that a stranger chose inside a bundle that is signed anew.

It must not accept a bundle whose parts make another file than the one that was read.
"""

from functools import cache

from shared.crypto.hashing import sha256_hex
from shared.domain.errors import DatoInvalido
from shared.domain.journal import JournalKind
from shared.formats.acta_v1 import fit_to_theme, parse_acta, serialise_acta
from shared.formats.container import pack, unpack
from shared.formats.journal_v1 import parse_journal, serialise_journal
from shared.formats.manifest_v1 import parse_manifest, serialise_manifest
from shared.formats.results_model import Manifest, Member, ResultadoInvalido, SealedReference
from shared.formats.results_v1 import NAMES, PURPOSE, BundleChecks, read_public
from tests.fuzz import world
from tests.fuzz.target import Target, same
from tests.unit.formats import bundles

RAW, MANIFEST, ACTA, JOURNAL, CERTIFICATES, PLAIN_ACTA, PLAIN_MANIFEST = range(7)


@cache
def good() -> tuple[bytes, ...]:
    """The members of a good bundle."""
    return unpack(bundles.bundle(world.institute(), certificates=world.certificate()), NAMES, ResultadoInvalido)


@cache
def checks() -> BundleChecks:
    return world.institute().checks()


def run(data: bytes) -> None:
    mode, body = (data[0] % 7, data[1:]) if data else (RAW, b"")
    if mode == PLAIN_ACTA:
        acta = parse_acta(body)
        same(serialise_acta(acta), body)
        fit_to_theme(acta, checks().theme)
    elif mode == PLAIN_MANIFEST:
        same(serialise_manifest(parse_manifest(body)), body)
    else:
        whole = body if mode == RAW else _bundle(mode, body)
        found = read_public(whole, checks())
        _, signature, acta_bytes, journal, certificates = unpack(whole, NAMES, ResultadoInvalido)
        same(serialise_journal(found.journal), journal)
        same(serialise_acta(found.acta), acta_bytes)
        manifest = serialise_manifest(found.manifest)
        members = (manifest, signature, acta_bytes, journal, certificates)
        same(pack(tuple(zip(NAMES, members, strict=True))), whole)


def _bundle(mode: int, body: bytes) -> bytes:
    manifest, _, acta, journal, certificates = good()
    if mode == ACTA:
        acta = body
    elif mode == JOURNAL:
        journal, acta = body, _naming(body, acta)
    elif mode == CERTIFICATES:
        certificates = body
    manifest = body if mode == MANIFEST else _manifest((acta, journal, certificates))
    signature = world.institute().urna_key.sign(PURPOSE, manifest)
    return pack(tuple(zip(NAMES, (manifest, signature, acta, journal, certificates), strict=True)))


def _naming(journal: bytes, acta: bytes) -> bytes:
    """The acta that names the journal's closing entry, where it has one, so that what follows is reached."""
    try:
        closing = [entry.hash for entry in parse_journal(journal) if entry.kind is JournalKind.CIERRE]
    except DatoInvalido:
        closing = []
    head = closing[0] if closing else "0" * 64
    return serialise_acta(bundles.acta(world.institute(), journal_head=head)) if closing else acta


def _manifest(members: tuple[bytes, ...]) -> bytes:
    acta = bundles.acta(world.institute())
    listed = tuple(Member(n, sha256_hex(d), len(d)) for n, d in zip(NAMES[2:], members, strict=True))
    sealed = SealedReference(acta.image_sha256, 12345, 6)
    ids = (acta.election, acta.mode, acta.casilla, acta.urna, acta.store_id, acta.theme_hash)
    return serialise_manifest(Manifest(*ids, listed, sealed))


def seeds() -> tuple[bytes, ...]:
    manifest, _, acta, journal, certificates = good()
    whole = pack(tuple(zip(NAMES, good(), strict=True)))
    parts = {
        RAW: whole, MANIFEST: manifest, ACTA: acta, JOURNAL: journal, CERTIFICATES: certificates,
        PLAIN_ACTA: acta, PLAIN_MANIFEST: manifest,
    }  # fmt: skip
    return tuple(bytes([mode]) + part for mode, part in parts.items())


TARGET = Target(
    name="bundle",
    run=run,
    seeds=seeds,
    letters="RDKJ",
    parsers={
        "shared.formats.results_v1:read_public": "shared.formats.results_v1:MAX_BYTES",
        "shared.formats.container:unpack": "shared.formats.results_v1:MAX_BYTES",
        "shared.formats.manifest_v1:parse_manifest": "shared.formats.manifest_v1:MAX_BYTES",
        "shared.formats.acta_v1:parse_acta": "shared.formats.acta_v1:MAX_BYTES",
    },
    dictionary=(
        *(name.encode() for name in NAMES), b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b'"format":', b'"oficial"',
        b'"simulacro"', b"-----BEGIN CERTIFICATE-----", b'"kind":"cierre"', b'"kind":"checkpoint"', b'"rechazados":',
    ),
)  # fmt: skip
