"""The hour of one program alone is set, while it runs; what counts time goes on as it was."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.devdock.conftest import Hands
from urna.devdock.clock import HandClock
from urna.devdock.controls import LOCAL
from urna.devdock.outcome import Done

DAY_S = 86_400
# Says the hour as urna.services.clock reads it, and the count of milliseconds, whenever it is asked.
ASKED = """
import sys, time
from urna.services.clock import SystemClock
clock = SystemClock()
for line in sys.stdin:
    print(int(clock.now().timestamp()), time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 10**6, flush=True)
"""


def test_a_running_program_sees_the_hour_that_was_set(tmp_path: Path) -> None:
    clock = HandClock(tmp_path / "hora")
    with subprocess.Popen(
        [sys.executable, "-c", ASKED],
        env={"PATH": "", **clock.environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        seen = []
        for shift_s in (0, DAY_S, -2 * DAY_S):
            assert clock.shift(shift_s) == Done()
            program.stdin.write("?\n")
            program.stdin.flush()
            seen.append(tuple(map(int, program.stdout.readline().split())))
        program.stdin.close()
    (first, start), (second, middle), (third, end) = seen
    assert abs(second - first - DAY_S) < DAY_S / 100
    assert abs(third - first + DAY_S) < DAY_S / 100
    assert 0 <= middle - start < DAY_S
    assert 0 <= end - middle < DAY_S


def test_the_controls_set_the_hour_of_the_casilla(hands: Hands) -> None:
    clock = hands.dock.clock
    assert hands.do("clock.set", "2018-07-01T07:45") == Done()
    assert abs((clock.now() - datetime(2018, 7, 1, 13, 45, tzinfo=UTC)).total_seconds()) <= 60
    assert hands.do("clock.hour", "18:00") == Done()
    assert clock.now().astimezone(LOCAL).hour == 18
    assert clock.now().astimezone(LOCAL).day == 1
    assert hands.do("clock.shift", "1440") == Done()
    assert clock.now().astimezone(LOCAL).day == 2
    assert hands.do("clock.right") == Done()
    assert clock.offset_s == 0
