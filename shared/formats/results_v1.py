"""The public result bundle: made once at closing, and read by verifying first and parsing then, check by check.

It must not repair or accept in part: what does not hold raises, and what only does not add up is a finding.
"""

from collections.abc import Sequence
from typing import Final

from shared.crypto.certificates import DeviceIdentity, Role, load_chain
from shared.crypto.hashing import sha256_hex
from shared.domain.acta import ActaEscrutinio
from shared.domain.acta import findings as acta_findings
from shared.domain.hallazgo import Finding, Severity
from shared.domain.journal import JournalEntry, JournalKind, emitidos_por_grupo, substitution_data
from shared.formats.acta_v1 import fit_to_theme, parse_acta, serialise_acta
from shared.formats.container import count_members, pack, unpack
from shared.formats.image_v1 import Sign
from shared.formats.journal_v1 import check_chain, parse_journal, verify_newest_checkpoint
from shared.formats.manifest_v1 import parse_manifest, serialise_manifest
from shared.formats.results_model import (
    BundleChecks,
    Manifest,
    Member,
    ResultadoInvalido,
    SealedReference,
    Sustitucion,
    VerifiedBundle,
)
from shared.formats.sustitucion_v1 import read_sustitucion

__all__ = [
    "MAX_BYTES",
    "PURPOSE",
    "BundleChecks",
    "Manifest",
    "Member",
    "ResultadoInvalido",
    "SealedReference",
    "VerifiedBundle",
    "bundle_names",
    "make_public",
    "members_of",
    "read_public",
]

PURPOSE: Final = "results-public/1"
MAX_BYTES: Final = 2 << 20
NAMES: Final = ("manifest.json", "manifest.sig", "acta.json", "journal.jsonl", "certificates.pem")
SUBSTITUTED: Final = (*NAMES, "sustitucion.json")
"""Members of a bundle of either store that an acta de sustitucion names."""


def bundle_names(acta: ActaEscrutinio) -> tuple[str, str]:
    """File names of the public and of the sealed file."""
    stem = f"{acta.casilla.clave}-{acta.store_id.value}"
    return f"{stem}.public.zip", f"{stem}.sealed"


def make_public(  # noqa: PLR0913, PLR0917 - one parameter a member, and the key
    acta: ActaEscrutinio,
    journal: bytes,
    certificates: bytes,
    sealed: SealedReference,
    sign: Sign,
    sustitucion: bytes | None = None,
) -> bytes:
    """The public file: the same bytes for the same arguments.

    ``certificates`` is PEM, leaf first, root left out; ``sign`` is the urna's key (``SigningKey.sign``);
    ``sustitucion`` the acta that names the store, where there is one. Raises ``ValueError`` when the file would be
    larger than readers accept.
    """
    members = [("acta.json", serialise_acta(acta)), ("journal.jsonl", journal), ("certificates.pem", certificates)]
    if sustitucion is not None:
        members.append(("sustitucion.json", sustitucion))
    manifest = serialise_manifest(
        Manifest(
            election=acta.election,
            mode=acta.mode,
            casilla=acta.casilla,
            urna=acta.urna,
            store_id=acta.store_id,
            theme_hash=acta.theme_hash,
            members=tuple(Member(name, sha256_hex(data), len(data)) for name, data in members),
            sealed=sealed,
        )
    )
    data = pack((("manifest.json", manifest), ("manifest.sig", sign(PURPOSE, manifest)), *members))
    if len(data) > MAX_BYTES:
        raise ValueError(f"a public bundle of {len(data)} bytes")
    return data


def members_of(data: bytes) -> tuple[bytes, ...]:
    """The members of a container in their order, nothing of them believed; raises ``ResultadoInvalido`` R101."""
    names = SUBSTITUTED if count_members(data) == len(SUBSTITUTED) else NAMES
    return unpack(data, names, ResultadoInvalido)


def read_public(data: bytes, checks: BundleChecks) -> VerifiedBundle:
    """Accept a public file or raise; nothing is parsed before the checks in front of it hold.

    In order: size (R100), container (R101), manifest (R0xx), chain to the root and role (R110, K2xx), signature
    (K10x), signer (R111), member list and hashes (R112, R113), acta de sustitucion (R15x) of this store and signer
    (R114, R115), election, theme, casilla, mode (R120 to R123), acta (R0xx, D4xx) and that it says what the manifest
    says (R130 to R132), its figures those of the theme (R133 to R135), its key that of the substitution (R136), journal
    (J0xx, J1xx, D71x), that the acta names its closing entry and that nothing but a checkpoint follows (R140 to R142),
    that it tells of the substitution (R143), signature of the last checkpoint (J104, K10x). Equations are findings.
    """
    _check_size(data)
    manifest_bytes, signature, *members = members_of(data)
    manifest = parse_manifest(manifest_bytes)
    identity = _check_chain(members[2], checks)
    identity.public_key.verify(PURPOSE, manifest_bytes, signature)
    substituted = len(members) > len(NAMES) - 2
    if not substituted:
        _check_signer(manifest, identity)
    _check_members(manifest, members)
    sustitucion = _read_sustitucion(members[3], manifest, identity, checks) if substituted else None
    _check_binding(manifest, checks)
    acta = _read_acta(members[0], manifest, checks)
    if sustitucion is not None and acta.casilla_key != sustitucion.acta.casilla_key:
        raise ResultadoInvalido("R136", "sealed to another key than the acta de sustitucion names")
    journal = _read_journal(members[1], acta)
    _check_substitution_told(journal, sustitucion)
    verify_newest_checkpoint(journal, identity.public_key.verify)
    theme = checks.theme
    findings = (
        *acta_findings(acta, theme.contests, theme.agrupacion),
        *_closing_findings(acta, journal),
        *_group_findings(acta, journal),
    )
    return VerifiedBundle(acta, journal, manifest, identity, sha256_hex(data), findings, sustitucion)


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise ResultadoInvalido("R100", f"{len(data)} bytes where {MAX_BYTES} are allowed")


def _check_chain(pem: bytes, checks: BundleChecks) -> DeviceIdentity:
    chain = load_chain(pem)
    if not 1 <= len(chain) <= 2:
        raise ResultadoInvalido("R110", f"{len(chain)} certificates")
    return checks.anchor.verify_chain(chain[0], chain[1:], Role.URNA, checks.at)


def _check_signer(manifest: Manifest, identity: DeviceIdentity) -> None:
    if identity.id != manifest.urna.value:
        raise ResultadoInvalido("R111", f"signed by {identity.id}, made by {manifest.urna}")


def _read_sustitucion(data: bytes, manifest: Manifest, identity: DeviceIdentity, checks: BundleChecks) -> Sustitucion:
    """The acta by which a reserve signs for the two stores that it names, and for no other."""
    sustitucion = read_sustitucion(data, checks)
    acta = sustitucion.acta
    if manifest.casilla != acta.casilla or manifest.urna != acta.maker_of(manifest.store_id):
        raise ResultadoInvalido("R114", "the acta de sustitucion is of another store")
    if identity.id != acta.reserva.value:
        raise ResultadoInvalido("R115", f"signed by {identity.id}, substituted by {acta.reserva}")
    return sustitucion


def _check_members(manifest: Manifest, members: Sequence[bytes]) -> None:
    if tuple(member.name for member in manifest.members) != SUBSTITUTED[2 : 2 + len(members)]:
        raise ResultadoInvalido("R112", "the manifest lists other members")
    for named, found in zip(manifest.members, members, strict=True):
        if named.size != len(found) or named.sha256 != sha256_hex(found):
            raise ResultadoInvalido("R113", f"{named.name} is not the one that was signed")


def _check_binding(manifest: Manifest, checks: BundleChecks) -> None:
    theme = checks.theme
    if manifest.election != theme.election.id:
        raise ResultadoInvalido("R120", f"of election {manifest.election}")
    if manifest.theme_hash != theme.hash_hex:
        raise ResultadoInvalido("R121", "made with another theme")
    if not theme.serves(manifest.casilla):
        raise ResultadoInvalido("R122", f"{manifest.casilla} is not of the theme")
    if manifest.mode is not checks.mode or manifest.mode not in theme.modes:
        raise ResultadoInvalido("R123", f"of mode {manifest.mode}")


def _read_acta(data: bytes, manifest: Manifest, checks: BundleChecks) -> ActaEscrutinio:
    acta = parse_acta(data)
    said = (acta.election, acta.mode, acta.casilla, acta.urna, acta.store_id, acta.theme_hash)
    signed = (
        manifest.election,
        manifest.mode,
        manifest.casilla,
        manifest.urna,
        manifest.store_id,
        manifest.theme_hash,
    )
    if said != signed:
        raise ResultadoInvalido("R130", "acta and manifest differ")
    if acta.image_sha256 != manifest.sealed.sha256:
        raise ResultadoInvalido("R131", "acta and manifest name different images")
    if acta.theme_code != checks.theme.short_code:
        raise ResultadoInvalido("R132", "the short code is not that of the theme")
    return fit_to_theme(acta, checks.theme)


def _read_journal(data: bytes, acta: ActaEscrutinio) -> tuple[JournalEntry, ...]:
    journal = parse_journal(data)
    check_chain(journal)
    closings = [place for place, entry in enumerate(journal) if entry.kind is JournalKind.CIERRE]
    if len(closings) != 1:
        raise ResultadoInvalido("R140", f"{len(closings)} closing entries")
    if journal[closings[0]].hash != acta.journal_head:
        raise ResultadoInvalido("R141", "the acta names another closing entry")
    if any(entry.kind is not JournalKind.CHECKPOINT for entry in journal[closings[0] + 1 :]):
        raise ResultadoInvalido("R142", "the journal goes on after its closing entry")
    return journal


def _check_substitution_told(journal: Sequence[JournalEntry], sustitucion: Sustitucion | None) -> None:
    """R143: the journal tells of a substitution that no acta bears out, or the other way round, or of another one."""
    told = [entry.data for entry in journal if entry.kind is JournalKind.SUSTITUCION]
    expected = [substitution_data(sustitucion.acta)] if sustitucion is not None else []
    if told != expected:
        raise ResultadoInvalido("R143", f"{len(told)} entries of a substitution, or another one")


def _closing_findings(acta: ActaEscrutinio, journal: Sequence[JournalEntry]) -> tuple[Finding, ...]:
    """R301: the counters of the closing entry, where it holds them, are not those of the acta."""
    closing = next(entry for entry in journal if entry.kind is JournalKind.CIERRE)
    differ = [name for name, value in closing.data if getattr(acta.ledger, name) != value]
    return tuple(Finding("R301", Severity.ERROR, f"ledger.{name}") for name in differ)


def _group_findings(acta: ActaEscrutinio, journal: Sequence[JournalEntry]) -> tuple[Finding, ...]:
    """R302: a group's voters are not those whose turns the journal tells: merging could have been cheated."""
    told = emitidos_por_grupo(journal)
    said = {grupo.id.value: grupo.emitidos for grupo in acta.grupos}
    differ = [name for name in {**said, **told} if said.get(name, 0) != told.get(name, 0)]
    return tuple(Finding("R302", Severity.ERROR, f"groups.{name}") for name in differ)
