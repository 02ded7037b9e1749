"""The source of a theme as staff write it: one model a file, nothing optional by accident, unknown names refused.

It must not check one value against another: that is `checks`, which reports everything at once.
"""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.convenio import Convenio
from shared.domain.ids import OptionId, PartidoId

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
BoxId = Annotated[str, Field(pattern=r"^[A-Z0-9_]{1,24}$")]
PartidoRef = Annotated[str, Field(pattern=r"^[A-Z0-9_]{1,20}$")]
File = Annotated[str, Field(max_length=100)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
InfoTitle = Annotated[str, Field(max_length=80, pattern=r"\S")]
InfoParagraph = Annotated[str, Field(max_length=400, pattern=r"^[^\n\r\t]*\S[^\n\r\t]*$")]
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
TextKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_./-]{1,160}$")]
Mark = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Hour = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class Strict(BaseModel):
    """Refuses unknown fields and silent conversions, so that a typing error never becomes a default."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ElectionSource(Strict):
    """Table ``[election]`` of tema.toml."""

    id: Identifier
    name: Name
    date: Day
    entidad: Annotated[int, Field(ge=1, le=32)]
    entidad_name: Name
    authority: Name


class SplitSource(Strict):
    """Table ``[rules.coalition_split]``: the rule of law that splits a coalicion's votes, with its citation."""

    id: Identifier
    level: Literal["casilla", "distrito", "municipio", "entidad"]
    remainder: Literal["mayor_votacion", "primero"]
    cites: Annotated[list[str], Field(min_length=1)]


class GrupoSource(Strict):
    """A table ``[[groups]]``: voters who vote apart from others; without ``contests`` they vote every boleta."""

    id: Identifier
    name: Annotated[str, Field(min_length=1, max_length=60)]
    contests: list[Identifier] | None = None


class JornadaSource(Strict):
    """Table ``[rules.jornada]``: hours, reasons to close early, seconds until voter and mesa are spoken to."""

    opens: Hour
    closes: Hour
    early_close: Annotated[
        list[Literal["lista_completa", "urna_inservible", "orden_del_instituto"]], Field(max_length=3)
    ]
    warn_s: Annotated[int, Field(ge=10, le=600)]
    alert_s: Annotated[int, Field(ge=15, le=900)]


class RulesSource(Strict):
    """Table ``[rules]``: small groups, number of actas, voters per urna, bytes of a record, hours.

    Without ``jornada`` the urna has its own: 08:00 to 18:00, and every reason to close early.
    """

    min_group: Annotated[int, Field(ge=1, le=100)]
    actas: Annotated[int, Field(ge=1, le=9)]
    max_voters: Annotated[int, Field(ge=1, le=5000)]
    record_size: Annotated[int, Field(ge=64, le=4096)]
    coalition_split: SplitSource
    jornada: JornadaSource | None = None


class LanguageSource(Strict):
    """A table ``[[languages]]``: one that a voter may choose besides Spanish, by its ISO 639 code and own name.

    ``awaiting`` are texts that a translator must still confirm; ``confirmed`` says of a text which Spanish somebody saw
    (start of its SHA-256) when they found that its words, though older, still are right.
    """

    language: LanguageCode
    name: Annotated[str, Field(min_length=1, max_length=40)]
    awaiting: Annotated[list[TextKey], Field(max_length=5000)] = []
    confirmed: Annotated[dict[TextKey, Mark], Field(max_length=5000)] = {}


class VoiceSource(Strict):
    """A table ``[[voices]]``: a language that can be heard, by a voice of espeak-ng.

    ``recordings`` is a folder below voces with recordings of people, who are ``name``: ``<key>.wav``, or ``<mark>.wav``
    by what is said (`theme_builder.voices.mark_of`). What is not there is made, at ``rate`` words a minute; by no
    ``voice`` nothing is. ``recorded`` says for which clip each mark was recorded, so that one that changed is found.
    """

    language: LanguageCode
    voice: Annotated[str, Field(pattern=r"^([a-z]{2,3}[A-Za-z0-9+-]{0,20})?$")]
    rate: Annotated[int, Field(ge=80, le=200)] = 120
    name: Annotated[str, Field(max_length=80)] = ""
    recordings: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,40}$")] = ""
    recorded: Annotated[dict[Mark, TextKey], Field(max_length=5000)] = {}


class TemaSource(Strict):
    """The file tema.toml."""

    theme_id: Identifier
    version: Annotated[int, Field(ge=1, le=100000)]
    created_at: Instant
    modes: Annotated[list[Literal["oficial", "simulacro", "capacitacion"]], Field(min_length=1)]
    contests: Annotated[list[File], Field(min_length=1, max_length=2500)]
    groups: Annotated[list[GrupoSource], Field(max_length=60)] = []
    languages: Annotated[list[LanguageSource], Field(max_length=3)] = []
    voices: Annotated[list[VoiceSource], Field(max_length=20)] = []
    election: ElectionSource
    rules: RulesSource


class PlaceSource(Strict):
    """A distrito or municipio: number and name of its head town."""

    number: Annotated[int, Field(ge=0, le=999)]
    name: Name


class GeographySource(Strict):
    """The file geografia.toml."""

    distritos: Annotated[list[PlaceSource], Field(min_length=1)]
    municipios: Annotated[list[PlaceSource], Field(min_length=1)]


class PartidoSource(Strict):
    """A partido: its emblem is either a PNG of the folder marcas (``picture``) or drawn from its letters."""

    id: PartidoRef
    name: Name
    color: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
    letters: Annotated[str, Field(max_length=7)] = ""
    picture: File = ""


class PartidosSource(Strict):
    """The file partidos.toml."""

    partidos: list[PartidoSource]


class AmbitoSource(Strict):
    """Table ``[ambito]`` of a boleta: the distrito or municipio that votes it; without it the whole entidad does."""

    level: Literal["distrito", "municipio"]
    number: Annotated[int, Field(ge=0, le=999)]


class RazonSource(Strict):
    """A table ``[[razones]]``: why a warning may stand; ``id`` is `theme_builder.reasons.mark_of` that warning."""

    id: Annotated[str, Field(pattern=r"^T\d{3}-[0-9a-f]{12}$")]
    text: Annotated[str, Field(min_length=10, max_length=400)]
    author: Annotated[str, Field(min_length=1, max_length=120)]


class RazonesSource(Strict):
    """The file razones.toml, which a source need not have."""

    razones: Annotated[list[RazonSource], Field(max_length=5000)] = []


class CandidaturaSource(Strict):
    """Who is elected, and who postulates; ``portrait`` is a PNG of the folder retratos.

    ``siglado`` is the partido to which the candidatura belongs by the agreement of a coalicion.
    """

    id: Identifier
    name: Name
    partidos: list[PartidoRef]
    siglado: Annotated[str, Field(pattern=r"^[A-Z0-9_]{0,20}$")] = ""
    portrait: File = ""


class ParteSource(Strict):
    """A partido's part of the votes of a candidatura comun, in per cent: ``53.33``."""

    partido: PartidoRef
    percent: Annotated[str, Field(pattern=r"^\d{1,3}(\.\d{1,4})?$")]


class ConvenioSource(Strict):
    """A table ``[[convenios]]``: how the votes of the candidatura comun ``id`` are split; ``cites`` says what fixes it.

    Fractions go to the first of ``shares``.
    """

    id: BoxId
    shares: Annotated[list[ParteSource], Field(min_length=2, max_length=20)]
    cites: Annotated[str, Field(max_length=400)] = ""

    def as_counted(self) -> Convenio:
        """The convenio as the count has it; raises ``ReglaInvalida`` D501, D502."""
        shares = tuple((PartidoId(share.partido), Fraction(share.percent)) for share in self.shares)
        return Convenio(OptionId(self.id), shares, self.cites)


class CoalicionSource(Strict):
    """A coalicion and its legal combinations."""

    id: Identifier
    name: Name
    candidatura: Identifier
    partidos: Annotated[list[PartidoRef], Field(min_length=2)]
    combinations: list[Annotated[list[PartidoRef], Field(min_length=2)]]


class OptionSource(Strict):
    """One box of a boleta."""

    id: BoxId
    kind: Literal["partido", "candidatura_comun", "independiente", "respuesta", "planilla", "no_registrada", "nulo"]
    label: Name
    candidatura: Identifier | None = None
    partidos: list[PartidoRef] = []
    picture: File = ""


class InfoSource(Strict):
    """A table ``[[info]]`` of a boleta: what a voter may read about it, or about one ``candidatura`` of it."""

    title: InfoTitle
    paragraphs: Annotated[list[InfoParagraph], Field(min_length=1, max_length=10)]
    candidatura: Identifier | None = None


class InfoWords(Strict):
    """A table ``[[languages.<code>.info]]``: the same part in that language, with as many paragraphs; holes are ""."""

    title: Annotated[str, Field(max_length=80)]
    paragraphs: Annotated[list[Annotated[str, Field(max_length=400, pattern=r"^[^\n\r\t]*$")]], Field(max_length=10)]


class ContestWords(Strict):
    """A table ``[languages.<code>]``: a boleta's words in that language; boxes of people and partidos have none."""

    title: Annotated[str, Field(max_length=300)] = ""
    question: Annotated[str, Field(max_length=300)] = ""
    options: dict[BoxId, Name] = {}
    info: list[InfoWords] = []


class ContestSource(Strict):
    """One file of the folder boletas."""

    id: Identifier
    kind: Literal["one_mark", "coalition", "n_of_m", "consulta", "planilla", "ranked", "scale"]
    title: Name
    question: Name
    max_marks: Annotated[int, Field(ge=1, le=200)]
    scale_max: Annotated[int, Field(ge=0, le=10)]
    blank_policy: Literal["aparte", "suma_a_nulos"]
    ambito: AmbitoSource | None = None
    candidaturas: list[CandidaturaSource]
    coaliciones: list[CoalicionSource] = []
    convenios: Annotated[list[ConvenioSource], Field(max_length=30)] = []
    info: Annotated[list[InfoSource], Field(max_length=60)] = []
    languages: dict[LanguageCode, ContestWords] = {}
    options: Annotated[list[OptionSource], Field(min_length=1, max_length=200)]


class OfficialSource(Strict):
    """A card that authenticates: never a person's name."""

    id: Identifier
    role: Literal["presidencia", "secretaria", "escrutador", "tecnico", "auditor"]
    public_key: str


class TrusteesSource(Strict):
    """The election key's public half and how many of its holders open it."""

    public_key: str
    threshold: Annotated[int, Field(ge=2, le=16)]
    count: Annotated[int, Field(ge=2, le=16)]


class PeopleSource(Strict):
    """The file personas.toml, which the key ceremony writes."""

    officials: list[OfficialSource]
    trustees: TrusteesSource


class CasillaSource(Strict):
    """One row of casillas.csv."""

    model_config = ConfigDict(extra="forbid", strict=False, frozen=True)
    clave: str
    distrito: Annotated[int, Field(ge=0, le=999)]
    municipio: Annotated[int, Field(ge=0, le=999)]
    lista_nominal: Annotated[int, Field(ge=0, le=10000)]
    boletas: Annotated[int, Field(ge=0, le=20000)]
    representantes: Annotated[int, Field(ge=0, le=200)]
    ubicacion: Annotated[int, Field(ge=1, le=3)]
    domicilio: Annotated[str, Field(max_length=300)]
