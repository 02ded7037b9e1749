"""The catalogue in a real browser: a file with faults, the good one, and the person who signs it; wide and narrow."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from server.access import Grant, Role
from server.catalog.marco import Lista
from tests.browser.looking import faults, narrow_width
from tests.browser.staff.conftest import Staff, enter
from tests.browser.staff.test_staff_pages import WCAG
from tests.server.catalog.lists import SMALL, csv_of, fill, open_context, xlsx_of
from tests.server.harness import World, apart, open_account

pytestmark = pytest.mark.browser
NEW = [("140024B0100", 700), *SMALL[Lista.LISTA_NOMINAL][1:3]]


async def filled(world: World) -> None:
    async with open_context(world) as context:
        await fill(context)


@pytest.fixture(scope="module")
def people(staff: Staff) -> tuple[str, str]:
    """The tokens of Ana, who delivers, and of Beatriz, who signs."""
    apart(filled(staff.world))
    ana = apart(open_account(staff.world, (Grant(Role.RESULTADOS),)))
    return ana, apart(open_account(staff.world, (Grant(Role.DIRECCION),)))


def look(page: Page) -> None:
    """What every state of a page keeps: nothing for axe to find, and 320 pixels are enough."""
    assert faults(page, WCAG) == []
    assert narrow_width(page) <= 320


def test_a_file_is_mended_delivered_and_signed(
    page: Page, staff: Staff, people: tuple[str, str], tmp_path: Path
) -> None:
    bad, good = tmp_path / "nominal.csv", tmp_path / "nominal.xlsx"
    bad.write_bytes(csv_of(Lista.LISTA_NOMINAL, [("14024B0100", "x"), ("1.4E+105", 3), *NEW, NEW[0]]))
    good.write_bytes(xlsx_of(Lista.LISTA_NOMINAL, NEW))
    enter(page, staff, people[0])
    page.goto(f"{staff.address}/catalogo")
    look(page)
    page.get_by_role("link", name="Lista nominal").click()
    look(page)
    page.get_by_role("link", name="Entregar un archivo").click()
    look(page)
    page.get_by_label("Archivo CSV o XLSX").set_input_files(bad)
    page.get_by_role("button", name="Probar sin guardar").click()
    expect(page.get_by_role("alert")).to_contain_text("tiene 4 faltas")
    look(page)
    page.get_by_label("Archivo CSV o XLSX").set_input_files(good)
    page.get_by_role("button", name="Entregar el archivo").click()
    expect(page.get_by_role("heading", name="Revisar")).to_be_visible()
    look(page)
    page.get_by_label("¿Cuántos renglones se quitan?").fill("0")
    page.get_by_role("button", name="Marcar como revisado").click()
    expect(page.get_by_role("alert")).to_contain_text("no es el número")
    page.get_by_label("¿Cuántos renglones se quitan?").fill("1")
    page.get_by_role("button", name="Marcar como revisado").click()
    expect(page.get_by_text("Falta la firma de otra persona, de la dirección.")).to_be_visible()
    sha256 = page.locator("dd.code").inner_text()
    address = page.url
    enter(page, staff, people[1])
    page.goto(address)
    look(page)
    page.get_by_label("Huella del archivo").fill(sha256[:12])
    page.get_by_role("button", name="Firmar y cambiar la lista").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("La lista cambió")
    look(page)
    page.goto(f"{staff.address}/catalogo/cargas?estado=firmado")
    expect(page.get_by_role("link", name="1. nominal.xlsx")).to_be_visible()
    look(page)
    page.goto(f"{staff.address}/catalogo/lista_nominal")
    expect(page.get_by_text("1,409 personas")).to_be_visible()
