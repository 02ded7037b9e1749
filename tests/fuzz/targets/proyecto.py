"""What people bring to the theme builder: files of a source, lists of spreadsheets, archives; and the checks on them.

It must not write outside of its own passing folder.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from shared.tables.reading import read_table
from tests.architecture.tree import REPOSITORY
from tests.fuzz.target import Target, same
from theme_builder.checks import check
from theme_builder.projects.archive import read_archive, write_archive
from theme_builder.projects.candidaturas import Listing, bring, listing
from theme_builder.projects.documents import kind_of, read_document, write_document
from theme_builder.projects.nist import definition
from theme_builder.projects.nist_import import bring_definition
from theme_builder.projects.patch import State
from theme_builder.projects.spreadsheet import read_sheet
from theme_builder.source import load_source

TABLES, ROWS, SHEET, ZIP, CHECKS, LIST, NIST = range(7)
NOW = datetime(2026, 6, 1, 18, tzinfo=UTC)
BOLETA = "boletas/01-gubernatura.toml"


def run(data: bytes) -> None:
    mode, body = (data[0] % 7, data[1:]) if data else (TABLES, b"")
    if mode == ZIP:
        files, _ = read_archive(body)
        same(read_archive(write_archive(files)), (files, ()))
    elif mode == SHEET:
        rows = read_sheet(body)
        same(read_document("casillas.csv", write_document("casillas.csv", rows)), rows)
    elif mode == LIST:
        found = listing(read_table(body), project())
        same(bool(found.faults), not bring_whole(found))
    elif mode == NIST:
        whole(body)
    elif mode == CHECKS:
        read_document(BOLETA, body)
        (folder() / BOLETA).write_bytes(body)
        check(load_source(folder()))
    else:
        name = "casillas.csv" if mode == ROWS else "tema.toml"
        value = read_document(name, body)
        same(read_document(name, write_document(name, value)), value)


def whole(body: bytes) -> None:
    """A definition without faults is a source, and what is written of that is brought as the same."""
    brought = bring_definition(body, NOW)
    if not brought.faults:
        said = definition(state_of(brought.files))
        again = bring_definition(json.dumps(said).encode(), NOW)
        same((again.faults, definition(state_of(again.files))), ((), said))


def state_of(files: Mapping[str, bytes]) -> State:
    return {name: read_document(name, data) for name, data in files.items()}


def bring_whole(found: Listing) -> bool:
    """Whether a list without faults comes into the project, and then changes nothing more."""
    if found.faults:
        return False
    made = bring(found)(project())
    return bring(found)(made) == made


@cache
def project() -> State:
    return state_of(demo())


@cache
def demo() -> dict[str, bytes]:
    root = REPOSITORY / "demo" / "source"
    paths = (path for path in sorted(root.rglob("*")) if path.is_file() and kind_of(path.relative_to(root).as_posix()))
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    return files | {"casillas.csv": b"\n".join(files["casillas.csv"].splitlines()[:4]) + b"\n"}


@cache
def folder() -> Path:
    """The demonstration's source with three casillas, whose boleta is the stranger's."""
    made = Path(mkdtemp(prefix="fuzz-proyecto-"))
    for name, data in demo().items():
        path = made / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return made


def seeds() -> tuple[bytes, ...]:
    files = demo()
    windows = files["casillas.csv"].decode().replace(",", ";").encode("cp1252")
    small = {name: files[name] for name in ("tema.toml", BOLETA)}
    bodies = (files["tema.toml"], files["casillas.csv"], windows, write_archive(small), files[BOLETA])
    lists = b"boleta,candidatura,nombre,partidos,siglado\nGUBERNATURA,UNO,Una,PT MORENA,PT\nGUBERNATURA,DOS,Dos,,\n"
    nist = json.dumps(definition(project()), ensure_ascii=False).encode()
    return tuple(bytes([mode]) + body for mode, body in enumerate((*bodies, lists, nist)))


TARGET = Target(
    name="proyecto",
    run=run,
    seeds=seeds,
    letters="TS",
    parsers={
        "theme_builder.projects.archive:read_archive": "theme_builder.projects.archive:MAX_ARCHIVE_BYTES",
        "theme_builder.projects.documents:read_document": "theme_builder.projects.documents:MAX_DOCUMENT_BYTES",
        "theme_builder.projects.nist_read:read_definition": "theme_builder.projects.nist_read:MAX_NIST_BYTES",
        "theme_builder.projects.spreadsheet:read_sheet": "theme_builder.projects.documents:MAX_DOCUMENT_BYTES",
    },
    dictionary=(
        b"[[options]]",
        b"[languages.en]",
        b"partidos = []",
        b'"',
        b"'''",
        b"=",
        b"PK\x03\x04",
        b"PK\x01\x02",
        b"../",
        b"@id",
        b"CandidateIds",
        b"VoteVariation",
    ),
    sample=700,
)
