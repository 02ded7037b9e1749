"""Jalisco 2018 through a cut, against independent sums of the real file."""

import json
from functools import cache

import pytest

from server.prep.counting import Counted, count_contest
from server.prep.cut import make_cut
from server.prep.database import prep_file
from server.prep.schemas import Cut
from shared.domain.prep_observaciones import Observacion
from shared.formats.prep_csv import read_prep
from shared.formats.prep_package import read_package
from tests.server.prep import cases

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not cases.CASILLAS.is_file(), reason="real data absent: casillas.csv of Jalisco 2018"),
]


@cache
def cut() -> Cut:
    return make_cut(cases.jalisco_input(), cases.signer())


@cache
def counted() -> Counted:
    return count_contest(cases.jalisco_input(), 0)


def exceeds(row: dict[str, str]) -> bool:
    return row["tipo_casilla"] in "BCE" and int(row["ele_total_gb_18"]) > int(row["ele_nominal_gb_18"])


def test_twenty_casillas_exceed_their_list_and_no_other_is_left_out() -> None:
    left_out = {row.id.clave: row.observacion for row in counted().rows if row.code != 1}
    expected = {row["clave_casilla"] for row in cases.jalisco_rows() if exceeds(row)}
    assert len(expected) == 20
    assert left_out == dict.fromkeys(expected, Observacion.EXCEDE_LISTA)


def test_the_totals_are_those_of_the_file_without_the_twenty() -> None:
    contest = json.loads(cut().files["resultados.json"])["contests"][0]
    rows = [row for row in cases.jalisco_rows() if not exceeds(row)]
    assert contest["totals"] == {key: sum(int(r[cases.column(key)]) for r in rows) for key in contest["keys"]}
    assert contest["votos"] == sum(int(row["ele_total_gb_18"]) for row in rows)
    for unit in contest["distritos"]:
        inside = [row for row in rows if int(row["distritol_18"]) == unit["number"]]
        assert unit["votos"] == sum(int(row["ele_total_gb_18"]) for row in inside)
    for unit in contest["municipios"]:
        inside = [row for row in rows if int(row["municipio_18"]) == unit["number"]]
        assert unit["totals"]["MC"] == sum(int(row["ele_mc_gb_18"]) for row in inside)


def test_every_row_of_the_file_adds_up_to_the_published_total() -> None:
    file = prep_file(cases.jalisco_input(), counted(), 0)
    total = file.columns.index("TOTAL_VOTOS_CALCULADO")
    assert len(file.rows) == 9829
    assert sum(int(row[total]) for row in file.rows) == 3_465_376


def test_from_abroad_is_distrito_0_and_the_header_is_truncated() -> None:
    name = next(path for path in cut().files if path.endswith(".zip"))
    file = read_prep(read_package(name, cut().files[name]).results)
    distrito = file.columns.index("ID_DISTRITO_LOCAL")
    assert sum(row[distrito] == "0" for row in file.rows) == 22
    header = dict(file.summary)
    assert (header["ACTAS_ESPERADAS"], header["ACTAS_CONTABILIZADAS"]) == ("9829", "9809")
    assert header["PORCENTAJE_ACTAS_CONTABILIZADAS"] == "99.7965"
    assert header["PORCENTAJE_ACTAS_INCONSISTENCIAS"] == "0.2034"
    claves = [row[0] for row in file.rows]
    assert len(set(claves)) == 9829
    assert file == prep_file(cases.jalisco_input(), counted(), 0)
