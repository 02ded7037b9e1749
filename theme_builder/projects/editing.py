"""Changes of a project that people ask for, as pure functions from one state to the next. They must not alter the old.

What is written may be unfinished or wrong: it is kept as it was typed, and the checks say what is to be mended.
"""

import copy
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from itertools import combinations
from typing import Final

from shared.domain.horario import CLOSES, OPENS
from shared.domain.motivo import MotivoCierre
from shared.formats.canonical import Json
from theme_builder.projects.documents import (
    CASILLAS,
    GEOGRAFIA,
    PARTIDOS,
    TEMA,
    ProyectoInvalido,
    write_document,
    write_rows,
)
from theme_builder.projects.patch import State
from theme_builder.projects.textos import ANULAR, NO_REGISTRADA_LABEL, SPLIT_CITED

Table = dict[str, Json]
Change = Callable[[State], State]
LAST_BOXES: Final = ("no_registrada", "nulo")
NO_REGISTRADA: Final[Table] = {"id": "NO_REGISTRADA", "kind": "no_registrada", "label": NO_REGISTRADA_LABEL}
NULO: Final[Table] = {"id": "NULO", "kind": "nulo", "label": ANULAR}


def table(state: State, document: str) -> Table:
    """A copy of the tables of a document; empty where it says nothing."""
    value = state.get(document)
    return copy.deepcopy(value) if isinstance(value, dict) else {}


def rows(owner: Mapping[str, Json], name: str) -> list[Table]:
    """The tables of a list; what is no table is left out."""
    found = owner.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def row_of(owner: Mapping[str, Json], name: str, id_: str) -> Table:
    """The row of an id; raises ``ProyectoInvalido`` T610 when it is gone."""
    for row in rows(owner, name):
        if row.get("id") == id_:
            return row
    raise ProyectoInvalido("T610", f"{name} has no {id_}")


def place_of(state: State, document: str, name: str, id_: str, key: str = "id") -> str:
    """Where the row of an id stands in its document, as findings write it: ``partidos.3``; "" for the whole."""
    found = rows(table(state, document), name) if name else []
    return next((f"{name}.{place}" for place, row in enumerate(found) if row.get(key) == id_), "")


def new_source(election: Table, now: datetime) -> dict[str, bytes]:
    """The files of a new project: the election as it was asked for, and rules as the law has them.

    The split of a coalicion's votes is that of LGIPE, article 311, paragraph 1, c).
    """
    entidad = str(election.get("entidad"))
    split: Table = {"id": "lgipe-311-1-c", "level": "distrito", "remainder": "mayor_votacion", "cites": [SPLIT_CITED]}
    rules: Table = {"min_group": 10, "actas": 3, "max_voters": 760, "record_size": 512, "coalition_split": split}
    rules["jornada"] = usual_jornada()
    created = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    tema: Table = {
        "theme_id": f"tema-{entidad}-{now.astimezone(UTC):%Y%m%d%H%M%S}",
        "version": 1,
        "created_at": created,
        "modes": ["oficial", "simulacro", "capacitacion"],
        "contests": [],
        "election": election,
        "rules": rules,
    }
    documents: dict[str, Json] = {
        TEMA: tema,
        GEOGRAFIA: {"distritos": [], "municipios": []},
        PARTIDOS: {"partidos": []},
    }
    return {name: write_document(name, value) for name, value in documents.items()} | {CASILLAS: write_rows([])}


def usual_jornada() -> Table:
    """The hours of the law, every reason to close early, and a patience that VVSG 2.0 asks for."""
    early: list[Json] = [motivo.value for motivo in MotivoCierre]
    opens, closes = OPENS.isoformat("minutes"), CLOSES.isoformat("minutes")
    return {"opens": opens, "closes": closes, "early_close": early, "warn_s": 120, "alert_s": 150}


def begin_jornada(state: State) -> State:
    """Write the usual hours where a source says none."""
    made = table(state, TEMA)
    rules = made.get("rules")
    rules = dict(rules) if isinstance(rules, dict) else {}
    rules.setdefault("jornada", usual_jornada())
    return {**state, TEMA: {**made, "rules": rules}}


def boletas_of(state: State) -> list[tuple[str, Table]]:
    """Files and tables of the boletas, in the order of the election."""
    names = [str(name) for name in _names(table(state, TEMA).get("contests"))]
    return [(name, table(state, f"boletas/{name}")) for name in names if f"boletas/{name}" in state]


def set_blank(policy: str) -> Change:
    """Say of every boleta how its blank ones are counted."""

    def change(state: State) -> State:
        made = {f"boletas/{name}": {**boleta, "blank_policy": policy} for name, boleta in boletas_of(state)}
        return {**state, **made}

    return change


def setting(document: str, values: Mapping[tuple[str, ...], Json]) -> Change:
    """Set values of a document by their paths; values of "" or () that were never there are left out."""

    def change(state: State) -> State:
        made = table(state, document)
        for path, value in values.items():
            at = made
            for name in path[:-1]:
                inner = at.get(name)
                at[name] = inner if isinstance(inner, dict) else {}
                at = _table_of(at[name])
            if value not in ("", []) or path[-1] in at:
                at[path[-1]] = value
        return {**state, document: made}

    return change


def put_row(document: str, name: str, id_: str, values: Mapping[str, Json]) -> Change:
    """Set values of the row ``id_`` of a list, or add a row of them; what a row never had is not set to ""."""

    def change(state: State) -> State:
        made = table(state, document)
        found = rows(made, name)
        row = next((each for each in found if each.get("id") == id_), None)
        if row is None:
            found.append(dict(values))
        else:
            row.update({key: value for key, value in values.items() if value not in ("", []) or key in row})
        made[name] = list(found)
        return {**state, document: made}

    return change


def drop_row(document: str, name: str, id_: str) -> Change:
    """Take the row ``id_`` away."""

    def change(state: State) -> State:
        made = table(state, document)
        made[name] = [row for row in rows(made, name) if row.get("id") != id_]
        return {**state, document: made}

    return change


def move_row(document: str, name: str, id_: str, steps: int) -> Change:
    """Move the row ``id_`` by ``steps`` places, as far as the list goes."""

    def change(state: State) -> State:
        made = table(state, document)
        found = rows(made, name)
        place = next((at for at, row in enumerate(found) if row.get("id") == id_), None)
        if place is not None:
            row = found.pop(place)
            found.insert(min(max(place + steps, 0), len(found)), row)
        made[name] = list(found)
        return {**state, document: made}

    return change


def put_language(code: str, name: str) -> Change:
    """Offer a language by its own name; "" offers it no longer, and its words stay in their files."""

    def change(state: State) -> State:
        made = table(state, TEMA)
        found: list[Json] = [row for row in rows(made, "languages") if row.get("language") != code]
        if name:
            found.append({"language": code, "name": name})
        made["languages"] = found
        if not found:
            del made["languages"]
        return {**state, TEMA: made}

    return change


def boleta_file(state: State, id_: str) -> str:
    """A file for a new boleta: its number in order and its id, as people name them."""
    taken = {str(name) for name in _names(table(state, TEMA).get("contests"))}
    return f"{len(taken) + 1:02d}-{id_.lower()}.toml"


def add_boleta(file: str, values: Mapping[str, Json]) -> Change:
    """A new boleta, the last of the election, with the boxes that every boleta has."""

    def change(state: State) -> State:
        tema = table(state, TEMA)
        tema["contests"] = [*_names(tema.get("contests")), file]
        boleta: Table = {**values, "candidaturas": [], "options": with_boxes(dict(values), ())}
        return {**state, TEMA: tema, f"boletas/{file}": boleta}

    return change


def drop_boleta(file: str) -> Change:
    """Take a boleta out of the election."""

    def change(state: State) -> State:
        tema = table(state, TEMA)
        tema["contests"] = [each for each in _names(tema.get("contests")) if each != file]
        return {**{name: value for name, value in state.items() if name != f"boletas/{file}"}, TEMA: tema}

    return change


def put_candidatura(document: str, id_: str, values: Mapping[str, Json]) -> Change:
    """Write a candidatura, and the boxes and coalicion that follow from who postulates it."""

    def change(state: State) -> State:
        before = next((row for row in rows(table(state, document), "candidaturas") if row.get("id") == id_), {})
        made = table(put_row(document, "candidaturas", id_, values)(state), document)
        for box in rows(made, "options"):
            if box.get("candidatura") == id_ and box.get("label") == before.get("name"):
                box["label"] = values.get("name", box["label"])
        return _following({**state, document: made}, document)

    return change


def drop_candidatura(document: str, id_: str) -> Change:
    """Take a candidatura off a boleta, with its boxes and its coalicion."""

    def change(state: State) -> State:
        return _following(drop_row(document, "candidaturas", id_)(state), document)

    return change


def put_ambito(document: str, level: str, number: Json) -> Change:
    """Say which distrito or municipio votes a boleta; with ``level`` "" the whole entidad does."""

    def change(state: State) -> State:
        made = table(state, document)
        made.pop("ambito", None)
        return {**state, document: {**made, "ambito": {"level": level, "number": number}} if level else made}

    return change


def put_convenio(document: str, id_: str, shares: list[Table], cites: str) -> Change:
    """Make a candidatura one of several partidos in one box, with its agreement; without ``shares``, one box each."""

    def change(state: State) -> State:
        row_of(table(state, document), "candidaturas", id_)
        values: Table = {"id": id_, "shares": [*shares], "cites": cites}
        setting_it = put_row(document, "convenios", id_, values) if shares else drop_row(document, "convenios", id_)
        made = table(setting_it(state), document)
        if not made["convenios"]:
            del made["convenios"]
        return _following({**state, document: made}, document)

    return change


def legal_combinations(partidos: Iterable[str]) -> list[list[Json]]:
    """Every set of two or more partidos of a coalicion, the largest first, each in the order of the boleta."""
    names = tuple(partidos)
    return [list(each) for size in range(len(names), 1, -1) for each in combinations(names, size)]


def with_boxes(boleta: Table, order: Iterable[str]) -> list[Json]:
    """The boxes of a boleta: those that there are and still belong, and a new one for whoever has none.

    ``order`` are the partidos in the order of their registration, which new boxes of partidos follow.
    """
    needed = {str(box["id"]): box for each in rows(boleta, "candidaturas") for box in _boxes(boleta, each)}
    kept: list[Table] = []
    for box in rows(boleta, "options"):
        name = str(box.get("id"))
        if name in needed:
            same = box.get("candidatura") == needed[name]["candidatura"]
            kept.append(box if same else {**box, **{key: needed[name][key] for key in ("candidatura", "label")}})
        elif box.get("kind") in LAST_BOXES:
            kept.append(box)
    known = {str(box["id"]) for box in kept}
    places = {name: place for place, name in enumerate(order)}
    for box in sorted((needed[name] for name in needed if name not in known), key=lambda box: _rank(box, places)):
        later = (at for at, each in enumerate(kept) if _rank(each, places) > _rank(box, places))
        kept.insert(next(later, len(kept)), box)
    answers = boleta.get("kind") in {"consulta", "scale"}
    for last in (() if answers else (NO_REGISTRADA,)) + (NULO,):
        if not any(box.get("kind") == last["kind"] for box in kept):
            kept.append(dict(last))
    return list(kept)


def _boxes(boleta: Table, candidatura: Table) -> list[Table]:
    """The boxes of one candidatura: one a partido, or one of its own."""
    id_, name = str(candidatura.get("id")), candidatura.get("name", "")
    partidos = _names(candidatura.get("partidos"))
    if partidos and any(each.get("id") == id_ for each in rows(boleta, "convenios")):
        return [{"id": id_, "kind": "candidatura_comun", "label": name, "candidatura": id_, "partidos": list(partidos)}]
    if partidos and boleta.get("kind") != "planilla":
        return [
            {"id": each, "kind": "partido", "label": name, "candidatura": id_, "partidos": [each]} for each in partidos
        ]
    kinds = {"consulta": "respuesta", "scale": "respuesta", "planilla": "planilla"}
    kind = kinds.get(str(boleta.get("kind")), "independiente")
    return [{"id": id_, "kind": kind, "label": name, "candidatura": id_, "partidos": list(partidos)}]


def _rank(box: Table, places: Mapping[str, int]) -> tuple[int, int]:
    """Partidos as they were registered, then those that are of none, then the last boxes."""
    if box.get("kind") in LAST_BOXES:
        return 2, LAST_BOXES.index(str(box["kind"]))
    partidos = _names(box.get("partidos"))
    return (0, places.get(str(partidos[0]), len(places))) if partidos else (1, 0)


def _following(state: State, document: str) -> State:
    boleta = table(state, document)
    order = [str(row.get("id")) for row in rows(table(state, PARTIDOS), "partidos")]
    boleta["options"] = with_boxes(boleta, order)
    kept = {str(row.get("candidatura")): row for row in rows(boleta, "coaliciones")}
    coaliciones: list[Json] = []
    common = {row.get("id") for row in rows(boleta, "convenios")}
    joint = [each for each in rows(boleta, "candidaturas") if each.get("id") not in common]
    for each in joint if boleta.get("kind") == "coalition" else ():
        partidos = [name for name in _names(each.get("partidos")) if isinstance(name, str)]
        if len(partidos) > 1:
            coaliciones.append(_coalicion(kept.get(str(each.get("id")), {}), each, partidos))
    if coaliciones or "coaliciones" in boleta:
        boleta["coaliciones"] = coaliciones
    largest = max((len(_names(each.get("partidos"))) for each in coaliciones if isinstance(each, dict)), default=1)
    most = boleta.get("max_marks")
    if isinstance(most, int) and most < largest:
        boleta["max_marks"] = largest
    return {**state, document: boleta}


def _coalicion(kept: Table, candidatura: Table, partidos: list[str]) -> Table:
    """The coalicion of a candidatura: as it stands while its partidos are the same, else with every combination."""
    if kept.get("partidos") == partidos:
        return kept
    id_ = candidatura.get("id", "")
    named: Table = {"id": kept.get("id", id_), "name": kept.get("name", "-".join(partidos)), "candidatura": id_}
    return {**named, "partidos": list(partidos), "combinations": [*legal_combinations(partidos)]}


def _names(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _table_of(value: Json) -> Table:
    if not isinstance(value, dict):
        raise TypeError("a table was made just now")
    return value
