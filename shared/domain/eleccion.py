"""What is elected: partidos, coaliciones, candidaturas and the contests that boletas ask.

It must not know how a boleta is drawn, nor how votes are stored.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.domain.convenio import Convenio
from shared.domain.errors import EleccionInvalida
from shared.domain.ids import CandidaturaId, CoalicionId, ContestId, OptionId, PartidoId


class ContestKind(StrEnum):
    """Every kind of contest that the formats name; a screen may come later than its name."""

    ONE_MARK = "one_mark"
    COALITION = "coalition"
    N_OF_M = "n_of_m"
    CONSULTA = "consulta"
    PLANILLA = "planilla"
    RANKED = "ranked"
    SCALE = "scale"


class BlankPolicy(StrEnum):
    """Where the acta puts boletas without any mark."""

    APART = "aparte"
    ADD_TO_NULOS = "suma_a_nulos"


class OptionKind(StrEnum):
    """What one box of a boleta stands for."""

    PARTIDO = "partido"
    CANDIDATURA_COMUN = "candidatura_comun"
    INDEPENDIENTE = "independiente"
    RESPUESTA = "respuesta"
    PLANILLA = "planilla"
    NO_REGISTRADA = "no_registrada"
    NULO = "nulo"


class Mode(StrEnum):
    """What an urna is doing; each has a key, a certificate and a directory of its own."""

    OFICIAL = "oficial"
    SIMULACRO = "simulacro"
    CAPACITACION = "capacitacion"


NO_REGISTRADAS = "NO_REGISTRADAS"
NULOS = "NULOS"
BLANCOS = "BLANCOS"
RESERVED_KEYS = frozenset({NO_REGISTRADAS, NULOS, BLANCOS})
EXPLICIT_KINDS = frozenset({OptionKind.NO_REGISTRADA, OptionKind.NULO})


@dataclass(frozen=True, slots=True)
class Partido:
    """A party: its name as registered and the colour (``#rrggbb``) of its mark."""

    id: PartidoId
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Candidatura:
    """Who is elected: names as registered, and the partidos that postulate them (none: independent or an answer).

    ``portrait`` names the picture in the theme (empty: none).
    """

    id: CandidaturaId
    name: str
    partidos: tuple[PartidoId, ...]
    portrait: str = ""


@dataclass(frozen=True, slots=True)
class Coalicion:
    """A coalicion with separate boxes and the combinations of two or more partidos that count as one vote."""

    id: CoalicionId
    name: str
    candidatura: CandidaturaId
    partidos: tuple[PartidoId, ...]
    combinations: tuple[tuple[PartidoId, ...], ...]

    def __post_init__(self) -> None:
        for combination in self.combinations:
            if len(combination) < 2 or not set(combination) <= set(self.partidos):
                raise EleccionInvalida("D201", f"{self.id}: combination {combination} is not of its partidos")
        if len({frozenset(c) for c in self.combinations}) != len(self.combinations):
            raise EleccionInvalida("D202", f"{self.id}: a combination stands twice")


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a boleta, in the order of the boleta.

    ``partidos`` holds one for a party's box, several for a candidatura comun, none otherwise.
    ``mark`` names the picture in the theme (empty: letters only).
    """

    id: OptionId
    kind: OptionKind
    label: str
    candidatura: CandidaturaId | None
    partidos: tuple[PartidoId, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Informacion:
    """One part of what a voter may read about a boleta: of a ``candidatura``, or of the boleta itself (None)."""

    title: str
    paragraphs: tuple[str, ...]
    candidatura: CandidaturaId | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """One question that one boleta asks; ``max_marks`` counts options, ``scale_max`` tops a scale (0: none).

    ``info`` is the additional information of the election, in the order in which it is read; none in most boletas.
    ``convenios`` split the votes of its candidaturas comunes; one without a convenio is nobody's until it has one.
    """

    id: ContestId
    kind: ContestKind
    title: str
    question: str
    options: tuple[Option, ...]
    coaliciones: tuple[Coalicion, ...]
    candidaturas: tuple[Candidatura, ...]
    max_marks: int
    blank_policy: BlankPolicy
    scale_max: int = 0
    info: tuple[Informacion, ...] = ()
    convenios: tuple[Convenio, ...] = ()

    def __post_init__(self) -> None:
        ids = [option.id for option in self.options]
        if len(set(ids)) != len(ids):
            raise EleccionInvalida("D203", f"{self.id}: an option stands twice")
        if not 1 <= len(ids) <= 200:
            raise EleccionInvalida("D204", f"{self.id}: {len(ids)} options")
        if not 1 <= self.max_marks <= len(ids):
            raise EleccionInvalida("D205", f"{self.id}: max_marks {self.max_marks}")
        known = {candidatura.id for candidatura in self.candidaturas}
        if any(option.candidatura not in known for option in self.options if option.candidatura is not None):
            raise EleccionInvalida("D206", f"{self.id}: an option names an unknown candidatura")
        if RESERVED_KEYS & {option.id.value for option in self.options if option.kind not in EXPLICIT_KINDS}:
            raise EleccionInvalida("D207", f"{self.id}: an option takes a reserved name")

    @property
    def combinations(self) -> tuple[tuple[PartidoId, ...], ...]:
        """Every combination of every coalicion, in the order of the acta."""
        return tuple(c for coalicion in self.coaliciones for c in coalicion.combinations)

    def convenio_of(self, option: OptionId) -> Convenio | None:
        """What splits the votes of a candidatura comun's box."""
        return next((convenio for convenio in self.convenios if convenio.option == option), None)

    def count_keys(self) -> tuple[str, ...]:
        """The names of the figures of an acta, in its order.

        Boxes first, then combinations (``PT-MORENA-PES``), ``NO_REGISTRADAS``, ``NULOS`` and, by policy,
        ``BLANCOS``. Ranked and scale contests have one figure per option and value (``A@1``).
        """
        boxes = [o.id.value for o in self.options if o.kind not in EXPLICIT_KINDS]
        if self.kind in (ContestKind.RANKED, ContestKind.SCALE):
            top = self.max_marks if self.kind is ContestKind.RANKED else self.scale_max
            boxes = [f"{box}@{value}" for box in boxes for value in range(1, top + 1)]
        joined = ["-".join(p.value for p in combination) for combination in self.combinations]
        tail = [NO_REGISTRADAS] if any(o.kind is OptionKind.NO_REGISTRADA for o in self.options) else []
        tail.append(NULOS)
        if self.blank_policy is BlankPolicy.APART:
            tail.append(BLANCOS)
        return (*boxes, *joined, *tail)

    def candidatura_of(self, key: str) -> CandidaturaId | None:
        """The candidatura that the figure ``key`` votes for; None for NO_REGISTRADAS, NULOS, BLANCOS."""
        for coalicion in self.coaliciones:
            if any("-".join(p.value for p in c) == key for c in coalicion.combinations):
                return coalicion.candidatura
        name = key.partition("@")[0]
        for option in self.options:
            if option.id.value == name and option.kind not in EXPLICIT_KINDS:
                return option.candidatura
        return None
