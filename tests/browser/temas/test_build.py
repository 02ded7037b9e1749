"""Somebody builds a theme from nothing by keyboard, and gets a source that `tema` takes."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page
from typer.testing import CliRunner

from tests.browser.looking import faults, narrow_width
from tests.browser.temas.conftest import Hands
from tests.browser.temas.starting import Builder
from tests.unit.theme_builder.test_theme_source import people_text
from theme_builder.cli import app

CASILLAS = (
    "clave,distrito,municipio,lista_nominal,boletas,representantes,ubicacion,domicilio\n"
    "140001B0100,1,39,600,620,10,1,Escuela Benito Juárez\n"
)
PAGES = (
    "",
    "/eleccion",
    "/reglas",
    "/lugares",
    "/partidos",
    "/partidos/PT",
    "/boletas",
    "/boletas/01-gubernatura.toml",
)
LOOKED = "/boletas/01-gubernatura.toml/vista?letra=muy_grande"
MORE = (LOOKED, "/boletas/01-gubernatura.toml/candidaturas/JUNTOS", "/casillas", "/historia")


def build(hands: Hands, folder: Path) -> None:
    hands.write("Nombre de la elección", "Elección de la gubernatura")
    hands.write("Clave de la elección", "JAL-2027-GOB")
    hands.go("Día de la elección")
    hands.page.keyboard.type("06062027")
    hands.choose("Entidad", "Jalisco")
    hands.write("Autoridad que organiza", "Instituto Electoral")
    hands.press("Empezar el proyecto")
    hands.press("Lugares")
    hands.write("Distritos", "1 Colotlán")
    hands.write("Municipios", "39 Guadalajara")
    hands.press("Guardar")
    hands.press("Partidos")
    for id_, name, letters in (("PT", "Partido del Trabajo", "PT"), ("MORENA", "Movimiento", "morena")):
        hands.write("Nombre corto", id_)
        hands.write("Nombre completo", name)
        hands.write("Letras del emblema", letters)
        hands.press("Agregar el partido")
    hands.press("Boletas")
    hands.write("Nombre corto", "GUBERNATURA")
    hands.write("Título", "Gubernatura del Estado")
    hands.write("Instrucción o pregunta", "Marque su preferencia")
    hands.press("Agregar la boleta")
    for id_, name, partidos in (("JUNTOS", "Carlos Pérez", ("PT", "MORENA")), ("SOLA", "Julia Ruiz", ())):
        hands.write("Nombre corto", id_)
        hands.write("Nombre", name)
        for partido in partidos:
            hands.tick(f"{partido}, {'Partido del Trabajo' if partido == 'PT' else 'Movimiento'}")
        hands.press("Agregar la candidatura")
    hands.press("Casillas")
    path = folder / "casillas.csv"
    path.write_text(CASILLAS, encoding="utf-8")
    hands.page.set_input_files("input[type=file]", path)
    hands.press("Traer la lista")


def test_a_theme_is_built_from_nothing_by_keyboard_and_tema_takes_it(hands: Hands, tmp_path: Path) -> None:
    build(hands, tmp_path)
    hands.press("Proyecto")
    assert hands.page.get_by_text("Nada: la fuente está completa.").is_visible()
    with hands.page.expect_download() as download:
        hands.go("Descargar la fuente")
        hands.page.keyboard.press("Enter")
    zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())).extractall(tmp_path)
    people = tmp_path / "personas.toml"
    people.write_text(people_text(), encoding="utf-8")
    arguments = ["revisar", str(tmp_path / "fuente"), "--personas", str(people)]
    ended = CliRunner().invoke(app, arguments)
    assert ended.exit_code == 0, ended.output
    boleta = (tmp_path / "fuente" / "boletas" / "01-gubernatura.toml").read_text(encoding="utf-8")
    assert 'combinations = [["PT", "MORENA"]]' in boleta


@pytest.mark.long
def test_every_page_of_a_theme_is_for_everyone_and_a_boleta_is_seen_as_on_the_urna(
    hands: Hands, tmp_path: Path
) -> None:
    build(hands, tmp_path)
    hands.press("Boletas")
    hands.press("Gubernatura del Estado")
    hands.press("Ver esta boleta en la urna")
    assert hands.page.locator("img.seen").bounding_box() is not None
    hands.press("Proyecto")
    address = hands.page.url.split("?")[0]
    for end in (*PAGES, *MORE):
        hands.page.goto(address + end)
        assert (end, faults(hands.page, {})) == (end, [])
        assert (end, narrow_width(hands.page)) <= (end, 320)


def test_what_is_written_is_saved_with_its_finding_beside_it_and_two_pages_lose_nothing(
    hands: Hands, builder: Builder, page: Page
) -> None:
    hands.write("Nombre de la elección", "Elección")
    hands.write("Clave de la elección", "JAL-2027-GOB")
    hands.go("Día de la elección")
    hands.page.keyboard.type("06062027")
    hands.press("Empezar el proyecto")
    hands.press("Reglas")
    other = page.context.new_page()
    other.goto(page.url)
    hands.write("Actas que imprime la urna", "muchas")
    page.keyboard.press("Tab")
    page.get_by_text("Guardado. Hay datos por corregir.").wait_for()
    assert page.locator("#e-actas").inner_text() == "El valor no es válido: debe ser un número entero"
    hands.page.keyboard.press("Shift+Tab")
    hands.write("Actas que imprime la urna", "2")
    page.keyboard.press("Tab")
    page.locator("#e-actas:empty").wait_for(state="attached")
    other.locator("#f-actas").fill("4")
    other.locator("#f-max_voters").fill("700")
    with other.expect_navigation():
        other.get_by_role("button", name="Guardar").click()
    assert other.get_by_role("heading", level=1).inner_text() == "¿Cuál de los dos queda?"
    cells = [cell.inner_text() for cell in other.locator("tbody td").all()]
    assert cells == ["3", "2", "4"]
    with other.expect_navigation():
        other.get_by_role("button", name="Poner lo mío").click()
    assert other.locator("#f-actas").input_value() == "4"
    page.reload()
    assert page.locator("#f-max_voters").input_value() == "700"
