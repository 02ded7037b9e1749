"""A published PREP cut: its signed manifest, the tiny file that names it, and the figures that the verifier reads.

It must not follow a path out of the folder of the cut.
"""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from shared.crypto.certificates import Role, TrustAnchor
from shared.crypto.hashing import sha256_hex
from shared.domain.eleccion import Mode
from shared.formats.canonical import dumps
from shared.formats.prep_cut_v1 import (
    PURPOSE,
    CutManifest,
    Latest,
    cut_file,
    parse_latest,
    parse_manifest,
    serialise_latest,
    serialise_manifest,
    verify_manifest,
)
from shared.verify.cut import _read_figures
from tests.fuzz import world
from tests.fuzz.target import Broken, Target, same
from tests.unit.formats.bundles import CLOSED, URNA

MANIFEST, LATEST, SIGNED, RESULTS, DISTRITO = range(5)


@cache
def manifest() -> CutManifest:
    theme = world.institute().theme
    files = (cut_file("resultados.json", b"{}"), cut_file("distritos/01.json", b"{}"))
    return CutManifest(theme.election.id, Mode.OFICIAL, 3, CLOSED, theme.hash_hex, None, files)


@cache
def anchor() -> TrustAnchor:
    return TrustAnchor.from_pem(world.institute().root_pem(), None)


@cache
def certificate() -> bytes:
    return world.institute().certificate(Role.SERVIDOR, URNA.value)


@cache
def folder() -> Path:
    shared = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
    made = Path(tempfile.mkdtemp(prefix="urna-fuzz-", dir=shared if shared.is_dir() else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    (made / "distritos").mkdir()
    return made


def run(data: bytes) -> None:
    mode, body = (data[0] % 5, data[1:]) if data else (MANIFEST, b"")
    if mode == MANIFEST:
        found = parse_manifest(body)
        same(serialise_manifest(found), body)
        if any(".." in file.path.split("/") or file.path.startswith("/") for file in found.files):
            raise Broken("a path that leaves the folder")
    elif mode == LATEST:
        same(serialise_latest(parse_latest(body)), body)
    elif mode == SIGNED:
        verify_manifest(body, world.institute().urna_key.sign(PURPOSE, body), certificate(), anchor())
    else:
        (folder() / "resultados.json").write_bytes(body if mode == RESULTS else results())
        (folder() / "distritos" / "01.json").write_bytes(body if mode == DISTRITO else distrito())
        _read_figures(folder(), manifest())


@cache
def results() -> bytes:
    actas = {"esperadas": 1, "contabilizadas": 1}
    unit = {"number": 1, "lista_nominal": 640, "votos": 3, "totals": {"SI": 2}, "candidaturas": {"SI": 2}}
    contest = {
        "id": "consulta",
        "package": "x.zip",
        "keys": ["SI", "NO"],
        "lista_nominal": 640,
        "votos": 3,
        "votos_sin_especiales": 3,
        "actas": actas,
        "totals": {"SI": 2, "NO": 1},
        "candidaturas": [{"id": "SI", "votos": 2}],
        "partidos": [{"id": "PT", "votos": 1}],
        "sin_asignar": [{"votos": 0}],
        "distritos": [unit],
        "municipios": [unit],
    }
    return dumps({"format": "prep/1", "contests": [contest]})


@cache
def distrito() -> bytes:
    part = {"counts": [2, 1], "votos": 3}
    acta = {"contabilizada": 1, "observacion": None, "counts": [2, 1], "votos": 3}
    casilla = {"clave": "140001B0100", "bundle": None, "bundle_sha256": None, "contests": [acta]}
    secciones = [{"seccion": 1, "contests": [part]}, {"seccion": 1, "contests": [part]}]
    return dumps({"format": "prep-distrito/1", "secciones": secciones, "casillas": [casilla]})


@cache
def seeds() -> tuple[bytes, ...]:
    written = serialise_manifest(manifest())
    parts = (written, serialise_latest(Latest(3, CLOSED, sha256_hex(written))), written, results(), distrito())
    return tuple(bytes([mode]) + part for mode, part in enumerate(parts))


TARGET = Target(
    name="cut",
    run=run,
    seeds=seeds,
    letters="PKVD",
    parsers={
        "shared.formats.prep_cut_v1:parse_manifest": "shared.formats.prep_cut_v1:MAX_MANIFEST",
        "shared.formats.prep_cut_v1:verify_manifest": "shared.formats.prep_cut_v1:MAX_MANIFEST",
        "shared.formats.prep_cut_v1:parse_latest": "shared.formats.prep_cut_v1:MAX_LATEST",
        "shared.verify.cut:read_cut": "shared.verify.cut:MAX_FIGURES",
    },
    dictionary=(
        b'"path":"../x"',
        b'"previous":null',
        b'"counts":null',
        b'"Ilegible"',
        b'"sin_asignar":[]',
        b'"keys":["SI"]',
    ),
)
