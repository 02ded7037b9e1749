"""A publication on disk: institute's root, signed theme, bundles and cuts, as ``docs/contracts.md`` lays them out.

It must not believe anything that the root or the theme's signers do not vouch for, nor write in the folder.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

from shared.crypto.certificates import MAX_CRL, TrustAnchor
from shared.crypto.tuf_client import RepositoryClient
from shared.domain.errors import DatoInvalido
from shared.formats.theme_v1 import Theme, parse_theme
from shared.verify.outcome import CannotVerify, Problem

BUNDLES: Final = "bundles"
BUNDLE_SUFFIX: Final = ".public.zip"
_ROOT_ROLE: Final = "root.json"
_THEME_FILE: Final = "/theme.json"


@dataclass(frozen=True, slots=True)
class Publication:
    """What was verified before any bundle is read.

    Attributes:
        folder: where it lies.
        root_pem, crl_pem: the institute's root and its revocation list (None: there is none).
        fingerprint: SHA-256 of the root, hexadecimal.
        theme, theme_bytes: signed by two people or more.
        bundles: the public files, sorted by name.
        judged_at: the moment at which certificates are judged: the end of the jornada, whatever today is.
    """

    folder: Path
    root_pem: bytes
    crl_pem: bytes | None
    fingerprint: str
    theme: Theme
    theme_bytes: bytes
    bundles: tuple[Path, ...]
    judged_at: datetime


def open_publication(folder: Path, fingerprint: str | None) -> Publication:
    """Read root and theme; raises ``CannotVerify``.

    V101 no root; V102 the root is unreadable; V103 it is not the one of ``fingerprint``; V104 the theme's repository is
    refused; V105 it does not hold exactly one theme.
    """
    root_pem, crl_pem = _read(folder / "raiz" / "root.pem"), _optional(folder / "raiz" / "crl.pem")
    if root_pem is None:
        raise CannotVerify(Problem.of("V101", "raiz/root.pem"))
    try:
        found = TrustAnchor.from_pem(root_pem, crl_pem).fingerprint_hex
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V102", "raiz", reason=error)) from None
    if fingerprint is not None and _plain(fingerprint) != found:
        raise CannotVerify(Problem.of("V103", "raiz/root.pem", found=found))
    theme, theme_bytes = read_theme(folder / "tema")
    bundles = tuple(sorted((folder / BUNDLES).glob(f"*{BUNDLE_SUFFIX}")))
    return Publication(folder, root_pem, crl_pem, found, theme, theme_bytes, bundles, judged_at(theme))


def read_theme(repository: Path) -> tuple[Theme, bytes]:
    """The one theme of a repository whose ``trusted-root.json`` (or else its first root) signs it.

    That root is the folder's own word; every bundle binds the theme's hash under the institute's root, and the short
    code of the theme is on the institute's printed list. Raises ``CannotVerify`` V104, V105.
    """
    root = _optional(repository / "trusted-root.json") or _optional(repository / "metadata" / "1.root.json")
    if root is None:
        raise CannotVerify(Problem.of("V104", "tema", reason=_ROOT_ROLE))
    try:
        targets = RepositoryClient().verify(repository, {_ROOT_ROLE: root}, None).targets
        themes = [data for name, data in targets.items() if name.endswith(_THEME_FILE)]
        if len(themes) != 1:
            raise CannotVerify(Problem.of("V105", "tema", found=len(themes)))
        return parse_theme(themes[0]), themes[0]
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V104", "tema", reason=error)) from None


def read_limited(path: Path, most: int) -> bytes:
    """The bytes of a stranger's file, one more than ``most`` at the utmost: its reader then refuses it by size."""
    with path.open("rb") as file:
        return file.read(min(most, path.stat().st_size) + 1)  # a buffer of its size, not of the limit


def judged_at(theme: Theme) -> datetime:
    """The end of the jornada in UTC: a publication is verified the same years later."""
    return datetime.combine(theme.election.date, time(), UTC) + timedelta(days=1, hours=6)


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.split()).replace(":", "").lower()


def _read(path: Path) -> bytes | None:
    try:
        return read_limited(path, MAX_CRL)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotVerify(Problem.of("V101", path.name, reason=error.strerror)) from None


def _optional(path: Path) -> bytes | None:
    return _read(path) if path.is_file() else None
