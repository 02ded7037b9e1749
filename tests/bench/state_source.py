"""The source of a whole state's themes, invented from a seed: boletas of the entidad, of each distrito and municipio.

It must not hold real people or figures, and gives the same bytes for the same size.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from shared.formats.canonical import Json
from theme_builder.projects.documents import (
    CASILLAS,
    GEOGRAFIA,
    PARTIDOS,
    PERSONAS,
    TEMA,
    write_document,
    write_rows,
)
from theme_builder.projects.editing import Table, legal_combinations, with_boxes
from theme_builder.sheets.screens import nobody

PARTIES = ("ALFA", "BETA", "GAMA", "DELTA", "OMEGA", "SIGMA", "KAPPA", "ZETA")
COLORS = ("#00539b", "#c1272d", "#f7c600", "#2e7d32", "#b39ddb", "#ef6c00", "#e8eaf6", "#3e2723")
FIRST = ("Ana", "Luis", "Rosa", "Jorge", "Elena", "Hugo", "Marta", "Raúl", "Sofía", "Tomás", "Inés", "Iván")
LAST = ("Ávila", "Bravo", "Cano", "Díaz", "Estrada", "Fierro", "Gómez", "Huerta", "Ibarra", "Juárez", "Luna", "Mora")
OFFICES = {"entidad": "Gubernatura", "distrito": "Diputación local", "municipio": "Presidencia municipal"}


@dataclass(frozen=True)
class Size:
    """How large a state is; ``each_way`` boletas of the entidad, of every distrito and of every municipio."""

    distritos: int = 20
    municipios: int = 125
    casillas: int = 9829
    each_way: int = 4
    voices: bool = False


JALISCO = Size()
"""Every casilla votes 12 boletas: 4 of the entidad, 4 of its distrito, 4 of its municipio."""


def state_files(size: Size = JALISCO, seed: str = "1") -> dict[str, bytes]:
    """The files of the source, by name."""
    boletas = dict(_boletas(size, seed))
    election: Table = {"id": "EST-2027", "name": "Elección del estado", "date": "2027-06-06", "entidad": 14}
    election |= {"entidad_name": "Jalisco", "authority": "Instituto Electoral"}
    split: Table = {"id": "lgipe-311-1-c", "level": "distrito", "remainder": "mayor_votacion", "cites": ["LGIPE 311"]}
    rules: Table = {"min_group": 10, "actas": 3, "max_voters": 760, "record_size": 512, "coalition_split": split}
    tema: Table = {
        "theme_id": "est-2027",
        "version": 1,
        "created_at": "2027-03-01T18:00:00Z",
        "modes": ["oficial", "simulacro", "capacitacion"],
        "contests": list(boletas),
        "election": election,
        "rules": rules,
    }
    if size.voices:
        tema["voices"] = [{"language": "es", "voice": "es-419"}]
    partidos: list[Json] = [
        {"id": name, "name": f"Partido {name.title()}", "color": color, "letters": name[:5]}
        for name, color in zip(PARTIES, COLORS, strict=True)
    ]
    files = {f"boletas/{name}": write_document(name, boleta) for name, boleta in boletas.items()}
    return files | {
        TEMA: write_document(TEMA, tema),
        PARTIDOS: write_document(PARTIDOS, {"partidos": partidos}),
        GEOGRAFIA: write_document(GEOGRAFIA, _geography(size)),
        CASILLAS: write_rows(list(_casillas(size))),
        PERSONAS: nobody().encode(),
    }


def _geography(size: Size) -> Table:
    counts = {"distritos": size.distritos, "municipios": size.municipios}
    return {name: [{"number": n, "name": f"Lugar {n}"} for n in range(1, count + 1)] for name, count in counts.items()}


def _casillas(size: Size) -> Iterator[Table]:
    """Municipios in order of their casillas; the largest ones lie in several distritos, as those of a city do."""
    for place in range(size.casillas):
        municipio = 1 + place * size.municipios // size.casillas
        distrito = 1 + (place * size.distritos) // size.casillas
        clave = f"14{1 + place // 4:04d}{('B0100', 'C0100', 'C0200', 'C0300')[place % 4]}"
        numbers = {"distrito": str(distrito), "municipio": str(municipio), "lista_nominal": "700", "boletas": "720"}
        yield {"clave": clave, **numbers, "representantes": "20", "ubicacion": "1", "domicilio": f"Calle {place}"}


def _boletas(size: Size, seed: str) -> Iterator[tuple[str, Table]]:
    counts = (("entidad", 1), ("distrito", size.distritos), ("municipio", size.municipios))
    for level, count in counts:
        for number in range(1, count + 1):
            for way in range(size.each_way):
                id_ = f"{level[0].upper()}{number:03d}-{way + 1}"
                yield f"{id_.lower()}.toml", _boleta(level, number, way, f"{seed}/{id_}")


def _boleta(level: str, number: int, way: int, seed: str) -> Table:
    place = "" if level == "entidad" else f", {level} {number}"
    kind = "coalition" if way == 0 else "one_mark"
    joined = PARTIES[:3] if kind == "coalition" else ()
    alone = [[name] for name in PARTIES if name not in joined]
    candidaturas: list[Json] = []
    for at, each in enumerate(([[*joined]] if joined else []) + alone):
        row: Table = {"id": f"C{at}", "name": _name(f"{seed}/{at}"), "partidos": [*each]}
        candidaturas.append({**row, "siglado": each[0]} if len(each) > 1 else row)
    boleta: Table = {"id": seed.rpartition("/")[2], "kind": kind, "title": f"{OFFICES[level]} {way + 1}{place}"}
    boleta |= {"question": "Marque su opción", "max_marks": max(1, len(joined)), "scale_max": 0}
    boleta |= {"blank_policy": "suma_a_nulos", "candidaturas": candidaturas}
    if level != "entidad":
        boleta["ambito"] = {"level": level, "number": number}
    if joined:
        coalicion: Table = {"id": "C0", "name": "-".join(joined), "candidatura": "C0", "partidos": [*joined]}
        boleta["coaliciones"] = [{**coalicion, "combinations": [*legal_combinations(joined)]}]
    boleta["options"] = with_boxes(boleta, PARTIES)
    return boleta


def _name(seed: str) -> str:
    digest = hashlib.sha256(seed.encode()).digest()
    return f"{FIRST[digest[0] % 12]} {LAST[digest[1] % 12]} {LAST[digest[2] % 12]}"
