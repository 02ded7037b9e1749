"""Somebody gives a candidatura its portrait, a text its translation and a clip its voice, by keyboard alone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from tests.browser.temas.conftest import Hands
from tests.unit.theme_builder.projects.test_recordings import tone
from tests.unit.theme_builder.projects.test_service import FILES
from theme_builder.projects.archive import write_archive

GOB = "/boletas/01-gubernatura.toml"
PAGES = (f"{GOB}/candidaturas/JHH", "/partidos/PAN", "/lenguas", "/lenguas/en", "/voces", "/voces/es")
MORE = (f"{GOB}/info", "/boletas/02-consulta.toml/info", "/boletas/02-consulta.toml/info/1")
CASILLAS = b"\n".join(FILES["casillas.csv"].splitlines()[:3]) + b"\n"


@pytest.fixture
def begun(hands: Hands, tmp_path: Path) -> str:
    """The demonstration's source, brought; gives the address of the project."""
    path = tmp_path / "fuente.zip"
    path.write_bytes(write_archive({**FILES, "casillas.csv": CASILLAS}))
    hands.page.set_input_files("input[type=file]", path)
    hands.write("Nombre del proyecto", "Demostración")
    hands.press("Traer la fuente")
    return hands.page.url.split("?")[0]


@pytest.mark.long
def test_portrait_text_and_sound_by_keyboard_and_every_page_is_for_everyone(
    hands: Hands, begun: str, tmp_path: Path
) -> None:
    page = hands.page
    page.goto(f"{begun}{GOB}/candidaturas/JHH")
    Image.radial_gradient("L").resize((600, 400)).save(tmp_path / "cara.png")
    page.set_input_files("#f-imagen", tmp_path / "cara.png")
    page.locator("[data-cut-seen] canvas").wait_for()
    hands.go("Acercar")
    page.keyboard.press("ArrowRight")
    hands.press("Usar esta imagen")
    assert page.get_by_alt_text("Retrato de Carlos Lomelí Bolaños como se verá en la boleta").is_visible()
    hands.press("Quitar la imagen")
    hands.press("Lenguas")
    hands.press("English")
    label = "English: 01-gubernatura: título"
    hands.write(label, "The Governor")
    page.keyboard.press("Tab")
    page.get_by_text("Guardado: 01-gubernatura: título.").wait_for()
    hands.press("Sonidos")
    hands.press("español")
    hands.press("Que se oiga")
    (tmp_path / "voz.wav").write_bytes(tone())
    hands.go("Grabar o traer: CONSULTA: título")
    page.keyboard.press("Enter")
    page.set_input_files("#f-w1", tmp_path / "voz.wav")
    hands.press("Traer el archivo de CONSULTA: título")
    assert page.get_by_text("Grabado", exact=True).is_visible()
    seconds = page.evaluate(
        "async () => { const at = document.querySelector('audio'); at.muted = true;"
        " await at.play(); return at.duration; }"
    )
    assert seconds == pytest.approx(0.5, abs=0.01)
    for end in (*PAGES, *MORE):
        page.goto(begun + end)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{end}: {found.generate_report()}"
        page.set_viewport_size({"width": 320, "height": 700})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, f"{end}: {wide}"
        page.set_viewport_size({"width": 1280, "height": 800})
