"""What all tests share: one Hypothesis profile, the options, a collector that looks seldom and at what tests make.

It must not hold fixtures of a room: those live in its own folder.
"""

import gc
from collections.abc import Generator
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

# No deadline: two cores are shared by several test processes, and time is measured in the bench.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

SELDOM: Final = (20_000, 20, 20)
"""How many new things are looked through at once (Python: 700): a twelfth of the time of tests that make many."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """What may be asked for on the command line."""
    parser.addoption("--postgres", action="store_true", help="tests of the server on PostgreSQL instead of SQLite")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Find the tests without looking for what can be let go of: all of it stays to the end, and is then set apart."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)
        gc.enable()
