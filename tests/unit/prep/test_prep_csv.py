"""The PREP file: byte for byte by profile, read back whatever a publisher did, percentages truncated."""

import io
import os
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.formats.prep_csv import (
    JALISCO,
    PROFILES,
    SUMMARY_FIELDS,
    KeyQuoting,
    PrepFile,
    PrepInvalido,
    Profile,
    percent4,
    read_prep,
    write_prep,
)

DATA = Path(os.environ.get("URNA_DATA", Path(__file__).parents[4] / "shared" / "data"))
COLUMNS = ("CLAVE_CASILLA", "SECCION", "OBSERVACIONES", "TOTAL")
TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40)
SEPARATORS = st.sampled_from((",", "|"))
ENDS = st.sampled_from(("\n", "\r\n", "\r"))


def sample(rows: tuple[tuple[str, ...], ...]) -> PrepFile:
    summary = tuple((name, str(i)) for i, name in enumerate(SUMMARY_FIELDS))
    return PrepFile("Gubernatura", "01/07/2018 21:00 (UTC-6)", summary, COLUMNS, rows)


def test_the_first_lines_are_those_of_the_rule() -> None:
    data = write_prep(sample((("140024B0100", "24", "", "473"),)), JALISCO)
    assert data.startswith(b"\xef\xbb\xbfGubernatura\r\n01/07/2018 21:00 (UTC-6)\r\n\r\nACTAS_ESPERADAS,")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[3].split(",") == list(SUMMARY_FIELDS)
    assert len(lines[4].split(",")) == 13
    assert lines[5] == ""
    assert lines[6] == ",".join(COLUMNS)
    assert lines[7] == "'140024B0100',24,,473"


@given(
    rows=st.lists(st.tuples(st.from_regex(r"14\d{4}[BCS]\d{4}", fullmatch=True), TEXT, TEXT, TEXT), max_size=5),
    bom=st.booleans(),
    end=ENDS,
    separator=SEPARATORS,
    quoting=st.sampled_from(KeyQuoting),
)
def test_whatever_the_profile_reading_gives_what_was_written(
    rows: list[tuple[str, str, str, str]], *, bom: bool, end: str, separator: str, quoting: KeyQuoting
) -> None:
    file = sample(tuple(rows))
    assert read_prep(write_prep(file, Profile("any", bom, end, separator, quoting))) == file


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "@sum(a)", "-2+3", "\t=1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    data = write_prep(sample((("140024B0100", "24", cell, "1"),)), JALISCO).decode("utf-8-sig")
    assert f",'{cell}," in data.replace('"', "")
    assert read_prep(data.encode()).rows[0][2] == cell


def test_percentages_are_truncated_by_integers() -> None:
    assert percent4(57, 625) == "9.1200"
    assert percent4(2, 3) == "66.6666"
    assert percent4(0, 0) == "N/A"
    assert percent4(3103, 3628) == "85.5292"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_percentage_is_never_more_than_the_fraction(part: int, whole: int) -> None:
    shown = Fraction(percent4(part, whole))
    exact = Fraction(part * 100, whole)
    assert shown <= exact < shown + Fraction(1, 10_000)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text.replace("SECCION", "TOTAL"), "P107"),
        (lambda text: text.replace(",24,", ",24,25,"), "P108"),
        (lambda text: text.replace("ACTAS_ESPERADAS,", ""), "P105"),
        (lambda text: "\r\n".join(text.split("\r\n")[:3]), "P104"),
        (lambda text: text.replace(",473", "," + "9" * 5000), "P109"),
    ],
)
def test_a_broken_file_is_refused_with_its_code(change: object, code: str) -> None:
    text = write_prep(sample((("140024B0100", "24", "", "473"),)), JALISCO).decode()
    assert callable(change)
    with pytest.raises(PrepInvalido) as caught:
        read_prep(change(text).encode())
    assert caught.value.code == code


def test_a_row_of_another_width_is_never_written() -> None:
    with pytest.raises(PrepInvalido) as caught:
        write_prep(sample((("140024B0100", "24"),)), JALISCO)
    assert caught.value.code == "P202"


@given(st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        file = read_prep(data)
    except PrepInvalido:
        return
    assert all(len(row) == len(file.columns) for row in file.rows)


def test_profiles_are_named_once() -> None:
    assert all(name == profile.name for name, profile in PROFILES.items())


@pytest.mark.realdata
def test_coahuila_2017_is_read_as_it_was_published() -> None:
    path = DATA / "coahuila_2017_prep_gubernatura" / "20170605_1300_PREP_GOB_COAH.zip"
    if not path.is_file():
        pytest.skip(f"real data absent: {path.name}")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        name = next(n for n in package.namelist() if n.endswith("COAH_GOB_2017.csv"))
        file = read_prep(package.read(name))
    summary = dict(file.summary)
    assert (len(file.rows), len(file.columns)) == (3628, 183)
    assert len(file.short_rows) == 525
    assert percent4(int(summary["ACTAS_CAPTURADAS"]), 3628) == summary["PORCENTAJE_ACTAS_CAPTURADAS"]
    counted = sum(row[file.columns.index("CONTABILIZADA")] == "1" for row in file.rows)
    assert counted == int(summary["ACTAS_CONTABILIZADAS"])
