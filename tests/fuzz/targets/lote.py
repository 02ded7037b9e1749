"""The list of a lot of themes, which two people signed: read by an urna, which takes its casilla's.

It must not give a casilla two themes.
"""

from shared.formats.lote_v1 import parse_lote, serialise_lote
from tests.fuzz.target import Target, same
from tests.unit.formats import examples
from tests.unit.formats.documented import golden


def run(data: bytes) -> None:
    lote = parse_lote(data)
    same(serialise_lote(lote), data)
    claves = [casilla.clave for theme in lote.themes for casilla in theme.casillas]
    same(len(claves), len(set(claves)))
    for theme in lote.themes:
        same(lote.of(theme.casillas[0]), theme)


def seeds() -> tuple[bytes, ...]:
    return (golden("lote.json"),)


TARGET = Target(
    name="lote",
    run=run,
    seeds=seeds,
    letters="T",
    parsers={"shared.formats.lote_v1:parse_lote": "shared.formats.lote_v1:MAX_BYTES"},
    dictionary=(b'"140001B0100"', b'"140001C0100"', b'"casillas":[]', f'"{examples.CLAVE}"'.encode(), b'"themes":[]'),
)
