"""Who votes what: casillas that vote the same have one theme, and whoever votes nothing is said."""

from pathlib import Path

import pytest

from tests.bench.state_source import Size, state_files
from tests.unit.theme_builder.test_theme_source import edit
from theme_builder.ambitos import parts_of, source_of
from theme_builder.checks import check
from theme_builder.package import build
from theme_builder.source import load_source

SMALL = Size(distritos=2, municipios=3, casillas=24, each_way=1)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(tmp_path / "fuente")


def written(root: Path, size: Size = SMALL) -> Path:
    for name, data in state_files(size).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def codes(root: Path) -> list[tuple[str, str, int]]:
    return [(each.code, each.file, each.line) for each in check(load_source(root))]


def test_each_casilla_is_in_one_theme_with_the_boletas_of_its_places(root: Path) -> None:
    source = load_source(root)
    assert check(source) == ()
    parts = parts_of(source)
    assert [each.name for each in parts] == ["d01-m001", "d01-m002", "d02-m002", "d02-m003"]
    assert sorted(row.value.clave for each in parts for row in each.casillas) == sorted(
        row.value.clave for row in source.casillas
    )
    for part in parts:
        package, findings = build(source_of(source, part), voiced=False)
        assert findings == ()
        assert package is not None
        distrito, municipio = part.name[1:3], part.name[-3:]
        assert [each.id.value for each in package.theme.contests] == ["E001-1", f"D0{distrito}-1", f"M{municipio}-1"]
        assert package.theme.theme_id.value == f"est-2027-{part.name}"
        assert {each.distrito.number for each in package.theme.casillas} == {int(distrito)}
        assert [each.id.number for each in package.theme.municipios] == [int(municipio)]


def test_a_source_of_several_themes_is_not_built_as_one(root: Path) -> None:
    package, findings = build(load_source(root), voiced=False)
    assert package is None
    assert {each.code for each in findings} == {"T575"}


def test_a_casilla_without_theme_is_said_with_its_line(root: Path) -> None:
    edit(root / "tema.toml", '"e001-1.toml", ', "")
    edit(root / "boletas/d001-1.toml", "number = 1", "number = 2")
    edit(root / "boletas/m001-1.toml", "number = 1", "number = 3")
    found = codes(root)
    assert [each for each in found if each[0] == "T570"] == [("T570", "casillas.csv", line) for line in range(2, 10)]
    assert ("T573", "geografia.toml", 2) in found


@pytest.mark.parametrize(
    ("number", "expected"), [("9", {"T571", "T572", "T573"}), ("3", {"T573"})], ids=["unknown", "of another place"]
)
def test_a_boleta_of_a_place_that_is_wrong_is_said(root: Path, number: str, expected: set[str]) -> None:
    edit(root / "boletas/m002-1.toml", "number = 2", f"number = {number}")
    assert {each[0] for each in codes(root)} == expected


def test_more_boletas_than_fit_in_a_theme_and_too_long_an_id_are_said(tmp_path: Path) -> None:
    root = written(tmp_path / "fuente", Size(distritos=1, municipios=1, casillas=2, each_way=7))
    edit(root / "tema.toml", 'theme_id = "est-2027"', f'theme_id = "{"x" * 32}"')
    assert {each[0] for each in codes(root)} == {"T574", "T576"}
