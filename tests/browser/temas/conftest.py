"""The theme builder's pages in a process of their own, and somebody who moves in them by keyboard alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.temas.starting import Builder, started

MOST_TABS = 150
NAME = r"""() => { const at = document.activeElement; if (!at || at === document.body) return "";
  const said = ((at.labels && at.labels[0]) || at).innerText.trim();
  return said.replace(/\s+/g, " ").replace(/ :/g, ":"); }"""


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[Builder]:
    with started(tmp_path / "proyectos") as found:
        yield found


@dataclass(frozen=True)
class Hands:
    """Somebody without a mouse."""

    page: Page

    def go(self, name: str) -> None:
        """Move on with Tab until what has the focus is called ``name``."""
        for _ in range(MOST_TABS):
            if self.page.evaluate(NAME) == name:
                return
            self.page.keyboard.press("Tab")
        raise LookupError(f"the keyboard never gets to {name!r} on {self.page.url}")

    def write(self, name: str, text: str) -> None:
        """Go to a field and put ``text`` in it."""
        self.go(name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def press(self, name: str, key: str = "Enter") -> None:
        """Go to a link, a button or a box and press it; waits for the page that follows."""
        self.go(name)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def choose(self, name: str, first_letters: str) -> None:
        """Choose in a list by its first letters."""
        self.go(name)
        self.page.keyboard.type(first_letters)

    def tick(self, name: str) -> None:
        """Tick a box."""
        self.go(name)
        self.page.keyboard.press("Space")


@pytest.fixture
def hands(page: Page, builder: Builder) -> Hands:
    """Inside, with a name."""
    page.goto(builder.key)
    made = Hands(page)
    made.write("Nombre y apellidos", "Ana López")
    made.press("Empezar a trabajar")
    return made
