"""Jalisco 2018 from the real figures: every sum is taken again from the file by this test, in its own way.

One seccion in a few dozen, with every casilla that is odd in any way, is an election of its own; the whole state is
marked long, and there alone the published figures are asked for.
"""

import csv
import os
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from demo.jalisco_2018.election import FULL, Result, hold
from demo.jalisco_2018.source import FILE, column_of
from demo.processes import Supervisor
from demo.progress import Progress
from demo.texts import load_words
from shared.crypto.shares import read_share
from shared.domain.eleccion import Mode
from shared.formats.prep_csv import PrepFile, read_prep
from shared.formats.prep_package import read_package
from shared.formats.results_v1 import BundleChecks, read_public
from shared.verify import recount as command
from shared.verify.counting import Level
from shared.verify.folder import judged_at
from shared.verify.recounting import election_key, recount
from shared.verify.session import verify
from tests.architecture.tree import REPOSITORY

DATA = Path(os.environ.get("URNA_DATA", str(REPOSITORY.parent / "shared" / "data")))
NEGATIVE = "142609B0100"
WHOLE, SAMPLE = "whole", "sample"
IN_SAMPLE = 24
"""The sample has one seccion in so many, and every casilla that is odd."""
SEALED = {WHOLE: FULL, SAMPLE: 5}
COALITION = ("PT", "MORENA", "PES", "PT-MORENA-PES", "PT-MORENA", "PT-PES", "MORENA-PES")
UNITS = {Level.DISTRITO: "distritol_18", Level.MUNICIPIO: "municipio_18", Level.SECCION: "seccion"}

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.election,
    pytest.mark.skipif(not (DATA / FILE).is_file(), reason=f"real data absent: {FILE} is not in URNA_DATA"),
]


@dataclass(frozen=True)
class Held:
    """What came out, and the file as this test reads it."""

    result: Result
    rows: tuple[dict[str, str], ...]
    prep: PrepFile
    sealed: int

    @property
    def keys(self) -> tuple[str, ...]:
        return self.result.institute.theme.contests[0].count_keys()


@pytest.fixture(scope="module", params=[SAMPLE, pytest.param(WHOLE, marks=pytest.mark.long)])
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Held:
    out, data = tmp_path_factory.mktemp("jalisco"), DATA
    if request.param == SAMPLE:
        data = tmp_path_factory.mktemp("muestra")
        write_sample(data)
    words = load_words(REPOSITORY / "demo" / "jalisco_2018" / "texts_es.toml")
    full = SEALED[request.param]
    with Supervisor(out / "registros") as supervisor, (out / "avance.txt").open("w") as said:
        result = hold(data, out, supervisor, Progress(words, said), full)
    package = next((result.publication / "cortes" / "1").glob("*_PREP_*.zip"))
    prep = read_prep(read_package(package.name, package.read_bytes()).results)
    print(result.times.steps)  # noqa: T201 - figures for whoever runs it with -s; machines differ, so none is a test
    return Held(result, read_rows(data), prep, full)


def read_rows(data: Path) -> tuple[dict[str, str], ...]:
    with (data / FILE).open(encoding="utf-8-sig", newline="") as stream:
        return tuple(csv.DictReader(stream))


def write_sample(data: Path) -> None:
    """Rows of the file as they are: whole secciones, and what exceeds its list, is from abroad, or is negative."""
    rows = read_rows(DATA)
    chosen = [row for row in rows if int(row["seccion"]) % IN_SAMPLE == 0 or odd(row)]
    (data / FILE).parent.mkdir()
    with (data / FILE).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(chosen)


def odd(row: dict[str, str]) -> bool:
    return exceeds(row) or int(row["distritol_18"]) == 0 or row["clave_casilla"] == NEGATIVE


def exceeds(row: dict[str, str]) -> bool:
    return row["tipo_casilla"] in "BCE" and int(row["ele_total_gb_18"]) > int(row["ele_nominal_gb_18"])


def of_file(row: dict[str, str], key: str) -> int:
    return int(row[column_of(key)])


def test_the_verifier_agrees_with_cut_and_database(held: Held) -> None:
    verification = held.result.verification
    assert verification.problems == ()
    assert verification.cut is not None
    assert len(verification.evidence.readings) == len(held.rows) > 400
    assert verification.evidence.missing == ()


def test_the_sums_are_those_of_the_file(held: Held) -> None:
    whole = held.result.verification.evidence.everything[0]
    assert whole.votes == sum(int(row["ele_total_gb_18"]) for row in held.rows) > 100_000


@pytest.mark.long
@pytest.mark.parametrize("held", [WHOLE], indirect=True)
def test_the_sums_are_the_published_ones(held: Held) -> None:
    whole, theme, summary = (
        held.result.verification.evidence.everything[0],
        held.result.institute.theme,
        held.prep.summary,
    )
    assert (len(held.rows), whole.votes) == (9_829, 3_465_376)
    assert (len(theme.distritos), len(theme.municipios)) == (20, 125)
    said = dict(summary)
    assert (said["ACTAS_CONTABILIZADAS"], said["PORCENTAJE_ACTAS_CONTABILIZADAS"]) == ("9809", "99.7965")
    votes = whole.by_candidatura
    assert (votes["MC"], votes["JHH"], votes["PRI"], votes["PAN"]) == (1_352_258, 856_015, 575_256, 369_226)
    assert whole.entidad["NULOS"] == 109_375
    assert whole.entidad["NO_REGISTRADAS"] == 2_731


@pytest.mark.parametrize("level", UNITS)
def test_each_unit_has_the_votes_of_the_file(held: Held, level: Level) -> None:
    whole = held.result.verification.evidence.everything[0]
    expected: dict[str, Counter[str]] = defaultdict(Counter)
    for row in held.rows:
        sums = expected[str(int(row[UNITS[level]]))]
        for key in held.keys:
            sums["JHH" if key in COALITION else key] += of_file(row, key)
    found = whole.levels[level]
    assert found.keys() == expected.keys()
    for unit, figures in found.items():
        joined: Counter[str] = Counter()
        for key, votes in figures.items():
            joined["JHH" if key in COALITION else key] += votes
        assert joined == expected[unit], (level, unit)


def test_every_figure_is_that_of_the_file_but_the_one_that_nobody_could_sign(held: Held) -> None:
    readings = held.result.verification.evidence.readings
    differing = {
        (row["clave_casilla"], key): readings[row["clave_casilla"]].counts[0][key] - of_file(row, key)
        for row in held.rows
        for key in held.keys
        if readings[row["clave_casilla"]].counts[0][key] != of_file(row, key)
    }
    assert differing == {(NEGATIVE, "PT-MORENA-PES"): 20, (NEGATIVE, "MORENA"): -20}
    (oddity,) = held.result.oddities
    assert (oddity.casilla, oddity.key, oddity.votes, oddity.moved) == (
        NEGATIVE,
        "PT-MORENA-PES",
        -20,
        (("MORENA", 20),),
    )


def test_casillas_that_exceed_their_list_are_shown_and_not_counted(held: Held) -> None:
    exceeding = {row["clave_casilla"] for row in held.rows if exceeds(row)}
    assert len(exceeding) == 20
    assert set(held.result.verification.evidence.exceeding) == exceeding
    uncounted = {}
    for cells in held.prep.rows:
        row = dict(zip(held.prep.columns, cells, strict=True))
        if row["CONTABILIZADA"] != "1":
            uncounted[row["CLAVE_CASILLA"]] = row["OBSERVACIONES"]
            assert int(row["TOTAL_VOTOS_CALCULADO"]) > int(row["LISTA_NOMINAL"]) > 0
    assert uncounted == dict.fromkeys(exceeding, "EXCEDE LISTA NOMINAL")


def test_the_header_of_the_database_counts_the_rest(held: Held) -> None:
    exceeding = set(held.result.verification.evidence.exceeding)
    counted = [row for row in held.rows if row["clave_casilla"] not in exceeding]
    plain = sum(int(row["ele_total_gb_18"]) for row in counted if row["tipo_casilla"] != "S")
    lista = sum(int(row["ele_nominal_gb_18"]) for row in counted)
    summary = dict(held.prep.summary)
    assert summary["ACTAS_ESPERADAS"] == summary["ACTAS_CAPTURADAS"] == str(len(held.rows))
    assert summary["ACTAS_CONTABILIZADAS"] == str(len(held.rows) - 20)
    assert summary["PORCENTAJE_ACTAS_CONTABILIZADAS"] == percentage(len(held.rows) - 20, len(held.rows))
    assert summary["LISTA_NOMINAL_ACTAS_CONTABILIZADAS"] == str(lista)
    assert summary["TOTAL_VOTOS_C_CS"] == str(sum(int(row["ele_total_gb_18"]) for row in counted))
    assert summary["TOTAL_VOTOS_S_CS"] == str(plain)
    assert summary["PORCENTAJE_PARTICIPACION_CIUDADANA"] == percentage(plain, lista)


def percentage(part: int, whole: int) -> str:
    """With four decimals, cut and not rounded."""
    truncated = str(part * 10**6 // whole)
    return f"{truncated[:-4]}.{truncated[-4:]}"


def test_the_database_read_again_gives_the_rows_of_the_file(held: Held) -> None:
    rows = [dict(zip(held.prep.columns, cells, strict=True)) for cells in held.prep.rows]
    assert sum(int(row["TOTAL_VOTOS_CALCULADO"]) for row in rows) == sum(
        int(row["ele_total_gb_18"]) for row in held.rows
    )
    by_clave = {row["CLAVE_CASILLA"]: row for row in rows}
    for source in held.rows:
        row = by_clave[source["clave_casilla"]]
        assert row["TOTAL_VOTOS_CALCULADO"] == source["ele_total_gb_18"]
        for key in held.keys:
            if (source["clave_casilla"], key) not in {(NEGATIVE, "PT-MORENA-PES"), (NEGATIVE, "MORENA")}:
                assert row[key] == str(of_file(source, key))
        assert row["TOTAL_BOLETAS_SOBRANTES"] == row["TOTAL_REP_PARTIDO_CI_VOTARON"] == "N/A"


def test_votes_from_abroad_have_no_district(held: Held) -> None:
    abroad = [row["clave_casilla"] for row in held.rows if int(row["distritol_18"]) == 0]
    assert len(abroad) == 22
    theme = held.result.institute.theme
    assert [casilla.id.clave for casilla in theme.casillas if casilla.distrito.number == 0] == abroad
    for units, column in ((theme.distritos, "distritol_18"), (theme.municipios, "municipio_18")):
        assert [unit.id.number for unit in units] == sorted({int(row[column]) for row in held.rows} - {0})


def test_sealed_files_open_and_equal_their_actas(held: Held) -> None:
    theme, out = held.result.institute.theme, held.result.publication.parent / "instituto"
    label = theme.election.id.value
    shares = [read_share((out / f"custodios/parte-{n}.txt").read_text(), label) for n in (2, 3, 5)]
    key = election_key(theme, shares)
    checks = BundleChecks(held.result.institute.anchor, judged_at(theme), theme, Mode.OFICIAL)
    assert len(held.result.sealed) == held.sealed
    for path in held.result.sealed:
        public = path.with_suffix(".public.zip")
        bundle = read_public((held.result.publication / "bundles" / public.name).read_bytes(), checks)
        found = recount(path.read_bytes(), bundle, theme, key)
        assert found.problems == ()
        assert found.records == bundle.acta.ledger.emitidos > 0


def test_the_recount_runs_from_the_published_files(held: Held) -> None:
    copy, sealed = held.result.publication, held.result.sealed[0]
    shares = [copy.parent / f"instituto/custodios/parte-{n}.txt" for n in (1, 2, 4)]
    arguments = [str(sealed), "--theme-repo", str(copy / "tema"), "--root", str(copy / "raiz/root.pem")]
    arguments += ["--public", str(copy / "bundles" / sealed.with_suffix(".public.zip").name)]
    for share in shares:
        arguments += ["--share", str(share)]
    ended = CliRunner().invoke(command.app, arguments)
    assert ended.exit_code == 0, ended.output


def test_one_bundle_taken_out_is_named_among_all(held: Held) -> None:
    """Last: it spoils the copy, and mends it."""
    copy = held.result.publication
    victim = sorted((copy / "bundles").iterdir())[len(held.rows) // 2]
    kept = victim.read_bytes()
    victim.unlink()
    try:
        found = verify(copy, Mode.OFICIAL, None, lambda _done, _all: None)
    finally:
        victim.write_bytes(kept)
    clave = victim.name[:11]
    assert found.evidence.missing == (clave,)
    assert ("V312", clave) in {(problem.code, problem.place) for problem in found.problems}
