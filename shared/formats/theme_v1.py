"""Theme bytes in and out: the canonical JSON that two people sign and whose SHA-256 every slip shows as a short code.

It must not verify signatures (TUF does, before) nor look at pictures.
"""

from functools import lru_cache
from typing import Final

from shared.crypto.hashing import sha256_hex
from shared.domain.eleccion import Candidatura, Coalicion, Contest, Informacion, Option
from shared.formats.canonical import Fields, base64_text, dumps, loads_canonical, moment_text
from shared.formats.theme_checks import check_theme
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
    Rules,
    SplitRule,
    TemaInvalido,
    Theme,
    ThemeElection,
    ThemeId,
    Trustees,
    code_of,
)
from shared.formats.theme_read import FORMAT, read_theme
from shared.formats.theme_rules import convenio_json, rules_json

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "Asset",
    "CasillaTema",
    "Clip",
    "Distrito",
    "Lengua",
    "Locucion",
    "Municipio",
    "OfficialKey",
    "Role",
    "Rules",
    "SplitRule",
    "TemaInvalido",
    "Theme",
    "ThemeElection",
    "ThemeId",
    "Trustees",
    "parse_theme",
    "seal_theme",
    "serialise_theme",
    "short_code",
]

MAX_BYTES: Final = 8 << 20
KEPT: Final = 4
"""Themes as read, each a few times the size of its file; nothing in one can be changed."""


@lru_cache(maxsize=KEPT)
def parse_theme(data: bytes) -> Theme:
    """The theme of ``theme.json``; raises ``TemaInvalido`` (T codes) or an error of ``shared.domain`` (D codes).

    The last few are kept: an urna reads the same one from each of its media, and again when it works with it.
    """
    value = loads_canonical(data, TemaInvalido, MAX_BYTES)
    theme = read_theme(Fields(value, TemaInvalido), sha256_hex(data))
    check_theme(theme)
    return theme


def seal_theme(theme: Theme) -> Theme:
    """The same theme as any reader will see it, with its hash; raises as ``parse_theme``."""
    return parse_theme(serialise_theme(theme))


def short_code(theme_bytes: bytes) -> str:
    """``XXXX-XXXX-XXXX``: what screens and slips show for these bytes."""
    return code_of(sha256_hex(theme_bytes))


def serialise_theme(theme: Theme) -> bytes:
    """The canonical JSON of a theme; ``parse_theme`` of it equals the theme when the theme is valid."""
    election = theme.election
    return dumps(
        {
            "format": FORMAT,
            "theme_id": theme.theme_id.value,
            "version": theme.version,
            "created_at": moment_text(theme.created_at),
            "election": {
                "id": election.id.value,
                "name": election.name,
                "date": election.date.isoformat(),
                "entidad": election.entidad.number,
                "entidad_name": election.entidad_name,
                "authority": election.authority,
            },
            "modes": [mode.value for mode in theme.modes],
            "geography": {
                "distritos": [{"number": d.id.number, "name": d.name} for d in theme.distritos],
                "municipios": [{"number": m.id.number, "name": m.name} for m in theme.municipios],
            },
            "casillas": [_casilla(casilla) for casilla in theme.casillas],
            "partidos": [{"id": p.id.value, "name": p.name, "color": p.color} for p in theme.partidos],
            "contests": [_contest(contest) for contest in theme.contests],
            "groups": [
                {"id": g.id.value, "name": g.name, "contests": [c.value for c in g.contests]} for g in theme.grupos
            ],
            "rules": rules_json(theme.rules),
            "officials": [
                {"id": o.id.value, "role": o.role.value, "public_key": base64_text(o.public_key)}
                for o in theme.officials
            ],
            "trustees": {
                "public_key": base64_text(theme.trustees.public_key),
                "threshold": theme.trustees.threshold,
                "count": theme.trustees.count,
            },
            "texts": {language: dict(texts) for language, texts in theme.texts.items()},
            "assets": [{"name": a.name, "sha256": a.sha256, "size": a.size} for a in theme.assets],
            **({"languages": [_lengua(each) for each in theme.languages]} if theme.languages else {}),
            **({"locuciones": [_locucion(each) for each in theme.locuciones]} if theme.locuciones else {}),
        }
    )


def _casilla(casilla: CasillaTema) -> dict[str, object]:
    return {
        "clave": casilla.id.clave,
        "distrito": casilla.distrito.number,
        "municipio": casilla.municipio.number,
        "lista_nominal": casilla.lista_nominal,
        "boletas": casilla.boletas,
        "representantes": casilla.representantes,
        "ubicacion": casilla.ubicacion,
        "domicilio": casilla.domicilio,
    }


def _contest(contest: Contest) -> dict[str, object]:
    return {
        "id": contest.id.value,
        "kind": contest.kind.value,
        "title": contest.title,
        "question": contest.question,
        "max_marks": contest.max_marks,
        "scale_max": contest.scale_max,
        "blank_policy": contest.blank_policy.value,
        "options": [_option(option) for option in contest.options],
        "coaliciones": [_coalicion(coalicion) for coalicion in contest.coaliciones],
        "candidaturas": [_candidatura(candidatura) for candidatura in contest.candidaturas],
        **({"info": [_part(part) for part in contest.info]} if contest.info else {}),
        **({"convenios": [convenio_json(each) for each in contest.convenios]} if contest.convenios else {}),
    }


def _part(part: Informacion) -> dict[str, object]:
    return {
        "title": part.title,
        "paragraphs": list(part.paragraphs),
        "candidatura": part.candidatura.value if part.candidatura else None,
    }


def _candidatura(candidatura: Candidatura) -> dict[str, object]:
    portrait = {"portrait": candidatura.portrait} if candidatura.portrait else {}
    partidos = [partido.value for partido in candidatura.partidos]
    return {"id": candidatura.id.value, "name": candidatura.name, "partidos": partidos, **portrait}


def _option(option: Option) -> dict[str, object]:
    return {
        "id": option.id.value,
        "kind": option.kind.value,
        "label": option.label,
        "candidatura": option.candidatura.value if option.candidatura else None,
        "partidos": [p.value for p in option.partidos],
        "mark": option.mark,
    }


def _coalicion(coalicion: Coalicion) -> dict[str, object]:
    return {
        "id": coalicion.id.value,
        "name": coalicion.name,
        "candidatura": coalicion.candidatura.value,
        "partidos": [p.value for p in coalicion.partidos],
        "combinations": [[p.value for p in combination] for combination in coalicion.combinations],
    }


def _lengua(lengua: Lengua) -> dict[str, object]:
    return {"language": lengua.language, "name": lengua.name, "pending": list(lengua.pending)}


def _locucion(locucion: Locucion) -> dict[str, object]:
    return {
        "language": locucion.language,
        "voice": locucion.voice,
        "words_per_minute": locucion.words_per_minute,
        "clips": [{"key": clip.key, "text": clip.text, "asset": clip.asset} for clip in locucion.clips],
    }
