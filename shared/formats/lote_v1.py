"""``lote.json``: every theme of one election, which boletas each has and which casillas vote them, signed once.

It must not verify signatures (TUF does, before) nor read the themes that it names.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.domain.eleccion import Contest
from shared.domain.ids import CasillaId, ContestId, EleccionId
from shared.formats.canonical import Fields, dumps, loads_canonical
from shared.formats.theme_model import TemaInvalido, Theme, ThemeElection, ThemeId, code_of

FORMAT: Final = "lote/1"
NAME: Final = "lote.json"
PIECES: Final = "piezas"
MAX_BYTES: Final = 8 << 20
MAX_THEMES: Final = 1500
MAX_CASILLAS: Final = 200_000
MAX_CONTESTS: Final = 10_000
_OF_ONE: Final = (12_000, 20)


@dataclass(frozen=True, slots=True)
class BoletaLote:
    """One boleta of the election, as people read its name."""

    id: ContestId
    title: str


@dataclass(frozen=True, slots=True)
class TemaLote:
    """One theme: SHA-256 of its theme.json (64 digits), its boletas in their order, its casillas by clave."""

    theme_id: ThemeId
    sha256: str
    contests: tuple[ContestId, ...]
    casillas: tuple[CasillaId, ...]

    @property
    def short_code(self) -> str:
        """What screens and slips of its urnas show."""
        return code_of(self.sha256)

    @property
    def path(self) -> str:
        """Its name among the files that were signed."""
        return f"temas/{self.theme_id}/theme.json"


@dataclass(frozen=True, slots=True)
class Lote:
    """Every theme of one election; ``hash_hex`` is the SHA-256 of the bytes that it was read from."""

    election: EleccionId
    contests: tuple[BoletaLote, ...]
    themes: tuple[TemaLote, ...]
    hash_hex: str = field(default="", compare=False)

    @property
    def short_code(self) -> str:
        """What stands on paper for all the themes at once."""
        return code_of(self.hash_hex)

    def of(self, casilla: CasillaId) -> TemaLote:
        """The theme of a casilla, which is never in two; raises ``TemaInvalido`` T693 when it is in none."""
        for theme in self.themes:
            if casilla in theme.casillas:
                return theme
        raise TemaInvalido("T693", f"no theme for {casilla.clave}")


def parse_lote(data: bytes) -> Lote:
    """Read a lot; raises ``TemaInvalido``: T0xx form; T691 a casilla, boleta or theme twice, or a boleta unknown."""
    fields = Fields(loads_canonical(data, TemaInvalido, MAX_BYTES), TemaInvalido)
    fields.literal("format", FORMAT)
    lote = Lote(
        election=fields.ident("election", EleccionId),
        contests=fields.objects("contests", _contest, MAX_CONTESTS),
        themes=fields.objects("themes", _theme, MAX_THEMES),
        hash_hex=sha256_hex(data),
    )
    fields.done()
    _check(lote)
    return lote


def serialise_lote(lote: Lote) -> bytes:
    """The canonical JSON of a lot; ``parse_lote`` of it equals the lot."""
    return dumps(
        {
            "format": FORMAT,
            "election": lote.election.value,
            "contests": [{"id": each.id.value, "title": each.title} for each in lote.contests],
            "themes": [
                {
                    "theme_id": each.theme_id.value,
                    "sha256": each.sha256,
                    "contests": [contest.value for contest in each.contests],
                    "casillas": [casilla.clave for casilla in each.casillas],
                }
                for each in lote.themes
            ],
        }
    )


def lote_of(themes: Iterable[Theme]) -> Lote:
    """The lot of sealed themes, each looked at once.

    Raises ``TemaInvalido``: T691 as `parse_lote`; T692 themes of two elections or versions, or two boletas of one id.
    """
    contests: dict[ContestId, Contest] = {}
    entries: list[TemaLote] = []
    whose: set[tuple[ThemeElection, int]] = set()
    for theme in themes:
        whose.add((theme.election, theme.version))
        strange = [each.id for each in theme.contests if contests.setdefault(each.id, each) != each]
        if strange or len(whose) > 1:
            raise TemaInvalido("T692", f"{theme.theme_id}: of another election or version, or another boleta of an id")
        entries.append(_entry(theme))
    if not whose:
        raise TemaInvalido("T691", "no theme")
    named = sorted(contests.values(), key=lambda contest: contest.id.value)
    made = Lote(
        election=whose.pop()[0].id,
        contests=tuple(BoletaLote(each.id, each.title) for each in named),
        themes=tuple(sorted(entries, key=lambda entry: entry.theme_id.value)),
    )
    return parse_lote(serialise_lote(made))


def check_theme_of(lote: Lote, entry: TemaLote, theme: Theme) -> None:
    """Refuse (``TemaInvalido`` T692) a theme that is not exactly the one that ``entry`` speaks of."""
    if _entry(theme) != entry or theme.election.id != lote.election:
        raise TemaInvalido("T692", f"{entry.theme_id} is not what the lot says of it")


def _entry(theme: Theme) -> TemaLote:
    contests = tuple(contest.id for contest in theme.contests)
    casillas = sorted((casilla.id for casilla in theme.casillas), key=lambda casilla: casilla.clave)
    return TemaLote(theme.theme_id, theme.hash_hex, contests, tuple(casillas))


def _check(lote: Lote) -> None:
    _once("theme", (each.theme_id.value.casefold() for each in lote.themes))
    _once("casilla", (casilla.clave for each in lote.themes for casilla in each.casillas))
    _once("boleta", (each.id.value for each in lote.contests))
    known = {each.id for each in lote.contests}
    for theme in lote.themes:
        _once("boleta", (each.value for each in theme.contests))
        unknown = [each for each in theme.contests if each not in known]
        if unknown or not theme.contests or not theme.casillas:
            raise TemaInvalido("T691", f"{theme.theme_id}: boletas or casillas that nobody knows")
    if sum(len(each.casillas) for each in lote.themes) > MAX_CASILLAS or not lote.themes:
        raise TemaInvalido("T691", "no theme, or too many casillas")


def _once(what: str, names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise TemaInvalido("T691", f"{what} twice: {twice[0]}")


def _contest(fields: Fields) -> BoletaLote:
    return BoletaLote(fields.ident("id", ContestId), fields.text("title", empty=False))


def _theme(fields: Fields) -> TemaLote:
    casillas, contests = _OF_ONE
    return TemaLote(
        theme_id=fields.ident("theme_id", ThemeId),
        sha256=fields.hexadecimal("sha256", 32).hex(),
        contests=fields.idents("contests", ContestId, contests),
        casillas=fields.idents("casillas", CasillaId, casillas),
    )
