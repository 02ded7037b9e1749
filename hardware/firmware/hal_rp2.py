"""The circuit on a Raspberry Pi Pico: pins as in docs/hardware/board.md. It must not hold a rule: levels in and out.

It runs on the chip alone; a type check against the stubs of the port is all that a PC can do with it.
"""

import select
import sys
import time

import machine
import micropython
import rp2

from hardware.firmware.hal import Hal
from hardware.firmware.lcd import Bus, Lcd
from hardware.firmware.ring import PAGE_BYTES, PAGES, Flash
from hardware.protocol import messages as m

WATCHDOG_MS = 8000
SECTORS = 64
RADIO_BAUD = 9600
KEY_PINS = ((m.KEY_HABILITAR, 6), (m.KEY_CANCELAR, 7), (m.KEY_SUSPENDER, 8), (m.KEY_MENU, 9))
VOTER_COLUMN_PINS = (0, 1, 2, 3)
VOTER_ROW_PINS = (15, 22, 27)
"""The matrix of the voter's keys, in the order of `messages.VOTER_KEYS`, row by row; a diode at each key."""
HEADPHONES_PIN = 28
SWITCH_PINS = ((m.SWITCH_OPERATION, 10), (m.SWITCH_SERVICE, 11))
LID_PIN, CASE_PIN, MAINS_PIN, BUZZER_PIN = 12, 13, 14, 19
LAMP_PINS = ((m.LAMP_READY, 16), (m.LAMP_VOTING, 17), (m.LAMP_ALERT, 18))
SDA_PIN, SCL_PIN, RADIO_TX_PIN, RADIO_RX_PIN, BATTERY_PIN = 20, 21, 4, 5, 26
REFERENCE_MV = 3300
DIVIDER = (122, 22)  # 100 k over 22 k
_BLOCKS, _ERASE = 4, 6
_CHUNK_BYTES = 256


class PicoFlash(Flash):
    """The end of the chip's own flash, which the image leaves free: no file system is on it."""

    sectors = SECTORS

    def __init__(self) -> None:
        self._flash = rp2.Flash()
        self._first = (self._flash.ioctl(_BLOCKS, 0) or 0) - SECTORS

    def read(self, page: int) -> bytes:
        """See `Flash`."""
        data = bytearray(PAGE_BYTES)
        self._flash.readblocks(self._first + page // PAGES, data, page % PAGES * PAGE_BYTES)
        return bytes(data)

    def program(self, page: int, data: bytes) -> None:
        """See `Flash`: with an offset the driver programs and does not erase."""
        self._flash.writeblocks(self._first + page // PAGES, bytearray(data), page % PAGES * PAGE_BYTES)

    def erase(self, sector: int) -> None:
        """See `Flash`."""
        self._flash.ioctl(_ERASE, self._first + sector)


class PicoBus(Bus):
    """The I2C of the display."""

    def __init__(self) -> None:
        self._bus = machine.I2C(0, sda=machine.Pin(SDA_PIN), scl=machine.Pin(SCL_PIN), freq=100_000)

    def writeto(self, address: int, data: bytes) -> None:
        """See `Bus`."""
        self._bus.writeto(address, data)

    def sleep_ms(self, duration_ms: int) -> None:
        """See `Bus`."""
        time.sleep_ms(duration_ms)


class PicoHal(Hal):
    """`Hal` of the board and of the keypad, which has the same circuit without contacts and battery sense."""

    def __init__(self) -> None:
        micropython.kbd_intr(-1)  # the line is for frames: a byte 3 in one is no order to stop
        self.board_id = machine.unique_id()
        self._tick = time.ticks_ms()
        self._elapsed_ms = 0
        self.flash = PicoFlash()
        self._keys = [(key, _contact(pin)) for key, pin in KEY_PINS]
        self._columns = [_contact(pin) for pin in VOTER_COLUMN_PINS]
        self._rows = [machine.Pin(pin, machine.Pin.OPEN_DRAIN, value=1) for pin in VOTER_ROW_PINS]
        self._headphones = _contact(HEADPHONES_PIN)
        self._switch = [(position, _contact(pin)) for position, pin in SWITCH_PINS]
        self._lid, self._case, self._mains = _contact(LID_PIN), _contact(CASE_PIN), _contact(MAINS_PIN)
        self._lamps = {lamp: machine.Pin(pin, machine.Pin.OUT, value=0) for lamp, pin in LAMP_PINS}
        self._buzzer = machine.Pin(BUZZER_PIN, machine.Pin.OUT, value=0)
        self._battery = machine.ADC(machine.Pin(BATTERY_PIN))
        tx, rx = machine.Pin(RADIO_TX_PIN), machine.Pin(RADIO_RX_PIN)
        self._radio = machine.UART(1, RADIO_BAUD, tx=tx, rx=rx, rxbuf=1024, txbuf=1024)
        self._lcd = Lcd(PicoBus())
        self._poll = select.poll()
        self._poll.register(sys.stdin, select.POLLIN)
        self._watchdog = machine.WDT(timeout=WATCHDOG_MS)

    def now_ms(self) -> int:
        """See `Hal`: the ticks of the chip go around after 12 days, their sum does not."""
        tick = time.ticks_ms()
        self._elapsed_ms += time.ticks_diff(tick, self._tick)
        self._tick = tick
        return self._elapsed_ms

    def feed_watchdog(self) -> None:
        """See `Hal`."""
        self._watchdog.feed()

    def read_host(self) -> bytes:
        """See `Hal`: byte by byte, since a longer read waits."""
        data = bytearray()
        while len(data) < _CHUNK_BYTES and self._poll.poll(0):
            data.extend(sys.stdin.buffer.read(1))
        return bytes(data)

    def write_host(self, data: bytes) -> None:
        """See `Hal`."""
        sys.stdout.buffer.write(data)

    def read_radio(self) -> bytes:
        """See `Hal`: at most what the buffer of the UART holds."""
        return self._radio.read(_CHUNK_BYTES) or b""

    def write_radio(self, data: bytes) -> None:
        """See `Hal`."""
        self._radio.write(data)

    def keys_down(self) -> list[int]:
        """See `Hal`."""
        return [key for key, pin in self._keys if not pin.value()]

    def voter_keys_down(self) -> list[int]:
        """See `Hal`: one row at a time is pulled to ground."""
        down = []
        for number, row in enumerate(self._rows):
            row.value(0)
            first = number * len(self._columns)
            down += [m.VOTER_KEYS[first + place] for place, pin in enumerate(self._columns) if not pin.value()]
            row.value(1)
        return down

    def headphones(self) -> bool:
        """See `Hal`: the socket's switch opens when a plug goes in."""
        return bool(self._headphones.value())

    def switch(self) -> int:
        """See `Hal`: no contact is off."""
        closed = [position for position, pin in self._switch if not pin.value()]
        return closed[0] if len(closed) == 1 else m.SWITCH_OFF

    def lid_open(self) -> bool:
        """See `Hal`."""
        return bool(self._lid.value())

    def case_open(self) -> bool:
        """See `Hal`."""
        return bool(self._case.value())

    def mains(self) -> bool:
        """See `Hal`: the optocoupler pulls down while the charger is fed."""
        return not self._mains.value()

    def battery_mv(self) -> int:
        """See `Hal`."""
        return self._battery.read_u16() * REFERENCE_MV * DIVIDER[0] // (DIVIDER[1] * 65535)

    def set_lamp(self, lamp: int, lit: bool) -> None:  # noqa: FBT001 - see `Hal`
        """See `Hal`."""
        self._lamps[lamp].value(int(lit))

    def set_buzzer(self, sounding: bool) -> None:  # noqa: FBT001 - see `Hal`
        """See `Hal`."""
        self._buzzer.value(int(sounding))

    def show(self, line1: str, line2: str) -> None:
        """See `Hal`."""
        self._lcd.show(line1, line2)


def _contact(pin: int) -> machine.Pin:
    """A contact to ground: 0 is closed."""
    return machine.Pin(pin, machine.Pin.IN, machine.Pin.PULL_UP)
