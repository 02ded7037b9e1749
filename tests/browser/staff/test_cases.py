"""Two people decide a case in a real browser: one sees the effect and proposes, the other confirms on a phone."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from server.access import Grant, Role
from tests.browser.looking import faults
from tests.browser.staff.conftest import Staff
from tests.browser.staff.test_staff_pages import WCAG
from tests.server.harness import apart, open_account

pytestmark = pytest.mark.browser


def person(chromium: Browser, staff: Staff, role: Role, scheme: Literal["light", "dark"] = "light") -> Page:
    """Somebody's own browser, as narrow as a phone for the dark one."""
    width = 320 if scheme == "dark" else 1280
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    token = apart(open_account(staff.world, (Grant(role),)))
    context.add_cookies([{"name": "sesion", "value": token, "url": staff.address}])
    return context.new_page()


@pytest.fixture
def two(chromium: Browser, staff: Staff) -> Iterator[tuple[Page, Page]]:
    pages = person(chromium, staff, Role.RESULTADOS), person(chromium, staff, Role.CONSEJO, "dark")
    yield pages
    for page in pages:
        page.context.close()


def look(page: Page) -> None:
    """What every page of a case must hold."""
    assert faults(page, WCAG) == []
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_people_decide_a_case_and_follow_its_acta(two: tuple[Page, Page], staff: Staff) -> None:
    reviewer, decider = two
    reviewer.goto(f"{staff.address}/revision")
    reviewer.locator("tbody a").first.click()
    reviewer.get_by_role("button", name="Tomar el caso").click()
    expect(reviewer.get_by_role("status")).to_contain_text("Quedó guardado")
    look(reviewer)
    reviewer.get_by_label("El paquete de la urna").first.check()
    reviewer.get_by_role("button", name="Ver qué cambia").press("Enter")
    expect(reviewer.get_by_role("row", name="Casillas contadas")).to_contain_text("+1")
    look(reviewer)
    reviewer.get_by_label("Coincide con el acta impresa que firmó la mesa").check()
    reviewer.get_by_label("Razón").fill("El acta impresa dice lo mismo.")
    reviewer.get_by_role("button", name="Proponer la decisión").click()
    expect(reviewer.get_by_text("la confirma o la devuelve otra persona")).to_be_visible()
    expect(reviewer.get_by_role("button", name="Confirmar la decisión")).to_have_count(0)
    decider.goto(reviewer.url)
    expect(decider.get_by_text("El acta impresa dice lo mismo.").first).to_be_visible()
    look(decider)
    decider.get_by_role("button", name="Confirmar la decisión").click()
    expect(decider.get_by_text("Decidido", exact=True)).to_be_visible()
    decider.get_by_role("region", name="Paquetes").get_by_role("link").first.click()
    expect(decider.get_by_role("heading", level=1)).to_have_text("Cómo llega esta acta a los resultados")
    look(decider)
