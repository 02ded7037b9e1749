"""What all tests share: one Hypothesis profile, the options, a collector that looks at what tests make.

It must not hold fixtures of a room: those live in its own folder.
"""

import gc

import pytest
from hypothesis import HealthCheck, settings

# No deadline: two cores are shared by several test processes, and time is measured in the bench.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What may be asked for on the command line."""
    parser.addoption("--postgres", action="store_true", help="tests of the server on PostgreSQL instead of SQLite")


def pytest_collection_finish() -> None:
    """Set apart what was read to find the tests: it stays to the end, and was gone through in each test."""
    gc.collect()
    gc.freeze()
