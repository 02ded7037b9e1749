"""The themes of a repository whose list was verified: the only one, or of a lot the one that a casilla votes.

It must not believe a file that the list, or a theme of the list, does not name by its hash.
"""

from collections.abc import Iterator
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.crypto.tuf_client import DEFAULT_LIMITS, SignedList
from shared.domain.ids import CasillaId
from shared.formats.lote_v1 import NAME, PIECES, Lote, TemaLote, check_theme_of, parse_lote
from shared.formats.theme_model import Asset, TemaInvalido, Theme
from shared.formats.theme_v1 import parse_theme

_THEME: Final = "/theme.json"


class SignedThemes:
    """The themes of one repository; ``lote`` is None where it holds one theme alone."""

    def __init__(self, signed: SignedList) -> None:
        """Raises ``TemaInvalido`` T303 when a repository without a lot does not hold one theme; and as `parse_lote`."""
        self._signed = signed
        self.lote: Lote | None = parse_lote(signed.read(NAME)) if NAME in signed.names else None
        self._files = signed.read_all() if self.lote is None else {}
        names = [name for name in signed.names if name.startswith("temas/") and name.endswith(_THEME)]
        if self.lote is None and len(names) != 1:
            raise TemaInvalido("T303", f"{len(names)} themes in the repository, not one")
        self._only = names[0] if self.lote is None else ""

    def of(self, casilla: CasillaId) -> tuple[Theme, bytes]:
        """The theme of a casilla, and its bytes.

        Raises ``TemaInvalido``: T301, T693 none is of this casilla; T694 there is one, but the folder does not have it.
        """
        theme, data = self.one(self.lote.of(casilla)) if self.lote else self._alone()
        theme.casilla(casilla)
        return theme, data

    def every(self) -> Iterator[tuple[Theme, bytes]]:
        """Every theme, in the order of the lot; raises as `of`."""
        if self.lote is None:
            yield self._alone()
        else:
            yield from map(self.one, self.lote.themes)

    def one(self, entry: TemaLote) -> tuple[Theme, bytes]:
        """One theme of the lot; raises ``TemaInvalido`` T692 when it is not what the lot says of it, T694."""
        if self.lote is None or not self._signed.holds(entry.path):
            raise TemaInvalido("T694", f"{entry.theme_id} is not here")
        data = self._signed.read(entry.path)
        theme = parse_theme(data)
        check_theme_of(self.lote, entry, theme)
        return theme, data

    def asset(self, theme: Theme, asset: Asset) -> bytes:
        """A picture or sound of a theme; raises ``TemaInvalido`` T308 when it is another one or missing."""
        if self.lote is None:
            data = self._files.get(self._only.removesuffix("theme.json") + f"assets/{asset.name}", b"")
        else:
            data = self._signed.read_piece(f"{PIECES}/{asset.sha256}", asset.size)
        if sha256_hex(data) != asset.sha256:
            raise TemaInvalido("T308", f"{asset.name} is not the one that {theme.theme_id} names")
        return data

    def assets(self, theme: Theme) -> dict[str, bytes]:
        """Every picture and sound of a theme, by name; raises as `asset`, and T695 when they are too large together."""
        total = sum(asset.size for asset in theme.assets)
        if total > DEFAULT_LIMITS.total_bytes:
            raise TemaInvalido("T695", f"{len(theme.assets)} files, {total} bytes")
        return {asset.name: self.asset(theme, asset) for asset in theme.assets}

    def _alone(self) -> tuple[Theme, bytes]:
        data = self._files[self._only]
        return parse_theme(data), data
