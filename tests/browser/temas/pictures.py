"""The pictures of the theme builder in its manual: ``python -m tests.browser.temas.pictures docs/pictures``.

They show the demonstration's source, by the pages themselves and with a fault made on purpose. No moment of a real day
is in them.
"""

import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from demo.settings import ROOT
from tests.browser.launching import launched
from tests.browser.temas.starting import started
from theme_builder.projects.archive import write_archive
from theme_builder.projects.documents import kind_of

COLORS: Final = 256
SIZE: Final = {"width": 1100, "height": 760}
PATIENCE_MS: Final = 120_000
BOLETA: Final = "/boletas/01-gubernatura.toml"
PAGES: Final = {
    "temas-vista": f"{BOLETA}/vista?tamano=grande",
    "temas-papeles": f"{BOLETA}/papeles",
    "temas-marcas": f"{BOLETA}/marcas",
    "temas-lenguas": "/lenguas",
    "temas-sonidos": "/voces/es",
    "temas-lote": "/lote",
    "temas-firmas": "/camino",
}
"""Pages of the project that are shown as they come, by the picture's name."""


def draw(out: Path) -> None:
    """Write the pictures; needs Chromium and the urna's programs."""
    with tempfile.TemporaryDirectory(prefix="temas-") as short, sync_playwright() as playwright:
        folder = Path(short)
        with started(folder / "proyectos") as builder:
            browser = launched(playwright)
            page = browser.new_page(viewport=SIZE, locale="es-MX")  # type: ignore[arg-type]  # a plain dictionary
            page.set_default_timeout(PATIENCE_MS)
            page.goto(builder.key)
            page.get_by_label("Nombre y apellidos").fill("Ana López")
            page.get_by_role("button", name="Empezar a trabajar").click()
            _bring(page, folder)
            project = f"{builder.address}/p/1"
            for name, address in PAGES.items():
                page.goto(project + address)
                _keep(page, out / f"{name}.png")
            _faulty(page, project, out)
            _proofs(page, project, out)
            page.goto(f"{builder.address}/ceremonia")
            _keep(page, out / "temas-ceremonia.png")
            browser.close()


def _bring(page: Page, folder: Path) -> None:
    source = ROOT / "demo" / "source"
    found = {path.relative_to(source).as_posix(): path for path in sorted(source.rglob("*")) if path.is_file()}
    archive = folder / "fuente.zip"
    archive.write_bytes(write_archive({name: path.read_bytes() for name, path in found.items() if kind_of(name)}))
    page.get_by_label("Nombre del proyecto").fill("Gubernatura 2018")
    page.get_by_label("Archivo ZIP").set_input_files(archive)
    page.get_by_role("button", name="Traer la fuente").click()
    page.wait_for_url("**/p/1*")


def _faulty(page: Page, project: str, out: Path) -> None:
    """A fault beside its field, and the same in the list of the project; then taken back."""
    page.goto(f"{project}/eleccion")
    named = page.get_by_label("Nombre de la elección")
    right = named.input_value()
    named.fill("")
    page.get_by_role("button", name="Guardar").click()
    page.goto(f"{project}/eleccion")
    _keep(page, out / "temas-falta.png")
    page.goto(project)
    _keep(page, out / "temas-proyecto.png")
    page.goto(f"{project}/eleccion")
    page.get_by_label("Nombre de la elección").fill(right)
    page.get_by_role("button", name="Guardar").click()
    page.wait_for_load_state()


def _proofs(page: Page, project: str, out: Path) -> None:
    page.goto(f"{project}/pruebas")
    page.get_by_role("button", name="Hacer todas las pruebas").click()
    page.get_by_role("link", name="Abrir el PDF").wait_for()
    _keep(page, out / "temas-pruebas.png")


def _keep(page: Page, path: Path) -> None:
    """The top of the page, in as few colours as keep the emblems: a manual is carried on a stick."""
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("[...document.images].every((i) => i.complete)")
    whole = path.with_suffix(".whole.png")
    page.screenshot(path=whole)
    with Image.open(whole) as drawn:
        drawn.convert("RGB").quantize(COLORS).save(path, optimize=True)
    whole.unlink()


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
