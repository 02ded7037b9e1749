"""What a theme holds, as frozen values: the election as one urna, one server and one auditor must understand it.

It must not read or write bytes; ``theme_v1`` does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from shared.crypto.codes import crockford
from shared.domain.eleccion import Contest, Mode, Partido
from shared.domain.grupo import Agrupacion, Grupo
from shared.domain.horario import Horario
from shared.domain.ids import (
    CasillaId,
    DistritoId,
    EleccionId,
    EntidadId,
    GrupoId,
    MunicipioId,
    OfficialId,
    TextId,
)
from shared.formats.canonical import FormatoInvalido


class TemaInvalido(FormatoInvalido):
    """A theme that must be refused: ``T0xx`` form, ``T2xx`` contents that contradict one another, ``T3xx`` absence."""

    letter: ClassVar[str] = "T"


class ThemeId(TextId):
    """The name of a theme in its TUF repository, for example ``jal-2018-gob``."""

    __slots__ = ()


class Role(StrEnum):
    """What an official's card allows; ``tecnico`` can neither open nor close."""

    PRESIDENCIA = "presidencia"
    SECRETARIA = "secretaria"
    ESCRUTADOR = "escrutador"
    TECNICO = "tecnico"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class ThemeElection:
    """The election: ``date`` is the day of the jornada; ``authority`` the institute's name."""

    id: EleccionId
    name: str
    date: date
    entidad: EntidadId
    entidad_name: str
    authority: str


@dataclass(frozen=True, slots=True)
class Distrito:
    """A local district and its name (its seat)."""

    id: DistritoId
    name: str


@dataclass(frozen=True, slots=True)
class Municipio:
    """A municipality and its name."""

    id: MunicipioId
    name: str


@dataclass(frozen=True, slots=True)
class CasillaTema:
    """A casilla that the theme serves.

    ``boletas`` counts those delivered (0: electronic only); ``representantes`` those who may vote there besides
    the lista nominal; ``ubicacion`` is PREP's 1 urban, 2 not urban, 3 abroad or special.
    """

    id: CasillaId
    distrito: DistritoId
    municipio: MunicipioId
    lista_nominal: int
    boletas: int
    representantes: int
    ubicacion: int
    domicilio: str


@dataclass(frozen=True, slots=True)
class SplitRule:
    """Which rule splits coalition votes; ``level`` and ``remainder`` are values of ``shared.domain.coalicion``."""

    id: str
    level: str
    remainder: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Numbers of the process.

    ``min_group``: smallest published group of emitidos; ``actas``: copies printed at close; ``max_voters``: of one
    store; ``record_size``: bytes of every sealed record. ``horario``: None leaves the hours to the urna, which takes
    those of LGIPE (08:00 to 18:00), every reason to close early, and the patience that it is configured with.
    """

    coalition_split: SplitRule
    min_group: int
    actas: int
    max_voters: int
    record_size: int
    horario: Horario | None = None


@dataclass(frozen=True, slots=True)
class OfficialKey:
    """The public key (raw bytes) of one official's card."""

    id: OfficialId
    role: Role
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Trustees:
    """The election key: 32 bytes X25519, opened by ``threshold`` of ``count`` trustees."""

    public_key: bytes
    threshold: int
    count: int


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture or a sound of the theme: ``name`` without folder, SHA-256 in hexadecimal, size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Clip:
    """One sound: the ``key`` of what is said (``theme_sounds``), the words that it says, and its asset."""

    key: str
    text: str
    asset: str


@dataclass(frozen=True, slots=True)
class Locucion:
    """The clips of one language by one voice, a program's or a person's, and how fast it speaks."""

    language: str
    voice: str
    words_per_minute: int
    clips: tuple[Clip, ...]


@dataclass(frozen=True, slots=True)
class Lengua:
    """A language besides Spanish that a voter may choose, by its name in itself.

    ``pending`` are the keys of its texts that await a translator: there the theme has the Spanish.
    """

    language: str
    name: str
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme.

    ``grupos``: in the order in which small ones are merged; none when everyone votes every contest.
    ``texts`` holds words by language: in Spanish those that are not the urna's, in each of ``languages`` all that a
    voter reads; ``locuciones`` are those that can be heard, the usual first. ``hash_hex`` is the SHA-256 of the bytes
    it was read from; a theme built in memory has none until ``seal_theme``.
    """

    theme_id: ThemeId
    version: int
    created_at: datetime
    election: ThemeElection
    modes: tuple[Mode, ...]
    distritos: tuple[Distrito, ...]
    municipios: tuple[Municipio, ...]
    casillas: tuple[CasillaTema, ...]
    partidos: tuple[Partido, ...]
    contests: tuple[Contest, ...]
    grupos: tuple[Grupo, ...]
    rules: Rules
    officials: tuple[OfficialKey, ...]
    trustees: Trustees
    texts: Mapping[str, Mapping[str, str]]
    assets: tuple[Asset, ...]
    locuciones: tuple[Locucion, ...] = ()
    languages: tuple[Lengua, ...] = ()
    hash_hex: str = field(default="", compare=False)
    _by_id: dict[CasillaId, CasillaTema] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {casilla.id: casilla for casilla in self.casillas})

    @property
    def short_code(self) -> str:
        """What screens and slips show for this theme."""
        return code_of(self.hash_hex)

    def contest(self, index: int) -> Contest:
        """The contest number ``index`` (0-based); raises ``TemaInvalido`` T302 when there is none."""
        if not 0 <= index < len(self.contests):
            raise TemaInvalido("T302", f"contest {index} of {len(self.contests)}")
        return self.contests[index]

    @property
    def agrupacion(self) -> Agrupacion:
        """Groups and the smallest number published alone, as the rules of small groups need them."""
        return Agrupacion(self.grupos, self.rules.min_group)

    @property
    def records_per_voter(self) -> int:
        """The most records that one voter makes: the contests of the group that has most."""
        return max((len(grupo.contests) for grupo in self.grupos), default=len(self.contests))

    def grupo_index(self, grupo_id: GrupoId | None) -> int:
        """Place of a group in the theme, as records bear it; 0 in a theme without groups.

        Raises ``TemaInvalido`` T307 for a group that is not there, or none where there are groups.
        """
        if grupo_id is None and not self.grupos:
            return 0
        found = next((i for i, grupo in enumerate(self.grupos) if grupo.id == grupo_id), None)
        if found is None:
            raise TemaInvalido("T307", f"group {grupo_id}")
        return found

    def contests_of(self, grupo_index: int) -> tuple[int, ...]:
        """Places of the contests that voters of a group vote; every contest in a theme without groups.

        Raises ``TemaInvalido`` T307 for a group that is not there.
        """
        if not self.grupos and not grupo_index:
            return tuple(range(len(self.contests)))
        if not 0 <= grupo_index < len(self.grupos):
            raise TemaInvalido("T307", f"group {grupo_index} of {len(self.grupos)}")
        own = self.grupos[grupo_index].contests
        return tuple(place for place, contest in enumerate(self.contests) if contest.id in own)

    def casilla(self, casilla_id: CasillaId) -> CasillaTema:
        """The casilla; raises ``TemaInvalido`` T301 when the theme does not serve it."""
        found = self._by_id.get(casilla_id)
        if found is None:
            raise TemaInvalido("T301", f"{casilla_id} is not of theme {self.theme_id}")
        return found

    def serves(self, casilla_id: CasillaId) -> bool:
        """Whether the theme holds the casilla."""
        return casilla_id in self._by_id


def code_of(hash_hex: str) -> str:
    """The first 60 bits of a hash as ``XXXX-XXXX-XXXX`` in Crockford's base 32 (no I, L, O, U).

    Longer than the code of a key, because whoever writes a theme could search for a twin of a shorter one.
    """
    letters = crockford(int(hash_hex[:15], 16), 12)
    return "-".join(letters[i : i + 4] for i in (0, 4, 8))
