"""A board in memory for unit tests and the development panel, taking no time.

It must not be built by a program that serves an election: it forgets the counter at exit.
"""

from dataclasses import replace

from hardware.board.controls import Face, LineFault
from hardware.board.port import (
    MAX_BUZZ_MS,
    BoardEvent,
    BoardInfo,
    BoardRestarted,
    BoardStatus,
    Capability,
    CounterEntry,
    CounterFault,
    CounterKind,
    CounterState,
    Key,
    KeyPressed,
    KeySwitch,
    Lamp,
    LampMode,
    NotStored,
    Refusal,
    Refused,
    Stored,
    Unavailable,
    Vigil,
    VoterKey,
    VoterKeyPressed,
)
from hardware.firmware.power import millivolts_of
from hardware.protocol.board_core import MAX_WAITING_KEYS
from hardware.protocol.framing import PROTOCOL_VERSION
from hardware.protocol.messages import pack_display

_INFO = BoardInfo("00000000000000fa", "0.0.0", PROTOCOL_VERSION, frozenset(Capability), CounterKind.FILE)


class FakeBoard:
    """`Board` and `Controls` in one object; plugged in from the start."""

    def __init__(self) -> None:
        self._present = True
        self._bound = False
        self._broken = False
        self._counter = 0
        self._waiting: list[KeyPressed | VoterKeyPressed] = []
        self._told: list[BoardEvent] = []
        self._status = BoardStatus(
            mains=True, battery_percent=100, lid_open=False, case_open=False, key_switch=KeySwitch.OPERATION
        )
        self._vigil = Vigil(millivolts_of(100))
        self._entries: tuple[CounterEntry, ...] = ()
        self._lines = ("", "")
        self._lamps = dict.fromkeys(Lamp, LampMode.OFF)
        self._buzzes = 0

    def hello(self, timeout_ms: int = 2000) -> BoardInfo | Refused:
        """See `Board`."""
        del timeout_ms  # nothing takes time here
        self._bound = self._bound or self._present
        return _INFO if self._present else Refused(Refusal.ABSENT)

    def poll(self) -> tuple[BoardEvent, ...]:
        """See `Board`."""
        if isinstance(self.hello(), Refused):
            return ()
        events = (*self._told, *self._waiting)
        self._told, self._waiting = [], []
        return events

    def status(self) -> BoardStatus | Refused:
        """See `Board`."""
        return self._status if self._present else Refused(Refusal.ABSENT)

    def vigil(self) -> Vigil | Refused:
        """See `Board`."""
        return self._vigil if self._present else Refused(Refusal.ABSENT)

    def display(self, line1: str, line2: str) -> None:
        """See `Board`."""
        pack_display(line1, line2)
        self._lines = (line1.rstrip(), line2.rstrip())

    def lamp(self, lamp: Lamp, mode: LampMode) -> None:
        """See `Board`."""
        self._lamps[lamp] = mode

    def buzz(self, duration_ms: int) -> None:
        """See `Board`."""
        if not 1 <= duration_ms <= MAX_BUZZ_MS:
            raise ValueError(f"a sound is of 1 to {MAX_BUZZ_MS} ms")
        self._buzzes += self._present

    def counter_read(self, timeout_ms: int = 1000) -> CounterState | Unavailable:
        """See `Board`."""
        del timeout_ms
        fault = self._counter_fault()
        return CounterState(self._entries, CounterKind.FILE) if fault is None else Unavailable(fault)

    def counter_write(self, entry: CounterEntry, timeout_ms: int = 1000) -> Stored | NotStored:
        """See `Board`."""
        del timeout_ms
        fault = self._counter_fault()
        if fault is not None:
            return NotStored(fault)
        known = CounterState(self._entries, CounterKind.FILE).of(entry.store_id)
        if known == entry:
            return Stored()
        if known is not None and entry.sequence <= known.sequence:
            return NotStored(CounterFault.GOES_BACK)
        self._entries = (entry, *self._entries)[:2]
        return Stored()

    def close(self) -> None:
        """See `Board`."""

    def press(self, key: Key) -> bool:
        """See `Controls`."""
        if not self._bound or len(self._waiting) >= MAX_WAITING_KEYS:
            return False
        self._counter += 1
        self._waiting.append(KeyPressed(key, self._counter))
        return True

    def tap(self, key: VoterKey) -> bool:
        """See `Controls`."""
        if not self._bound or not self._present or len(self._waiting) >= MAX_WAITING_KEYS:
            return False
        self._waiting.append(VoterKeyPressed(key))
        return True

    def sense(self, status: BoardStatus) -> None:
        """See `Controls`."""
        self._vigil = replace(
            self._vigil,
            battery_mv=millivolts_of(status.battery_percent),
            lid_openings=self._vigil.lid_openings + (status.lid_open and not self._status.lid_open),
            case_openings=self._vigil.case_openings + (status.case_open and not self._status.case_open),
        )
        self._status = status

    def attacked(self, forged: int, replayed: int, unreadable: int) -> None:
        """Somebody sends on the air of the keypad: so many frames were refused until now."""
        self._vigil = replace(self._vigil, forged=forged, replayed=replayed, unreadable=unreadable)

    def fault(self, fault: LineFault) -> None:
        """See `Controls`: there is no line here."""

    def unplug(self) -> None:
        """See `Controls`."""
        self._present = False

    def plug(self) -> None:
        """See `Controls`."""
        self._present = True

    def restart(self) -> None:
        """See `Controls`."""
        self._told.append(BoardRestarted(_INFO.board_id, sum(isinstance(event, KeyPressed) for event in self._waiting)))
        self._waiting = []

    def break_memory(self) -> None:
        """See `Controls`."""
        self._broken = True

    def face(self) -> Face:
        """See `Controls`."""
        return Face(self._lines, dict(self._lamps), self._buzzes)

    def _counter_fault(self) -> CounterFault | None:
        if not self._present:
            return CounterFault.ABSENT
        return CounterFault.DAMAGED if self._broken else None
