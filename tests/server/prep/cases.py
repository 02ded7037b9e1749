"""Inputs of cuts for tests and benches: the demo's theme with some actas, and Jalisco 2018 from the real file."""

import csv
import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from server.prep.cut import CutSigner
from server.prep.schemas import ActaRow, CutInput
from shared.crypto.certificates import Issuer, Request, Role, TrustAnchor, create_root, issue
from shared.crypto.signing import SigningKey
from shared.domain.eleccion import Mode
from shared.domain.ids import CasillaId, DistritoId, EntidadId, MunicipioId
from shared.formats.theme_model import CasillaTema, Distrito, Municipio, Theme
from shared.formats.theme_v1 import parse_theme, seal_theme
from tests.screens.demo_theme import write_demo_theme

DATA = Path(os.environ.get("URNA_DATA", Path(__file__).parents[4] / "shared" / "data"))
CASILLAS = DATA / "jalisco_2018_gubernatura" / "casillas.csv"
OBSERVED = datetime(2018, 7, 2, 4, 0, 30, tzinfo=UTC)
VALID = (datetime(2018, 1, 1, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC))
JALISCO = EntidadId(14)
KEYS = {"PT-MORENA-PES": "pt_morena_pes", "PT-MORENA": "pt_morena", "PT-PES": "pt_pes", "MORENA-PES": "morena_pes"}


@cache
def demo_theme() -> Theme:
    """The demo's theme, built by the builder from its source."""
    with TemporaryDirectory() as folder:
        return parse_theme(write_demo_theme(Path(folder)).theme_json)


@cache
def _server() -> tuple[CutSigner, TrustAnchor]:
    root_key, key = SigningKey.generate(), SigningKey.generate()
    root = create_root("Instituto de prueba", *VALID, root_key)
    leaf = issue(Issuer(root, root_key), Request("servidor-1", Role.SERVIDOR, key.public), *VALID)
    return CutSigner(key.sign, leaf), TrustAnchor.from_pem(root, None)


def signer() -> CutSigner:
    """A server's key with its certificate."""
    return _server()[0]


def anchor() -> TrustAnchor:
    """The root that vouches for `signer`."""
    return _server()[1]


def figures(theme: Theme, index: int, seed: int) -> tuple[int, ...]:
    """Figures of an acta, the same for the same seed, small enough for any lista nominal of the demo."""
    width = len(theme.contests[index].count_keys())
    return tuple((seed * 7 + i * 13) % 23 for i in range(width))


def demo_input(arrived: int = 200, number: int = 1, previous: str | None = None) -> CutInput:
    """The demo's election with the actas of its first casillas."""
    theme = demo_theme()
    actas = tuple(
        acta(casilla.id, index, figures(theme, index, seed))
        for seed, casilla in enumerate(theme.casillas[:arrived])
        for index in range(len(theme.contests))
    )
    return CutInput(theme, Mode.OFICIAL, actas, OBSERVED, number, previous)


def acta(casilla: CasillaId, index: int, values: tuple[int, ...]) -> ActaRow:
    """An acta as an urna's bundle gives it."""
    total = sum(values)
    return ActaRow(
        casilla=casilla,
        contest=index,
        figures=values,
        acopio=OBSERVED,
        captura=OBSERVED,
        verificacion=OBSERVED,
        personas=total,
        sacados=total,
        asentado=total,
        bundle=f"{casilla}-{'0f' * 16}.public.zip",
        integrity="ab" * 32,
    )


@cache
def jalisco_rows() -> tuple[dict[str, str], ...]:
    """The real file, row by row."""
    with CASILLAS.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def jalisco_input() -> CutInput:
    """Jalisco 2018: 9,829 casillas, one acta each, the demo's boleta for governor."""
    rows = jalisco_rows()
    base = demo_theme()
    distritos = {int(r["distritol_18"]): r["nombre_distrio"] for r in rows}
    municipios = {int(r["municipio_18"]): r["nombre_municipio"] for r in rows}
    theme = seal_theme(
        replace(
            base,
            contests=base.contests[:1],
            texts={},
            locuciones=(),
            languages=(),
            distritos=tuple(Distrito(DistritoId(JALISCO, n), name) for n, name in sorted(distritos.items())),
            municipios=tuple(Municipio(MunicipioId(JALISCO, n), name) for n, name in sorted(municipios.items())),
            casillas=tuple(_casilla(row) for row in rows),
        )
    )
    keys = theme.contests[0].count_keys()
    actas = tuple(acta(CasillaId(r["clave_casilla"]), 0, tuple(int(r[column(key)]) for key in keys)) for r in rows)
    return CutInput(theme, Mode.OFICIAL, actas, OBSERVED, 1)


def column(key: str) -> str:
    """The column of the real file for a count key."""
    reserved = {"NO_REGISTRADAS": "noreg", "NULOS": "nulos"}
    return f"ele_{reserved.get(key) or KEYS.get(key) or key.lower()}_gb_18"


def _casilla(row: dict[str, str]) -> CasillaTema:
    return CasillaTema(
        id=CasillaId(row["clave_casilla"]),
        distrito=DistritoId(JALISCO, int(row["distritol_18"])),
        municipio=MunicipioId(JALISCO, int(row["municipio_18"])),
        lista_nominal=int(row["ele_nominal_gb_18"]),
        boletas=0,
        representantes=0,
        ubicacion=1,
        domicilio="",
    )
