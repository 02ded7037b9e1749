"""What a copy says of itself, signed by the server that made it. It must not read databases."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.crypto.errors import SignatureInvalid
from shared.crypto.hashing import sha256_of
from shared.crypto.signing import SigningKey, VerifyingKey
from shared.domain.errors import DatoInvalido
from shared.formats.canonical import moment_text, twin

FORMAT: Final = "server-backup/1"
PURPOSE: Final = "server-backup/1"
MANIFEST_NAME: Final = "respaldo.json"
SIGNATURE_NAME: Final = "respaldo.sig"
FILES: Final = "archivos"
MAX_MANIFEST: Final = 64 << 20
SIGNATURE_BYTES: Final = 64


class RespaldoInvalido(DatoInvalido):
    """A copy that cannot be made or brought back (codes ``S80x``)."""


class Kind(StrEnum):
    """Of which database a copy is."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


DUMPS: Final = {Kind.SQLITE: "base.sqlite3", Kind.POSTGRES: "base.pgdump"}


class Held(BaseModel):
    """What a database holds: version of its schema, trail (number and hash of its last entry), rows of each table."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    trail: int
    trail_hash: str
    rows: dict[str, int]


class Elsewhere(BaseModel):
    """Files by content that no copy holds, because they lie in a bucket: its place, and each as ``folder/abc...``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: str
    names: tuple[str, ...]


class Manifest(BaseModel):
    """One copy.

    Attributes:
        sha256, size: of the database's file.
        files: files by content that lie beside it, as ``folder/ab/abc...``; their names are their hashes.
        elsewhere: those that are in a bucket; None where there is none.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str
    kind: Kind
    made_at: datetime
    sha256: str
    size: int
    held: Held
    files: tuple[str, ...]
    elsewhere: Elsewhere | None = None

    def to_bytes(self) -> bytes:
        """The canonical bytes that are signed."""
        told = self.model_dump(mode="json", exclude=None if self.elsewhere else {"elsewhere"})
        return twin({**told, "made_at": moment_text(self.made_at)})


def sign(manifest: Manifest, key: SigningKey) -> bytes:
    """The signature of a copy."""
    return key.sign(PURPOSE, manifest.to_bytes())


def read_manifest(folder: Path, key: VerifyingKey) -> Manifest:
    """The manifest of a copy that this server's key signed and whose database is whole.

    Raises ``RespaldoInvalido`` S801.
    """
    data, signature = _read(folder / MANIFEST_NAME, MAX_MANIFEST), _read(folder / SIGNATURE_NAME, SIGNATURE_BYTES)
    try:
        key.verify(PURPOSE, data, signature)
        manifest = Manifest.model_validate_json(data)
    except (SignatureInvalid, ValidationError) as error:
        raise RespaldoInvalido("S801", "the manifest is not what this server signed") from error
    if manifest.format != FORMAT or digest(folder / DUMPS[manifest.kind]) != (manifest.sha256, manifest.size):
        raise RespaldoInvalido("S801", "the copy of the database is not the one that was signed")
    return manifest


def digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file; raises ``RespaldoInvalido`` S801 when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return sha256_of(stream), path.stat().st_size
    except OSError as error:
        raise RespaldoInvalido("S801", f"{path.name} cannot be read") from error


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise RespaldoInvalido("S801", f"{path.name} cannot be read") from error
    if len(data) > most:
        raise RespaldoInvalido("S801", f"{path.name} is longer than {most} bytes")
    return data
