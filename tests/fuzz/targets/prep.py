"""The published PREP data base: CSV of whoever published it, and the ZIP around it.

It must not read a file that it cannot write and read again as the same table.
"""

from functools import cache

from shared.formats.prep_csv import INE_2021, JALISCO, PLAIN, SUMMARY_FIELDS, PrepFile, read_prep, write_prep
from shared.formats.prep_package import PrepPackage, read_package, write_package
from tests.fuzz.target import Target, same

CSV, ZIP = range(2)
STEM = "20180701_2000_PREP_GUBERNATURA_JAL"


def run(data: bytes) -> None:
    mode, body = (data[0] % 2, data[1:]) if data else (CSV, b"")
    if mode == ZIP:
        found = read_package(f"{STEM}.zip", body)
        same(read_package(f"{STEM}.zip", write_package(found)), found)
        return
    file = read_prep(body)
    for profile in (PLAIN, JALISCO):
        again = read_prep(write_prep(file, profile))
        same((again.columns, again.rows), (file.columns, file.rows))


@cache
def seeds() -> tuple[bytes, ...]:
    summary = tuple((name, "0") for name in SUMMARY_FIELDS)
    columns = ("CLAVE_CASILLA", "SECCION", "PT", "MC", "OBSERVACIONES")
    rows = (("140001B0100", "0001", "12", "-", "=1+1"), ("140001C0100", "0001", "0", "'7", 'Ilegible, "sí"'))
    file = PrepFile("Gubernatura", "01/07/2018 20:00 (UTC-6)", summary, columns, rows)
    files = [write_prep(file, profile) for profile in (PLAIN, JALISCO, INE_2021)]
    package = write_package(PrepPackage(STEM, files[0], files[1], b"LEEME"))
    return (*(b"\0" + each for each in files), b"\1" + package)


TARGET = Target(
    name="prep",
    run=run,
    seeds=seeds,
    letters="PD",
    parsers={
        "shared.formats.prep_csv:read_prep": "shared.formats.prep_csv:MAX_BYTES",
        "shared.formats.prep_package:read_package": "shared.formats.prep_package:MAX_PACKAGE",
    },
    dictionary=(
        b"CLAVE_CASILLA",
        b"CLAVE_ACTA",
        b'="',
        b"'",
        b'""',
        b"|",
        b";",
        b"\t",
        b"\xef\xbb\xbf",
        b"\x85",
        b"PK\x03\x04",
    ),
)
