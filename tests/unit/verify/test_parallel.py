"""The command that compares a parallel test: what people wrote, what they counted, what the urna signed."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.verify.guion import HEADING, MAX_GUION, read_guion
from shared.verify.outcome import CannotVerify, Exit
from shared.verify.parallel import app
from shared.verify.texts import SAY
from tests.unit.verify.publications import Made


def written(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADING, *rows])
    return path


def rows_of(made: Made) -> list[tuple[str, str, str]]:
    """A script that adds up to the acta of the first urna."""
    rows = []
    for contest, figures in zip(made.institute.theme.contests, made.counts[0].counts, strict=True):
        names = {"NO_REGISTRADAS": "NO_REGISTRADA", "NULOS": "NULO", "BLANCOS": ""}
        ids = {option.kind.name: option.id.value for option in contest.options}
        for key, number in figures.items():
            name = ids.get(names[key], "") if key in names else "+".join(key.split("-"))
            rows += [(contest.id.value, name, str(number))] if number else []
    return rows


def run(made: Made, guion: Path, testigos: Path, *more: str) -> tuple[int, str, str]:
    root = made.folder / "raiz"
    paths = [made.folder / "bundles" / made.bundles[0].name, "--guion", guion, "--testigos", testigos]
    paths += ["--theme-repo", made.folder / "tema", "--root", root / "root.pem", "--crl", root / "crl.pem", *more]
    ended = CliRunner().invoke(app, [str(each) for each in paths])
    return ended.exit_code, ended.stdout, ended.stderr


def test_three_tellings_that_agree(made: Made, tmp_path: Path) -> None:
    guion = written(tmp_path / "guion.csv", rows_of(made))
    code, said, problems = run(made, guion, guion)
    assert code == 0, said + problems
    assert SAY["parallel_agrees"] in said


def test_a20_the_parallel_test_names_what_paper_or_acta_say_otherwise(made: Made, tmp_path: Path) -> None:
    rows = rows_of(made)
    guion = written(tmp_path / "guion.csv", rows)
    first = rows[0]
    testigos = written(tmp_path / "testigos.csv", [(first[0], first[1], str(int(first[2]) - 1)), *rows[1:]])
    assert int(first[2]) > 1
    code, said, _ = run(made, guion, testigos)
    assert code == 1
    assert said.count("V508") == 1
    assert f"el guion dice {first[2]}, los testigos {int(first[2]) - 1} y el acta {first[2]}" in said
    code, said, _ = run(made, testigos, testigos, "--json")
    assert code == 1
    assert said.count('"V508"') == 1


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("contienda,votos\n", 1),
        ("", 1),
        ("contienda,opciones,votos\nOTRA,PAN,1\n", 2),
        ("contienda,opciones,votos\nGUBERNATURA,PAN,1\nGUBERNATURA,NADIE,1\n", 3),
        ("contienda,opciones,votos\nGUBERNATURA,PAN+PRI,1\n", 2),
        ("contienda,opciones,votos\nGUBERNATURA,PAN,0\n", 2),
        ("contienda,opciones,votos\nGUBERNATURA,PAN,-1\n", 2),
        ("contienda,opciones,votos\nGUBERNATURA,PAN,\u0661\n", 2),
        ("contienda,opciones,votos\nGUBERNATURA,PAN,1000000000000\n", 2),
        ("contienda,opciones,votos\nGUBERNATURA,PAN,1,2\n", 2),
        ("contienda,opciones,votos\nGUBERNATURA,PAN+PAN,1\n", 2),
        ("x" * (MAX_GUION + 1), 0),
    ],
)
def test_a_file_that_cannot_be_understood_names_its_row(made: Made, tmp_path: Path, text: str, row: int) -> None:
    path = tmp_path / "guion.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CannotVerify) as refused:
        read_guion(path, made.institute.theme)
    assert refused.value.problem.code == "V507"
    assert dict(refused.value.problem.params)["row"] == str(row)


def test_a_blank_and_a_combination_are_read(made: Made, tmp_path: Path) -> None:
    rows = [("GUBERNATURA", "", "2"), ("GUBERNATURA", "PT+MORENA", "3"), ("GUBERNATURA", "MORENA+PT", "1")]
    found = read_guion(written(tmp_path / "guion.csv", rows), made.institute.theme)
    assert found["GUBERNATURA"] == {"NULOS": 2, "PT-MORENA": 4}


def test_what_cannot_be_read_is_told_to_programs_too(made: Made, tmp_path: Path) -> None:
    guion = tmp_path / "guion.csv"
    guion.write_bytes(b"\xff")
    code, said, _ = run(made, guion, guion, "--json")
    assert code == Exit.UNREADABLE
    value = json.loads(said)
    assert not value["agrees"]
    assert len(value["problems"]) == 1
