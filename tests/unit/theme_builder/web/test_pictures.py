"""Portraits and emblems on the pages: put beside their findings, one change each, and taken back in the history."""

import pytest

from tests.unit.theme_builder.projects.test_pictures import halves
from tests.unit.theme_builder.web.conftest import FEW, Bench

BOLETA = "boletas/01-gubernatura.toml"
JHH = f"/{BOLETA}/candidaturas/JHH"
PNG = halves(600, 600)


def test_a_portrait_is_one_change_with_its_file_and_undoing_takes_both(bench: Bench) -> None:
    assert bench.post(f"{JHH}/retrato", file=PNG).status_code == 303
    files = bench.source()
    assert b'portrait = "01-gubernatura-JHH.png"' in files[BOLETA]
    assert bench.client.get(f"/p/1{JHH}/retrato.png").content == files["retratos/01-gubernatura-JHH.png"]
    other = bench.get(f"/{BOLETA}/candidaturas/PAN")
    assert other.count("Falta el retrato de «PAN»") == 1
    assert "Falta el retrato de «PAN»" in other.partition('<input id="f-imagen"')[0]
    bench.post("/historia/2/deshacer")
    assert bench.source() == FEW
    assert bench.client.get(f"/p/1{JHH}/retrato.png").status_code == 404


def test_two_people_with_two_portraits_of_one_candidatura_lose_neither_and_it_goes_with_its_file(bench: Bench) -> None:
    bench.post(f"{JHH}/retrato", file=PNG)
    assert bench.post(f"{JHH}/retrato", file=halves(500, 500), read=1).status_code == 409
    assert bench.post(f"{JHH}/retrato", file=halves(500, 500)).status_code == 303
    assert bench.post(f"{JHH}/retrato/quitar").status_code == 303
    assert bench.source() == FEW


def test_an_emblem_takes_the_place_of_letters_and_gives_it_back(bench: Bench) -> None:
    shown = "/p/1/partidos/PAN/emblema.png"
    drawn = bench.client.get(shown).content
    assert bench.post("/partidos/PAN/emblema", file=PNG).status_code == 303
    brought = bench.client.get(shown).content
    assert brought != drawn
    assert bench.source()["marcas/PAN.png"] == brought
    bench.post("/partidos/PAN/emblema/quitar")
    assert bench.client.get(shown).content == drawn


@pytest.mark.parametrize(("data", "code"), [(b"", "T620"), (bytes((16 << 20) + 1), "T621"), (halves(90, 90), "T622")])
def test_a_picture_that_is_refused_changes_nothing(bench: Bench, data: bytes, code: str) -> None:
    answer = bench.post("/partidos/PAN/emblema", file=data)
    assert (answer.status_code, f"Código {code}" in answer.text) == (422, True)
    assert bench.projects.opened(1).number == 1
