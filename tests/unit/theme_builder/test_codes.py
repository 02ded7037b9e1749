"""The list of short codes: every casilla of the theme, each urna of it, as PDF and CSV; hostile lists refused."""

import csv
import io
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.formats.theme_v1 import serialise_theme
from tests.unit.formats import examples
from theme_builder.cli import app
from theme_builder.sheets.codes import MAX_PRINTED, Codes, ListaInvalida, codes_of, read_placed
from theme_builder.sheets.printing import Paper

THEME = examples.theme()
HASH = "0123456789abcdef" * 4
CEREMONY = "K3QX-9F2A-7M4T-0B6C"
CASILLA = THEME.casillas[0].id.clave
LISTED = f"casilla,urna,codigo_ceremonia\n{CASILLA},URNA-2,{CEREMONY}\n{CASILLA},URNA-1,\n140009B0100,U-9,\n".encode()


def test_each_urna_of_each_casilla_has_its_codes_and_a_casilla_without_urna_is_not_left_out() -> None:
    codes = codes_of(THEME, read_placed(LISTED), HASH)
    rows = list(csv.DictReader(io.StringIO(codes.to_csv().decode())))
    assert [row["casilla"] for row in rows] == [CASILLA, *(each.id.clave for each in THEME.casillas)]
    assert [row["urna"] for row in rows[:2]] == ["URNA-1", "URNA-2"]
    assert {row["codigo_tema"] for row in rows} == {THEME.short_code}
    assert {row["codigo_programa"] for row in rows} == {"01234567 89abcdef"}
    assert rows[1]["codigo_ceremonia"] == CEREMONY
    assert all(row["urna"] == "" for row in rows[2:])


def test_the_command_prints_what_the_urna_shows(tmp_path: Path) -> None:
    inside = tmp_path / "tema" / "targets" / "temas" / THEME.theme_id.value
    inside.mkdir(parents=True)
    (inside / "theme.json").write_bytes(serialise_theme(THEME))
    (tmp_path / "u.csv").write_bytes(LISTED)
    arguments = ["codigos", "tema", "--a", "papeles", "--urnas", "u.csv", "--programa", HASH]
    run = CliRunner().invoke(
        app, [str(tmp_path / each) if each in {"tema", "papeles", "u.csv"} else each for each in arguments]
    )
    assert run.exit_code == 0, run.output
    pdf = tmp_path / "papeles" / "codigos-carta.pdf"
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    (line,) = [line for line in text.splitlines() if "URNA-2" in line]
    assert line.split() == [CASILLA, "URNA-2", THEME.short_code, "01234567", "89abcdef", CEREMONY]
    assert HASH in text
    assert THEME.hash_hex in text
    assert b"URNA-2" in (tmp_path / "papeles" / "codigos.csv").read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"casilla\n140001B0100\n",
        b"casilla,urna\nmal,URNA-1\n",
        b"casilla,urna\n140001B0100,=1+1\n",
        b"casilla,urna\n140001B0100,U\n140001B0100,U\n",
        b"casilla,urna,codigo_ceremonia\n140001B0100,U,<b>\n",
    ],
)
def test_a_list_at_fault_is_refused(data: bytes) -> None:
    with pytest.raises(ListaInvalida) as refused:
        read_placed(data)
    assert refused.value.code == "T711"


def test_a_hash_of_another_form_and_a_book_of_rows_are_refused() -> None:
    with pytest.raises(ListaInvalida, match="T712"):
        codes_of(THEME, (), "K3QX")
    with pytest.raises(ListaInvalida, match="T713"):
        Codes((("", "", "", "", ""),) * (MAX_PRINTED + 1), "", "", "").to_pdf(Paper.CARTA)
