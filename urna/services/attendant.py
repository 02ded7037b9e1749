"""Listens to board, reader and clock on a thread of its own, and tells the runner. It must not interpret a text."""

from collections.abc import Callable
from threading import Event, Thread

from hardware.board.port import Board, BoardStatus, Key, KeyPressed, Vigil, VoterKeyPressed
from hardware.reader.port import Reader
from urna.flow import input as inputs
from urna.flow.input import (
    BoardSensed,
    CodeScanned,
    DeviceChanged,
    HabilitarPressed,
    HeadphonesChanged,
    KeypadAttacked,
    MesaPressed,
    Ticked,
)
from urna.flow.outcome import Broke
from urna.services.bugs import report_bug
from urna.services.clock import Clock

_PERIOD_S = 0.03
_SECOND_MS = 1000


class Attendant:
    """One thread that polls; ``submit`` is the runner's."""

    def __init__(self, board: Board, reader: Reader, clock: Clock, submit: Callable[[object], None]) -> None:
        self._board = board
        self._reader = reader
        self._clock = clock
        self._submit = submit
        self._stop = Event()
        self._sensed: BoardStatus | None = None
        self._vigil: Vigil | None = None
        self._last_ms = clock.monotonic_ms()
        self._thread = Thread(target=self._run, name="urna-attendant", daemon=True)

    def start(self) -> None:
        """Begin to listen: the devices are open when it returns, if they are there."""
        self.attend()
        self._thread.start()

    def stop(self, timeout_s: float = 5) -> None:
        """Stop listening."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def attend(self) -> None:
        """One round: what the devices said since the last, and whole seconds that went by."""
        for event in self._board.poll():
            if isinstance(event, KeyPressed):
                self._submit(_pressed(event))
            elif isinstance(event, VoterKeyPressed):
                self._submit(inputs.VoterKeyPressed(inputs.VoterKey(event.key.value)))
        for scan in self._reader.poll():
            self._submit(CodeScanned(scan.text))
        self._sense()
        seconds = (self._clock.monotonic_ms() - self._last_ms) // _SECOND_MS
        if seconds > 0:
            self._last_ms += seconds * _SECOND_MS
            self._submit(Ticked(seconds))
            self._sensed = self._vigil = None
            self._submit(DeviceChanged("reader", "" if self._reader.status().present else "absent"))

    def _sense(self) -> None:
        """What the board senses, at every change, and once a second for an urna that could not take it yet."""
        status, vigil = self._board.status(), self._board.vigil()
        if isinstance(status, BoardStatus) and status != self._sensed:
            self._sensed = status
            told = (status.mains, status.battery_percent, status.lid_open, status.case_open, status.key_switch.value)
            self._submit(BoardSensed(*told))
            self._submit(HeadphonesChanged(status.headphones))
        if isinstance(vigil, Vigil) and vigil != self._vigil:
            self._vigil = vigil
            self._submit(KeypadAttacked(vigil.forged, vigil.replayed, vigil.unreadable))

    def _run(self) -> None:
        try:
            while not self._stop.wait(_PERIOD_S):
                self.attend()
        except Exception as error:  # noqa: BLE001 - our bug: an urna that hears nobody must not look as if it did
            report_bug("attendant", error)
            self._submit(Broke("U903"))


def _pressed(event: KeyPressed) -> HabilitarPressed | MesaPressed:
    if event.key is Key.HABILITAR:
        return HabilitarPressed(event.counter)
    return MesaPressed(event.key.value)
