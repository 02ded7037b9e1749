"""The split against the published figures of Jalisco 2018 (9,829 casillas), at every level."""

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from shared.domain.coalicion import Level, RemainderRule, RuleSet, Split, split
from shared.domain.ids import PartidoId
from tests.unit.domain.boletas import gubernatura

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("URNA_DATA", str(ROOT / ".." / "shared" / "data"))) / "jalisco_2018_gubernatura/casillas.csv"
UNIT_COLUMN = {Level.DISTRITO: "distritol_18", Level.MUNICIPIO: "municipio_18", Level.ENTIDAD: "estado"}
GOB = gubernatura()
KEYS = ["PAN", "PRI", "MC", "PT", "MORENA", "PES", "PT-MORENA-PES", "PT-MORENA", "PT-PES", "MORENA-PES"]

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_file(), reason=f"real data absent: {DATA.name} is not in URNA_DATA"),
]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def by_unit(rows: list[dict[str, str]], level: Level) -> dict[str, dict[str, int]]:
    totals: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(KEYS, 0))
    for row in rows:
        for key in KEYS:
            totals[row[UNIT_COLUMN[level]]][key] += int(row[f"ele_{key.lower().replace('-', '_')}_gb_18"] or 0)
    return totals


def run(rows: list[dict[str, str]], level: Level, remainder: RemainderRule = RemainderRule.MAYOR_VOTACION) -> Split:
    return split(GOB, by_unit(rows, level), RuleSet("JAL-2018", level, remainder, ("LGIPE 311.1.c",)))


def test_the_whole_table_is_read(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 9829
    assert len(by_unit(rows, Level.DISTRITO)) == 21  # 20 districts and the votes from abroad


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Level.ENTIDAD, {"MORENA": 721_990, "PT": 79_988, "PES": 54_037}),
        (Level.DISTRITO, {"MORENA": 722_007, "PT": 79_982, "PES": 54_026}),
        (Level.MUNICIPIO, {"MORENA": 722_093, "PT": 79_981, "PES": 53_941}),
    ],
)
def test_each_level_gives_its_figures(rows: list[dict[str, str]], level: Level, expected: dict[str, int]) -> None:
    result = run(rows, level)
    assert {partido: result.by_partido[partido] for partido in expected} == expected
    assert sum(expected.values()) == result.by_candidatura["LOMELI"] == 856_015
    assert result.findings == ()


@pytest.mark.parametrize("level", UNIT_COLUMN)
def test_candidaturas_are_the_same_at_every_level(rows: list[dict[str, str]], level: Level) -> None:
    totals = run(rows, level).by_candidatura
    assert (totals["C_MC"], totals["C_PRI"], totals["C_PAN"]) == (1_352_258, 575_256, 369_226)


def test_another_order_of_remainders_would_not_give_the_published_figure(rows: list[dict[str, str]]) -> None:
    assert run(rows, Level.DISTRITO, RemainderRule.PRIMERO).by_partido["MORENA"] != 722_007


def test_every_division_can_be_shown(rows: list[dict[str, str]]) -> None:
    result = run(rows, Level.DISTRITO)
    for derivation in result.derivations:
        each, left = divmod(derivation.votes, len(derivation.combination))
        assert (derivation.share_each, derivation.remainder) == (each, left)
    morena = PartidoId("MORENA")
    received = sum(d.share_each + (morena in d.to) for d in result.derivations if morena in d.combination)
    assert received + by_unit(rows, Level.ENTIDAD)["14"]["MORENA"] == 722_007
