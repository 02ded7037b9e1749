"""A project made of a NIST ballot definition: places, partidos, boletas; and every reason why it cannot be, at once.

It must not invent what such a file cannot say: that is left out, and the checks of the project ask for it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.formats.canonical import Json
from theme_builder.finding import Finding
from theme_builder.projects.documents import (
    CASILLAS,
    GEOGRAFIA,
    PARTIDOS,
    TEMA,
    read_document,
    write_document,
    write_rows,
)
from theme_builder.projects.editing import Table, new_source
from theme_builder.projects.nist_boletas import Known, boleta_of
from theme_builder.projects.nist_read import SPANISH, Node, read_definition

MAX_BOLETAS: Final = 2500
MAX_NUMBER: Final = 999
DISTRITO: Final = frozenset({"congressional", "state-house", "state-senate", "city-council", "county-council", "ward"})
MUNICIPIO: Final = frozenset({"municipality", "city", "town", "township", "village", "borough", "county"})
CASILLA: Final = frozenset({"polling-place", "precinct", "split-precinct", "vote-center"})
ENTIDAD: Final = frozenset({"state", "country"})
_OTHER_DISTRITO: Final = "distrito electoral"
_NOT_SHORT: Final = re.compile(r"[^A-Z0-9_]+")
_NOT_FILE: Final = re.compile(r"[^a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Brought:
    """A definition as a source, or everything that keeps it from being one."""

    name: str
    files: Mapping[str, bytes]
    faults: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A distrito or municipio: its level, number and name, and the units that make it up."""

    level: str
    number: int
    name: str
    parts: frozenset[str]


def bring_definition(data: bytes, now: datetime) -> Brought:
    """The source of a new project; raises ``ProyectoInvalido`` T607 and T635 for a file that is none."""
    root = read_definition(data)
    elections = root.nodes("Election")
    if len(elections) != 1:
        root.fault("T640", "Election", count=len(elections))
        return Brought("", {}, _each_once(root.faults))
    files = _files(root, elections[0], now)
    faults = _each_once(root.faults)
    return Brought(elections[0].words("Name")[SPANISH] or "NIST", {} if faults else files, faults)


def _files(root: Node, election: Node, now: datetime) -> dict[str, bytes]:
    units = root.nodes("GpUnit")
    by_id = _by_id(root, units)
    entidad = next((unit for unit in units if unit.id == election.text("ElectionScopeId")), None)
    if entidad is None:
        election.fault("T638", "ElectionScopeId", id=election.text("ElectionScopeId"))
    places = _places(units)
    known = Known(
        parties={id_: _short(node) for id_, node in by_id.items() if node.kind == "Party"},
        coaliciones=[each for each in root.nodes("Party") if each.kind == "Coalition"],
        candidates={each.id: each for each in election.nodes("Candidate")},
        places={id_: (place.level, place.number) for id_, place in places.items()},
        scope=entidad.id if entidad else "",
    )
    contests = election.nodes("Contest")
    if not 0 < len(contests) <= MAX_BOLETAS:
        election.fault("T643", "Contest", count=len(contests), limit=MAX_BOLETAS)
        contests = []
    boletas = {}
    for i, each in enumerate(contests, start=1):
        made = boleta_of(each, known)
        boletas[f"{i:02d}-{_NOT_FILE.sub('-', str(made['id']).lower())[:40]}.toml"] = made
    _one_day(election)
    documents: dict[str, Json] = {f"boletas/{name}": boleta for name, boleta in boletas.items()}
    documents[GEOGRAFIA] = _geography(places.values())
    documents[PARTIDOS] = {"partidos": [*_partidos(root)]}
    start = new_source(_election(root, election, entidad), now)
    tema = read_document(TEMA, start[TEMA])
    if isinstance(tema, dict):
        created = root.text("GeneratedDate")
        documents[TEMA] = {**tema, "created_at": created, "contests": [*boletas]}
    written = {name: write_document(name, value) for name, value in documents.items()}
    return {**start, **written, CASILLAS: write_rows([*_casillas(units, places)])}


def _by_id(root: Node, units: Iterable[Node]) -> dict[str, Node]:
    """What is referred to from everywhere; two of one id would be one for whoever refers to it."""
    found: dict[str, Node] = {}
    for each in (*units, *root.nodes("Party")):
        if each.id in found:
            each.fault("T639", "@id", id=each.id)
        found[each.id] = each
    for unit in units:
        for name in unit.ids("ComposingGpUnitIds"):
            if name not in found:
                unit.fault("T638", "ComposingGpUnitIds", id=name)
    return found


def _one_day(election: Node) -> None:
    if election.text("EndDate") != election.text("StartDate"):
        election.fault("T642", "EndDate")


def _election(root: Node, election: Node, entidad: Node | None) -> Table:
    number = entidad.text("Number", needed=False) if entidad else ""
    return {
        "id": election.known(),
        "name": election.words("Name")[SPANISH],
        "date": election.text("StartDate"),
        "entidad": int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0,
        "entidad_name": entidad.words("Name")[SPANISH] if entidad else "",
        "authority": root.text("Issuer"),
    }


def _places(units: Iterable[Node]) -> dict[str, _Place]:
    """Distritos and municipios by their ids. One without a number that can be used takes the next free one."""
    found: dict[str, _Place] = {}
    taken: dict[str, set[int]] = {"distrito": set(), "municipio": set()}
    for unit in units:
        level = _level(unit)
        if level in taken:
            text = unit.text("Number", needed=False)
            number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
            if not number or number in taken[level]:
                number = next(each for each in range(1, len(taken[level]) + 2) if each not in taken[level])
            if number > MAX_NUMBER:
                unit.fault("T643", "Number", count=number, limit=MAX_NUMBER)
            taken[level].add(number)
            parts = frozenset(unit.ids("ComposingGpUnitIds"))
            found[unit.id] = _Place(level, number, unit.words("Name", needed=False)[SPANISH], parts)
    return found


def _level(unit: Node) -> str:
    kind = unit.text("Type")
    if kind in DISTRITO or (kind == "other" and unit.text("OtherType", needed=False) == _OTHER_DISTRITO):
        return "distrito"
    if kind in MUNICIPIO:
        return "municipio"
    return "casilla" if kind in CASILLA else ""


def _geography(places: Iterable[_Place]) -> Table:
    found: dict[str, list[Json]] = {"distritos": [], "municipios": []}
    for place in places:
        found[f"{place.level}s"].append({"number": place.number, "name": place.name})
    return {name: [*rows] for name, rows in found.items()}


def _casillas(units: Iterable[Node], places: Mapping[str, _Place]) -> Iterator[Table]:
    """Each polling place. How many boletas it gets, its representantes and its ubicacion nobody says."""
    of: dict[tuple[str, str], str] = {}
    for place in places.values():
        for part in place.parts:
            of.setdefault((part, place.level), str(place.number))
    for unit in units:
        if _level(unit) != "casilla":
            continue
        voters, address = unit.number("VotersRegistered", -1), unit.value.get("ContactInformation")
        lines = Node(address, unit.place, unit.faults).ids("AddressLine") if isinstance(address, dict) else []
        yield {
            "clave": unit.text("Number", needed=False) or unit.words("Name", needed=False)[SPANISH],
            "distrito": of.get((unit.id, "distrito"), ""),
            "municipio": of.get((unit.id, "municipio"), ""),
            "lista_nominal": str(voters) if voters >= 0 else "",
            "boletas": "",
            "representantes": "",
            "ubicacion": "",
            "domicilio": ", ".join(each for each in lines if each.isprintable())[:300],
        }


def _partidos(root: Node) -> Iterator[Table]:
    for each in root.nodes("Party"):
        if each.kind != "Party":
            continue
        color = each.text("Color", needed=False)
        row: Table = {"id": _short(each), "name": each.words("Name")[SPANISH]}
        if color:
            row["color"] = f"#{color.lower()}"
        letters = each.words("Abbreviation", needed=False)[SPANISH]
        yield {**row, "letters": letters} if letters else row


def _short(party: Node) -> str:
    """The short name of a partido: its own, else its letters, else its id, in letters that a boleta's box may have."""
    said = party.known() or party.words("Abbreviation", needed=False)[SPANISH] or party.id
    return _NOT_SHORT.sub("_", said.upper())[:20]


def _each_once(faults: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(dict.fromkeys(faults))
