"""From a voter's key to the first sound in the headphones, at three speeds; beside the player alone.

The board and the headphones are emulated and in processes of their own; flow, attendant and narrator are the urna's.
"""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from hardware.audio.control import Ears
from hardware.audio.port import SAMPLES_PER_SECOND, Voice
from hardware.board.control import running_emulator
from hardware.board.driver import SerialBoard
from hardware.board.port import VoterKey
from hardware.reader.fake import FakeReader
from shared.domain.jornada import JornadaState
from shared.formats.theme_model import Theme
from shared.formats.theme_sounds import wav_of
from tests.bench.rows import Row
from tests.flows.spoken import locucion
from tests.unit.formats import examples
from urna.flow.grupos import enabled_turn
from urna.flow.input import ActionTouched
from urna.flow.limits import Limits
from urna.flow.listening import WORDS_PER_MINUTE, Listening
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.state import Facts, State
from urna.services.attendant import Attendant
from urna.services.clock import SystemClock
from urna.services.narrator import Narrator

KEYS = 30
_SECONDS_A_CLIP = 3
_PATIENCE_S = 20.0
_SPEEDS = (0, 2, 6)
_CLIP = bytes([0, 8, 0, 248]) * (SAMPLES_PER_SECOND * _SECONDS_A_CLIP // 2)


def measure() -> tuple[Row, ...]:
    """A row for each speed."""
    with tempfile.TemporaryDirectory(prefix="u") as name:
        alone = _alone(Path(name))
        rows = []
        for level in _SPEEDS:
            figures = _keys(Path(name) / str(level), level)
            what = f"voter's key to sound, {WORDS_PER_MINUTE[level]} words a minute, p95"
            rows.append(Row(what, "ms", _p95(figures), alone, "<= 500 ms", more_is_better=False))
        return tuple(rows)


class _Shelf:
    """A theme whose every clip takes three seconds."""

    def __init__(self) -> None:
        heard, _ = locucion(examples.theme())
        self._theme = replace(examples.theme(), locuciones=(heard,))
        self._sound = wav_of(_CLIP)

    def theme(self) -> Theme:
        return self._theme

    def asset(self, name: str) -> bytes:
        del name
        return self._sound


class _Flow:
    """The reducer, for any thread; a boleta is on the screen."""

    def __init__(self, level: int) -> None:
        facts = Facts(contests=examples.theme().contests)
        state = State(JornadaState.ABIERTA, Voting(), enabled_turn(facts, 1, ""), facts, Limits())
        state, _ = reduce(state, ActionTouched("comenzar"))
        self._state = replace(state, listening=Listening(on=True, rate=level))
        self._lock = Lock()
        self.wake: Callable[[], None] = lambda: None

    def submit(self, event: object) -> None:
        with self._lock:
            self._state, _ = reduce(self._state, event)
        self.wake()

    @property
    def listening(self) -> Listening:
        with self._lock:
            return self._state.listening


def _keys(folder: Path, level: int) -> list[float]:
    flow, ears = _Flow(level), Ears(folder / "oidos", speed=1)
    with running_emulator(folder / "b") as emulated:
        board = SerialBoard(str(emulated.link))
        board.hello()
        attendant = Attendant(board, FakeReader(), SystemClock(), flow.submit)
        narrator = Narrator(ears.audio, _Shelf(), lambda: flow.listening, flow.submit)
        flow.wake = narrator.wake
        attendant.start()
        narrator.start()
        try:
            return [_one(emulated.control.tap, ears, number) for number in range(KEYS)]
        finally:
            attendant.stop()
            narrator.stop()
            board.close()


def _one(tap: Callable[[VoterKey], bool], ears: Ears, known: int) -> float:
    began = time.monotonic()
    tap(VoterKey.SIGUIENTE)
    _until(lambda: len(ears.heard()) > known and bool(ears.heard()[known]))
    return (time.monotonic() - began) * 1000


def _alone(folder: Path) -> float:
    """The player started with the same sound."""
    figures = []
    for number in range(KEYS):
        ears = Ears(folder / f"solo{number}", speed=1)
        began = time.monotonic()
        ears.audio.play((_CLIP,), Voice())
        _until(lambda ears=ears: any(ears.heard()))  # type: ignore[misc]
        figures.append((time.monotonic() - began) * 1000)
        ears.audio.stop()
    return _p95(figures)


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError("silence")
        time.sleep(0.002)


def _p95(figures: list[float]) -> float:
    return statistics.quantiles(figures, n=20)[-1]
