"""A cut from plain values: what counts, what the files say, and that every file says the same."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.prep.counting import Counted, count_contest
from server.prep.cut import make_cut
from server.prep.database import prep_file, summary
from server.prep.results import by_candidatura
from server.prep.schemas import ActaRow, CutInput
from shared.domain.ids import CasillaId
from shared.domain.prep_observaciones import Contabilizada, Observacion, Unread
from shared.formats.prep_csv import PrepInvalido, read_prep
from shared.formats.prep_cut_v1 import verify_manifest
from shared.formats.prep_package import read_package
from shared.formats.theme_v1 import seal_theme
from tests.server.prep.cases import acta, anchor, demo_input, demo_theme, figures, signer

OUTSIDE = CasillaId("149999B0100")


def with_actas(*actas: ActaRow, arrived: int = 0) -> CutInput:
    base = demo_input(arrived)
    return replace(base, actas=(*base.actas, *actas))


def first(**changes: object) -> ActaRow:
    theme = demo_theme()
    return replace(acta(theme.casillas[0].id, 0, figures(theme, 0, 1)), **changes)  # type: ignore[arg-type]


def cell(counted: Counted, source: CutInput, clave: str, column: str) -> str:
    file = prep_file(source, counted, 0)
    row = next(row for row in file.rows if row[0] == clave)
    return row[file.columns.index(column)]


def test_an_acta_over_its_list_is_shown_and_not_counted() -> None:
    most = demo_theme().casillas[0].lista_nominal + demo_theme().casillas[0].representantes
    values = (most + 1, *[0] * (len(first().figures) - 1))
    source = with_actas(first(figures=values))
    counted = count_contest(source, 0)
    assert (counted.entidad.votos, counted.entidad.capturadas, counted.entidad.contabilizadas) == (0, 1, 0)
    clave = demo_theme().casillas[0].id.clave
    assert cell(counted, source, clave, "OBSERVACIONES") == "EXCEDE LISTA NOMINAL"
    assert cell(counted, source, clave, "TOTAL_VOTOS_CALCULADO") == str(most + 1)
    assert cell(counted, source, clave, "CONTABILIZADA") == "0"


def test_what_cannot_be_read_says_so_and_the_rest_counts() -> None:
    values = (Unread.ILEGIBLE, *first().figures[1:])
    source = with_actas(first(figures=values))
    counted = count_contest(source, 0)
    assert counted.entidad.votos == sum(figures(demo_theme(), 0, 1)[1:])
    assert cell(counted, source, first().casilla.clave, "PAN") == "Ilegible"
    assert counted.entidad.inconsistentes == 1


def test_an_acta_that_never_was_is_sin_acta_in_every_figure() -> None:
    source = with_actas(first(figures=(), sin_acta=Observacion.NO_INSTALADA))
    counted = count_contest(source, 0)
    clave = first().casilla.clave
    assert cell(counted, source, clave, "PAN") == "Sin acta"
    assert cell(counted, source, clave, "OBSERVACIONES") == "SIN ACTA POR CASILLA NO INSTALADA"


def test_an_acta_out_of_the_catalogue_is_registered_last_and_never_counted() -> None:
    source = with_actas(acta(OUTSIDE, 0, figures(demo_theme(), 0, 1)), arrived=3)
    counted = count_contest(source, 0)
    assert (counted.fuera_catalogo, counted.registradas, counted.entidad.capturadas) == (1, 4, 3)
    assert counted.rows[-1].id == OUTSIDE
    assert counted.rows[-1].code is Contabilizada.FUERA_CATALOGO
    assert cell(counted, source, OUTSIDE.clave, "UBICACION_CASILLA") == "3"
    assert cell(counted, source, OUTSIDE.clave, "LISTA_NOMINAL") == "N/A"


def test_what_has_not_arrived_is_a_dash() -> None:
    source = demo_input(0)
    counted = count_contest(source, 0)
    assert cell(counted, source, demo_theme().casillas[0].id.clave, "PAN") == "-"
    assert dict(summary(counted))["PORCENTAJE_PARTICIPACION_CIUDADANA"] == "N/A"


@pytest.mark.parametrize(("actas", "code"), [((first(), first()), "P204"), ((first(figures=(1, 2)),), "P205")])
def test_two_actas_of_a_casilla_or_missing_figures_are_our_bug_and_refused(
    actas: tuple[ActaRow, ...], code: str
) -> None:
    with pytest.raises(PrepInvalido) as caught:
        count_contest(with_actas(*actas), 0)
    assert caught.value.code == code


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_level_adds_up_to_the_same(data: st.DataObject) -> None:
    theme = demo_theme()
    chosen = data.draw(st.lists(st.integers(0, len(theme.casillas) - 1), unique=True, max_size=30))
    width = len(theme.contests[0].count_keys())
    drawn = st.lists(st.integers(0, 60), min_size=width, max_size=width)
    actas = [acta(theme.casillas[place].id, 0, tuple(data.draw(drawn))) for place in chosen]
    counted = count_contest(with_actas(*actas), 0)
    for units in (counted.distritos, counted.municipios, counted.secciones):
        assert sum(sums.votos for sums in units.values()) == counted.entidad.votos
        assert [sum(c) for c in zip(*(s.counts for s in units.values()), strict=True)] == counted.entidad.counts
    assert sum(counted.entidad.counts) == counted.entidad.votos
    assert counted.entidad.capturadas == len(chosen)


def test_the_order_of_actas_changes_no_byte() -> None:
    source = demo_input(50)
    again = replace(source, actas=tuple(reversed(source.actas)))
    assert make_cut(source, signer()).files == make_cut(again, signer()).files


def test_one_more_vote_changes_only_its_own_figure() -> None:
    source = demo_input(50)
    position = next(i for i, each in enumerate(source.actas) if each.contest == 0)
    more = source.actas[position]
    more = replace(more, figures=(more.figures[0] + 1, *more.figures[1:]))  # type: ignore[operator]
    actas = (*source.actas[:position], more, *source.actas[position + 1 :])
    before, after = (count_contest(s, 0).entidad.counts for s in (source, replace(source, actas=actas)))
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, *[0] * (len(before) - 1)]


def test_the_data_base_re_read_says_what_the_json_says() -> None:
    source = demo_input(120)
    cut = make_cut(source, signer())
    results = json.loads(cut.files["resultados.json"])
    for contest in results["contests"]:
        package = read_package(contest["package"], cut.files[contest["package"]])
        file = read_prep(package.results)
        header = dict(file.summary)
        code = file.columns.index("CONTABILIZADA")
        for key in contest["keys"]:
            place = file.columns.index(key)
            assert sum(int(row[place]) for row in file.rows if row[code] == "1") == contest["totals"][key]
        assert header["ACTAS_CONTABILIZADAS"] == str(contest["actas"]["contabilizadas"])
        assert header["TOTAL_VOTOS_C_CS"] == str(contest["votos"]) == str(sum(contest["totals"].values()))
        assert len(file.rows) == contest["actas"]["esperadas"]


def test_partidos_after_the_split_and_candidaturas_hold_the_same_votes() -> None:
    contest = json.loads(make_cut(demo_input(120), signer()).files["resultados.json"])["contests"][0]
    nobody = contest["totals"]["NO_REGISTRADAS"] + contest["totals"]["NULOS"]
    pending = sum(each["votos"] for each in contest["sin_asignar"])
    assert sum(p["votos"] for p in contest["partidos"]) + pending == contest["votos"] - nobody
    assert sum(c["votos"] for c in contest["candidaturas"]) == contest["votos"] - nobody
    assert {c["id"]: c["votos"] for c in contest["candidaturas"]} == by_candidatura(
        demo_theme().contests[0], contest["totals"]
    )


def test_the_manifest_names_every_file_and_is_signed() -> None:
    cut = make_cut(demo_input(5, number=2, previous="ab" * 32), signer())
    manifest = verify_manifest(
        cut.files["manifest.json"], cut.files["manifest.sig"], cut.files["certificates.pem"], anchor()
    )
    assert {f.path for f in manifest.files} == set(cut.files) - {"manifest.json", "manifest.sig", "certificates.pem"}
    assert all(f.size == len(cut.files[f.path]) for f in manifest.files)
    assert (manifest.corte, manifest.previous) == (2, "ab" * 32)


def test_a_name_that_is_a_formula_is_text_in_every_csv() -> None:
    theme = demo_theme()
    wild = '=HYPERLINK("http://x","Pague aquí")'
    contest = theme.contests[0]
    people = (replace(contest.candidaturas[0], name=wild), *contest.candidaturas[1:])
    draft = replace(theme, contests=(replace(contest, candidaturas=people, title="@SUM(A1)"), *theme.contests[1:]))
    cut = make_cut(replace(demo_input(3), theme=seal_theme(draft)), signer())
    name = next(path for path in cut.files if "GUBERNATURA" in path)
    package = read_package(name, cut.files[name])
    for member in (package.results, package.candidaturas):
        cells = [c for row in csv.reader(io.StringIO(member.decode("utf-8-sig"))) for c in row]
        assert not [c for c in cells if c.startswith(("=", "@", "+", "\t"))]
    assert f"'{wild}" in next(csv.reader([package.candidaturas.decode("utf-8-sig").split("\r\n")[1]]))


def test_times_are_local_in_the_zone_that_the_file_names() -> None:
    at = datetime(2018, 7, 2, 5, 59, 59, tzinfo=UTC)
    source = replace(with_actas(first(acopio=at, captura=None)), observed_at=at)
    counted = count_contest(source, 0)
    file = prep_file(source, counted, 0)
    assert file.generated == "01/07/2018 23:59 (UTC-6)"
    assert cell(counted, source, first().casilla.clave, "FECHA_HORA_ACOPIO") == "01/07/2018 23:59:59"
    assert cell(counted, source, first().casilla.clave, "FECHA_HORA_CAPTURA") == "N/A"
