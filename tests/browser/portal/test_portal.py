"""The portal as people use it: every page in light, dark, wide and narrow, with the keyboard, and without scripts."""

from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import Seen, Visits
from tests.browser.portal.conftest import WILD
from tests.server.prep.cases import demo_theme

pytestmark = pytest.mark.browser
CASILLA = demo_theme().casillas[0].id
OTHER = demo_theme().casillas[5].id
PAGES = (
    "index.html",
    "index-2.html",
    "partidos.html",
    "distritos.html",
    "municipios.html",
    "datos.html",
    "metodo.html",
    "lugar.html",
    f"lugar.html?distrito={demo_theme().casillas[0].distrito.number}",
    f"lugar.html?municipio={demo_theme().casillas[0].municipio.number}&boleta=2",
    f"lugar.html?seccion={CASILLA.seccion.number}",
    f"lugar.html?casilla={CASILLA}",
    "lugar.html?seccion=9999",
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DARK = tuple(PAGES[i] for i in (0, 2, 3, 5, -2, -1))
IDLE: Final = "networkidle"


def visit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state(IDLE)


@pytest.fixture(scope="module")
def visits(viewer: Page, portal: str) -> Visits:
    return Visits(viewer, WCAG, [f"{portal}/{path}" for path in DARK], lambda page: page.wait_for_load_state(IDLE))


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visits: Visits, portal: str, path: str) -> None:
    assert visits.at(f"{portal}/{path}").light == []


@pytest.mark.parametrize("path", DARK)
def test_axe_finds_nothing_in_the_dark(visits: Visits, portal: str, path: str) -> None:
    assert visits.at(f"{portal}/{path}").dark == []


@pytest.mark.parametrize("path", PAGES)
def test_320_pixels_are_enough(visits: Visits, portal: str, path: str) -> None:
    assert visits.at(f"{portal}/{path}").narrow <= 320


def test_what_is_wrong_is_noticed_in_the_light_in_the_dark_and_in_320_pixels(viewer: Page) -> None:
    page = "data:text/html,<!doctype html><html lang=es><title>Una</title><main><h1>Una</h1>{}</main>"
    dim = "<style>@media (prefers-color-scheme: dark) { * { background: black; color: rgb(9, 9, 9) } }</style>"
    good, bare, dark, wide = (page.format(end) for end in ("", "<img>", dim, "<p style='width: 400px'>Ancho"))
    visits = Visits(viewer, WCAG, [good, dark])
    assert visits.at(good) == Seen([], [], 320)
    assert [rule for rule, _ in visits.at(bare).light] == ["image-alt"]
    assert (visits.at(dark).light, [rule for rule, _ in visits.at(dark).dark or ()]) == ([], ["color-contrast"])
    assert visits.at(wide).narrow > 320


def test_nothing_is_asked_of_anyone_else_and_the_first_view_is_small(page: Page, portal: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    visit(page, f"{portal}/index.html")
    assert asked
    assert all(url.startswith(portal) for url in asked)
    assert sum(sizes) <= 100 * 1024  # without compression, which only makes it less


def test_a_name_with_markup_stays_a_name(page: Page, portal: str) -> None:
    for path in ("index.html", f"lugar.html?seccion={OTHER.seccion.number}"):
        visit(page, f"{portal}/{path}")
        expect(page.locator(".bars .name", has_text="onerror").first).to_have_text(WILD)
        assert page.locator("main img").count() == 0
        assert "roto" not in page.title()


def test_a_seccion_is_found_with_the_keyboard_alone(page: Page, portal: str) -> None:
    visit(page, f"{portal}/index.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "seccion":
            break
    page.keyboard.type(str(CASILLA.seccion.number))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(f"Sección {CASILLA.seccion.number}")
    page.locator("#casillas ~ .table a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Casilla")


def test_a_casilla_over_its_list_says_why_it_is_not_counted(page: Page, portal: str) -> None:
    visit(page, f"{portal}/lugar.html?casilla={CASILLA}")
    expect(page.locator(".facts").first).to_contain_text("Fuera de los totales")
    expect(page.locator(".facts").first).to_contain_text("EXCEDE LISTA NOMINAL")
    expect(page.locator("#cifras ~ .table")).to_contain_text("9000")
    expect(page.get_by_role("link", name="Descargar el paquete de resultados")).to_have_attribute(
        "href", f"bundles/{CASILLA}-{'0f' * 16}.public.zip"
    )


def test_a_seccion_that_is_not_there_is_said_and_not_an_error(page: Page, portal: str) -> None:
    visit(page, f"{portal}/lugar.html?seccion=9999")
    expect(page.locator("#contenido-lugar")).to_contain_text("No hay una sección")


@pytest.mark.parametrize("query", ["casilla=../../x", "casilla=%3Cb%3E", "distrito=99999", "seccion=abc", "boleta=77"])
def test_any_question_gets_a_page(page: Page, portal: str, query: str) -> None:
    visit(page, f"{portal}/lugar.html?{query}")
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".notice.fault").count() == 0


def test_the_script_divides_as_the_data_base_does(page: Page, portal: str) -> None:
    visit(page, f"{portal}/distritos.html")
    row = page.locator("tbody tr").first
    shown = row.locator("td").nth(2).inner_text().split("\n")[0]
    row.locator("a").click()
    expect(page.locator(".figure").nth(1)).to_contain_text(shown)


def test_without_scripts_the_results_are_there(chromium: Browser, portal: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{portal}/index.html")
    expect(page.locator(".bars li").first).to_be_visible()
    page.goto(f"{portal}/lugar.html?seccion=1")
    expect(page.get_by_text("Esta página necesita JavaScript")).to_be_visible()
    context.close()


def test_an_older_page_learns_of_a_newer_cut(page: Page, portal: str) -> None:
    page.route("**/cortes/latest.json", lambda route: route.fulfill(json={"corte": 99}))
    visit(page, f"{portal}/index.html")
    expect(page.locator("#nuevo")).to_be_visible()
