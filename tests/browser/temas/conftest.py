"""The theme builder's pages in a process of their own, and somebody who moves in them by keyboard alone."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

MOST_TABS = 150
NAME = r"""() => { const at = document.activeElement; if (!at || at === document.body) return "";
  const said = ((at.labels && at.labels[0]) || at).innerText.trim();
  return said.replace(/\s+/g, " ").replace(/ :/g, ":"); }"""


@dataclass(frozen=True)
class Builder:
    """The address that opens once, and where the pages are."""

    key: str
    address: str


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[Builder]:
    command = [sys.executable, "-m", "theme_builder", "web", "--carpeta", str(tmp_path / "proyectos"), "--puerto", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        said = ""
        while not (found := re.search(r"(http://127\.0\.0\.1:\d+)/entrar\?llave=\w+", said)):
            line = process.stdout.readline() if process.stdout else ""
            assert line, said
            said += line
        yield Builder(found[0], found[1])
    finally:
        process.terminate()
        process.wait()


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
