"""What axe finds on a page and how wide it is at 320 pixels, each page visited once. It must not hold tests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python import base
from playwright.sync_api import Page

AXE = Path(base.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
RUN = """async (options) => {
  const told = await axe.run(document, options);
  return told.violations.map((each) => [each.id, each.nodes[0].html.slice(0, 200)]); }"""
"""Only what is wrong leaves the page: all that is right, of each part of a page, takes longer to send than to find."""
COLOURS: Mapping[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
"""In the dark nothing is another but colours."""
UNFOLD = "document.querySelectorAll('details').forEach((each) => { each.open = true; })"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 320, "height": 640}
Found = list[list[str]]


def faults(page: Page, rules: Mapping[str, object]) -> Found:
    """Name and first part of each rule that the page breaks; nothing when all is well."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: Found = page.evaluate(RUN, {**rules, "resultTypes": ["violations"]})
    return found


def narrow_width(page: Page) -> int:
    """How wide the page wants to be in 320 pixels; it is left wide."""
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # width and height
    width: Any = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # width and height
    return int(width)


@dataclass(frozen=True, slots=True)
class Seen:
    """One page: what axe found in the light and in the dark (None: not asked), and its width in 320 pixels."""

    light: Found
    dark: Found | None
    narrow: int


@dataclass(slots=True)
class Visits:
    """Visits each address once, with one page that is only looked at, and remembers.

    ``dark`` are the addresses to see in the dark too; ``settled`` waits for what scripts do to a page.
    """

    page: Page
    rules: Mapping[str, object]
    dark: Sequence[str]
    settled: Callable[[Page], None] = lambda _page: None
    _seen: dict[str, Seen] = field(default_factory=dict)

    def at(self, address: str) -> Seen:
        if address not in self._seen:
            self._seen[address] = self._visit(address)
        return self._seen[address]

    def _visit(self, address: str) -> Seen:
        page = self.page
        page.emulate_media(color_scheme="light")
        page.goto(address)
        self.settled(page)
        narrow = narrow_width(page)
        page.evaluate(UNFOLD)
        light = faults(page, self.rules)
        if address not in self.dark:
            return Seen(light, None, narrow)
        page.emulate_media(color_scheme="dark")
        return Seen(light, faults(page, COLOURS), narrow)
