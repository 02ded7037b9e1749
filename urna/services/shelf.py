"""The theme that the urna works with: pinned by hash on the internal medium, read again at every start.

It must not verify signatures: `loading` does, before it pins.
"""

from collections.abc import Mapping
from threading import Lock
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.formats.theme_model import Theme
from shared.formats.theme_v1 import MAX_BYTES, parse_theme
from urna.flow.ports import FolderPort
from urna.services.words import Words, load_words

THEME: Final = "theme.json"
_ASSET_BYTES: Final = 8 << 20
TRUSTED_NAMES: Final = ("root.json", "timestamp.json", "snapshot.json", "targets.json")


class ThemeShelf:
    """`ThemeSource` on the folder ``tema`` of the internal medium; it may be read by any thread."""

    def __init__(self, folder: FolderPort) -> None:
        self._folder = folder
        self._lock = Lock()
        self._theme: Theme | None = None
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
        folder = self._folder.subfolder("tuf")
        found = {name: folder.read(name) for name in TRUSTED_NAMES}
        return {name: data for name, data in found.items() if data is not None}

    def keep_trusted(self, trusted: Mapping[str, bytes]) -> None:
        """Keep TUF metadata for next time."""
        for name, data in sorted(trusted.items()):
            self._folder.subfolder("tuf").replace(name, data)

    def pin(self, theme_bytes: bytes, assets: Mapping[str, bytes]) -> None:
        """Write theme and pictures durably, the theme last, and work with it from now on."""
        for name, data in sorted(assets.items()):
            self._folder.subfolder("assets").replace(name, data)
        self._folder.replace(THEME, theme_bytes)
        self._take(parse_theme(theme_bytes), dict(assets))

    def restore(self, hash_hex: str) -> bool:
        """Take the theme of that hash from the medium; False when it is not there or altered."""
        data = self._folder.read(THEME, MAX_BYTES)
        if data is None or sha256_hex(data) != hash_hex:
            return False
        theme = parse_theme(data)
        assets: dict[str, bytes] = {}
        for asset in theme.assets:
            picture = self._folder.subfolder("assets").read(asset.name, _ASSET_BYTES)
            if picture is None or sha256_hex(picture) != asset.sha256:
                return False
            assets[asset.name] = picture
        self._take(theme, assets)
        return True

    def _take(self, theme: Theme, assets: dict[str, bytes]) -> None:
        with self._lock:
            self._theme = theme
            self._assets = assets
            self._words = load_words(theme.texts.get("es", {}))
