"""Small fixed values that the tests of formats share. It must not read files."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction

from shared.crypto.hashing import sha256_hex
from shared.domain.convenio import Convenio
from shared.domain.eleccion import (
    BlankPolicy,
    Candidatura,
    Coalicion,
    Contest,
    ContestKind,
    Informacion,
    Mode,
    Option,
    OptionKind,
    Partido,
)
from shared.domain.horario import Horario
from shared.domain.ids import (
    CandidaturaId,
    CasillaId,
    CoalicionId,
    ContestId,
    DistritoId,
    EleccionId,
    EntidadId,
    MunicipioId,
    OfficialId,
    OptionId,
    PartidoId,
)
from shared.domain.motivo import MotivoCierre
from shared.formats.theme_texts import required_texts
from shared.formats.theme_v1 import (
    Asset,
    CasillaTema,
    Distrito,
    Lengua,
    Locucion,
    Municipio,
    OfficialKey,
    Role,
    Rules,
    SplitRule,
    Theme,
    ThemeElection,
    ThemeId,
    Trustees,
    seal_theme,
)

JALISCO = EntidadId(14)
CLAVE = "140001B0100"


def gubernatura() -> Contest:
    """Two partidos in coalicion, one alone, an unregistered box and nulo."""
    boxes = [("PT", "JHH"), ("MORENA", "JHH"), ("MC", "EA")]
    options = [
        Option(OptionId(p), OptionKind.PARTIDO, p, CandidaturaId(c), (PartidoId(p),), f"{p}.png") for p, c in boxes
    ]
    options += [
        Option(OptionId("NR"), OptionKind.NO_REGISTRADA, "Candidatura no registrada", None),
        Option(OptionId("NULO"), OptionKind.NULO, "Voto nulo", None),
    ]
    pair = (PartidoId("PT"), PartidoId("MORENA"))
    return Contest(
        id=ContestId("gubernatura"),
        kind=ContestKind.COALITION,
        title="Gubernatura",
        question="Marque el recuadro de su preferencia",
        options=tuple(options),
        coaliciones=(Coalicion(CoalicionId("JUNTOS"), "Juntos", CandidaturaId("JHH"), pair, (pair,)),),
        candidaturas=(
            Candidatura(CandidaturaId("JHH"), "Fórmula Uno", pair),
            Candidatura(CandidaturaId("EA"), "Fórmula Dos", (PartidoId("MC"),)),
        ),
        max_marks=2,
        blank_policy=BlankPolicy.APART,
    )


def consulta() -> Contest:
    """A yes or no question."""
    return Contest(
        id=ContestId("consulta"),
        kind=ContestKind.CONSULTA,
        title="Consulta",
        question="¿Está usted de acuerdo?",
        options=(
            Option(OptionId("SI"), OptionKind.RESPUESTA, "Sí", CandidaturaId("SI")),
            Option(OptionId("NO"), OptionKind.RESPUESTA, "No", CandidaturaId("NO")),
            Option(OptionId("NULO"), OptionKind.NULO, "Voto nulo", None),
        ),
        coaliciones=(),
        candidaturas=(Candidatura(CandidaturaId("SI"), "Sí", ()), Candidatura(CandidaturaId("NO"), "No", ())),
        max_marks=1,
        blank_policy=BlankPolicy.ADD_TO_NULOS,
    )


def casilla(clave: str, distrito: int = 1) -> CasillaTema:
    """One casilla of municipio 39."""
    return CasillaTema(
        CasillaId(clave), DistritoId(JALISCO, distrito), MunicipioId(JALISCO, 39), 640, 0, 8, 1, "Calle Ñandú 45"
    )


def theme(casillas: tuple[CasillaTema, ...] | None = None) -> Theme:
    """A whole theme, sealed: it has a hash."""
    draft = Theme(
        theme_id=ThemeId("jal-2018-gob"),
        version=1,
        created_at=datetime(2018, 6, 1, tzinfo=UTC),
        election=ThemeElection(
            EleccionId("JAL-2018-GOB"), "Gubernatura 2018", date(2018, 7, 1), JALISCO, "Jalisco", "IEPC Jalisco"
        ),
        modes=(Mode.OFICIAL, Mode.SIMULACRO),
        distritos=(Distrito(DistritoId(JALISCO, 1), "Colotlán"),),
        municipios=(Municipio(MunicipioId(JALISCO, 39), "Guadalajara"),),
        casillas=casillas or (casilla(CLAVE), casilla("140001C0100")),
        partidos=tuple(Partido(PartidoId(p), f"Partido {p}", "#aa0044") for p in ("PT", "MORENA", "MC")),
        contests=(gubernatura(), consulta()),
        grupos=(),
        rules=Rules(SplitRule("jal-2018", "distrito", "mas_votado", ("Art. 1",)), 10, 3, 1000, 512),
        officials=(OfficialKey(OfficialId("PRESIDENCIA-01"), Role.PRESIDENCIA, bytes(range(32))),),
        trustees=Trustees(bytes(range(32)), 3, 5),
        texts={"es": {"enabled.title": "Bienvenida, bienvenido"}},
        assets=tuple(Asset(f"{p}.png", "ab" * 32, 900) for p in ("PT", "MORENA", "MC")),
    )
    return seal_theme(draft)


def lote_themes() -> tuple[Theme, Theme]:
    """Two themes of one election: the second has the first boleta alone."""
    second = replace(theme((casilla("140001C0100"),)), theme_id=ThemeId("jal-2018-gob-d02"))
    return seal_theme(theme((casilla(CLAVE),))), seal_theme(replace(second, contests=second.contests[:1]))


def informacion() -> tuple[Informacion, ...]:
    """What may be read about the gubernatura: of itself, and of each candidatura."""
    return (
        Informacion("Qué se elige", ("Quién gobierna el estado seis años.",)),
        Informacion("Fórmula Uno", ("Propone esto.",), CandidaturaId("JHH")),
        Informacion("Fórmula Dos", ("Propone lo otro.",), CandidaturaId("EA")),
    )


def informed() -> Theme:
    """The theme with that."""
    draft = theme()
    first, *others = draft.contests
    return seal_theme(replace(draft, contests=(replace(first, info=informacion()), *others)))


def alcaldia() -> Contest:
    """A candidatura comun of two partidos with its convenio, and one partido alone."""
    pair = (PartidoId("PT"), PartidoId("MORENA"))
    shares = tuple(zip(pair, (Fraction("62.5"), Fraction("37.5")), strict=True))
    return Contest(
        id=ContestId("alcaldia"),
        kind=ContestKind.ONE_MARK,
        title="Alcaldía",
        question="Marque un recuadro",
        options=(
            Option(OptionId("COMUN"), OptionKind.CANDIDATURA_COMUN, "Común", CandidaturaId("COMUN"), pair),
            Option(OptionId("MC"), OptionKind.PARTIDO, "MC", CandidaturaId("EA"), (PartidoId("MC"),), "MC.png"),
            Option(OptionId("NULO"), OptionKind.NULO, "Voto nulo", None),
        ),
        coaliciones=(),
        candidaturas=(
            Candidatura(CandidaturaId("COMUN"), "Fórmula Uno", pair),
            Candidatura(CandidaturaId("EA"), "Fórmula Dos", (PartidoId("MC"),)),
        ),
        max_marks=1,
        blank_policy=BlankPolicy.ADD_TO_NULOS,
        convenios=(Convenio(OptionId("COMUN"), shares, "Convenio 4/2018"),),
    )


def agreed() -> Theme:
    """The theme with that boleta too."""
    draft = theme()
    return seal_theme(replace(draft, contests=(*draft.contests, alcaldia())))


def timed() -> Theme:
    """The theme with hours of its own: it never closes early but when everybody has voted."""
    draft = theme()
    hours = Horario(time(7), time(17, 30), (MotivoCierre.LISTA_COMPLETA,), 150, 180)
    return seal_theme(replace(draft, rules=replace(draft.rules, horario=hours)))


def audible(heard: Locucion, sounds: Mapping[str, bytes]) -> Theme:
    """The theme that can be heard by these clips."""
    assets = tuple(Asset(name, sha256_hex(data), len(data)) for name, data in sounds.items())
    draft = theme()
    return seal_theme(replace(draft, assets=(*draft.assets, *assets), locuciones=(heard,)))


def theme_without_marks() -> Theme:
    """A draft that names pictures it does not hold."""
    return replace(theme(), assets=())


def trilingual(draft: Theme | None = None) -> Theme:
    """A theme in Spanish and two languages, in words that are nobody's but have the letters of Wixarika and Nahuatl."""
    draft = theme() if draft is None else draft
    words = required_texts(draft)
    letters = {"hch": "ɨꞌ", "nah": "āīō\u0301"}
    texts = {language: {key: f"{mark} {text}" for key, text in words.items()} for language, mark in letters.items()}
    languages = (Lengua("hch", "Wixárika"), Lengua("nah", "Nahuatl"))
    return seal_theme(replace(draft, texts={**draft.texts, **texts}, languages=languages))
