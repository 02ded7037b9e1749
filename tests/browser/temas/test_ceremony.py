"""A rehearsal of the key ceremony led in a true browser: axe at each act, 320 pixels, and no secret in the address."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from shared.crypto.tuf_repo import create_root
from tests.browser.temas.starting import Builder
from tests.unit.theme_builder.versions.conftest import KEYS, NOON

PHRASE = "una frase muy larga"


def sound(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.long
def test_a_rehearsal_is_led_from_the_first_act_to_the_acta(page: Page, builder: Builder, tmp_path: Path) -> None:
    (tmp_path / "1.root.json").write_bytes(create_root(KEYS.public, KEYS.root, NOON.replace(year=2090)))
    page.goto(builder.key)
    page.get_by_label("Nombre y apellidos").fill("Ana López")
    page.get_by_role("button", name="Empezar a trabajar").click()
    page.get_by_role("link", name="Ceremonia de llaves").click()
    sound(page)
    page.get_by_label("Es un ensayo").check()
    page.get_by_label("Clave de la elección").fill("JAL-2027-GOB")
    page.get_by_label("Autoridad").fill("Instituto")
    page.get_by_label("Los certificados valen hasta").fill("2089-12-31")
    page.get_by_label("Raíz de firmas").set_input_files(tmp_path / "1.root.json")
    page.get_by_label("Testigos").fill("Rep. PAN\nRep. PT")
    page.get_by_label("Carpeta nueva de la ceremonia").fill(str(tmp_path / "c"))
    page.get_by_role("button", name="Empezar la ceremonia").click()
    expect(page.get_by_text("ENSAYO: nada de lo que se haga")).to_be_visible()
    sound(page)
    for label in ("Frase de la raíz", "La misma frase"):
        page.get_by_label(label).fill(PHRASE)
        page.get_by_role("button", name="Seguir").click()
    for number in range(1, 6):
        (tmp_path / f"usb-{number}").mkdir()
        page.get_by_label(f"Nombre de quien custodia la parte {number}").fill(f"Persona {number}", timeout=60_000)
        page.get_by_role("button", name="Seguir").click()
        page.get_by_label("Conecte su memoria").fill(str(tmp_path / f"usb-{number}"))
        page.get_by_role("button", name="Seguir").click()
    expect(page.get_by_text("La ceremonia está cerrada")).to_be_visible()
    sound(page)
    assert PHRASE not in page.content() + page.url
    assert (tmp_path / "c" / "publico" / "acta.txt").is_file()
