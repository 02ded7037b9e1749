"""`python -m hardware.reader.emulator --link PATH --control PATH`: an emulated scanner until told to stop.

It must not interpret what it is shown.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from hardware.emulated.station import Simple, Station
from hardware.reader.fake import GARBAGE


class EmulatedReader(Simple):
    """`Device` of the station: sends what it is shown, ended by CR."""

    def __init__(self) -> None:
        self._output = b""

    def receive(self, data: bytes, now_ns: int) -> None:
        """See `Device`: a scanner does not listen."""

    def take_output(self, now_ns: int) -> bytes:
        """See `Device`."""
        del now_ns
        output, self._output = self._output, b""
        return output

    def obey(self, order: str, details: dict[str, Any]) -> dict[str, object]:
        """See `Device`."""
        if order == "show":
            self._output += _text(details) + b"\r"
        elif order == "begin":
            text = _text(details)
            self._output += text[: len(text) // 2]
        elif order == "garbage":
            self._output += GARBAGE + b"\r"
        elif order != "status":
            raise KeyError(order)
        return {}


def _text(details: dict[str, Any]) -> bytes:
    text = details["text"]
    if not isinstance(text, str):
        raise TypeError("text")
    return text.encode()


def main(arguments: list[str]) -> int:
    """Run until the order `stop` or SIGTERM."""
    options = argparse.ArgumentParser(prog="hardware.reader.emulator", description="Emulated scanner on a pty")
    options.add_argument("--link", type=Path, required=True, help="symbolic link made to the pty")
    options.add_argument("--control", type=Path, required=True, help="unix socket for orders")
    options.add_argument("--tethered", action="store_true", help="end when standard input does")
    given = options.parse_args(arguments)
    Station(given.link, given.control, EmulatedReader(), tethered=given.tethered).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
