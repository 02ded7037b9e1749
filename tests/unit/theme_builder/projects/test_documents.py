"""Files of a source as values: read, written back the same, and refused with a code."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.formats.canonical import Json
from theme_builder.projects.documents import (
    COLUMNS,
    MAX_DOCUMENT_BYTES,
    Kind,
    ProyectoInvalido,
    kind_of,
    read_document,
    write_document,
)
from theme_builder.projects.toml_text import write_toml

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
SINGLE: st.SearchStrategy[Json] = st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | NAMES
TABLES: st.SearchStrategy[dict[str, Json]] = st.dictionaries(
    NAMES,
    st.recursive(SINGLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3)),
    max_size=4,
)
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4)
HEAD = ",".join(COLUMNS).encode()


@settings(max_examples=50)
@given(TABLES)
def test_tables_are_written_as_toml_that_says_the_same(table: dict[str, Json]) -> None:
    assert tomllib.loads(write_toml(table)) == table
    assert read_document("tema.toml", write_document("tema.toml", table)) == table


@settings(max_examples=50)
@given(st.lists(st.lists(CELLS, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=4))
def test_rows_are_written_as_csv_that_says_the_same(cells: list[list[str]]) -> None:
    rows: list[Json] = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    assert read_document("casillas.csv", write_document("casillas.csv", rows)) == rows


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("tema.toml", bytes(MAX_DOCUMENT_BYTES + 1), "T601"),
        ("../tema.toml", b"", "T602"),
        ("boletas/../../x.toml", b"", "T602"),
        ("marcas/x.svg", b"", "T602"),
        ("tema.toml", b"\xff", "T603"),
        ("tema.toml", b"a = ", "T604"),
        ("tema.toml", b"a = " + b"[" * 5000, "T604"),
        ("tema.toml", b"a = 1.5", "T605"),
        ("tema.toml", b"a = 2026-01-01", "T605"),
        ("tema.toml", b"a = 9007199254740992", "T605"),
        ("tema.toml", b"a = " + b"[" * 20 + b"]" * 20, "T605"),
        ("casillas.csv", b"", "T606"),
        ("casillas.csv", b"clave\n1", "T606"),
        ("casillas.csv", HEAD + b"\n1,2", "T606"),
        ("casillas.csv", HEAD + b'\n"1', "T604"),
        ("casillas.csv", HEAD + b'\n1,1,1,1,1,1,1,"a\nb"', "T604"),
        ("casillas.csv", HEAD + b"\n" + b"x" * 200_000, "T604"),
    ],
)
def test_what_is_no_document_is_refused_with_a_code(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ProyectoInvalido) as refused:
        read_document(name, data)
    assert refused.value.code == code


def test_names_outside_of_a_source_are_nobodys() -> None:
    assert kind_of("voces/ana/boton.comenzar.wav") is Kind.FILE
    assert kind_of("retratos/PAN.png") is Kind.FILE
    for name in ("/tema.toml", "voces/a/b/c.wav", "boletas/.toml", "boletas/a\n.toml", "tema.toml\n", "voces.toml"):
        assert kind_of(name) is None
