"""A theme with a boleta of every kind, long and short, as institutes and schools would write them. It holds no vote."""

import io
from dataclasses import replace

from PIL import Image, ImageDraw

from shared.domain.eleccion import (
    BlankPolicy,
    Candidatura,
    Contest,
    ContestKind,
    Informacion,
    Option,
    OptionKind,
    Partido,
)
from shared.domain.ids import CandidaturaId, ContestId, OptionId, PartidoId
from shared.formats.theme_model import Theme

NULO = Option(OptionId("NULO"), OptionKind.NULO, "Voto nulo", None)
NO_REGISTRADA = Option(OptionId("NO_REGISTRADA"), OptionKind.NO_REGISTRADA, "Candidatura no registrada", None)
PEOPLE = (
    "María Guadalupe Hernández Ríos",
    "José Ángel de la Torre Núñez",
    "Ana Sofía Castañeda Íñiguez",
    "Ma. Guadalupe de los Ángeles Hernández y Rodríguez",
    "Luis Ñúñez",
    "Citlali Xochitl Mendoza Zepeda",
    "Jesús Emmanuel Gutiérrez Orozco",
)
PROJECTS = ("Alumbrado", "Parque lineal", "Ciclovía", "Banquetas", "Cancha techada", "Biblioteca", "Huerto")
PORTRAIT, SIDE_PX = "retrato-", 240
COLORS = {"MORENA": "#8e1f3c", "PT": "#c4161c", "PVEM": "#2c8f3c", "MC": "#f58025"}


def independents(count: int) -> tuple[Option, ...]:
    """As many people without a partido."""
    rounds = [(PEOPLE[i % len(PEOPLE)], i // len(PEOPLE)) for i in range(count)]
    names = [f"{name} {'I' * again}" if again and len(name) < 45 else name for name, again in rounds]
    ids = [f"IND{i:02d}" for i in range(1, count + 1)]
    return tuple(
        Option(OptionId(each), OptionKind.INDEPENDIENTE, name, CandidaturaId(each))
        for each, name in zip(ids, names, strict=True)
    )


def answers(names: tuple[str, ...], kind: OptionKind = OptionKind.RESPUESTA) -> tuple[Option, ...]:
    return tuple(Option(OptionId(f"R{i}"), kind, name, CandidaturaId(f"R{i}")) for i, name in enumerate(names, start=1))


def contest(
    name: str, kind: ContestKind, question: str, options: tuple[Option, ...], limits: tuple[int, int] = (1, 0)
) -> Contest:
    """``limits``: most marks, highest value of a scale."""
    people = tuple(Candidatura(o.candidatura, o.label, o.partidos) for o in options if o.candidatura is not None)
    title = f"{name.capitalize()} de ejemplo"
    most, scale = limits
    return Contest(ContestId(name), kind, title, question, options, (), people, most, BlankPolicy.APART, scale)


def comun() -> tuple[Option, ...]:
    """Three partidos side by side in one box, one alone, and one person without any."""
    three = tuple(PartidoId(p) for p in ("MORENA", "PT", "PVEM"))
    return (
        Option(OptionId("COMUN"), OptionKind.CANDIDATURA_COMUN, PEOPLE[0], CandidaturaId("COMUN"), three),
        Option(OptionId("MC"), OptionKind.PARTIDO, PEOPLE[1], CandidaturaId("MC"), (PartidoId("MC"),)),
        *independents(1),
    )


def faces() -> Contest:
    """People with their portraits beside the marks of their partidos."""
    plain = contest("RETRATOS", ContestKind.ONE_MARK, "Elija una candidatura.", (*comun(), NO_REGISTRADA, NULO))
    people = tuple(replace(each, portrait=f"{PORTRAIT}{i}.png") for i, each in enumerate(plain.candidaturas))
    return replace(plain, candidaturas=people)


def portrait() -> bytes:
    """A silhouette, as a PNG."""
    picture = Image.new("RGB", (SIDE_PX, SIDE_PX), "#e4e4e0")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((80, 40, 160, 130), fill="#55554f")
    pen.ellipse((40, 140, 200, 330), fill="#55554f")
    stream = io.BytesIO()
    picture.save(stream, format="PNG")
    return stream.getvalue()


def contests() -> tuple[Contest, ...]:
    """One of every kind but the coalition of the demo's own theme; long ones with pages."""
    explicit = (NO_REGISTRADA, NULO)
    several = "Elija hasta {} y toque otra vez una marcada para quitarla."
    return (
        contest("COMUN", ContestKind.ONE_MARK, "Elija una candidatura.", (*comun(), *explicit)),
        faces(),
        contest("LARGA", ContestKind.ONE_MARK, "Elija una candidatura.", (*independents(19), *explicit)),
        contest("DOCE", ContestKind.ONE_MARK, "Elija una candidatura.", (*independents(12), *explicit)),
        contest("CABILDO", ContestKind.N_OF_M, several.format("tres"), (*independents(6), NULO), (3, 0)),
        contest("CONSEJO", ContestKind.N_OF_M, several.format("catorce"), (*independents(20), NULO), (14, 0)),
        contest(
            "ORDEN", ContestKind.RANKED, "Toque en el orden de su preferencia.", (*answers(PROJECTS), NULO), (3, 0)
        ),
        contest("LARGO_ORDEN", ContestKind.RANKED, "Toque en orden.", (*independents(15), NULO), (5, 0)),
        contest("OPINION", ContestKind.SCALE, "Dé un valor del 1 al 10.", (*answers(PROJECTS[:5]), NULO), (5, 10)),
        contest("ENCUESTA", ContestKind.SCALE, "Dé un valor del 1 al 5.", (*answers(PROJECTS), NULO), (7, 5)),
        contest(
            "PLANILLA",
            ContestKind.PLANILLA,
            "Elija una planilla.",
            (*answers(("Planilla Roja", "Planilla Azul", "Planilla Verde"), OptionKind.PLANILLA), *explicit),
        ),
        contest("REVOCACION", ContestKind.CONSULTA, "¿Debe seguir en el cargo?", (*answers(("Sí", "No")), NULO)),
    )


def informacion() -> tuple[Informacion, ...]:
    """Two parts, of a page and a bit."""
    text = "Lo que se elige, para qué sirve y desde cuándo, dicho en dos renglones que cualquiera entiende."
    return (Informacion("Qué se elige", (text,) * 6), Informacion("Cuándo empieza", (text,)))


def random_contests() -> tuple[Contest, ...]:
    """A boleta with pages, one of several marks, one of preferences, one of values with pages, and a short one."""
    few = answers(("Parque", "Huerto", "Cancha", "Foro", "Mural", "Pozo"))
    return (
        contest("LARGA", ContestKind.ONE_MARK, "Elija.", (*independents(12), NO_REGISTRADA, NULO)),
        contest("CABILDO", ContestKind.N_OF_M, "Hasta tres.", (*few, NULO), (3, 0)),
        contest("ORDEN", ContestKind.RANKED, "En orden.", (*few[:4], NULO), (4, 0)),
        contest("ENCUESTA", ContestKind.SCALE, "Del 1 al 5.", (*few, NULO), (6, 5)),
        replace(contest("COMUN", ContestKind.ONE_MARK, "Elija.", (*comun(), NULO)), info=informacion()),
    )


def with_every_kind(theme: Theme) -> Theme:
    """The theme with these contests after its own."""
    known = {partido.id.value for partido in theme.partidos}
    partidos = tuple(Partido(PartidoId(p), p, color) for p, color in COLORS.items() if p not in known)
    return replace(theme, contests=(*theme.contests, *contests()), partidos=(*theme.partidos, *partidos))
