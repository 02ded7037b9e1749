"""A display of 2 x 20 (HD44780 behind a PCF8574, as sold on one small board), over any I2C. It must not choose words.

The letters of Spanish that its character table lacks are drawn into its eight free places.
"""

_LIGHT, _ENABLE, _LETTER = 0x08, 0x04, 0x01
_CLEAR_MS = 2
_ROWS = (0x80, 0xC0)
# Letter -> five columns by eight rows, one byte a row.
GLYPHS = (
    ("á", b"\x02\x04\x0e\x01\x0f\x11\x0f\x00"),
    ("é", b"\x02\x04\x0e\x11\x1f\x10\x0e\x00"),
    ("í", b"\x02\x04\x0c\x04\x04\x04\x0e\x00"),
    ("ó", b"\x02\x04\x0e\x11\x11\x11\x0e\x00"),
    ("ú", b"\x02\x04\x11\x11\x11\x13\x0d\x00"),
    ("ñ", b"\x0a\x05\x16\x19\x11\x11\x11\x00"),
    ("Ñ", b"\x0e\x00\x19\x15\x13\x11\x11\x00"),
    ("¿", b"\x04\x00\x04\x04\x08\x11\x0e\x00"),
)
_PLAIN = (("Á", "A"), ("É", "E"), ("Í", "I"), ("Ó", "O"), ("Ú", "U"), ("ü", "u"), ("Ü", "U"), ("¡", "!"), ("°", "o"))


def codes_of(line: str) -> bytes:
    """20 codes of the display for a line: own glyphs, ASCII, and `?` for what it has no letter for."""
    codes = {letter: number for number, (letter, _) in enumerate(GLYPHS)}
    for letter, plain in _PLAIN:
        codes[letter] = ord(plain)
    found = [codes.get(letter, ord(letter) if 32 <= ord(letter) < 126 else ord("?")) for letter in line[:20]]
    return bytes(found + [32] * (20 - len(found)))


class Bus:
    """What the display needs of an I2C."""

    def writeto(self, address: int, data: bytes) -> None:
        """Raises OSError when nobody is at the address."""
        raise NotImplementedError

    def sleep_ms(self, duration_ms: int) -> None:
        """The display is slow at the start."""
        raise NotImplementedError


class Lcd:
    """The display at `address`. One that does not answer is left alone: the firmware goes on without it."""

    def __init__(self, bus: Bus, address: int = 0x27) -> None:
        self._bus = bus
        self._address = address
        self.present = False
        self._start()

    def show(self, line1: str, line2: str) -> None:
        """Both lines; one that was unplugged and is back starts anew."""
        if not self.present:
            self._start()
        try:
            for row, line in zip(_ROWS, (line1, line2)):  # noqa: B905 - MicroPython has no strict
                self._send(row, 0)
                for code in codes_of(line):
                    self._send(code, _LETTER)
        except OSError:
            self.present = False

    def _start(self) -> None:
        """The sequence of the data sheet: three times eight bits, then four; two lines; no cursor; own glyphs."""
        try:
            for nibble in (0x30, 0x30, 0x30, 0x20):
                self._nibble(nibble)
                self._bus.sleep_ms(5)
            for command in (0x28, 0x0C, 0x06, 0x01):
                self._send(command, 0)
            self._bus.sleep_ms(_CLEAR_MS)
            self._send(0x40, 0)
            for _, rows in GLYPHS:
                for row in rows:
                    self._send(row, _LETTER)
            self.present = True
        except OSError:
            self.present = False

    def _send(self, value: int, register: int) -> None:
        self._nibble(value & 0xF0 | register)
        self._nibble(value << 4 & 0xF0 | register)

    def _nibble(self, value: int) -> None:
        self._bus.writeto(self._address, bytes([value | _LIGHT | _ENABLE, value | _LIGHT]))
