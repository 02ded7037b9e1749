"""The theme that the urna works with: pinned by hash on every medium, read again at every start.

It must not verify signatures: `loading` does, before it pins. Files are named by their hash, so that a theme never
overwrites the one that the journal still names: a cut in between leaves that one whole. Pictures stay in memory;
sounds, many times larger, are read again whenever one is wanted, and nothing whose hash is another is given.
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
        self._pictures: dict[str, bytes] = {}
        self._sounds: dict[str, str] = {}
        self._words = load_words({})

    def theme(self) -> Theme | None:
        """The pinned theme, None before."""
        with self._lock:
            return self._theme

    def asset(self, name: str) -> bytes | None:
        """A picture of the pinned theme, or a sound as the first medium that has it whole gives it; None without."""
        with self._lock:
            picture, digest = self._pictures.get(name), self._sounds.get(name, "")
        return self._stored(digest) if picture is None and digest else picture

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
        self._take(theme_bytes, assets)

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
        if not self._bytes:
            return
        assets = self._folders[medium.label].subfolder(_ASSETS)
        for digest in sorted(self._sounds.values()):
            sound = self._stored(digest)
            if sound is None:
                raise MedioPerdido("ENOENT")
            assets.replace(digest, sound)
        self._write(medium, self._bytes, self._pictures)

    def _write(self, medium: MediumPort, theme_bytes: bytes, assets: Mapping[str, bytes]) -> None:
        folder = self._folders[medium.label]
        for _, data in sorted(assets.items()):
            folder.subfolder(_ASSETS).replace(sha256_hex(data), data)
        folder.replace(sha256_hex(theme_bytes) + _SUFFIX, theme_bytes)

    def _stored(self, digest: str) -> bytes | None:
        """What a medium keeps under that hash, if it is that; the internal one is asked first."""
        for _, folder in sorted(self._folders.items()):
            try:
                data = folder.subfolder(_ASSETS).read(digest, _ASSET_BYTES)
            except MedioPerdido:
                continue
            if data is not None and sha256_hex(data) == digest:
                return data
        return None

    def _restore_from(self, label: str, hash_hex: str) -> bool:
        folder = self._folders[label]
        try:
            data = folder.read(hash_hex + _SUFFIX, MAX_BYTES)
            if data is None or sha256_hex(data) != hash_hex:
                return False
            theme = parse_theme(data)
            sounds, pictures = _sounds(theme), {}
            for asset in theme.assets:
                stored = folder.subfolder(_ASSETS).read(asset.sha256, _ASSET_BYTES)
                if stored is None or sha256_hex(stored) != asset.sha256:
                    return False
                if asset.name not in sounds:
                    pictures[asset.name] = stored
        except MedioPerdido:
            return False
        self._take(data, pictures)
        return True

    def _take(self, theme_bytes: bytes, assets: Mapping[str, bytes]) -> None:
        theme = parse_theme(theme_bytes)
        sounds = _sounds(theme)
        with self._lock:
            self._bytes = theme_bytes
            self._theme = theme
            self._sounds = sounds
            self._pictures = {name: data for name, data in assets.items() if name not in sounds}
            self._words = load_words(theme.texts.get("es", {}))


def _sounds(theme: Theme) -> dict[str, str]:
    """The hash of each clip by the name of its asset."""
    heard = {clip.asset for spoken in theme.locuciones for clip in spoken.clips}
    return {asset.name: asset.sha256 for asset in theme.assets if asset.name in heard}


def _tidy(folder: FolderPort, theme: Theme) -> None:
    wanted = {asset.sha256 for asset in theme.assets}
    for name in sorted(set(folder.subfolder(_ASSETS).names()) - wanted):
        folder.subfolder(_ASSETS).remove(name)
    for name in folder.names():
        if name.endswith(_SUFFIX) and name != theme.hash_hex + _SUFFIX:
            folder.remove(name)
