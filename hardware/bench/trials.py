"""What is tried of each device, line by line. It must not print or exit: that is the command's.

A trial waits for people at most as long as it is told, and gives lines as they become known.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from hardware.bench.texts import say
from hardware.board.driver import SerialBoard
from hardware.board.port import (
    BoardInfo,
    BoardStatus,
    Key,
    KeyPressed,
    Lamp,
    LampMode,
    PairingAnswer,
    Refused,
    Unavailable,
    Vigil,
)
from hardware.media.driver import FolderWatcher
from hardware.media.port import MediumConfig
from hardware.printer.port import Capable, Printed, Printer, Qr, Rule, Slip, Text
from hardware.protocol.radio import ID_BYTES, KEY_BYTES, pairing_code
from hardware.reader.port import Reader

STEP_S = 0.02
PRINT_TIMEOUT_MS = 20_000
_TRIAL_BYTES = 256 * 1024
_TRIAL = "prueba-de-banco.bin"


@dataclass(frozen=True, slots=True)
class Line:
    """One result: ``well`` is None for what only a person can judge."""

    text: str
    well: bool | None


Trial = Iterator[Line]


def try_board(board: SerialBoard, seconds: int) -> Trial:
    """Presentation, sensors, memory, outputs, and each key within ``seconds``."""
    info = board.hello()
    if isinstance(info, Refused):
        yield Line(say("no_contesta", motivo=info.reason.value), False)
        return
    yield Line(say("contesta", placa=info.board_id, programa=info.firmware, protocolo=info.protocol), True)
    yield from _sensors(board)
    counter = board.counter_read()
    if isinstance(counter, Unavailable):
        yield Line(say("contador_falla", motivo=counter.reason.value), False)
    else:
        yield Line(say("contador", lugar=counter.kind.value, cuantos=len(counter.entries)), True)
    for lamp in Lamp:
        board.lamp(lamp, LampMode.BLINK)
    board.display(say("pantalla_1"), say("pantalla_2"))
    board.buzz(300)
    yield Line(say("salidas"), None)
    yield from _keys(board, seconds)
    for lamp in Lamp:
        board.lamp(lamp, LampMode.OFF)
    board.poll()


def try_printer(printer: Printer) -> Trial:
    """Confirmation in sequence and cutter, then one slip with letters, a rule and a code."""
    hello = printer.hello()
    if not isinstance(hello, Capable):
        yield Line(say("no_impreso", motivo=hello.reason.value), False)
        return
    yield Line(say("impresora_bien", papel=hello.paper.value), True)
    blocks = (Text(say("talon"), bold=True), Rule(), Text(say("pantalla_2")), Qr("URNA:BANCO"))
    outcome = printer.print_slip(Slip("prueba_de_banco", blocks), PRINT_TIMEOUT_MS)
    if isinstance(outcome, Printed):
        yield Line(say("impreso"), True)
    else:
        yield Line(say("no_impreso", motivo=outcome.reason.value), False)


def try_reader(reader: Reader, seconds: int) -> Trial:
    """One card within ``seconds``; its text is not shown: it may be a share of a key."""
    reader.poll()
    if not reader.status().present:
        yield Line(say("no_contesta", motivo="absent"), False)
        return
    yield Line(say("muestre"), None)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for scan in reader.poll():
            yield Line(say("leyo", letras=len(scan.text)), True)
            return
        time.sleep(STEP_S)
    yield Line(say("no_leyo", basura=reader.status().refused), False)


def try_medium(folder: Path) -> Trial:
    """State and room, then a trial file of random bytes written, read back and removed."""
    (medium,) = FolderWatcher((MediumConfig("banco", folder),)).poll()
    yield Line(say("memoria", estado=medium.state.value, libres=medium.free_bytes // 1_000_000), medium.writable)
    if medium.writable:
        yield _written_and_read(folder / _TRIAL)


class Pairable(Protocol):
    """A board or a keypad on its cable."""

    def hello(self) -> BoardInfo | Refused:
        """Who answers."""
        ...

    def pair(self, keypad: bytes, key: bytes) -> PairingAnswer:
        """Offer the key."""
        ...


def pair(board: SerialBoard, keypad: Pairable, seconds: int) -> Trial:
    """A new key from the operating system for both; it is kept when the keypad confirms, and nowhere here."""
    info = keypad.hello()
    if isinstance(info, Refused) or isinstance(board.hello(), Refused):
        reason = info.reason.value if isinstance(info, Refused) else say("tablilla")
        yield Line(say("no_contesta", motivo=reason), False)
        return
    name, key = bytes.fromhex(info.board_id)[-ID_BYTES:], os.urandom(KEY_BYTES)
    if board.pair(name, key) is not PairingAnswer.OFFERED:
        yield Line(say("servicio"), False)
        return
    if keypad.pair(name, key) is not PairingAnswer.OFFERED:
        yield Line(say("otro_teclado", motivo=info.board_id), False)
        return
    yield Line(say("codigo", codigo=pairing_code(name, key)), None)
    done = _await_pairing(board, seconds)
    yield Line(say("listo" if done else "sin_confirmar"), done)


def _sensors(board: SerialBoard) -> Trial:
    end = time.monotonic() + 2
    while isinstance(board.status(), Refused) and time.monotonic() < end:
        time.sleep(STEP_S)
    status, vigil = board.status(), board.vigil()
    if not isinstance(status, BoardStatus) or not isinstance(vigil, Vigil):
        yield Line(say("no_contesta", motivo="silent"), False)
        return
    words = {True: say("abierto"), False: say("cerrado")}
    yield Line(
        say(
            "sensores",
            corriente=say("si" if status.mains else "no"),
            porcentaje=status.battery_percent,
            milivolts=vigil.battery_mv,
            tapa=words[status.lid_open],
            caja=words[status.case_open],
            llave=status.key_switch.value,
        ),
        None,
    )
    yield Line(say("aperturas", tapa=vigil.lid_openings, caja=vigil.case_openings), None)
    paired = say("emparejada" if vigil.paired else "sola")
    counts = {"falsas": vigil.forged, "repetidas": vigil.replayed, "ilegibles": vigil.unreadable}
    yield Line(say("radio", pareja=paired, **counts), None)


def _keys(board: SerialBoard, seconds: int) -> Trial:
    yield Line(say("presione"), None)
    missing, end = list(Key), time.monotonic() + seconds
    while missing and time.monotonic() < end:
        for event in board.poll():
            if isinstance(event, KeyPressed) and event.key in missing:
                missing.remove(event.key)
                yield Line(say("tecla", tecla=event.key.value), True)
        time.sleep(STEP_S)
    for key in missing:
        yield Line(say("tecla_falta", tecla=key.value), False)


def _written_and_read(trial: Path) -> Line:
    data = os.urandom(_TRIAL_BYTES)
    try:
        with trial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        same = trial.read_bytes() == data
        trial.unlink()
    except OSError as error:
        return Line(say("no_contesta", motivo=error.strerror or "?"), False)
    return Line(say("escritura", kilobytes=_TRIAL_BYTES // 1024) if same else say("escritura_falla"), same)


def _await_pairing(board: SerialBoard, seconds: int) -> bool:
    """Until the board says that it is paired: it was not, from the offer on."""
    seen_open, end = False, time.monotonic() + seconds
    while time.monotonic() < end:
        vigil = board.vigil()
        if isinstance(vigil, Vigil):
            seen_open = seen_open or not vigil.paired
            if seen_open and vigil.paired:
                return True
        time.sleep(STEP_S)
    return False
