"""Staff in a real browser: from the invitation to the pages, by keyboard, at 320 pixels, and for screen readers."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import Visits
from tests.browser.staff.conftest import PASSWORD, Staff, enter

pytestmark = pytest.mark.browser
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = (
    "/",
    "/resultados/distrito",
    "/apartados",
    "/apartados/qr",
    "/noche",
    "/noche/retrasos",
    "/revision",
    "/registro",
    "/personas",
    "/personas?busca=nadie-se-llama-asi",
    "/personas/nueva",
    "/maquinas",
    "/casillas",
    "/cuenta/sesiones",
    "/cuenta",
    "/cuenta/segundo-factor",
    "/entrar",
)
DARK = PAGES[::3]


def test_from_the_invitation_to_the_pages_by_keyboard_alone(page: Page, staff: Staff) -> None:
    page.goto(staff.invite("ana", "administracion", "direccion"))
    keys = page.keyboard
    page.get_by_label("Contraseña", exact=True).focus()
    keys.type(PASSWORD)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_text("Falta su segundo factor.")).to_be_visible()
    page.get_by_role("link", name="Registrar el segundo factor").first.press("Enter")
    letters = page.locator("p.small .code").inner_text().replace(" ", "")
    page.get_by_label("Código", exact=True).focus()
    keys.type(pyotp.TOTP(letters).at(staff.now()))
    keys.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("quedó registrado")
    page.get_by_role("button", name="Salir").press("Enter")
    expect(page).to_have_url(re.compile(r"/entrar$"))
    page.goto(staff.address + "/registro")
    expect(page.get_by_label("Usuario")).to_be_focused()
    keys.type("ana")
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Tab")
    keys.type(pyotp.TOTP(letters).at(staff.now().timestamp() + 30))
    keys.press("Enter")
    expect(page).to_have_url(staff.address + "/registro")
    expect(page.get_by_role("link", name="Personas")).to_be_visible()


@pytest.fixture(scope="module")
def visits(viewer: Page, staff: Staff, token: str) -> Visits:
    enter(viewer, staff, token)
    return Visits(viewer, WCAG, [staff.address + path for path in DARK])


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visits: Visits, staff: Staff, path: str) -> None:
    assert visits.at(staff.address + path).light == []


@pytest.mark.parametrize("path", DARK)
def test_axe_finds_nothing_in_the_dark(visits: Visits, staff: Staff, path: str) -> None:
    assert visits.at(staff.address + path).dark == []


@pytest.mark.parametrize("path", PAGES)
def test_320_pixels_are_enough(visits: Visits, staff: Staff, path: str) -> None:
    assert visits.at(staff.address + path).narrow <= 320


def test_a_scanner_types_into_the_page_and_what_lacks_stays_there(inside: Page, staff: Staff) -> None:
    inside.goto(staff.address + "/apartados/qr")
    expect(inside.get_by_label("QR del acta")).to_be_focused()
    inside.keyboard.type("urna1-1-2-AAAAAAAA-ABC\n7501055300075\n")
    inside.get_by_role("button", name="Entregar").click()
    told = inside.get_by_role("status")
    expect(told).to_contain_text("QR AAAAAAAA: falta la parte 2 de 2.")
    expect(told).to_contain_text("Renglón 2: no es una parte del QR de un acta")
    expect(inside.get_by_label("QR del acta")).to_have_value("URNA1/1/2/AAAAAAAA/ABC\n")


def test_somebody_is_invited_given_a_distrito_and_suspended(inside: Page, staff: Staff) -> None:
    inside.goto(staff.address + "/personas/nueva")
    inside.get_by_label("Usuario", exact=True).fill("No vale")
    inside.get_by_label("Nombre y apellidos").fill("Beatriz Ruiz")
    inside.get_by_role("button", name="Invitar").click()
    expect(inside.get_by_role("alert")).to_contain_text("Revise 2 datos")
    expect(inside.get_by_label("Usuario", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(inside.get_by_label("Nombre y apellidos")).to_have_value("Beatriz Ruiz")
    inside.get_by_label("Usuario", exact=True).fill("beatriz")
    inside.get_by_label("Cargo 1").select_option("consejo")
    inside.get_by_label("Territorio").select_option("distrito")
    inside.get_by_label("Número").fill("7")
    inside.get_by_role("button", name="Invitar").click()
    expect(inside.locator(".secret")).to_contain_text("/enlace/")
    inside.get_by_role("link", name="Volver a beatriz").click()
    expect(inside.get_by_label("Número").first).to_have_value("7")
    inside.get_by_role("button", name="Suspender a beatriz").click()
    expect(inside.get_by_role("heading", level=1)).to_have_text("¿Suspender a Beatriz Ruiz?")
    inside.get_by_role("button", name="Suspender a beatriz").click()
    expect(inside.get_by_role("status")).to_contain_text("quedó suspendida")
    inside.get_by_role("button", name="Deshacer").click()
    expect(inside.get_by_role("button", name="Suspender a beatriz")).to_be_visible()


def test_a_list_follows_what_is_written_and_keeps_the_focus_and_the_address(inside: Page, staff: Staff) -> None:
    inside.goto(staff.address + "/registro")
    before = inside.locator("#cuantos").inner_text()
    inside.keyboard.press("/")
    expect(inside.get_by_label("Quién")).to_be_focused()
    inside.keyboard.type("nadie-se-llama-asi")
    expect(inside.locator("#lista")).to_contain_text("Nada coincide")
    expect(inside.locator("#cuantos")).to_have_text("Cambios: 0")
    expect(inside.get_by_label("Quién")).to_be_focused()
    expect(inside).to_have_url(re.compile("quien=nadie-se-llama-asi"))
    inside.reload()
    expect(inside.get_by_label("Quién")).to_have_value("nadie-se-llama-asi")
    inside.get_by_role("link", name="Quitar los filtros").press("Enter")
    expect(inside.locator("#cuantos")).to_have_text(before)


def test_rows_are_chosen_and_suspended_together_by_keyboard(inside: Page, staff: Staff) -> None:
    for name in ("carla", "delia", "elisa"):
        staff.invite(name, "resultados")
    inside.goto(staff.address + "/personas?estado=invitada")
    boxes = inside.locator("input[name=elegido]")
    inside.get_by_label("Elegir carla").focus()
    inside.keyboard.press("Space")
    inside.keyboard.press("ArrowDown")
    expect(inside.get_by_label("Elegir delia")).to_be_focused()
    inside.keyboard.press("Space")
    expect(inside.locator("[data-chosen]")).to_have_text("2")
    assert boxes.count() > 2
    inside.get_by_role("button", name="Suspender a las elegidas").press("Enter")
    expect(inside.locator(".objects")).to_contain_text("delia")
    expect(inside.locator(".objects li")).to_have_count(2)
    inside.get_by_role("button", name="Suspender a las elegidas").press("Enter")
    expect(inside.get_by_role("status").first).to_contain_text("quedaron suspendidas")
    inside.get_by_role("button", name="Deshacer").press("Enter")
    expect(inside.get_by_role("status").first).to_contain_text("pueden entrar otra vez")
