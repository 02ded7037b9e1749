"""People at an urna whose bench is the dock: every hand of theirs works one of its controls. It must reach no further.

The mesa and the voters are the demonstration's, who know the display and the published layout alone.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.devices import Bench, read_qr
from hardware.board.control import BoardControl
from hardware.board.port import Key
from hardware.printer.control import EmulatorControl
from hardware.reader.control import ReaderControl
from urna.devdock.controls import do
from urna.devdock.dock import Dock
from urna.devdock.outcome import Done


@dataclass(frozen=True, slots=True)
class Hands:
    """The controls of a dock, none of which may refuse."""

    dock: Dock

    def do(self, name: str, value: str = "") -> None:
        outcome = do(self.dock, name, value)
        assert outcome == Done(), (name, value, outcome)


class DockedPrinter(EmulatorControl):
    """The printer of a dock, by the controls that the mesa uses."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(Path("none"), hands.dock.devices.slips)
        self._hands = hands

    def order(self, name: str, **details: object) -> dict[str, Any]:
        if name == "status":
            return self._hands.dock.devices.printer.order(name)
        self._hands.do(f"printer.{name}", *(str(value) for value in details.values()))
        return {}


class DockedBoard(BoardControl):
    """The board of a dock."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(Path("none"))
        self._hands = hands

    def press(self, key: Key) -> bool:
        self._hands.do("board.press", key.value)
        return True

    def order(self, name: str, **details: object) -> dict[str, Any]:
        assert name == "status", name
        return self._hands.dock.devices.board.order(name)


class DockedReader(ReaderControl):
    """The reader of a dock: a text is held to it as the card or the slip that carries it."""

    def __init__(self, hands: Hands) -> None:
        super().__init__(Path("none"))
        self._hands = hands

    def show(self, text: str) -> None:
        dock = self._hands.dock
        person = next((each for each in dock.people if each.card == text), None)
        if person is not None:
            self._hands.do("reader.card", person.id)
            return
        slip = next(number for number in reversed(dock.slips()) if _carries(dock.slip(number), text))
        self._hands.do("reader.slip", str(slip))


def bench(hands: Hands) -> Bench:
    """What the demonstration's mesa has in its hands."""
    slips = hands.dock.devices.slips
    return Bench(slips, DockedPrinter(hands), DockedBoard(hands), DockedReader(hands))


def _carries(slip: Path, text: str) -> bool:
    try:
        return read_qr(slip) == text
    except ValueError:
        return False
