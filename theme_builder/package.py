"""From a checked source to the files of a theme: theme.json, pictures and sounds, the same bytes for the same source.

It must not sign or publish.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.domain.errors import DatoInvalido
from shared.domain.motivo import MotivoCierre
from shared.formats.canonical import dumps
from shared.formats.catalogues import SPANISH
from shared.formats.theme_rules import convenio_json
from shared.formats.theme_v1 import Theme, parse_theme
from theme_builder.ambitos import check_one
from theme_builder.checks import check, has_errors
from theme_builder.finding import Finding, Severity
from theme_builder.glyphs import composed, missing_letters
from theme_builder.languages import Offered, languages_in
from theme_builder.marks import draw_mark
from theme_builder.model import (
    CandidaturaSource,
    ContestSource,
    GrupoSource,
    OptionSource,
    PeopleSource,
    RulesSource,
    TemaSource,
)
from theme_builder.source import Source
from theme_builder.voices import Speaker, voices_of

PORTRAIT = "retrato-"
"""Begins the names of portraits in a theme, so that none stands in the place of a mark of the same name."""


@dataclass(frozen=True, slots=True)
class ThemePackage:
    """A built theme: parsed, its canonical bytes, its pictures and sounds by name."""

    theme: Theme
    theme_json: bytes
    assets: Mapping[str, bytes]

    def targets(self) -> dict[str, bytes]:
        """The files as TUF targets: ``temas/<theme_id>/theme.json`` and ``.../assets/<name>``."""
        root = f"temas/{self.theme.theme_id}"
        files = {f"{root}/theme.json": self.theme_json}
        files.update({f"{root}/assets/{name}": data for name, data in self.assets.items()})
        return files


def build(
    source: Source, *, voiced: bool = True, say: Speaker | None = None
) -> tuple[ThemePackage | None, tuple[Finding, ...]]:
    """The package, or None when a finding blocks it; the findings in either case.

    Without ``voiced`` no sound is made, which takes longest: for looking at a theme, never for signing it. ``say``
    gives the PCM of words in a voice (default: `voices.speak`).
    """
    findings = (*check(source), *check_one(source))
    if has_errors(findings) or source.tema is None or source.people is None:
        return None, findings
    pictures = _pictures(source)
    tema, draft = source.tema.value, _theme(source, source.tema.value, source.people.value)
    try:
        offered = languages_in(source, tema, parse_theme(_with(draft, pictures, [])))
        draft = _spoken(draft, offered)
        findings = (*findings, *offered.findings, *missing_letters(draft))
        if has_errors(findings):
            return None, findings
        voices = tuple(tema.voices) if voiced else ()
        made = voices_of(source.root, voices, parse_theme(_with(draft, pictures, [])), say)
        findings = (*findings, *made.findings)
        if has_errors(findings):
            return None, findings
        assets = dict(sorted((pictures | made.sounds).items()))
        data = _with(draft, assets, made.locuciones)
        return ThemePackage(parse_theme(data), data, assets), findings
    except DatoInvalido as error:
        reason = (("reason", f"{error.code}: {error.detail}"),)
        return None, (*findings, Finding("T599", Severity.ERROR, "tema.toml", 0, "", reason))


def _spoken(draft: Mapping[str, object], offered: Offered) -> dict[str, object]:
    """The theme with its languages, each letter written in one way."""
    languages = {"languages": offered.languages} if offered.languages else {}
    whole = {**draft, "texts": offered.texts, **languages}
    return {key: composed(value) for key, value in whole.items()}


def _pictures(source: Source) -> dict[str, bytes]:
    pictures: dict[str, bytes] = {}
    marks = source.root / "marcas"
    for partido in source.partidos.value.partidos if source.partidos else ():
        name = f"{partido.id}.png"
        picture = Path(partido.picture).name
        pictures[name] = (marks / picture).read_bytes() if picture else draw_mark(partido.letters, partido.color)
    for contest in source.contests:
        for option in contest.value.options:
            if option.picture:
                name = Path(option.picture).name
                pictures[name] = (marks / name).read_bytes()
        for candidatura in contest.value.candidaturas:
            if candidatura.portrait:
                name = Path(candidatura.portrait).name
                pictures[f"{PORTRAIT}{name}"] = (source.root / "retratos" / name).read_bytes()
    return dict(sorted(pictures.items()))


def _with(draft: Mapping[str, object], assets: Mapping[str, bytes], locuciones: list[dict[str, object]]) -> bytes:
    """The bytes of theme.json with these pictures and sounds."""
    named = [
        {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in assets.items()
    ]
    heard: dict[str, object] = {"locuciones": locuciones} if locuciones else {}
    return dumps({**draft, "assets": named, **heard})


def _theme(source: Source, tema: TemaSource, people: PeopleSource) -> dict[str, object]:
    geography = source.geography.value.model_dump() if source.geography else {}
    rows = [row.value.model_dump() for row in source.casillas]
    partidos = source.partidos.value.partidos if source.partidos else []
    return {
        "format": "theme/1",
        "theme_id": tema.theme_id,
        "version": tema.version,
        "created_at": tema.created_at,
        "election": tema.election.model_dump(),
        "modes": list(tema.modes),
        "geography": geography,
        "casillas": sorted(rows, key=_clave),
        "partidos": [{"id": p.id, "name": p.name, "color": p.color} for p in partidos],
        "contests": [_contest(contest.value) for contest in source.contests],
        "groups": [_grupo(grupo, source) for grupo in tema.groups],
        "rules": _rules(tema.rules),
        "officials": [official.model_dump() for official in people.officials],
        "trustees": people.trustees.model_dump(),
        "texts": {SPANISH: source.texts[SPANISH]} if SPANISH in source.texts else {},
    }


def _rules(rules: RulesSource) -> dict[str, object]:
    """The rules, with the reasons to close early in the order of the format."""
    made: dict[str, object] = rules.model_dump(exclude={"jornada"})
    if rules.jornada is not None:
        early = [motivo.value for motivo in MotivoCierre if motivo.value in rules.jornada.early_close]
        made["jornada"] = {**rules.jornada.model_dump(), "early_close": early}
    return made


def _grupo(grupo: GrupoSource, source: Source) -> dict[str, object]:
    """A group with its contests in the order of the boletas, whatever the order in which staff wrote them."""
    order = [contest.value.id for contest in source.contests]
    contests = order if grupo.contests is None else [id_ for id_ in order if id_ in grupo.contests]
    return {"id": grupo.id, "name": grupo.name, "contests": contests}


def _clave(row: Mapping[str, object]) -> str:
    return str(row["clave"])


def _contest(contest: ContestSource) -> dict[str, object]:
    data: dict[str, object] = contest.model_dump(exclude={"options", "languages", "info", "ambito", "convenios"})
    if contest.info:
        data["info"] = [part.model_dump() for part in contest.info]
    if contest.convenios:
        data["convenios"] = _convenios(contest)
    data["options"] = [_option(option) for option in contest.options]
    data["candidaturas"] = [_candidatura(candidatura) for candidatura in contest.candidaturas]
    return data


def _convenios(contest: ContestSource) -> list[dict[str, object]]:
    """The convenios in the order of their boxes, each percentage in the one way of the format."""
    order = [option.id for option in contest.options]
    placed = [each for each in contest.convenios if each.id in order]
    return [convenio_json(each.as_counted()) for each in sorted(placed, key=lambda each: order.index(each.id))]


def _candidatura(candidatura: CandidaturaSource) -> dict[str, object]:
    data: dict[str, object] = candidatura.model_dump(exclude={"portrait", "siglado"})
    portrait = {"portrait": f"{PORTRAIT}{Path(candidatura.portrait).name}"} if candidatura.portrait else {}
    return {**data, **portrait}


def _option(option: OptionSource) -> dict[str, object]:
    data: dict[str, object] = option.model_dump(exclude={"picture"})
    if option.picture:
        data["mark"] = Path(option.picture).name
    else:
        data["mark"] = f"{option.partidos[0]}.png" if option.kind == "partido" else ""
    return data
