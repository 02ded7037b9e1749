"""A running urna whose memory others look at: the real program, screen and printer driver, on media opened before.

Run as ``python -m tests.secrecy.watched_urna PLACE.json``. Standard input takes inputs, a line each; standard output
says which screen is shown; random draws go to a pipe and are kept nowhere. It must not hold anything of a vote itself,
until ``planta`` asks for a service that does.
"""

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
from urna.bootstrap import Urna, compose, real_ports
from urna.config import load_config
from urna.flow.effects import CommitPending, Effect
from urna.flow.input import ActionTouched, HabilitarPressed, OptionTouched
from urna.hardening import erase_freed_memory, harden, set_programs_apart
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
    asked = json.loads(place.read_text(encoding="utf-8"))
    if asked["erase"]:
        erase_freed_memory()
    harden()
    set_programs_apart()
    config = load_config(Path(asked["config"]))
    board = FakeBoard()
    store, sequence, image, head = asked["counter"]
    board.counter_write(CounterEntry(bytes.fromhex(store), int(sequence), bytes.fromhex(image), bytes.fromhex(head)))
    ports = replace(real_ports(config), board=board, reader=FakeReader(), randomness=Told(int(asked["pipe"])))
    urna = compose(config, ports)
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
            case "planta":
                urna.runner._perform = Keeper(urna)
            case _:
                _say_held()
    if callable(stop):
        stop()


def _say_held() -> None:
    """Tell what the screen library keeps; asked of it only once it is there."""
    from urna.ui.forgetting import held  # noqa: PLC0415 - Kivy reads its environment at import

    _say(f"guarda {json.dumps(held())}")


def _tell(urna: Urna) -> None:
    _say(f"pantalla {urna.runner.current_screen().id.value}")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
