"""Waiting on conditions with a deadline: the only place of the demonstration that lets time go by.

It must not be used to wait for a time instead of for something.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from demo.progress import DemoFailedError

T = TypeVar("T")
PERIOD_S = 0.025


def wait_for(look: Callable[[], T | None], what: str, timeout_s: float = 60.0) -> T:
    """Give the first value of ``look`` that is not None or False.

    Raises ``DemoFailedError`` naming ``what`` after ``timeout_s``.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        value = look()
        if value is not None and value is not False:
            return value
        if time.monotonic() >= deadline:
            raise DemoFailedError(what)
        time.sleep(PERIOD_S)


def let_settle(milliseconds: int) -> None:
    """The published pause in which a new screen takes no touch, as its layout declares it."""
    time.sleep(milliseconds / 1000)


def present_moment() -> datetime:
    """The hour of this machine in whole seconds, aware, UTC; urnas and server read the same clock."""
    return datetime.fromtimestamp(time.clock_gettime_ns(time.CLOCK_REALTIME) // 10**9, UTC)
