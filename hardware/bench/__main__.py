"""`python -m hardware.bench`: tries real devices on the technician's table. It must not be used on an open jornada.

Exit code 0 when nothing failed, 1 when something did, 2 for wrong arguments. What only a person can judge has no mark.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from hardware.bench.texts import WELL, WRONG, say
from hardware.bench.trials import Trial, pair, try_board, try_medium, try_printer, try_reader
from hardware.board.driver import SerialBoard
from hardware.printer.driver import open_printer
from hardware.printer.profile import PROFILES
from hardware.printer.raster import shipped_fonts
from hardware.reader.driver import SerialReader

_MARKS = {True: WELL, False: WRONG, None: " " * len(WELL)}
_PATIENCE_S = 60


def main(arguments: list[str]) -> int:
    """Run one trial and print its lines as they come."""
    given = _parser().parse_args(arguments)
    failed = False
    for line in _trial(given):
        sys.stdout.write(f"{_MARKS[line.well]} {line.text}\n")
        sys.stdout.flush()
        failed = failed or line.well is False
    return int(failed)


def _trial(given: argparse.Namespace) -> Trial:
    match given.aparato:
        case "tablilla":
            with closing(SerialBoard(given.tty)) as board:
                yield from try_board(board, given.segundos)
        case "impresora":
            with closing(open_printer(given.tty, PROFILES[given.perfil], shipped_fonts())) as printer:
                yield from try_printer(printer)
        case "lector":
            with closing(SerialReader(given.tty)) as reader:
                yield from try_reader(reader, given.segundos)
        case "medio":
            yield from try_medium(given.carpeta.resolve())
        case _:
            yield from _paired(given)


def _paired(given: argparse.Namespace) -> Trial:
    with closing(SerialBoard(given.tablilla)) as board, closing(SerialBoard(given.teclado)) as keypad:
        yield from pair(board, keypad, given.segundos)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m hardware.bench", description=say("uso"))
    devices = parser.add_subparsers(dest="aparato", required=True)
    serial = {name: devices.add_parser(name, help=say(name)) for name in ("tablilla", "impresora", "lector")}
    for each in serial.values():
        each.add_argument("tty", help=say("tty"))
    serial["impresora"].add_argument(
        "--perfil", choices=PROFILES, required=True, help=say("perfil", nombres=", ".join(_names()))
    )
    medium = devices.add_parser("medio", help=say("medio"))
    medium.add_argument("carpeta", type=Path, help=say("carpeta"))
    pairing = devices.add_parser("emparejar", help=say("emparejar"))
    for name in ("--tablilla", "--teclado"):
        pairing.add_argument(name, required=True, help=say("tty"))
    for each in (serial["tablilla"], serial["lector"], pairing):
        each.add_argument("--segundos", type=int, default=_PATIENCE_S, help=say("segundos"))
    return parser


def _names() -> Iterator[str]:
    yield from PROFILES


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
