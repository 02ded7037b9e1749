"""An earlier election as the start of another: what is kept and what is cleared, as a function of its files.

It must not guess: whatever belongs to one day alone, or to people of that day, is cleared.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from shared.formats.canonical import Json
from theme_builder.projects.documents import (
    CASILLAS,
    COMENTARIOS,
    PARTIDOS,
    PERSONAS,
    RAZONES,
    TEMA,
    Kind,
    kind_of,
    write_document,
    write_rows,
)
from theme_builder.projects.editing import Table, rows, table, with_boxes
from theme_builder.projects.patch import State

CLEARED: Final = frozenset({PERSONAS, RAZONES, COMENTARIOS})
ANSWERED: Final = frozenset({"consulta", "scale"})
"""Boletas whose candidaturas are answers, which the next election has too."""
_TITLES: Final = ("title", "question")
_OF_BOLETAS: Final = ("c.", "q.", "o.", "i.", "n.")
"""Begin the keys of recordings of what boletas say."""


def as_start(state: State, files: Mapping[str, bytes], election: Table, now: datetime) -> dict[str, bytes]:
    """The files of a new project.

    Kept: partidos and emblems, places, rules, languages and their texts, boletas with their titles, questions and
    kinds. Cleared: candidaturas, coaliciones, agreements, portraits, information, casillas, people, reasons, comments,
    recordings of what boletas say. ``election`` gives name, id and date.
    """
    made: dict[str, bytes] = {}
    order = [str(row.get("id")) for row in rows(table(state, PARTIDOS), "partidos")]
    for name, data in files.items():
        if name in CLEARED or not _stays(name):
            continue
        if name == TEMA:
            made[name] = write_document(name, _tema(table(state, name), election, now))
        elif name == CASILLAS:
            made[name] = write_rows([])
        elif name.startswith("boletas/"):
            made[name] = write_document(name, _boleta(table(state, name), order))
        else:
            made[name] = data
    return made


def _stays(name: str) -> bool:
    if kind_of(name) is not Kind.FILE:
        return True
    return not name.startswith("retratos/") and not name.rpartition("/")[2].startswith(_OF_BOLETAS)


def _tema(tema: Table, election: Table, now: datetime) -> Table:
    kept = tema.get("election")
    said: Table = {**(kept if isinstance(kept, dict) else {}), **election}
    moment = now.astimezone(UTC)
    entidad = said.get("entidad")
    fresh: Table = {"theme_id": f"tema-{entidad}-{moment:%Y%m%d%H%M%S}", "version": 1}
    return {**tema, **fresh, "created_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "election": said}


def _boleta(boleta: Table, order: list[str]) -> Table:
    answered = boleta.get("kind") in ANSWERED
    gone = {"coaliciones", "convenios", "info", *(() if answered else ("candidaturas",))}
    made: Table = {name: value for name, value in boleta.items() if name not in gone}
    made.setdefault("candidaturas", [])
    languages = boleta.get("languages")
    if isinstance(languages, dict):
        kept = (*_TITLES, "options") if answered else _TITLES
        made["languages"] = {code: _only(words, kept) for code, words in languages.items()}
    made["options"] = with_boxes(made, order)
    return made


def _only(words: Json, kept: tuple[str, ...]) -> Json:
    return {name: value for name, value in words.items() if name in kept} if isinstance(words, dict) else {}
