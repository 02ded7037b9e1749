"""Each part of the design in a real browser: axe, 320 pixels, the accepted picture, paper, and without scripts."""

import io
import os
from pathlib import Path
from typing import Final, Literal

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from tests.browser.looking import Visits
from tests.browser.staff.conftest import Staff, enter
from tests.browser.staff.test_staff_pages import WCAG

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]
KEPT: Final = Path(__file__).parent / "accepted"
CASES: Final[tuple[tuple[str, int, Scheme], ...]] = (
    ("claro", 1280, "light"),
    ("oscuro", 1280, "dark"),
    ("angosto", 320, "light"),
)
PAGES: Final = ("/diseno", "/diseno/lista?busca=zzz", "/diseno/lista")
SMALLER: Final = 4
MAX_DIFFERENT: Final = 0.01
"""Pictures are compared four times smaller, with a hundredth of their points free: letters are never drawn alike."""


def gallery(inside: Page, staff: Staff, width: int, scheme: Scheme) -> Page:
    inside.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    inside.set_viewport_size({"width": width, "height": 800})
    inside.goto(staff.address + "/diseno?vivo=no")
    inside.evaluate("document.fonts.ready")
    return inside


def small(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data)).convert("L")
    return picture.resize((picture.width // SMALLER, picture.height // SMALLER), Image.Resampling.BOX)


def different(one: Image.Image, other: Image.Image) -> float:
    """The part of the points that are clearly not alike; pictures of another size are wholly different."""
    if abs(one.height - other.height) > 8 or one.width != other.width:
        return 1.0
    size = (one.width, min(one.height, other.height))
    apart = ImageChops.difference(one.crop((0, 0, *size)), other.crop((0, 0, *size))).point(
        lambda each: 255 * (each > 48)
    )
    return apart.histogram()[255] / (size[0] * size[1])


@pytest.mark.parametrize(("name", "width", "scheme"), CASES)
def test_the_parts_look_as_was_accepted(inside: Page, staff: Staff, name: str, width: int, scheme: Scheme) -> None:
    gallery(inside, staff, width, scheme)
    now = small(inside.locator("main").screenshot())
    kept = KEPT / f"diseno-{name}.png"
    if os.environ.get("ACCEPT_PICTURES"):
        kept.parent.mkdir(exist_ok=True)
        now.quantize(16).save(kept, optimize=True)
    assert different(now, Image.open(kept).convert("L")) <= MAX_DIFFERENT, "look at /diseno; ACCEPT_PICTURES=1 keeps it"


def test_a_part_that_looks_otherwise_is_noticed(inside: Page, staff: Staff) -> None:
    gallery(inside, staff, 1280, "light")
    kept = Image.open(KEPT / "diseno-claro.png").convert("L")
    inside.evaluate("document.querySelectorAll('.button').forEach((each) => each.classList.remove('button'))")
    assert different(small(inside.locator("main").screenshot()), kept) > MAX_DIFFERENT


@pytest.fixture(scope="module")
def visits(viewer: Page, staff: Staff, token: str) -> Visits:
    enter(viewer, staff, token)
    return Visits(viewer, WCAG, [staff.address + path for path in PAGES])


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_any_part(visits: Visits, staff: Staff, path: str) -> None:
    seen = visits.at(staff.address + path)
    assert (seen.light, seen.dark) == ([], [])


@pytest.mark.parametrize("path", PAGES)
def test_every_part_fits_in_320_pixels(visits: Visits, staff: Staff, path: str) -> None:
    assert visits.at(staff.address + path).narrow <= 320


def test_paper_is_light_without_buttons_and_says_who_printed_it(inside: Page, staff: Staff) -> None:
    inside.emulate_media(media="print", color_scheme="dark")
    inside.goto(staff.address + "/diseno/lista")
    assert inside.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for hidden in ("nav.nav", "form.filters", "#lista button", "#lista .paging"):
        expect(inside.locator(hidden).first).to_be_hidden()
    expect(inside.get_by_text("Impreso por")).to_be_visible()
    heads, cells = inside.locator("#lista thead th:visible"), inside.locator("#lista tbody tr:first-child > :visible")
    assert heads.count() == cells.count() == 4, "each heading stands above its column"


def test_without_scripts_lists_are_searched_turned_and_acted_upon(inside: Page, staff: Staff) -> None:
    browser = inside.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(inside.context.cookies())  # type: ignore[arg-type]  # what one gives the other takes
    page = context.new_page()
    page.goto(staff.address + "/diseno/lista?orden=-votos")
    page.get_by_role("link", name="Página siguiente").click()
    expect(page.locator("#cuantos")).to_have_text("Ejemplos: 120, página 2 de 3")
    page.get_by_label("Nombre").fill("Primaria")
    page.get_by_role("button", name="Buscar").click()
    expect(page.locator("#cuantos")).to_have_text("Ejemplos: 1")
    page.locator("input[name=elegido]").check()
    page.get_by_role("button", name="Quitar los elegidos").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("¿Quitar estos ejemplos?")
    page.get_by_role("button", name="Quitar los elegidos").click()
    expect(page.get_by_role("status").first).to_contain_text("no cambia nada")
    context.close()


def test_a_live_part_waits_for_who_is_inside_and_says_when_nobody_answers(inside: Page, staff: Staff) -> None:
    inside.goto(staff.address + "/")
    inside.evaluate("document.querySelector('#vivo').setAttribute('data-antes', 'si')")
    ask = "htmx.ajax('GET', '/', {source: '#vivo', target: '#vivo', select: '#vivo', swap: 'outerHTML'})"
    inside.locator("#vivo summary").first.press("Enter")
    inside.evaluate(ask)
    expect(inside.locator("[data-live-held]")).to_be_visible()
    expect(inside.locator("#vivo[data-antes]")).to_have_count(1)
    inside.evaluate("document.activeElement.blur()")
    inside.evaluate(ask)
    expect(inside.locator("#vivo[data-antes]")).to_have_count(0)
    assert inside.locator("#vivo details[open]").count() == 1, "what was unfolded stays so"
