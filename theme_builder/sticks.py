"""Which files of a published lot a stick needs: for every casilla, for those of a distrito, or for one urna.

It must not write them. The signed metadata and the list of themes are on every stick, so that each can be believed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shared.domain.errors import IdInvalido
from shared.domain.ids import CasillaId
from shared.formats.lote_v1 import NAME, PIECES, Lote, TemaLote, parse_lote
from shared.formats.theme_v1 import TemaInvalido, Theme, parse_theme
from theme_builder.workspace import TARGETS

LIST: Final = f"{TARGETS}/{NAME}"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose stick it is: of a casilla, of a distrito, or (both empty) of all."""

    distrito: int = 0
    casilla: CasillaId | None = None

    @property
    def is_all(self) -> bool:
        """Whether it is for every casilla."""
        return self.casilla is None and not self.distrito


EVERYBODY: Final = Whose()


def whose_of(distrito: str, casilla: str) -> Whose:
    """What people typed, each of them or none; a casilla says more than a distrito. Raises ``TemaInvalido`` T693."""
    try:
        if casilla:
            return Whose(casilla=CasillaId(casilla.upper()))
        number = int(distrito) if distrito else 0
    except (IdInvalido, ValueError):
        raise TemaInvalido("T693", f"neither a casilla nor a distrito: {casilla or distrito}"[:60]) from None
    if distrito and number < 1:
        raise TemaInvalido("T693", f"distrito {number}")
    return Whose(distrito=number)


def lote_in(files: Mapping[str, bytes]) -> Lote | None:
    """The lot among the files of a repository; None where they hold one theme alone."""
    return parse_lote(files[LIST]) if LIST in files else None


def names_for(files: Mapping[str, bytes], whose: Whose) -> tuple[str, ...]:
    """The names of the files that a stick needs, sorted; ``files`` are ``metadata/...`` and ``targets/...``.

    Raises ``TemaInvalido``: T693 no theme is of such casillas; T694 the files lack it.
    """
    names = {name for name in files if "/" in name}
    lote = lote_in(files)
    if lote is None or whose.is_all:
        return tuple(sorted(names))
    entries = (lote.of(whose.casilla),) if whose.casilla else lote.themes
    kept = {name for name in names if not name.startswith(f"{TARGETS}/")} | {LIST}
    chosen = [(entry, parse_theme(data)) for entry, data in _themes(files, entries) if _is_of(data, whose.distrito)]
    if not chosen:
        raise TemaInvalido("T693", f"no theme for distrito {whose.distrito}")
    for entry, theme in chosen:
        kept |= {f"{TARGETS}/{entry.path}", *_pieces(theme, names)}
    return tuple(sorted(kept))


def _themes(files: Mapping[str, bytes], entries: Iterable[TemaLote]) -> Iterator[tuple[TemaLote, bytes]]:
    for entry in entries:
        name = f"{TARGETS}/{entry.path}"
        if name not in files:
            raise TemaInvalido("T694", f"{entry.theme_id} is not here")
        yield entry, files[name]


def _is_of(theme_json: bytes, distrito: int) -> bool:
    """Whether a theme has a casilla of a distrito (0: of any), by its canonical bytes: to parse all takes a minute."""
    return not distrito or f'"distrito":{distrito},"domicilio":'.encode() in theme_json


def _pieces(theme: Theme, names: Collection[str]) -> set[str]:
    needed = {f"{TARGETS}/{PIECES}/{asset.sha256}" for asset in theme.assets}
    if not needed <= set(names):
        raise TemaInvalido("T694", f"{theme.theme_id} lacks pictures or sounds")
    return needed
