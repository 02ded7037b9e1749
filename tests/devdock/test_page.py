"""The page itself in Chromium: what a person sees and touches works the bench, and nothing of it fails silently."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.launching import launched
from tests.devdock.conftest import PEOPLE, SOUNDS, STATUS, Hands, play
from tests.devdock.picture import draw
from tests.devdock.served import served

pytestmark = pytest.mark.browser
PATIENCE_MS = 60_000
NO_RESERVE = "El aparato no obedeció. no reserve here"
PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "tablero.png"
LARGEST_BYTES, CHANGED, ALLOWED_SHARE = 100_000, 40, 0.01


@pytest.fixture
def page(hands: Hands) -> Iterator[Page]:
    with served(hands) as panel, sync_playwright() as playwright:
        browser = launched(playwright)
        made = browser.new_page(viewport={"width": 1500, "height": 1000})
        errors: list[str] = []
        made.on("pageerror", lambda error: errors.append(str(error)))
        made.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        made.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        made.goto(panel.address)
        expect(made.locator("#program")).not_to_be_empty()
        yield made
        browser.close()
    assert errors == []


def test_a_person_works_the_bench_from_the_page(page: Page, hands: Hands) -> None:
    expect(page).to_have_title("Tablero de pruebas de la urna")
    expect(page.locator("#lines")).to_have_text(f"{STATUS['lines'][0]}\n")
    expect(page.locator('[data-lamp="ready"]')).to_have_class("lamp on")
    expect(page.locator("#people code")).to_have_text([person.code for person in PEOPLE])
    expect(page.locator("#people .lines")).to_have_text(
        [f"Para teclear sin lector: {' '.join(person.lines)}" for person in PEOPLE]
    )

    page.get_by_role("button", name="HABILITAR").click()
    expect(page.locator("#said")).to_have_text("Hecho: HABILITAR")
    page.locator("#people button").first.click()
    expect(page.locator("#said")).to_contain_text(PEOPLE[0].id)
    page.get_by_label("A media tira").select_option("cable")
    page.locator('button[data-control="printer.spoil"]').click()
    expect(page.locator("#said")).to_contain_text("se suelta el cable")
    page.locator('button[data-control="power.battery"][data-value="10"]').click()
    expect(page.locator('button[data-control="power.battery"][data-value="10"]')).to_have_class("chosen")
    assert [line.split(" ")[:2] for line in hands.told.lines] == [
        ["board", "press"],
        ["reader", "show"],
        ["printer", "at_line"],
        ["board", "sense"],
    ]

    expect(page.get_by_role("button", name="Urna de la casilla")).to_have_class("chosen")
    page.get_by_role("button", name="Urna de reserva").click()
    expect(page.locator("#said")).to_have_text(f"No se hizo: Pasar a: Urna de reserva. {NO_RESERVE}")

    page.get_by_role("button", name="Poner", exact=True).click()
    expect(page.locator("#said")).to_have_text("No se hizo: Poner. Ya hay una memoria puesta.")
    expect(page.locator("#said")).to_have_class("bad")
    page.locator('button[data-control="power.cut"]').click()
    expect(page.locator("#program")).to_contain_text("Sin corriente")
    expect(page.locator("#log-text")).to_have_text("lo último")

    Image.new("L", (300, 60), 200).save(hands.dock.devices.slips / "0002.png")
    expect(page.locator("#slips figure")).to_have_count(2)
    expect(page.locator("#slips figure").first).to_have_attribute("data-slip", "2")
    page.wait_for_function("document.querySelector('#slips img').naturalWidth === 300")
    page.locator('figure[data-slip="2"] button').click()
    expect(page.locator("#said")).to_contain_text("no lleva exactamente un código")

    page.get_by_role("button", name="Terminar todo").click()
    expect(page.locator("#said")).to_contain_text("Se terminó")


def test_a_person_votes_by_ear_from_the_page(page: Page, hands: Hands) -> None:
    """By the buttons, and by the keys of the computer once the voter's keypad was touched."""
    headphones = page.locator('button[data-control="voter.headphones"][data-value="si"]')
    headphones.click()
    expect(headphones).to_have_class("chosen")
    page.get_by_role("button", name="Siguiente").click()
    expect(page.locator("#said")).to_have_text("Hecho: Siguiente")
    page.locator("#voter-help").click()
    expect(page.locator("#voter")).to_be_focused()
    for key, done in (("ArrowUp", "Anterior"), ("Enter", "Elegir"), ("H", "Ayuda"), ("2", "Interruptor 2")):
        page.keyboard.press(key)
        expect(page.locator("#said")).to_have_text(f"Hecho: {done}")
    page.locator("#said").click()
    page.get_by_label("Se porta así").focus()
    page.keyboard.press("1")
    keys = [line.removeprefix("board tap key=") for line in hands.told.lines if line.startswith("board tap")]
    assert keys == ["siguiente", "anterior", "elegir", "ayuda", "interruptor_2"]

    play(hands.dock.devices.ears, SOUNDS[0].pcm + SOUNDS[1].pcm)
    expect(page.locator("#heard li")).to_have_text(["Marcada. Candidata Uno"])


def test_the_picture_of_the_panel_is_what_it_draws_today(tmp_path: Path) -> None:
    """A newcomer sees it first; letters may be smoothed otherwise elsewhere."""
    draw(tmp_path / "tablero.png")
    kept, drawn = (Image.open(place).convert("L") for place in (PICTURE, tmp_path / "tablero.png"))
    assert PICTURE.stat().st_size <= LARGEST_BYTES
    assert kept.size == drawn.size
    changed = sum(ImageChops.difference(kept, drawn).histogram()[CHANGED:])
    assert changed <= ALLOWED_SHARE * kept.width * kept.height, "draw it again: python -m tests.devdock.picture"
