"""The Chromium of every test that looks at pages, in the lightest form that is installed. It must not open a page."""

import shutil
from typing import Final

import pytest
from playwright.sync_api import Browser, Playwright

PROGRAMS: Final = ("chromium-headless-shell", "chromium")
"""Debian's: the shell draws the same pages with half of the processor's time, for it has no window to keep."""
OPTIONS: Final = ("--no-sandbox", "--font-render-hinting=none")
"""Letters as wide as in a browser with windows: the shell rounds them to whole points unless it is told not to."""


def launched(playwright: Playwright) -> Browser:
    """A browser of its own; whoever asks closes it. The test is skipped, saying so, where none is installed."""
    path = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Chromium is not installed")
    return playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
