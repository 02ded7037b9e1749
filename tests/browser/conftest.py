"""A real Chromium for tests that look at pages. It must not know whose pages they are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.browser.launching import launched
from tests.browser.looking import WIDE


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for one file: while it lives a loop runs here, which tests of the server cannot bear."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@contextmanager
def watched(chromium: Browser) -> Iterator[Page]:
    """A page in a context of its own; what goes wrong in it is an error of the test that holds it."""
    context = chromium.new_context(viewport=WIDE)  # type: ignore[arg-type]  # width and height
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("console", lambda message: errors.append(message.text) if _is_fault(message) else None)
    yield made
    context.close()
    assert errors == []


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page whose errors fail the test."""
    with watched(chromium) as made:
        yield made


@pytest.fixture(scope="module")
def viewer(chromium: Browser) -> Iterator[Page]:
    """A page for one file, for tests that only look: nobody writes, presses or keeps anything in it."""
    with watched(chromium) as made:
        yield made


def _is_fault(message: ConsoleMessage) -> bool:
    """A form that comes back with what to mend (422) is an answer like any other; browsers call it an error."""
    return message.type == "error" and "status of 422" not in message.text
