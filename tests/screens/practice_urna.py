"""A window on the real reducer without any device: effects are dropped, accepted inputs are printed, one a line.

Run as ``python -m tests.screens.practice_urna THEME_DIR``; standard input takes ``habilitar``.
It must not be mistaken for an urna: it stores nothing.
"""

import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from shared.domain.eleccion import Mode
from shared.domain.jornada import JornadaState
from urna.flow import hearing
from urna.flow.input import HabilitarPressed
from urna.flow.limits import Limits
from urna.flow.listening import Aid
from urna.flow.machine import Input
from urna.flow.outcome import HabilitacionConsumed
from urna.flow.phases import Voting
from urna.flow.reducer import reduce
from urna.flow.screen import Screen
from urna.flow.screen_for import screen_for
from urna.flow.state import Facts, initial
from urna.ui.environment import WindowSize
from urna.ui.launch import UrnaWindow
from urna.ui.theme_folder import open_theme_folder


class PracticeMachine:
    """The flow alone, thread-safe."""

    def __init__(self, facts: Facts) -> None:
        self._lock = threading.Lock()
        self._state = replace(initial(Limits()), jornada=JornadaState.ABIERTA, phase=Voting(), facts=facts)

    def submit(self, event: Input) -> None:
        with self._lock:
            self._state, _ = reduce(self._state, event)
            if isinstance(event, HabilitarPressed):
                self._state, _ = reduce(self._state, HabilitacionConsumed(event.counter, self._state.facts))
        sys.stdout.write(f"{event!r}\n")
        sys.stdout.flush()

    def current_screen(self) -> Screen:
        return screen_for(self._state)

    def current_aid(self) -> Aid:
        return hearing.aid_for(self._state)

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Nothing: the window polls."""


def main() -> None:
    folder = open_theme_folder(Path(sys.argv[1]))
    machine = PracticeMachine(Facts(contests=folder.parsed.contests))

    def listen() -> None:
        for count, _line in enumerate(sys.stdin, start=1):
            machine.submit(HabilitarPressed(count))

    threading.Thread(target=listen, daemon=True).start()
    UrnaWindow(machine, folder, lambda: Mode.OFICIAL, WindowSize()).run()


if __name__ == "__main__":
    main()
