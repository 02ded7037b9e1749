"""Two people at one laptop answer for a theme: one sends it, the other approves, both sign. In a true browser."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from shared.crypto.tuf_repo import RepositoryClient
from tests.browser.temas.starting import Builder
from tests.unit.theme_builder.versions.conftest import KEYS, ROOT, SOURCE
from theme_builder.projects.archive import write_archive

PHRASE = "una frase larga"


def is_now(page: Page, name: str) -> None:
    page.get_by_role("button", name="Cambiar de persona").click()
    page.get_by_label("Nombre y apellidos").fill(name)
    page.get_by_role("button", name="Empezar a trabajar").click()


def signs(page: Page, address: str, key: Path) -> None:
    page.goto(address)
    page.get_by_label("Código corto").first.fill(page.locator("dd.code").first.inner_text().replace("-", " ").lower())
    page.get_by_label("Su llave (archivo .pem)").set_input_files(key)
    page.get_by_label("Su frase").fill(PHRASE)
    page.get_by_role("button", name="Firmar la versión").click()


@pytest.mark.long
def test_two_people_answer_for_a_theme_and_one_alone_cannot(page: Page, builder: Builder, tmp_path: Path) -> None:
    archive = tmp_path / "fuente.zip"
    archive.write_bytes(write_archive(SOURCE))
    root = tmp_path / "1.root.json"
    root.write_bytes(ROOT)
    keys = {"ana": KEYS.targets[0], "beto": KEYS.targets[1], "instantanea": KEYS.snapshot, "hora": KEYS.timestamp}
    for name, key in keys.items():
        (tmp_path / f"{name}.pem").write_bytes(key.to_pem(PHRASE.encode()))
    page.goto(builder.key)
    page.get_by_label("Nombre y apellidos").fill("Ana López")
    page.get_by_role("button", name="Empezar a trabajar").click()
    page.get_by_label("Nombre del proyecto").fill("Prueba")
    page.get_by_label("Archivo ZIP").set_input_files(archive)
    page.get_by_role("button", name="Traer la fuente").click()
    page.goto(f"{builder.address}/firmas")
    page.get_by_label("1.root.json").set_input_files(root)
    page.get_by_role("button", name="Traer la raíz").click()
    page.goto(f"{builder.address}/p/1/camino")
    page.get_by_role("button", name="Enviar a revisión").click()
    version = page.url.split("?")[0]
    assert page.get_by_text("la aprueba otra persona").is_visible()
    assert page.get_by_role("button", name="Aprobar la versión").count() == 0
    is_now(page, "Beto Ruiz")
    page.goto(version)
    page.get_by_role("button", name="Aprobar la versión").click()
    signs(page, version, tmp_path / "beto.pem")
    assert page.get_by_text("la segunda firma es de otra persona").is_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    is_now(page, "Ana López")
    signs(page, version, tmp_path / "ana.pem")
    for name, label in (("instantanea", "Llave de instantánea"), ("hora", "Llave de hora")):
        page.get_by_label(label, exact=True).set_input_files(tmp_path / f"{name}.pem")
        page.get_by_label(f"Frase de la {label.lower()}").fill(PHRASE)
    page.get_by_role("button", name="Publicar la versión").click()
    page.get_by_label("Carpeta de la memoria").fill(str(tmp_path))
    page.get_by_role("button", name="Escribir la memoria").click()
    assert page.get_by_text("se volvió a leer como lo hará la urna").is_visible()
    assert RepositoryClient().verify(tmp_path / "repositorio", {"root.json": ROOT}, None).version == 1
