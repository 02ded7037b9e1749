"""A running urna whose memory others look at: the real program, screen and printer driver, on media opened before.

Run as ``python -m tests.secrecy.watched_urna PLACE.json``. Standard input takes inputs, one a line; standard output says
which screen is shown; every random draw goes to a pipe and is kept nowhere. It must not hold anything of a vote itself,
but for what ``plant`` asks it to.
"""

import gc
import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

from hardware.board.fake import FakeBoard
from hardware.board.port import CounterEntry
from hardware.reader.fake import FakeReader
from shared.crypto.randomness import SystemRandomness
from shared.domain.eleccion import Mode
from urna.bootstrap import Urna, compose, harden, real_ports
from urna.config import load_config
from urna.flow.effects import CommitPending, Effect
from urna.flow.input import ActionTouched, HabilitarPressed, OptionTouched
from urna.services.context import Emit
from urna.ui.environment import WindowSize
from urna.ui.launch import UrnaWindow


class Told:
    """`Randomness` of the system that tells each draw to a pipe: one byte of size above 255, one below, the draw."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def token(self, size_bytes: int) -> bytes:
        """Draw, and tell small draws: salts and fillings are no part of a record."""
        data = SystemRandomness().token(size_bytes)
        if size_bytes < 1024:
            os.write(self._pipe, size_bytes.to_bytes(2, "big") + data)
        return data


class Keeper:
    """A service that keeps votes as text: what must be caught."""

    def __init__(self, urna: Urna) -> None:
        self.kept: list[str] = []
        self._perform = urna.runner._perform

    def __call__(self, effect: Effect, emit: Emit) -> None:
        """Keep, then perform."""
        if isinstance(effect, CommitPending):
            self.kept.append(json.dumps([[[mark.option, mark.value] for mark in v.marks] for v in effect.votos]))
            self.kept.append(" ".join(repr(mark) for voto in effect.votos for mark in voto.marks))
        self._perform(effect, emit)


def main(place: Path) -> None:
    """Run until standard input ends."""
    harden()
    asked = json.loads(place.read_text(encoding="utf-8"))
    config = load_config(Path(asked["config"]))
    board = FakeBoard()
    board.counter_write(CounterEntry(*(bytes.fromhex(v) if isinstance(v, str) else v for v in asked["counter"])))
    ports = replace(real_ports(config), board=board, reader=FakeReader(), randomness=Told(int(asked["pipe"])))
    urna = compose(config, ports)
    if asked["plant"]:
        urna.runner._perform = Keeper(urna)
    urna.start()
    window = UrnaWindow(urna.runner, urna.shelf, lambda: Mode.OFICIAL, WindowSize())
    window.run(lambda stop: threading.Thread(target=_obey, args=(urna, stop), daemon=True).start())
    urna.stop()


def _obey(urna: Urna, stop: object) -> None:
    """Take inputs until there are no more."""
    urna.runner.subscribe(lambda: _tell(urna))
    _tell(urna)
    for line in sys.stdin:
        word, _, rest = line.strip().partition(" ")
        match word:
            case "habilitar":
                urna.runner.submit(HabilitarPressed(int(rest)))
            case "opcion":
                urna.runner.submit(OptionTouched(int(rest)))
            case "accion":
                urna.runner.submit(ActionTouched(rest))
            case _:
                gc.collect()
                _say(f"objetos {len(gc.get_objects())}")
    if callable(stop):
        stop()


def _tell(urna: Urna) -> None:
    _say(f"pantalla {urna.runner.current_screen().id.value}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
