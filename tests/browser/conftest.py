"""A real Chromium for tests that look at pages. It must not know whose pages they are."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for one file: while it lives a loop runs here, which tests of the server cannot bear."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page whose errors fail the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    made = context.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.on("console", lambda message: errors.append(message.text) if _is_fault(message) else None)
    yield made
    context.close()
    assert errors == []


def _is_fault(message: ConsoleMessage) -> bool:
    """A form that comes back with what to mend (422) is an answer like any other; browsers call it an error."""
    return message.type == "error" and "status of 422" not in message.text
