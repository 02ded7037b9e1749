"""The theme that the urna works with: pinned by hash on every medium, read again at every start.

It must not verify signatures: `loading` does, before it pins. Files are named by their hash, so that a theme never
overwrites the one that the journal still names: a cut in between leaves that one whole.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.formats.theme_model import Theme
from shared.formats.theme_v1 import MAX_BYTES, parse_theme
from urna.flow.ports import INTERNAL, FolderPort, MediaPort, MedioPerdido, MediumPort
from urna.services.words import Words, load_words

_ASSETS: Final = "assets"
_SUFFIX: Final = ".json"
_ASSET_BYTES: Final = 8 << 20
TRUSTED_NAMES: Final = ("root.json", "timestamp.json", "snapshot.json", "targets.json")


class ThemeShelf:
    """`ThemeSource` on one folder of each medium, by label; it may be read by any thread.

    TUF metadata is kept on the internal medium alone: it guards loading, which is over when the jornada opens.
    """

    def __init__(self, media: MediaPort, folders: Mapping[str, FolderPort]) -> None:
        self._media = media
        self._folders = dict(folders)
        self._lock = Lock()
        self._theme: Theme | None = None
        self._bytes = b""
        self._assets: dict[str, bytes] = {}
        self._words = load_words({})

    def theme(self) -> Theme | None:
        """The pinned theme, None before."""
        with self._lock:
            return self._theme

    def asset(self, name: str) -> bytes | None:
        """A picture of the pinned theme."""
        with self._lock:
            return self._assets.get(name)

    def words(self) -> Words:
        """The words for paper, with the theme's own."""
        with self._lock:
            return self._words

    def trusted(self) -> dict[str, bytes]:
        """The TUF metadata kept since the last theme; empty before the first."""
        folder = self._folders[INTERNAL].subfolder("tuf")
        found = {name: folder.read(name) for name in TRUSTED_NAMES}
        return {name: data for name, data in found.items() if data is not None}

    def keep_trusted(self, trusted: Mapping[str, bytes]) -> None:
        """Keep TUF metadata for next time."""
        for name, data in sorted(trusted.items()):
            self._folders[INTERNAL].subfolder("tuf").replace(name, data)

    def pin(self, theme_bytes: bytes, assets: Mapping[str, bytes]) -> None:
        """Write theme and pictures durably beside those of any other, and work with it from now on."""
        self._media.on_each(lambda medium: self._write(medium, theme_bytes, assets))
        self._take(theme_bytes, dict(assets))

    def tidy(self) -> None:
        """Take away what other themes left; only once the journal names this one."""
        theme = self.theme()
        if theme is not None:
            self._media.on_each(lambda medium: _tidy(self._folders[medium.label], theme))

    def restore(self, hash_hex: str) -> bool:
        """Take the theme of that hash from the first medium that has it whole, and mend the others; False: none has."""
        whole = {medium.label for medium in self._media.present if self._restore_from(medium.label, hash_hex)}
        if not whole:
            return False
        self._media.on_each(lambda medium: None if medium.label in whole else self.bring_level(medium))
        return True

    def bring_level(self, medium: MediumPort) -> None:
        """Write the theme in force to a medium; nothing before one is. Raises ``MedioPerdido``."""
        if self._bytes:
            self._write(medium, self._bytes, self._assets)

    def _write(self, medium: MediumPort, theme_bytes: bytes, assets: Mapping[str, bytes]) -> None:
        folder = self._folders[medium.label]
        for _, data in sorted(assets.items()):
            folder.subfolder(_ASSETS).replace(sha256_hex(data), data)
        folder.replace(sha256_hex(theme_bytes) + _SUFFIX, theme_bytes)

    def _restore_from(self, label: str, hash_hex: str) -> bool:
        folder = self._folders[label]
        try:
            data = folder.read(hash_hex + _SUFFIX, MAX_BYTES)
            if data is None or sha256_hex(data) != hash_hex:
                return False
            assets: dict[str, bytes] = {}
            for asset in parse_theme(data).assets:
                picture = folder.subfolder(_ASSETS).read(asset.sha256, _ASSET_BYTES)
                if picture is None or sha256_hex(picture) != asset.sha256:
                    return False
                assets[asset.name] = picture
        except MedioPerdido:
            return False
        self._take(data, assets)
        return True

    def _take(self, theme_bytes: bytes, assets: dict[str, bytes]) -> None:
        theme = parse_theme(theme_bytes)
        with self._lock:
            self._bytes = theme_bytes
            self._theme = theme
            self._assets = assets
            self._words = load_words(theme.texts.get("es", {}))


def _tidy(folder: FolderPort, theme: Theme) -> None:
    wanted = {asset.sha256 for asset in theme.assets}
    for name in sorted(set(folder.subfolder(_ASSETS).names()) - wanted):
        folder.subfolder(_ASSETS).remove(name)
    for name in folder.names():
        if name.endswith(_SUFFIX) and name != theme.hash_hex + _SUFFIX:
            folder.remove(name)
