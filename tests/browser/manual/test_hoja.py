"""The sheet for the mesa's table: one A4 page as a browser prints it, large enough, in words that the urna uses."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.architecture.tree import REPOSITORY
from tests.browser.launching import launched
from urna.ui.catalogue import load_texts

SHEET = REPOSITORY / "docs" / "manual" / "hoja-de-la-mesa.html"
A4_POINTS = (595, 842)
SMALLEST_PX = 12.5
"""9.4 points: what one reads at arm's length."""
KEYS_OF_THE_KEYPAD = {"Habilitar", "Cancelar", "Menú"}

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def sheet() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = browser.new_page()
        page.goto(SHEET.as_uri())
        yield page
        browser.close()


def test_it_prints_on_one_page_of_a4(sheet: Page, tmp_path: Path) -> None:
    pdf = sheet.pdf(prefer_css_page_size=True, path=tmp_path / "hoja.pdf")
    assert re.findall(rb"/Type /Pages\s*/Count (\d+)", pdf) == [b"1"]
    width, height = (float(side) for side in re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert (round(width), round(height)) == A4_POINTS


def test_no_letter_is_too_small(sheet: Page) -> None:
    sizes = sheet.eval_on_selector_all(
        "p, td, th, footer", "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert len(sizes) >= 40
    assert min(sizes) >= SMALLEST_PX


def test_what_it_says_to_touch_is_on_a_button_or_on_the_keypad(sheet: Page) -> None:
    named = set(sheet.eval_on_selector_all("td b", "all => all.map(e => e.textContent)")) - KEYS_OF_THE_KEYPAD
    buttons = {words for key, words in load_texts().entries.items() if key.startswith("boton.")}
    assert named - {"testigos inutilizados"} <= buttons, named - buttons
