"""Reads the parts of a theme from JSON fields, each part by one small function.

It must not judge how the parts fit together: ``theme_checks`` does.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

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
from shared.domain.grupo import Grupo
from shared.domain.ids import (
    CandidaturaId,
    CasillaId,
    CoalicionId,
    ContestId,
    DistritoId,
    EleccionId,
    EntidadId,
    GrupoId,
    MunicipioId,
    OfficialId,
    OptionId,
    PartidoId,
)
from shared.formats.canonical import Fields, Json
from shared.formats.theme_model import (
    Asset,
    CasillaTema,
    Clip,
    Distrito,
    Lengua,
    Locucion,
    Municipio,
    OfficialKey,
    Role,
    TemaInvalido,
    Theme,
    ThemeElection,
    ThemeId,
    Trustees,
)
from shared.formats.theme_rules import convenio_of, rules_of

FORMAT = "theme/1"
MAX_CASILLAS = 12_000
MAX_CONTESTS = 20
MAX_GRUPOS = 60
MAX_PARTS = 60
MAX_CONVENIOS = 30
MAX_PARAGRAPHS = 10
_COLOR = re.compile(r"#[0-9a-f]{6}")
_PICTURE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.png")
_SOUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.wav")
_CLIP = re.compile(r"[cginoqt]\.[a-z0-9_.]{1,78}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
MAX_CLIPS = 2000
MAX_LANGUAGES = 20
MAX_OFFERED = 3
MAX_TEXTS = 2000
_TEXT_KEY = re.compile(r"[a-z0-9][a-z0-9_.-]{0,79}")
T = TypeVar("T")


def read_theme(fields: Fields, hash_hex: str) -> Theme:
    """Build the theme from the fields of the whole; raises ``TemaInvalido`` T0xx."""
    fields.literal("format", FORMAT)
    election = fields.object("election", _election)
    distritos, municipios = fields.object("geography", lambda f: _geography(f, election.entidad))
    theme = Theme(
        theme_id=fields.ident("theme_id", ThemeId),
        version=fields.integer("version", 1, 10**9),
        created_at=fields.moment("created_at"),
        election=election,
        modes=_modes(fields),
        distritos=distritos,
        municipios=municipios,
        casillas=fields.objects("casillas", lambda f: _casilla(f, election.entidad), MAX_CASILLAS),
        partidos=fields.objects("partidos", _partido, 60),
        contests=fields.objects("contests", _contest, MAX_CONTESTS),
        grupos=fields.objects("groups", _grupo, MAX_GRUPOS),
        rules=fields.object("rules", rules_of),
        officials=fields.objects("officials", _official, 60_000),
        trustees=fields.object("trustees", _trustees),
        texts=_texts(fields),
        assets=fields.objects("assets", _asset, MAX_CLIPS),
        locuciones=_some(fields, "locuciones", _locucion, MAX_LANGUAGES),
        languages=_some(fields, "languages", _lengua, MAX_OFFERED),
        hash_hex=hash_hex,
    )
    fields.done()
    return theme


def _election(fields: Fields) -> ThemeElection:
    text = fields.text("date", 10)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        fields.fail(19, "date", "not a date")
    if day.isoformat() != text:
        fields.fail(19, "date", "not written as year-month-day")
    return ThemeElection(
        fields.ident("id", EleccionId),
        fields.text("name", empty=False),
        day,
        EntidadId(fields.integer("entidad", 1, 32)),
        fields.text("entidad_name", empty=False),
        fields.text("authority", empty=False),
    )


def _geography(fields: Fields, entidad: EntidadId) -> tuple[tuple[Distrito, ...], tuple[Municipio, ...]]:
    distritos = fields.objects(
        "distritos",
        lambda f: Distrito(DistritoId(entidad, f.integer("number", 0, 999)), f.text("name")),
        1000,
    )
    municipios = fields.objects(
        "municipios",
        lambda f: Municipio(MunicipioId(entidad, f.integer("number", 0, 999)), f.text("name")),
        1000,
    )
    return distritos, municipios


def _modes(fields: Fields) -> tuple[Mode, ...]:
    values = fields.items("modes", len(Mode))
    known = {mode.value: mode for mode in Mode}
    if not values or len({str(value) for value in values}) != len(values):
        fields.fail(14, "modes", "none, or one twice")
    if any(not isinstance(value, str) or value not in known for value in values):
        fields.fail(15, "modes", f"not of {sorted(known)}")
    return tuple(known[str(value)] for value in values)


def _casilla(fields: Fields, entidad: EntidadId) -> CasillaTema:
    return CasillaTema(
        fields.ident("clave", CasillaId),
        DistritoId(entidad, fields.integer("distrito", 0, 999)),
        MunicipioId(entidad, fields.integer("municipio", 0, 999)),
        fields.integer("lista_nominal", 0, 10**6),
        fields.integer("boletas", 0, 10**6),
        fields.integer("representantes", 0, 10**4),
        fields.integer("ubicacion", 1, 3),
        fields.text("domicilio", 400),
    )


def _partido(fields: Fields) -> Partido:
    color = fields.text("color", 7)
    if not _COLOR.fullmatch(color):
        fields.fail(14, "color", "not #rrggbb in lower case")
    return Partido(fields.ident("id", PartidoId), fields.text("name", empty=False), color)


def _contest(fields: Fields) -> Contest:
    return Contest(
        id=fields.ident("id", ContestId),
        kind=fields.choice("kind", ContestKind),
        title=fields.text("title", empty=False),
        question=fields.text("question", 1000),
        options=fields.objects("options", _option, 200),
        coaliciones=fields.objects("coaliciones", _coalicion, 30),
        candidaturas=fields.objects("candidaturas", _candidatura, 200),
        max_marks=fields.integer("max_marks", 1, 200),
        blank_policy=fields.choice("blank_policy", BlankPolicy),
        scale_max=fields.integer("scale_max", 0, 10),
        info=_some(fields, "info", _part, MAX_PARTS),
        convenios=_some(fields, "convenios", convenio_of, MAX_CONVENIOS),
    )


def _some(fields: Fields, name: str, read: Callable[[Fields], T], most: int) -> tuple[T, ...]:
    """A list that is left out where there is nothing to list: an empty one would be a second way to say so."""
    if not fields.has(name):
        return ()
    found = fields.objects(name, read, most)
    if not found:
        fields.fail(14, name, "none")
    return found


def _part(fields: Fields) -> Informacion:
    title, rows = fields.text("title", 80, empty=False), fields.items("paragraphs", MAX_PARAGRAPHS)
    inner = [Fields({"p": row}, TemaInvalido, f"{fields.path}.paragraphs[{i}]") for i, row in enumerate(rows)]
    paragraphs = tuple(each.text("p", 400, empty=False) for each in inner)
    if not paragraphs or not all(text.split() for text in (title, *paragraphs)):
        fields.fail(14, "paragraphs", "none, or an empty one")
    candidatura = None
    if fields.peek("candidatura") is None:
        fields.raw("candidatura")
    else:
        candidatura = fields.ident("candidatura", CandidaturaId)
    return Informacion(title, paragraphs, candidatura)


def _option(fields: Fields) -> Option:
    candidatura = None
    if fields.peek("candidatura") is None:
        fields.raw("candidatura")
    else:
        candidatura = fields.ident("candidatura", CandidaturaId)
    return Option(
        fields.ident("id", OptionId),
        fields.choice("kind", OptionKind),
        fields.text("label", empty=False),
        candidatura,
        fields.idents("partidos", PartidoId),
        _mark(fields),
    )


def _mark(fields: Fields) -> str:
    mark = fields.text("mark", 64)
    if mark and not _PICTURE.fullmatch(mark):
        fields.fail(14, "mark", "not the name of a PNG")
    return mark


def _coalicion(fields: Fields) -> Coalicion:
    return Coalicion(
        fields.ident("id", CoalicionId),
        fields.text("name", empty=False),
        fields.ident("candidatura", CandidaturaId),
        fields.idents("partidos", PartidoId),
        _combinations(fields),
    )


def _combinations(fields: Fields) -> tuple[tuple[PartidoId, ...], ...]:
    found = []
    for i, value in enumerate(fields.items("combinations", 200)):
        inner = Fields({"c": value}, TemaInvalido, f"{fields.path}.combinations[{i}]")
        found.append(inner.idents("c", PartidoId, 20))
    return tuple(found)


def _candidatura(fields: Fields) -> Candidatura:
    return Candidatura(
        fields.ident("id", CandidaturaId),
        fields.text("name", 400, empty=False),
        fields.idents("partidos", PartidoId),
        _portrait(fields),
    )


def _portrait(fields: Fields) -> str:
    """None where nobody has one: an empty name would be a second way to say so."""
    if not fields.has("portrait"):
        return ""
    portrait = fields.text("portrait", 64)
    if not _PICTURE.fullmatch(portrait):
        fields.fail(14, "portrait", "not the name of a PNG")
    return portrait


def _grupo(fields: Fields) -> Grupo:
    return Grupo(
        fields.ident("id", GrupoId),
        fields.text("name", 60, empty=False),
        fields.idents("contests", ContestId, MAX_CONTESTS),
    )


def _official(fields: Fields) -> OfficialKey:
    return OfficialKey(
        fields.ident("id", OfficialId), fields.choice("role", Role), fields.base64("public_key", 32, 128)
    )


def _trustees(fields: Fields) -> Trustees:
    return Trustees(
        fields.base64("public_key", 32, 32), fields.integer("threshold", 2, 16), fields.integer("count", 2, 16)
    )


def _asset(fields: Fields) -> Asset:
    name = fields.text("name", 84)
    if not (_PICTURE.fullmatch(name) or _SOUND.fullmatch(name)):
        fields.fail(14, "name", "not the name of a PNG or a WAV")
    return Asset(name, fields.hexadecimal("sha256", 32).hex(), fields.integer("size", 1, 4 << 20))


def _lengua(fields: Fields) -> Lengua:
    language, name = _language_code(fields), fields.text("name", 40, empty=False)
    pending = fields.items("pending", MAX_TEXTS)
    keys = tuple(key for key in pending if isinstance(key, str) and _TEXT_KEY.fullmatch(key))
    if len(keys) != len(pending):
        fields.fail(14, "pending", "a key of wrong form")
    return Lengua(language, name, keys)


def _language_code(fields: Fields) -> str:
    language = fields.text("language", 12)
    if not _LANGUAGE.fullmatch(language):
        fields.fail(14, "language", "not a language")
    return language


def _locucion(fields: Fields) -> Locucion:
    return Locucion(
        _language_code(fields),
        fields.text("voice", 80, empty=False),
        fields.integer("words_per_minute", 60, 250),
        fields.objects("clips", _clip, MAX_CLIPS),
    )


def _clip(fields: Fields) -> Clip:
    key, asset = fields.text("key", 80), fields.text("asset", 84)
    if not _CLIP.fullmatch(key):
        fields.fail(14, "key", "not the key of a clip")
    if not _SOUND.fullmatch(asset):
        fields.fail(14, "asset", "not the name of a WAV")
    return Clip(key, fields.text("text", 2000, empty=False), asset)


def _texts(fields: Fields) -> Mapping[str, Mapping[str, str]]:
    found = {}
    for language, texts in fields.mapping("texts", MAX_LANGUAGES).items():
        if not _LANGUAGE.fullmatch(language):
            fields.fail(14, "texts", "not a language")
        found[language] = _language(fields, language, texts)
    return found


def _language(fields: Fields, language: str, texts: Json) -> Mapping[str, str]:
    inner = Fields(texts, TemaInvalido, f"texts.{language}")
    names = inner.names()
    if len(names) > MAX_TEXTS or not all(_TEXT_KEY.fullmatch(name) for name in names):
        fields.fail(14, f"texts.{language}", "too many, or a key of wrong form")
    return {name: inner.text(name, 2000) for name in names}
