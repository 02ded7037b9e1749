"""Passkeys with Chromium's own authenticator: registered after the invitation, then entering with it alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import faults, narrow_width
from tests.browser.staff.conftest import PASSWORD, Staff
from tests.browser.staff.test_staff_pages import WCAG

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_registered_and_enters_alone(page: Page, staff: Staff) -> None:
    here = staff.address.replace("127.0.0.1", "localhost")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(staff.invite("celia", "administracion", "direccion").replace(staff.address, here))
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_label("Escríbala otra vez").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Registrar una llave de acceso").click()
    page.get_by_label("Nombre de la llave").fill("Teléfono")
    page.get_by_label("Contraseña actual").fill("no es la mía, seguro")
    page.get_by_role("button", name="Seguir").click()
    expect(page.get_by_text("no coincide")).to_be_visible()
    expect(page.get_by_label("Nombre de la llave")).to_have_value("Teléfono")
    page.get_by_label("Contraseña actual").fill(PASSWORD)
    page.get_by_role("button", name="Seguir").click()
    page.get_by_role("button", name="Registrar la llave").click()
    expect(page.get_by_role("status")).to_contain_text("La llave quedó registrada")
    assert faults(page, WCAG) == []
    assert narrow_width(page) <= 320
    page.get_by_role("button", name="Salir").click()
    page.get_by_role("button", name="Entrar con mi llave de acceso").click()
    expect(page).to_have_url(re.compile(r"/$|/personas$"))
    page.goto(here + "/personas")
    expect(page.get_by_role("heading", name="Personas")).to_be_visible()


def test_without_the_key_the_door_says_what_to_do(page: Page, staff: Staff) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    page.goto(staff.address.replace("127.0.0.1", "localhost") + "/entrar")
    page.get_by_role("button", name="Entrar con mi llave de acceso").click()
    expect(page.get_by_role("alert")).to_contain_text("entre con su contraseña")
    page.goto(staff.address + "/entrar")
    expect(page.get_by_role("button", name="Entrar con mi llave de acceso")).to_have_count(0)
