"""The manifest of a PREP cut: which files it has, signed by the server, and the tiny ``latest.json``.

It must not read folders nor judge figures: who reads a cut compares each file's hash and then its numbers.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.crypto.certificates import DeviceIdentity, Role, TrustAnchor, load_chain
from shared.crypto.hashing import sha256_hex
from shared.domain.eleccion import Mode
from shared.domain.ids import EleccionId
from shared.formats.canonical import Fields, dumps, loads_canonical, moment_text
from shared.formats.prep_csv import PrepInvalido

FORMAT: Final = "prep-cut/1"
LATEST_FORMAT: Final = "prep-latest/1"
PURPOSE: Final = "prep-cut/1"
MANIFEST_NAME: Final = "manifest.json"
SIGNATURE_NAME: Final = "manifest.sig"
CERTIFICATES_NAME: Final = "certificates.pem"
RESULTS_NAME: Final = "resultados.json"
SECCIONES_NAME: Final = "secciones.json"
LATEST_NAME: Final = "latest.json"
MAX_MANIFEST: Final = 1 << 20
MAX_LATEST: Final = 4096
MAX_FILES: Final = 2000
_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class CutFile:
    """One file of a cut: path inside the cut's folder, SHA-256 in hexadecimal, size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class CutManifest:
    """What a cut holds; ``previous`` is the SHA-256 of the manifest before it, so that no cut can be taken out."""

    election: EleccionId
    mode: Mode
    corte: int
    observed_at: datetime
    theme_hash: str
    previous: str | None
    files: tuple[CutFile, ...]


@dataclass(frozen=True, slots=True)
class Latest:
    """Which cut is the newest."""

    corte: int
    observed_at: datetime
    manifest_sha256: str


def cut_file(path: str, data: bytes) -> CutFile:
    """The manifest's line for a file."""
    return CutFile(path, sha256_hex(data), len(data))


def serialise_manifest(manifest: CutManifest) -> bytes:
    """The canonical JSON that is signed."""
    return dumps(
        {
            "format": FORMAT,
            "election": manifest.election.value,
            "mode": manifest.mode.value,
            "corte": manifest.corte,
            "observed_at": moment_text(manifest.observed_at),
            "theme_hash": manifest.theme_hash,
            "previous": manifest.previous,
            "files": [{"path": f.path, "sha256": f.sha256, "size": f.size} for f in manifest.files],
        }
    )


def parse_manifest(data: bytes) -> CutManifest:
    """Read a manifest; raises ``PrepInvalido`` P0xx, P121 a path that leaves the folder or stands twice."""
    fields = Fields(loads_canonical(data, PrepInvalido, MAX_MANIFEST), PrepInvalido)
    fields.literal("format", FORMAT)
    manifest = CutManifest(
        election=fields.ident("election", EleccionId),
        mode=fields.choice("mode", Mode),
        corte=fields.integer("corte", 1, 10**7),
        observed_at=fields.moment("observed_at"),
        theme_hash=fields.hexadecimal("theme_hash", _HASH_BYTES).hex(),
        previous=_previous(fields),
        files=fields.objects("files", _file, MAX_FILES),
    )
    fields.done()
    paths = [file.path for file in manifest.files]
    if len(set(paths)) != len(paths) or not all(map(_is_inside, paths)):
        raise PrepInvalido("P121", "a path that leaves the folder of the cut, or stands twice")
    return manifest


def verify_manifest(data: bytes, signature: bytes, certificates: bytes, anchor: TrustAnchor) -> CutManifest:
    """Verify, then read. The chain is judged at the cut's own time, which its signer states.

    Raises ``PrepInvalido`` (form), ``CertificateInvalid`` (K2xx) or ``SignatureInvalid`` (K1xx).
    """
    manifest = parse_manifest(data)
    identity = _signer(certificates, anchor, manifest.observed_at)
    identity.public_key.verify(PURPOSE, data, signature)
    return manifest


def serialise_latest(latest: Latest) -> bytes:
    """The bytes of ``latest.json``."""
    return dumps(
        {
            "format": LATEST_FORMAT,
            "corte": latest.corte,
            "observed_at": moment_text(latest.observed_at),
            "manifest_sha256": latest.manifest_sha256,
        }
    )


def parse_latest(data: bytes) -> Latest:
    """Read ``latest.json``; raises ``PrepInvalido``."""
    fields = Fields(loads_canonical(data, PrepInvalido, MAX_LATEST), PrepInvalido)
    fields.literal("format", LATEST_FORMAT)
    latest = Latest(
        fields.integer("corte", 1, 10**7),
        fields.moment("observed_at"),
        fields.hexadecimal("manifest_sha256", _HASH_BYTES).hex(),
    )
    fields.done()
    return latest


def _signer(certificates: bytes, anchor: TrustAnchor, at: datetime) -> DeviceIdentity:
    leaf, *others = load_chain(certificates)
    return anchor.verify_chain(leaf, others, Role.SERVIDOR, at)


def _previous(fields: Fields) -> str | None:
    if fields.peek("previous") is None:
        fields.raw("previous")
        return None
    return fields.hexadecimal("previous", _HASH_BYTES).hex()


def _file(fields: Fields) -> CutFile:
    return CutFile(
        fields.text("path", 120, empty=False),
        fields.hexadecimal("sha256", _HASH_BYTES).hex(),
        fields.integer("size", 0, 1 << 31),
    )


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return len(parts) <= 2 and all(part not in {"", ".", ".."} and "\\" not in part for part in parts)
