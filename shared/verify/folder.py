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
from shared.domain.ids import CasillaId
from shared.formats.lote_v1 import NAME, Lote
from shared.formats.theme_repository import SignedThemes
from shared.formats.theme_v1 import Theme
from shared.verify.outcome import CannotVerify, Problem

BUNDLES: Final = "bundles"
TEMA: Final = "tema"
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
    root_pem, crl_pem, found = _root(folder, fingerprint)
    theme, theme_bytes = read_theme(folder / TEMA)
    return Publication(folder, root_pem, crl_pem, found, theme, theme_bytes, bundles_in(folder), judged_at(theme))


def open_lote(folder: Path, fingerprint: str | None) -> tuple[Lote, tuple[Publication, ...]] | None:
    """Each theme of a publication of a lot with the bundles of its casillas; None where there is one theme alone.

    Bundles of casillas that no theme has are of the first, which refuses them. Raises as `open_publication`.
    """
    themes = _themes(folder / TEMA)
    if themes.lote is None:
        return None
    root_pem, crl_pem, found = _root(folder, fingerprint)
    bundles, whose = bundles_in(folder), _claves(themes.lote)
    publications = []
    try:
        for place, (theme, data) in enumerate(themes.every()):
            own = tuple(path for path in bundles if whose.get(clave_of(path), 0) == place)
            publications.append(Publication(folder, root_pem, crl_pem, found, theme, data, own, judged_at(theme)))
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V104", TEMA, reason=error)) from None
    return themes.lote, tuple(publications)


def bundles_in(folder: Path) -> tuple[Path, ...]:
    """The public files of a publication, sorted by name."""
    return tuple(sorted((folder / BUNDLES).glob(f"*{BUNDLE_SUFFIX}")))


def clave_of(path: Path) -> str:
    """The clave that the name of a bundle says, which its reader holds against what it holds."""
    return path.name.split("-")[0][:11]


def read_theme(repository: Path, file: Path | None = None) -> tuple[Theme, bytes]:
    """The theme of a repository whose ``trusted-root.json`` (or else its first root) signs it.

    The only one, or of a lot that of the casilla whose clave begins the name of ``file`` (a bundle, a sealed file).
    That root is the folder's own word; every bundle binds the theme's hash under the institute's root, and the short
    code of the theme is on the institute's printed list. Raises ``CannotVerify`` V104, V105.
    """
    themes = _themes(repository)
    if themes.lote is None:
        return next(themes.every())
    if file is None:
        raise CannotVerify(Problem.of("V105", TEMA, found=len(themes.lote.themes)))
    try:
        return themes.of(CasillaId(clave_of(file)))
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V104", TEMA, reason=error)) from None


def read_themes(repository: Path) -> tuple[Theme, ...]:
    """Every theme of a repository; raises as `read_theme`."""
    themes = _themes(repository)
    try:
        return tuple(theme for theme, _ in themes.every())
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V104", TEMA, reason=error)) from None


def _themes(repository: Path) -> SignedThemes:
    root = _optional(repository / "trusted-root.json") or _optional(repository / "metadata" / "1.root.json")
    if root is None:
        raise CannotVerify(Problem.of("V104", TEMA, reason=_ROOT_ROLE))
    try:
        listed = RepositoryClient().listed(repository, {_ROOT_ROLE: root}, None)
        count = sum(name.endswith(_THEME_FILE) for name in listed.names)
        if NAME not in listed.names and count != 1:
            raise CannotVerify(Problem.of("V105", TEMA, found=count))
        return SignedThemes(listed)
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V104", TEMA, reason=error)) from None


def _root(folder: Path, fingerprint: str | None) -> tuple[bytes, bytes | None, str]:
    root_pem, crl_pem = _read(folder / "raiz" / "root.pem"), _optional(folder / "raiz" / "crl.pem")
    if root_pem is None:
        raise CannotVerify(Problem.of("V101", "raiz/root.pem"))
    try:
        found = TrustAnchor.from_pem(root_pem, crl_pem).fingerprint_hex
    except DatoInvalido as error:
        raise CannotVerify(Problem.of("V102", "raiz", reason=error)) from None
    if fingerprint is not None and _plain(fingerprint) != found:
        raise CannotVerify(Problem.of("V103", "raiz/root.pem", found=found))
    return root_pem, crl_pem, found


def _claves(lote: Lote) -> dict[str, int]:
    return {casilla.clave: place for place, theme in enumerate(lote.themes) for casilla in theme.casillas}


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
